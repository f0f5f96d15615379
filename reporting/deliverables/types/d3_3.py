"""D3.3, pilot report of a service."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.deliverables import common, freezing, knowledge_facts
from reporting.deliverables import common_knowledge as blocks
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.publishing import View
from reporting.enums import ActivityKind, Repeats, WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    kinds = (ActivityKind.NEW_SERVICE, ActivityKind.BETTER_SERVICE, ActivityKind.SERVICE_PILOT)
    return {
        "services": knowledge_facts.services(period, view),
        **freezing.activities(period, view, *kinds),
    }


KIND = Kind(
    code="D3.3",
    title=_("Pilot report of a service"),
    about=_("How a new or adapted service was tested, with whom, and what came of it."),
    work_package=WorkPackage.CLUSTER_SERVICES,
    lead=3,
    due_months=(18,),
    repeats=Repeats.EACH,
    freeze=freeze,
    parts=(
        Part(
            "service",
            _("The service"),
            guidance=_("For whom it is, what it gives, and what is new about it."),
            required=True,
            fill=blocks.service,
        ),
        Part(
            "pilot",
            _("The pilot"),
            guidance=_("Who took part from when to when, what was tested, and how."),
            required=True,
            fill=blocks.pilots,
        ),
        Part(
            "results",
            _("Results"),
            guidance=_("What worked and what did not, in numbers where you have them."),
            required=True,
        ),
        Part(
            "next",
            _("Business model and next steps"),
            guidance=_("Who pays for the service from now on, and what is changed before it starts."),
        ),
        Part("activities", _("Activities on record"), fill=common.activities),
    ),
)
