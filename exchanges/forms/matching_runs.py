import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Country
from core.forms import Form
from core.money import to_cents

SHORT = {"class": "short"}


class RunForm(Form):
    """Name and limits of a run. A copy may keep the input of the run it is made from."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    same_input = forms.BooleanField(
        label=gettext_lazy("Use the same visitors and hosts as that run"),
        help_text=gettext_lazy(
            "Then the answers differ by the limits only. Without it everything is read anew."
        ),
        required=False,
    )
    sme_share = forms.IntegerField(
        label=gettext_lazy("SMEs among the matches, at least, in %"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs=SHORT),
    )
    budget = forms.DecimalField(
        label=gettext_lazy("Money for these visits, in euro"),
        help_text=gettext_lazy("At first what is left of the budget. Empty: no limit."),
        min_value=0,
        max_value=Decimal(10_000_000),
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"class": "medium"}),
    )
    per_host = forms.IntegerField(
        label=gettext_lazy("Visits for each host, at most"),
        help_text=gettext_lazy("Empty: as many as the host has places."),
        min_value=1,
        max_value=500,
        required=False,
        widget=forms.NumberInput(attrs=SHORT),
    )
    host_countries = forms.CharField(
        label=gettext_lazy("Visits to a country, at most"),
        help_text=gettext_lazy("Country code and number, for example: FR 10, DE 5. Empty: no limit."),
        max_length=300,
        required=False,
    )
    home_countries = forms.CharField(
        label=gettext_lazy("Visits from a country, at most"),
        help_text=gettext_lazy("Country code and number, for example: PL 8. Empty: no limit."),
        max_length=300,
        required=False,
    )
    asked_too = forms.BooleanField(
        label=gettext_lazy("Also files that wait for the answer of a host"),
        help_text=gettext_lazy("As long as they may ask one more."),
        required=False,
    )

    def __init__(self, *args: Any, copied: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not copied:
            del self.fields["same_input"]

    def clean_host_countries(self) -> dict[str, int]:
        return _caps(self.cleaned_data["host_countries"])

    def clean_home_countries(self) -> dict[str, int]:
        return _caps(self.cleaned_data["home_countries"])

    def limits(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "sme_share": str(Decimal(data["sme_share"]) / 100),
            "per_host": data["per_host"],
            "host_countries": data["host_countries"],
            "home_countries": data["home_countries"],
            "budget": None if data["budget"] is None else int(data["budget"] * 100),
        }


def initial_of(limits: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for the limits of a run."""
    budget = limits.get("budget")
    return {
        "sme_share": int(Decimal(limits.get("sme_share") or 0) * 100),
        "per_host": limits.get("per_host"),
        "host_countries": _words(limits.get("host_countries")),
        "home_countries": _words(limits.get("home_countries")),
        "budget": None if budget is None else to_cents(Decimal(budget) / 100),
    }


def _words(caps: Mapping[str, int] | None) -> str:
    return ", ".join(f"{code} {number}" for code, number in sorted((caps or {}).items()))


def _caps(text: str) -> dict[str, int]:
    """{"FR": 10} from "FR 10". Raises ValidationError naming the part that cannot be read."""
    found: dict[str, int] = {}
    for part in filter(None, (one.strip() for one in re.split(r"[,;\n]", text))):
        match = re.fullmatch(r"([A-Za-z]{2})\s*[:=]?\s*(\d{1,4})", part)
        if match is None:
            raise forms.ValidationError(
                _("“%(part)s” cannot be read. Write a country code and a number, for example FR 10.")
                % {"part": part}
            )
        found[match[1].upper()] = int(match[2])
    unknown = set(found) - set(
        Country.objects.filter(code__in=found).order_by("code").values_list("code", flat=True)
    )
    if unknown:
        raise forms.ValidationError(
            _("These are no country codes: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
        )
    return found


class SendForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    allowed_only = forms.BooleanField(
        label=gettext_lazy("Send the others, and leave out the ones that cannot go"), required=False
    )

    def __init__(self, *args: Any, refused: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not refused:
            del self.fields["allowed_only"]


class ChangeForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[("must", "must"), ("must_not", "must_not")], widget=forms.HiddenInput)
    host = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
