from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from exchanges.enums import Decision
from exchanges.models import DecisionReason, ReviewPoint

ACCEPT, HOLD, REJECT = Decision.ACCEPT.value, Decision.HOLD.value, Decision.REJECT.value


class DecisionForm(Form):
    """Accept, ask, or reject.

    `doubts` tells whether rules are not met, so that an acceptance needs its reason written down. It judges all rules,
    so it is asked only where the answer matters.
    """

    points = forms.TypedMultipleChoiceField(
        label=_("Points to look at"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    decision = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect, choices=())
    reason = forms.ChoiceField(label=_("Ready-made text"), choices=(), required=False)
    comment = forms.CharField(
        label=_("Question or reason"),
        help_text=_("The applicant reads this. You can change a ready-made text."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=4000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        what_follows: dict[str, Any],
        points: Sequence[ReviewPoint],
        reasons: Iterable[DecisionReason] = (),
        doubts: Callable[[], bool],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.doubts = doubts
        self.fields["decision"].choices = [
            (code, format_html('{}<span class="choice__hint">{}</span>', label, what_follows[code]))
            for code, label in Decision.choices
        ]
        self._offer_points(points)
        self._offer_reasons(list(reasons))

    def _offer_points(self, points: Sequence[ReviewPoint]) -> None:
        if points:
            self.fields["points"].choices = [(point.pk, _point_label(point)) for point in points]
        else:
            del self.fields["points"]

    def _offer_reasons(self, reasons: list[DecisionReason]) -> None:
        """One list, grouped by decision."""
        groups: dict[Any, list[tuple[str, str]]] = {}
        for row in reasons:
            groups.setdefault(Decision(row.decision).label, []).append((str(row.pk), row.title))
        if groups:
            self.fields["reason"].choices = [("", _("Choose a text")), *groups.items()]
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("comment", "").strip() and "comment" not in self.errors:
            decision = data.get("decision")
            if decision == HOLD:
                self.add_error("comment", _("Write the question that the applicant should answer."))
            elif decision == REJECT:
                self.add_error("comment", _("Write the reason, so that the applicant can understand it."))
            elif decision == ACCEPT and self.doubts():
                self.add_error("comment", _("Not all rules are met. Write why you accept all the same."))
        return data


class ConflictForm(Form):
    single_question = True
    reason = forms.CharField(
        label=_("What ties you to the applicant or the host?"),
        help_text=_(
            "For example: a relative works there, or you hold shares. Only deciders, coordinator and auditors read it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


def _point_label(point: ReviewPoint) -> Any:
    if point.required:
        return format_html(
            '{}<span class="choice__hint">{}</span>', point.text, _("Needed for an acceptance")
        )
    return point.text
