from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import User
from core.forms import ModelForm


class ProfileForm(ModelForm):
    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)

    class Meta:
        model = User
        fields: ClassVar = ["first_name", "last_name", "position", "phone", "language", "weekly_mail"]
        help_texts: ClassVar = {
            "phone": _(
                "With the country code, for example +49 351 123456. Your cluster calls when something is urgent."
            ),
            "language": _("We write mails in this language as far as they are translated."),
        }
        widgets: ClassVar = {
            "position": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "medium"}),
            "language": forms.Select(attrs={"class": "medium"}),
        }

    def __init__(self, *args, mails: bool = False, **kwargs) -> None:
        """`mails`: somebody for whom work comes in, who may choose to hear of it on Mondays."""
        super().__init__(*args, **kwargs)
        if not mails:
            del self.fields["weekly_mail"]
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
