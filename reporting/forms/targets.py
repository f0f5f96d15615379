from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.widgets import DateInput
from reporting.indicators import REGISTRY

_TITLES = {
    "O1": _("O1: cluster management"),
    "O2": _("O2: exchanges"),
    "O3": _("O3: services"),
    "O4": _("O4: joint activities"),
    "O5": _("O5: skills"),
    "EU1": _("EU indicator 1"),
    "EU2": _("EU indicator 2"),
    "EU3": _("EU indicator 3"),
    "EU4": _("EU indicator 4"),
    "EU5": _("EU indicator 5"),
}


class TargetsForm(Form):
    """A field for each indicator; those left empty have no target."""

    source = forms.CharField(
        label=_("Where the targets are written"),
        max_length=200,
        help_text=_("For example: grant agreement, part B, table 2."),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput())
    reason = forms.CharField(
        label=_("Why a target changes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when a target was set before. It stays in the history."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, item in REGISTRY.items():
            self.fields[code] = forms.DecimalField(
                label=f"{code} {item.label}",
                help_text=item.unit,
                required=False,
                min_value=0,
                max_value=100_000_000,
                decimal_places=2,
                widget=forms.NumberInput(attrs={"class": "short", "step": "any", "inputmode": "decimal"}),
            )

    @property
    def values(self) -> dict[str, Decimal | None]:
        return {code: self.cleaned_data[code] for code in REGISTRY}

    @property
    def groups(self) -> list[tuple[Any, list[Any], bool]]:
        """(title, fields, whether one of them is filled or wrong) for each objective."""
        found: dict[str, list[Any]] = {}
        for code in REGISTRY:
            found.setdefault(code.split(".")[0], []).append(self[code])
        return [
            (
                _TITLES[objective],
                fields,
                any(field.value() not in (None, "") or field.errors for field in fields),
            )
            for objective, fields in found.items()
        ]

    @property
    def ending(self) -> list[Any]:
        return [self["source"], self["valid_from"], self["reason"]]
