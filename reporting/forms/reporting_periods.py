from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.widgets import DateInput
from reporting.indicators import REGISTRY


class PeriodForm(Form):
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("For example: 2nd half-year."))
    first_day = forms.DateField(label=_("First day"), widget=DateInput())
    last_day = forms.DateField(
        label=_("Last day"), widget=DateInput(), help_text=_("What counts by this day belongs to the period.")
    )
    due_on = forms.DateField(label=_("Report due on"), widget=DateInput())


def codes() -> list[tuple[str, Any]]:
    return [("", _("Choose an indicator")), *((item.code, item.label) for item in REGISTRY.values())]


class CorrectionForm(Form):
    code = forms.ChoiceField(label=_("Indicator"), choices=codes)
    difference = forms.DecimalField(
        label=_("Difference"),
        max_digits=12,
        decimal_places=2,
        help_text=_("How much more or less than in the closed period, for example 3 or -1."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    change = forms.CharField(
        label=_("What changed"), max_length=200, help_text=_("Name records, not persons.")
    )
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))
    also = forms.MultipleChoiceField(
        label=_("What else this explains"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Figures that differ for the same reason."),
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        """`others` are the figures whose difference nobody has explained, with the difference."""
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = others
        if not others:
            del self.fields["also"]


class ReviewForm(Form):
    agreed = forms.ChoiceField(
        label=_("Is the explanation right?"),
        choices=[("yes", _("Yes, I agree")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Why not"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for a no."),
    )
