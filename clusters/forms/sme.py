from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clusters import sme
from clusters.enums import Check, SmeSize
from core.forms import Form

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _hinted(label: Any, hint: Any) -> SafeString:
    return format_html('{}<span class="choice__hint">{}</span>', label, hint)


hinted = lazy(_hinted, SafeString)


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


def _people(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


def _million(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal(0),
        max_value=1_000_000,
        max_digits=12,
        decimal_places=6,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )


class SmeFurtherForm(Form):
    """For all others: the organisation's own figures of the last closed year."""

    headcount = _people(_("How many people work there?"), _("Full-time posts. Only your own organisation."))
    turnover_million = _million(_("Yearly turnover in million euros"))
    balance_million = _million(_("Balance sheet total in million euros"))
    public_quarter = forms.ChoiceField(
        label=_("Do public bodies hold 25 % or more of it?"),
        choices=[
            (sme.NO, _("No")),
            (
                sme.EXCEPTED,
                hinted(
                    _("Yes, but only such as do not count, and each less than 50 %"),
                    _(
                        "Universities and non-profit research centres, regional development funds, public investment "
                        "companies, and small local authorities (budget below EUR 10 million, fewer than 5,000 people)."
                    ),
                ),
            ),
            (sme.YES, _("Yes")),
        ],
        widget=forms.RadioSelect,
    )


class EnterpriseForm(Form):
    """A partner or linked enterprise; one after the other."""

    name = forms.CharField(
        label=_("Name of the enterprise"), max_length=200, widget=forms.TextInput(attrs={"class": "medium"})
    )
    parent = forms.TypedChoiceField(
        label=_("It belongs to"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    relation = forms.ChoiceField(
        label=_("How do the two belong together?"),
        choices=[
            (
                sme.PARTNER,
                hinted(
                    _("Partner: one holds 25 to 50 % of the other"), _("Its figures count by that share.")
                ),
            ),
            (
                sme.LINKED,
                hinted(
                    _("Linked: one holds more than 50 %, or controls the other"),
                    _(
                        "Its figures count in full. So does one that the same person controls in a nearby market."
                    ),
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )
    share = forms.DecimalField(
        label=_("Share of the partner in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=_("The larger of capital and voting rights, for example 33.4. Leave it empty when linked."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    headcount = _people(_("People working there"))
    turnover_million = _million(_("Turnover in million euros"))
    balance_million = _million(_("Balance sheet total in million euros"))

    def __init__(self, *args: Any, organisation: str, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        behind = [(str(number), row["name"]) for number, row in enumerate(rows)]
        if behind:
            self.fields["parent"].choices = [("", organisation), *behind]
        else:
            del self.fields["parent"]


class YearBeforeForm(Form):
    """Art. 4(2), asked only where it can change the answer."""

    year_before = forms.ChoiceField(
        label=_("Which size did it have in the year before?"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, now: SmeSize, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(size.value, size.label) for size in sme.SIZES if size != now]
        self.fields["year_before"].choices = [
            (sme.SAME, _("The same: %(size)s") % {"size": now.label}),
            *others,
            (sme.NEW, _("It is new and has only one year with closed accounts")),
            (sme.NEW_OWNER, _("It has a new owner since then")),
        ]


class CheckForm(Form):
    result = forms.ChoiceField(
        label=_("Do you agree with this statement?"),
        choices=[
            (Check.CONFIRMED.value, _("Yes, we confirm it")),
            (Check.REFUSED.value, _("No, something is wrong")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("If something is wrong: what?"),
        required=False,
        max_length=2000,
        help_text=_("The organisation reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("result") == Check.REFUSED and not data.get("note", "").strip():
            self.add_error("note", _("Please say in one sentence why."))
        return data
