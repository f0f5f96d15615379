"""D5.3, webinars."""

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
        **event_facts.together(period, view, EventKind.WEBINAR),
        **freezing.activities(period, view, ActivityKind.WEBINAR),
    }


KIND = Kind(
    code="D5.3",
    title=_("Webinars"),
    about=_("Which webinars were held, for whom, and what people said."),
    work_package=WorkPackage.JOINT_ACTIVITIES,
    lead=1,
    due_months=(24,),
    freeze=freeze,
    parts=(
        Part(
            "webinars",
            _("The webinars"),
            guidance=_("Why these topics, and whom you wanted to reach. The table fills itself."),
            required=True,
            fill=common_events.overview,
        ),
        Part("people", _("Who took part"), fill=common_events.people),
        Part("programmes", _("Programmes"), fill=common_events.programmes),
        Part("feedback", _("What participants say"), fill=common_events.feedback),
        Part(
            "results",
            _("What came of them"),
            guidance=_("Questions, contacts and materials; where recordings are."),
        ),
        Part("activities", _("Activities on record"), fill=common.activities),
    ),
)
