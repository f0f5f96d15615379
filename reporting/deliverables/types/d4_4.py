"""D4.4, roadmap for joint services."""

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
        "services": knowledge_facts.services(period, view),
        "opportunities": knowledge_facts.opportunities(period, view),
        **freezing.activities(
            period, view, ActivityKind.ROADMAP, ActivityKind.JOINT_PROJECT, ActivityKind.COOPERATION,
            ActivityKind.MEMORANDUM, ActivityKind.NEW_SERVICE,
        ),
    }  # fmt: skip


KIND = Kind(
    code="D4.4",
    title=_("Roadmap for joint services"),
    about=_("Which services the clusters will run together after the project, and how."),
    work_package=WorkPackage.JOINT_SERVICES,
    lead=0,
    due_months=(23,),
    freeze=freeze,
    parts=(
        Part(
            "services",
            _("Joint services"),
            guidance=_("Each service with its users, its owner and its partners."),
            required=True,
            fill=blocks.service,
        ),
        Part(
            "steps",
            _("Steps"),
            guidance=_("What happens when, from the end of the project on."),
            required=True,
        ),
        Part("resources", _("Means"), guidance=_("People and money, and where they come from.")),
        Part("opportunities", _("Opportunities the roadmap builds on"), fill=blocks.opportunities_overview),
        Part("activities", _("Agreements and projects on record"), fill=common.activities),
    ),
)
