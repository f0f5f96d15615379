"""Pre-arranged meetings: set up by the staff, wished and judged by participants."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import human
from core.forms import Form
from core.widgets import DateInput
from exchanges.enums import MeetingOutcome, WishKind
from exchanges.models import Meeting, MeetingSlot, Participant
from exchanges.selectors.meetings import what_it_does

_SHORT = {"class": "short"}


class RoundForm(Form):
    slot_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of a meeting"),
        min_value=5,
        max_value=120,
        initial=20,
        widget=forms.NumberInput(attrs=_SHORT),
    )
    pause_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes between two meetings"),
        help_text=gettext_lazy("To say goodbye and find the next table."),
        min_value=0,
        max_value=60,
        initial=5,
        widget=forms.NumberInput(attrs=_SHORT),
    )
    tables = forms.IntegerField(
        label=gettext_lazy("Tables or rooms"),
        help_text=gettext_lazy("So many meetings can be at the same time."),
        min_value=1,
        max_value=100,
        initial=6,
        widget=forms.NumberInput(attrs=_SHORT),
    )
    most_in_a_row = forms.IntegerField(
        label=gettext_lazy("Most meetings in a row"),
        help_text=gettext_lazy("Then one slot is free for a rest. Leave empty for no such rule."),
        min_value=1,
        max_value=50,
        required=False,
        widget=forms.NumberInput(attrs=_SHORT),
    )
    wishes_until = forms.DateField(
        label=gettext_lazy("Last day for wishes"),
        help_text=gettext_lazy("After this day nobody can change their wishes."),
        widget=DateInput,
    )


class TimeForm(Form):
    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput)
    starts_at = forms.TimeField(
        label=gettext_lazy("Begins at"), widget=forms.TimeInput(attrs={"type": "time", **_SHORT})
    )
    ends_at = forms.TimeField(
        label=gettext_lazy("Ends at"), widget=forms.TimeInput(attrs={"type": "time", **_SHORT})
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("Hall or building; the tables are numbered."),
        max_length=200,
        required=False,
    )


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Participant) -> str:
        return f"{obj.of}: {obj.full_name}"


class SlotChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: MeetingSlot) -> str:
        return slot_words(obj)


class PlaceForm(Form):
    """Time and table of a meeting."""

    slot = SlotChoice(label=gettext_lazy("Time"), queryset=MeetingSlot.objects.none(), empty_label=None)
    table = forms.TypedChoiceField(label=gettext_lazy("Table"), coerce=int)

    def __init__(self, *args: Any, slots: Any, tables: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = slots
        self.fields["table"].choices = [(number, str(number)) for number in range(1, tables + 1)]


class MeetingForm(PlaceForm):
    one = PersonChoice(
        label=gettext_lazy("Who"),
        queryset=Participant.objects.none(),
        empty_label=gettext_lazy("Choose a person"),
    )
    other = PersonChoice(
        label=gettext_lazy("Meets whom"),
        queryset=Participant.objects.none(),
        empty_label=gettext_lazy("Choose a person"),
    )
    field_order = ("one", "other", "slot", "table")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["one"].queryset = people
        self.fields["other"].queryset = people


class ReasonForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stands in the history. The mail does not say it."),
        max_length=300,
    )


class AbsentForm(ReasonForm):
    until = SlotChoice(
        label=gettext_lazy("When does the person come?"),
        queryset=MeetingSlot.objects.none(),
        empty_label=gettext_lazy("Not at all any more"),
        required=False,
    )
    field_order = ("until", "reason")

    def __init__(self, *args: Any, slots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].queryset = slots


class MeetingChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Meeting) -> str:
        sides = " – ".join(seat.participant.of for seat in obj.sides)
        where = _("Table %(table)d") % {"table": obj.table}
        return f"{slot_words(obj.slot)}, {where}: {sides}"


class SwapForm(Form):
    other = MeetingChoice(
        label=gettext_lazy("With which meeting?"),
        queryset=Meeting.objects.none(),
        empty_label=gettext_lazy("Choose a meeting"),
    )

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = meetings


class WordsForm(Form):
    does = forms.CharField(
        label=gettext_lazy("What we do"),
        help_text=gettext_lazy("Two or three sentences. All participants read them."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )
    looks_for = forms.CharField(
        label=gettext_lazy("What I look for"),
        help_text=gettext_lazy("Partners, customers, knowledge: the plainer, the better the meetings."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )


class AwayForm(Form):
    slots = forms.TypedMultipleChoiceField(
        label=gettext_lazy("When can you not meet?"),
        help_text=gettext_lazy("Tick the times. Leave all empty when you are free."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
        required=False,
    )
    single_question = True

    def __init__(self, *args: Any, slots: Iterable[MeetingSlot], caption: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.caption = caption
        self.fields["slots"].choices = [(slot.pk, slot_words(slot)) for slot in slots]


class WishesForm(Form):
    """One question for each participant of a page of the catalogue."""

    def __init__(
        self, *args: Any, people: Iterable[Participant], wishes: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys = []
        for person in people:
            self.keys.append(person.pk)
            self.fields[f"wish-{person.pk}"] = forms.ChoiceField(
                label=f"{person.of}, {person.country}",
                help_text=_about(person),
                choices=[*WishKind.choices, ("", _("It is all the same"))],
                initial=wishes.get(person.pk, ""),
                widget=forms.RadioSelect(attrs={"class": "choices--row"}),
                required=False,
            )

    def chosen(self, kind: str) -> list[int]:
        return [key for key in self.keys if self.cleaned_data[f"wish-{key}"] == kind]


class OutcomeForm(Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of the meeting?"),
        choices=MeetingOutcome.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the organisers"),
        help_text=gettext_lazy("Only the organisers read it, not the other side."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


def slot_words(slot: MeetingSlot) -> str:
    return f"{human(slot.day)}, {slot.starts_at:%H:%M}–{slot.ends_at:%H:%M}"


def _about(person: Participant) -> SafeString | str:
    answer = getattr(person, "meeting_answer", None)
    looks_for = answer.looks_for if answer is not None else ""
    lines = [(_("Does"), what_it_does(person)), (_("Looks for"), looks_for)]
    told = [(label, text) for label, text in lines if text]
    if not told:
        return _("Has not written anything yet.")
    return format_html_join("", '<span class="choice__hint">{}: {}</span>', told)
