"""D4.1, cooperation opportunities."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.deliverables import common, freezing, knowledge_facts
from reporting.deliverables import common_knowledge as blocks
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.publishing import View
from reporting.enums import ActivityKind, WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    return {
        "opportunities": knowledge_facts.opportunities(period, view),
        **freezing.activities(period, view, ActivityKind.ANALYSIS, ActivityKind.MAPPING, ActivityKind.SURVEY),
    }


KIND = Kind(
    code="D4.1",
    title=_("Cooperation opportunities"),
    about=_("Where the clusters of the partnership can work together, and with whom outside."),
    work_package=WorkPackage.JOINT_SERVICES,
    lead=4,
    due_months=(12,),
    freeze=freeze,
    parts=(
        Part(
            "method",
            _("How they were found"),
            guidance=_("Analyses, mappings and talks that led to these opportunities."),
            required=True,
        ),
        Part("activities", _("Activities on record"), fill=common.activities),
        Part("overview", _("The opportunities at a glance"), fill=blocks.opportunities_overview),
        Part(
            "opportunities",
            _("Opportunities"),
            guidance=_("What they have in common. Each of them stands below as it is on record."),
            fill=blocks.opportunities,
        ),
        Part("priorities", _("Priorities"), guidance=_("Which come first, and why.")),
    ),
)
