"""The pages of the closing report, and the manager's answers to it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.files import PHOTOS, TYPES
from core.forms import REQUIRED, Form
from core.widgets import DateInput, FileInput
from exchanges.enums import (
    DID_NOT_HAPPEN,
    Counterpart,
    EvidenceKind,
    FollowUpKind,
    FollowUpStatus,
    OutcomeKind,
)
from exchanges.models import DayDecision, Exchange, Traveller


def _text(
    label: Any, hint: Any = "", *, required: bool = True, rows: int = 5, most: int = 8000
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=most, widget=widget)


class VersionedForm(Form):
    """Carries the version of the exchange that the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DaysForm(VersionedForm):
    actual_start = forms.DateField(label=_("First day at the host"), widget=DateInput)
    actual_end = forms.DateField(label=_("Last day at the host"), widget=DateInput)
    travel_days = forms.TypedMultipleChoiceField(
        label=_("Days of these that you spent travelling"),
        help_text=_("Travel days do not count as working days."),
        required=False,
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [first + timedelta(days=number) for number in range(min((last - first).days, 60) + 1)]
        self.fields["travel_days"].choices = [(day.isoformat(), date_format(day, "l, j F Y")) for day in days]


class ActivitiesForm(VersionedForm):
    activities = _text(
        _("What you did, day by day"),
        _(
            "We have filled in the agenda. Change what was different, and name the people and organisations you met."
        ),
        rows=14,
    )


class ResultsForm(VersionedForm):
    results = _text(_("What came of it, goal by goal"), rows=6)
    learnings = _text(_("What you learned"), required=False)
    good_practice = _text(
        _("A good practice that others could use"), _("Your partnership may collect it."), required=False
    )
    quote = _text(_("One sentence we may quote"), required=False, rows=2, most=500)
    quote_consent = forms.BooleanField(
        label=_("You may publish this sentence with my name and organisation"), required=False
    )


class FollowUpForm(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=FollowUpKind)
    partner = forms.CharField(label=_("With whom"), max_length=200)
    counterpart = forms.ChoiceField(
        label=_("What they are"), choices=[("", _("Choose one")), *Counterpart.choices]
    )
    status = forms.ChoiceField(label=_("Status"), choices=FollowUpStatus)
    expected_on = forms.DateField(label=_("Expected by"), widget=DateInput, required=False)


class PhotoForm(Form):
    """A file, or on a phone a photo taken now instead."""

    upload = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB. A photo of a paper is fine."),
        widget=FileInput(accept=TYPES),
    )
    photo = forms.FileField(
        label=_("Or take a photo"),
        required=False,
        widget=FileInput(accept=PHOTOS, attrs={"capture": "environment"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "photo" in self.files:
            self.fields["upload"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        photo = data.pop("photo", None)
        data["upload"] = data.get("upload") or photo
        return data


class EvidenceForm(PhotoForm):
    kind = forms.ChoiceField(label=_("Kind of proof"), choices=EvidenceKind)
    traveller = forms.ModelChoiceField(
        label=_("Whose proof is it?"),
        queryset=Traveller.objects.none(),
        required=False,
        empty_label=_("All travellers"),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    field_order = ("kind", "traveller", "upload", "photo", "note")

    def __init__(self, *args: Any, exchange: Exchange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        travellers = exchange.application.travellers.order_by("id")
        self.fields["traveller"].queryset = travellers
        if travellers.count() < 2:
            del self.fields["traveller"]


class EvidenceNoteForm(VersionedForm):
    evidence_note = _text(
        _("Why is a proof missing?"),
        _("Your contact cluster decides whether it can do without."),
        required=False,
        rows=3,
    )


class ValidateForm(VersionedForm):
    """`expected` is the sum on the button; the service refuses when it is another one by then."""

    outcome = forms.ChoiceField(
        label=_("What happened"),
        choices=[(kind.value, kind.label) for kind in OutcomeKind if kind not in DID_NOT_HAPPEN],
    )
    expected = forms.DecimalField(widget=forms.HiddenInput, max_digits=8, decimal_places=2, required=False)


class ReasonForm(VersionedForm):
    """One reason in words. `prefix` keeps several of them on a page apart."""

    reason = _text(_("Reason"), rows=3, most=2000)

    def __init__(self, *args: Any, label: Any = None, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label is not None:
            self.fields["reason"].label = label
            self.fields["reason"].error_messages["required"] = format_lazy(REQUIRED, label=label)
        self.fields["reason"].help_text = hint


class DayForm(Form):
    day = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat)
    reason = _text(_("Programme of that day"), rows=2, most=500)

    def __init__(self, *args: Any, days: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = [(day.isoformat(), date_format(day, "l, j F Y")) for day in days]


class ConfirmDayForm(Form):
    day = forms.DateField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, decision: DayDecision) -> "ConfirmDayForm":
        return cls(initial={"day": decision.day}, auto_id=False)
