from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _yes(value: str) -> bool:
    return value == "yes"


def yes_no(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_NO,
        coerce=_yes,
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )


class SmeFirstForm(Form):
    """Three answers; three times yes is a micro enterprise, and that is all."""

    fewer_than_10 = yes_no(
        _("Do fewer than 10 people work there?"), _("Counted as full-time posts over a year.")
    )
    up_to_2_million = yes_no(_("Is the yearly turnover, or the balance sheet total, at most EUR 2 million?"))
    stands_alone = yes_no(
        _("Does the organisation stand alone?"),
        _("Yes, if no other enterprise holds 25 % or more of it, and it holds 25 % or more of no other."),
    )


class SmeFurtherForm(Form):
    """For all others. Figures of the last closed year, with partner and linked enterprises."""

    headcount = forms.IntegerField(
        label=_("How many people work there?"),
        min_value=0,
        max_value=1_000_000,
        help_text=_("Full-time posts. Add those of enterprises that hold, or are held, at 25 % or more."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    turnover_million = forms.DecimalField(
        label=_("Yearly turnover in million euros"),
        min_value=Decimal(0),
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    balance_million = forms.DecimalField(
        label=_("Balance sheet total in million euros"),
        min_value=Decimal(0),
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    public_quarter = yes_no(_("Do public bodies hold 25 % or more of it?"))
