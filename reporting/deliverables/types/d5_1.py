"""D5.1, study visits."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from exchanges.enums import EventKind
from reporting.deliverables import common, common_events, event_facts, freezing
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.publishing import View
from reporting.enums import ActivityKind, WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    return {
        "events": event_facts.of_kinds(period, view, EventKind.STUDY_VISIT),
        **freezing.activities(period, view, ActivityKind.STUDY_VISIT),
    }


KIND = Kind(
    code="D5.1",
    title=_("Study visits"),
    about=_("Where the teams of the clusters went, what they saw, and what they took home."),
    work_package=WorkPackage.JOINT_ACTIVITIES,
    lead=5,
    due_months=(24,),
    freeze=freeze,
    parts=(
        Part(
            "visits",
            _("The visits"),
            guidance=_("Why these places, and how the visits were prepared. The table fills itself."),
            required=True,
            fill=common_events.overview,
        ),
        Part("events", _("Event by event"), fill=common_events.each),
        Part(
            "learned",
            _("What we learned"),
            guidance=_("What clusters do differently since then."),
            required=True,
        ),
        Part("activities", _("Activities on record"), fill=common.activities),
    ),
)
