"""What the host of an event adds after it was planned: files and links, and the report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.files import TYPES
from core.forms import Form
from core.widgets import FileInput
from exchanges.models import MissionSession

_WHO = ((False, _("Only people who have a place, and the organisers")), (True, _("Everybody")))


class EventReportForm(Form):
    what_happened = forms.CharField(
        label=_("What happened"), widget=forms.Textarea(attrs={"rows": 10}), required=False, max_length=8000
    )
    results = forms.CharField(
        label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 6}), required=False, max_length=8000
    )
    next_steps = forms.CharField(
        label=_("What follows"),
        help_text=_("For example a project idea, a second event, or who meets again."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=8000,
    )


class MaterialForm(Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    upload = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
        widget=FileInput(accept=TYPES),
        required=False,
    )
    url = forms.URLField(
        label=_("Or a link"),
        help_text=_("For example to a recording."),
        assume_scheme="https",
        required=False,
    )
    session = forms.ModelChoiceField(
        label=_("Belongs to"),
        queryset=MissionSession.objects.none(),
        required=False,
        empty_label=_("The whole event"),
    )
    public = forms.TypedChoiceField(
        label=_("Who can open it?"),
        choices=_WHO,
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial=False,
    )

    def __init__(self, *args: Any, sessions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions
