from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Country, Organisation, Partnership
from core.forms import Form
from core.languages import language_choices
from core.widgets import DateInput
from exchanges import programme_lines
from exchanges.enums import EventKind, Mode, SessionKind
from exchanges.models import Mission


class MissionForm(Form):
    """`at_once` stands open; `later` is optional, and folded away until it is needed."""

    ROWS = (
        ("kind", "mode"),
        ("with_lump_sum",),
        ("partnership",),
        ("title",),
        ("summary",),
        ("host",),
        ("city", "country"),
        ("start_on", "end_on"),
        ("apply_until", "places"),
    )
    LATER = ("call_text", "contact_name", "contact_email", "languages", "join_url", "budget")

    kind = forms.ChoiceField(
        label=_("Kind of event"),
        choices=EventKind.choices,
        initial=EventKind.MISSION,
        help_text=_("A virtual exchange is online and ends with certificates. The rules must allow it."),
    )
    mode = forms.ChoiceField(
        label=_("On site or online"),
        choices=((Mode.PHYSICAL, _("On site")), (Mode.VIRTUAL, _("Online"))),
        initial=Mode.PHYSICAL,
    )
    with_lump_sum = forms.BooleanField(
        label=_("Visitors receive a lump sum"),
        help_text=_("Only for a mission on site. For all other events people register, and nobody is paid."),
        required=False,
    )
    partnership = forms.ModelChoiceField(
        label=_("Partnership"), queryset=Partnership.objects.none(), empty_label=None
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("In short"),
        help_text=_("Two or three sentences for the public page."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    call_text = forms.CharField(
        label=_("Who should come, and why"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    host = forms.ModelChoiceField(label=_("Host"), queryset=Organisation.objects.none())
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none())
    city = forms.CharField(label=_("Place"), max_length=100)
    start_on = forms.DateField(label=_("First day"), widget=DateInput)
    end_on = forms.DateField(label=_("Last day"), widget=DateInput)
    apply_until = forms.DateField(label=_("Apply until"), widget=DateInput, required=False)
    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=500,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    contact_name = forms.CharField(label=_("Contact person"), max_length=150, required=False)
    contact_email = forms.EmailField(label=_("E-mail of the contact"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the programme"),
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--short"}),
        required=False,
    )
    join_url = forms.URLField(
        label=_("Link to the meeting"),
        help_text=_("For an online event. Only people who have a place see it."),
        assume_scheme="https",
        required=False,
    )
    budget = forms.DecimalField(
        label=_("Budget for the programme, in euros"),
        help_text=_("Only the people who run this event see it."),
        min_value=0,
        max_value=1_000_000,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"class": "medium"}),
    )

    def __init__(self, *args: Any, hosts: Any, partnerships: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership"].queryset = partnerships
        if len(only := partnerships[:2]) == 1:
            self.fields["partnership"].widget = forms.HiddenInput()
            self.fields["partnership"].initial = only[0].pk
        self.fields["host"].queryset = hosts
        self.fields["country"].queryset = Country.objects.filter(eligible_from__isnull=False).order_by("name")

    def clean(self) -> dict[str, Any]:
        """What the kind decides is not asked twice: only a mission on site pays, and a virtual exchange is online."""
        data = super().clean() or {}
        if data.get("kind") == EventKind.VIRTUAL_EXCHANGE:
            data["mode"] = Mode.VIRTUAL
        if (data.get("kind"), data.get("mode")) != (EventKind.MISSION, Mode.PHYSICAL):
            data["with_lump_sum"] = False
        return data

    def at_once(self) -> list[list[Any]]:
        """Rows of one or two fields."""
        rows = [[self[name] for name in row if name in self.fields] for row in self.ROWS]
        return [row for row in rows if row and not row[0].is_hidden]

    def later(self) -> list[Any]:
        return [self[name] for name in self.LATER]

    def later_is_open(self) -> bool:
        return any(
            self[name].errors or (self.initial.get(name) and not name.startswith("contact_"))
            for name in self.LATER
        )


class SessionForm(Form):
    day = forms.DateField(label=_("Day"), widget=DateInput)
    starts_at = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time", "class": "short"}), required=False
    )
    ends_at = forms.TimeField(
        label=_("Ends at"), widget=forms.TimeInput(attrs={"type": "time", "class": "short"}), required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind of session"), choices=SessionKind.choices, initial=SessionKind.TALK
    )
    title = forms.CharField(label=_("What happens"), max_length=200)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    contact = forms.CharField(label=_("Who receives the group"), max_length=150, required=False)


class CloneForm(Form):
    title = forms.CharField(label=_("Title of the new event"), max_length=200)
    start_on = forms.DateField(
        label=_("New first day"),
        help_text=_("The programme moves along, day by day."),
        widget=DateInput,
    )
    apply_until = forms.DateField(
        label=_("Apply until"),
        help_text=_("Not later than the first day. Without it people can apply until then."),
        widget=DateInput,
        required=False,
    )


class ProgrammeForm(Form):
    """The whole programme as text. `lines` are its sessions; every wrong line is named at once."""

    text = forms.CharField(
        label=_("The programme as text"),
        help_text=_(
            "First a line with the day, then one line for each session: 09:00-10:30 Visit of the lab; Clean room 2. "
            "After the semicolon stands the place."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
        strip=False,
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mission = mission
        self.lines: list[programme_lines.Line] = []

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        self.lines, problems = programme_lines.read(text, self.mission.start_on, self.mission.end_on)
        if problems:
            raise forms.ValidationError([numbered(row.number, row.text, row.sentence) for row in problems])
        if not self.lines:
            raise forms.ValidationError(_("There is no session in this text yet."))
        return text


def numbered(number: int, text: str, sentence: str) -> str:
    """What is wrong with one line of a pasted text."""
    facts = {"number": number, "text": text, "sentence": sentence}
    return _("Line %(number)d, “%(text)s”: %(sentence)s") % facts if text else sentence


class CancelMissionForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        help_text=_("Whoever gets a mail or reads the page of the event reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
