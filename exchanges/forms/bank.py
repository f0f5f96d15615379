"""Where the lump sum goes. The service checks the numbers; spaces and capitals do not matter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form


class BankForm(Form):
    holder = forms.CharField(
        label=_("Account holder"),
        help_text=_("As your bank writes it; usually your organisation."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    iban = forms.CharField(
        label=_("IBAN"),
        help_text=_("For example DE89 3704 0044 0532 0130 00. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "medium"}),
    )
    bic = forms.CharField(
        label=_("BIC"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "short"}),
    )
