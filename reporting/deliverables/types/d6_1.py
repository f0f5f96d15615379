"""D6.1, webinars and local events."""

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
        **event_facts.together(period, view, EventKind.WEBINAR, EventKind.LOCAL_EVENT),
        **freezing.activities(period, view, ActivityKind.WEBINAR, ActivityKind.LOCAL_EVENT),
    }


KIND = Kind(
    code="D6.1",
    title=_("Webinars and local events"),
    about=_("How clusters told their members about ClusterXchange."),
    work_package=WorkPackage.EXCHANGES,
    lead=5,
    due_months=(18,),
    freeze=freeze,
    parts=(
        Part(
            "overview",
            _("Webinars and events"),
            guidance=_(
                "Which were held where, for whom, and how people heard of them. The table fills itself."
            ),
            required=True,
            fill=common_events.overview,
        ),
        Part("people", _("Who took part"), fill=common_events.people),
        Part("programmes", _("Programmes"), fill=common_events.programmes),
        Part("feedback", _("What participants say"), fill=common_events.feedback),
        Part(
            "response",
            _("What people asked"),
            guidance=_("What visitors and hosts wanted to know, and what you changed in what you tell."),
        ),
        Part("activities", _("Activities on record"), fill=common.activities),
    ),
)
