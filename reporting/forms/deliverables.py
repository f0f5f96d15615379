from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.widgets import DateInput
from reporting.deliverables.catalogue import KINDS
from reporting.enums import Edition


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.code, f"{kind.code} {kind.title}") for kind in KINDS.values()]


class DeliverableForm(Form):
    code = forms.ChoiceField(label=_("Deliverable"), choices=kind_choices)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("Until"), widget=DateInput())
    edition = forms.ChoiceField(label=_("Edition"), choices=Edition.choices, initial=Edition.PUBLIC)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error(
                "since", _("The first day lies after the last day. Please give the earlier day first.")
            )
        return cleaned


class WithdrawForm(Form):
    reason = forms.CharField(label=_("Why it is withdrawn"), widget=forms.Textarea(attrs={"rows": 3}))
