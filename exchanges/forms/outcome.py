from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.widgets import DateInput
from exchanges.enums import DID_NOT_HAPPEN, OutcomeKind


class HostOutcomeForm(Form):
    """What the host says happened. The days are asked only for a visit that took place."""

    kind = forms.ChoiceField(label=_("What happened?"), choices=OutcomeKind, widget=forms.RadioSelect)
    first_day = forms.DateField(
        label=_("First day the visitor was with you"),
        widget=DateInput,
        required=False,
        help_text=_("Only for a visit that took place."),
    )
    last_day = forms.DateField(label=_("Last day the visitor was with you"), widget=DateInput, required=False)
    comment = forms.CharField(
        label=_("Anything the clusters should know"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") and data["kind"] not in DID_NOT_HAPPEN:
            if not data.get("first_day") and "first_day" not in self.errors:
                self.add_error("first_day", _("Enter the first day the visitor was with you."))
            if not data.get("last_day") and "last_day" not in self.errors:
                self.add_error("last_day", _("Enter the last day the visitor was with you."))
        return data


BROKEN_OFF = "broken_off"


class DiscontinueForm(Form):
    """Why a visit that had started ends without money."""

    outcome = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            (BROKEN_OFF, _("The visit began and was broken off")),
            *[(code, OutcomeKind(code).label) for code in DID_NOT_HAPPEN],
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("What happened, and why?"),
        help_text=_("Visitor and host read this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
