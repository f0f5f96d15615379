from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from clusters.forms.towns import TownForm, city_field, country_field
from core import clock
from core.forms import Form
from core.languages import language_choices

_KINDS = [("", "")] + [
    (kind.value, kind.label) for kind in OrganisationKind if kind != OrganisationKind.CLUSTER
]


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Legal name"),
        max_length=200,
        help_text=_("As in the register, for example “Musterfirma GmbH”. It is printed on agreements."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=_KINDS,
        help_text=_("An SME is a firm with fewer than 250 people. We ask for the details afterwards."),
    )


def _registration_number(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Registration number"),
        max_length=60,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "medium"}),
    )


def _website() -> forms.URLField:
    return forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )


def _about() -> forms.CharField:
    return forms.CharField(
        label=_("What the organisation does"),
        required=False,
        max_length=2000,
        help_text=_("Two or three sentences. Hosts read them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OrganisationForm(TownForm):
    """The first page: only what everything else needs. The rest has pages of its own."""

    name = _name()
    kind = _kind()
    country = country_field(
        help_text=_("Where the organisation is registered. With several sites: where the travellers work.")
    )
    city = city_field()
    registration_number = _registration_number(_("For example of the commercial register."))
    website = _website()
    about = _about()


class BasicsForm(Form):
    name = _name()
    kind = _kind()
    founded = forms.IntegerField(
        label=_("Founded in"),
        required=False,
        min_value=800,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    website = _website()
    about = _about()
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        required=False,
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--short"}),
        help_text=_("Languages in which your people can receive visitors, or visit others."),
    )

    def __init__(self, *args: Any, cluster: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cluster:
            # The organisation of a cluster stays one.
            self.fields["kind"].choices = [(OrganisationKind.CLUSTER.value, OrganisationKind.CLUSTER.label)]

    def clean_founded(self) -> int | None:
        year: int | None = self.cleaned_data["founded"]
        if year is not None and year > clock.today().year:
            raise forms.ValidationError(_("This year is still to come. Enter the year of foundation."))
        return year


class NumbersForm(Form):
    """Spaces, dots and dashes are forgiven; the service proves the digits and says what is wrong."""

    registration_number = _registration_number("")
    vat_number = forms.CharField(
        label=_("VAT number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    pic = forms.CharField(
        label=_("PIC"),
        max_length=20,
        required=False,
        help_text=_(
            "Nine digits: the number of the organisation in EU funding. Leave it empty if you have none."
        ),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, examples: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, example in zip(("registration_number", "vat_number"), examples, strict=True):
            text = (
                _("For example %(example)s.") % {"example": example}
                if example
                else _("As it stands in the register of your country.")
            )
            self.fields[name].help_text = text


class FiguresForm(Form):
    figures_year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1990,
        help_text=_("The last year with closed accounts."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    headcount = forms.IntegerField(
        label=_("People working there"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Full-time posts over the year."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    turnover = forms.DecimalField(
        label=_("Turnover in euros"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=0,
        max_value=1_000_000_000_000,
        widget=forms.TextInput(attrs={"class": "medium", "inputmode": "numeric"}),
    )
    balance_total = forms.DecimalField(
        label=_("Balance sheet total in euros"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=0,
        max_value=1_000_000_000_000,
        widget=forms.TextInput(attrs={"class": "medium", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        year = data.get("figures_year")
        if year is not None and year > clock.today().year:
            self.add_error("figures_year", _("This year is still to come."))
        if (
            year is None
            and "figures_year" not in self.errors
            and any(data.get(name) is not None for name in ("headcount", "turnover", "balance_total"))
        ):
            self.add_error("figures_year", _("Say which year these figures are of."))
        return data
