from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.widgets import DateInput


class CorrectionForm(Form):
    message = forms.CharField(
        label=_("What is wrong, and how should it read?"),
        max_length=2000,
        help_text=_("Say where you saw it, for example the number of the file."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class BalanceForm(Form):
    paid_on = forms.DateField(
        label=_("Balance paid on"),
        required=False,
        widget=DateInput,
        help_text=_("The day on which the last payment of the grant arrived. Leave it empty until then."),
    )
    grant_amount = forms.DecimalField(
        label=_("Amount of the grant in euros"),
        required=False,
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100_000_000)],
        help_text=_("For a grant of at most EUR 60,000 records are kept for three years instead of five."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    # Set by the page that shows what follows.
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class HoldForm(Form):
    reference = forms.CharField(
        label=_("File"),
        required=False,
        max_length=40,
        help_text=_("The reference of one file. Leave it empty to keep all files of the partnership."),
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    reason = forms.CharField(
        label=_("Why must the data be kept longer?"),
        max_length=1000,
        help_text=_("For example: audit by the European Court of Auditors, letter of 3 March."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    since = forms.DateField(label=_("Since"), widget=DateInput)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = today
