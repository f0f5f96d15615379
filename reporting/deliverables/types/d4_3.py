"""D4.3, upskilling and reskilling at partnership level."""

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
        "modules": knowledge_facts.modules(period),
        "skills": knowledge_facts.skills(period, view),
        **freezing.activities(
            period, view, ActivityKind.TRAINING, ActivityKind.LEARNING_TANDEM, ActivityKind.SKILLS_LINK
        ),
    }


KIND = Kind(
    code="D4.3",
    title=_("Upskilling and reskilling at partnership level"),
    about=_("What the clusters do together for the skills of their staff and members."),
    work_package=WorkPackage.JOINT_SERVICES,
    lead=4,
    due_months=(15,),
    freeze=freeze,
    parts=(
        Part(
            "state",
            _("Where the partnership stands"),
            guidance=_("What the clusters offer today, what they share, and what is missing."),
            required=True,
            fill=blocks.module_topics,
        ),
        Part(
            "plan",
            _("Joint plan"),
            guidance=_("Joint trainings and tandems, links to the Pact for Skills, with dates and people."),
            required=True,
        ),
        Part("tandems", _("Learning tandems"), fill=blocks.tandems),
        Part("activities", _("Activities on record"), fill=common.activities),
    ),
)
