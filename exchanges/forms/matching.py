from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from exchanges.matching.parts import PARTS, TOTAL


class WeightsForm(Form):
    """The points of each part; together they must be a hundred."""

    reason = forms.CharField(
        label=_("Why the weights change"),
        help_text=_("Managers read it. It stays with the version."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in PARTS:
            self.fields[kind.code] = forms.IntegerField(
                label=kind.label,
                help_text=kind.why,
                min_value=0,
                max_value=TOTAL,
                widget=forms.NumberInput(attrs={"class": "input--short", "inputmode": "numeric"}),
            )
        self.order_fields([*(kind.code for kind in PARTS), "reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and sum(self.points.values()) != TOTAL:
            self.add_error(
                None,
                _("The points are %(sum)d together. Please make them %(total)d.")
                % {"sum": sum(self.points.values()), "total": TOTAL},
            )
        return data

    @property
    def points(self) -> dict[str, int]:
        return {kind.code: self.cleaned_data[kind.code] for kind in PARTS}
