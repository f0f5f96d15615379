from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.forms.towns import country_field
from clusters.models import Country
from clusters.selectors.reference import country_choices
from core.forms import Form


class RegistrationForm(Form):
    """Of an invited person the address is known; it is not asked again."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Your place, or the waiting list, is told there.")
    )
    organisation_name = forms.CharField(label=_("Organisation"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    country = country_field(label=_("Country of your organisation"))

    def __init__(self, *args: Any, invited: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", ""), *country_choices()]
        if invited:
            del self.fields["email"]

    def clean_country(self) -> Country:
        found = Country.objects.filter(pk=self.cleaned_data["country"]).first()
        if found is None:
            raise forms.ValidationError(_("Choose an answer for “Country of your organisation”."))
        return found


class NoPlaceForm(Form):
    single_question = True
    reason = forms.CharField(
        label=_("Why is there no place?"),
        help_text=_("The person reads it in the mail."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
