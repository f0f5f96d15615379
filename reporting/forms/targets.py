from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.widgets import DateInput
from reporting.indicators import REGISTRY


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
                label=item.label,
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
        """(title, fields, whether one of them is filled or wrong) for each aim."""
        found: dict[Any, list[Any]] = {}
        for code, item in REGISTRY.items():
            found.setdefault(item.aim, []).append(self[code])
        return [
            (
                aim,
                fields,
                any(field.value() not in (None, "") or field.errors for field in fields),
            )
            for aim, fields in found.items()
        ]

    @property
    def ending(self) -> list[Any]:
        return [self["source"], self["valid_from"], self["reason"]]
