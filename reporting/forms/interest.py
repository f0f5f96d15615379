from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Country
from core.forms import Form


class InterestForm(Form):
    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    organisation = forms.CharField(
        label=_("Your organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ModelChoiceField(
        label=_("Country of your organisation"),
        queryset=Country.objects.none(),
        empty_label=_("Choose a country"),
    )
    message = forms.CharField(
        label=_("What you are interested in"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    # People do not see this field; programs that fill in everything do.
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Country.objects.order_by("name")

    @property
    def asked_fields(self) -> list[Any]:
        return [field for field in self if field.name != "homepage"]

    @property
    def trapped(self) -> bool:
        return bool(self.cleaned_data.get("homepage"))
