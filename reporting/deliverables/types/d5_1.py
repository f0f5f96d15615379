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
        **event_facts.together(period, view, EventKind.STUDY_VISIT),
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
        Part("people", _("Who took part"), fill=common_events.people),
        Part("programmes", _("Programmes"), fill=common_events.programmes),
        Part("feedback", _("What participants say"), fill=common_events.feedback),
        Part(
            "learned",
            _("What we learned"),
            guidance=_("What clusters do differently since then."),
            required=True,
        ),
        Part("activities", _("Activities on record"), fill=common.activities),
    ),
)
