from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.widgets import DateInput


class MarkPaidForm(Form):
    """As the bank statement says it."""

    amount = forms.DecimalField(
        label=_("Amount in euro"),
        max_digits=8,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    paid_on = forms.DateField(label=_("Day the bank paid"), widget=DateInput)
    bank_reference = forms.CharField(label=_("Reference of the bank"), max_length=80)
