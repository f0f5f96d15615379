"""The form of a scheduled export: its name, how often, in which format, and to whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from clusters.models import Role
from core.forms import Form
from reporting.models import Rhythm, ScheduledExport
from reporting.schedule_days import LAST_DAY_OF_MONTH, WEEKLY


class ScheduleForm(Form):
    title = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("It stands in the mail, so do not name persons in it.")
    )
    file_format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, widget=forms.RadioSelect, initial=Rhythm.WEEKLY
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"),
        required=False,
        coerce=int,
        empty_value=0,
        choices=list(WEEKDAYS.items()),
        help_text=_("For an export of every week."),
        widget=forms.Select(attrs={"class": "medium"}),
    )
    monthday = forms.TypedChoiceField(
        label=_("Day of the month"),
        required=False,
        coerce=int,
        empty_value=1,
        choices=[(day, day) for day in range(1, LAST_DAY_OF_MONTH + 1)],
        help_text=_("For an export of every month. Up to 28, which each month has."),
        widget=forms.Select(attrs={"class": "short"}),
    )
    recipients = forms.ModelMultipleChoiceField(
        label=_("Who gets it"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets a link by mail and logs in. The table shows what that person may see then."),
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *args: Any, roles: Any, formats: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["recipients"]
        field.queryset = roles
        field.label_from_instance = _named
        self.fields["file_format"].choices = formats
        self.initial.setdefault("file_format", formats[0][0])

    @staticmethod
    def filled(schedule: ScheduledExport, roles: Iterable[Role]) -> dict[str, Any]:
        """What the form begins with for one that is there already."""
        day = "weekday" if schedule.rhythm == WEEKLY else "monthday"
        return {
            "title": schedule.title,
            "file_format": schedule.file_format,
            "rhythm": schedule.rhythm,
            day: schedule.day,
            "recipients": [role.pk for role in roles],
        }

    @property
    def day(self) -> int:
        """The day that goes with how often it is made."""
        name = "weekday" if self.cleaned_data["rhythm"] == WEEKLY else "monthday"
        return int(self.cleaned_data[name])

    @property
    def roles(self) -> Iterable[Role]:
        return list(self.cleaned_data["recipients"])


def _named(role: Role) -> str:
    return f"{role.user}, {role}"
