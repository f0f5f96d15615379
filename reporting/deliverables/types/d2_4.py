"""D2.4, plan for upskilling and reskilling."""

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
            period, view, ActivityKind.TRAINING, ActivityKind.SURVEY, ActivityKind.LEARNING_TANDEM
        ),
    }


KIND = Kind(
    code="D2.4",
    title=_("Plan for upskilling and reskilling"),
    about=_("What cluster staff should be able to do, and the way there."),
    work_package=WorkPackage.SKILLS,
    lead=2,
    due_months=(9,),
    freeze=freeze,
    parts=(
        Part(
            "needs",
            _("Needs"),
            guidance=_(
                "What the survey and the talks with members showed: which skills are missing, and how much they matter."
            ),
            required=True,
            fill=blocks.skills_wanted,
        ),
        Part(
            "measures",
            _("Measures"),
            guidance=_("Trainings, tandems and modules, each with its people, dates and aim."),
            required=True,
        ),
        Part("supply", _("What is at hand"), fill=blocks.module_topics),
        Part("tandems", _("Learning from each other"), fill=blocks.tandems),
        Part("activities", _("Activities on record"), fill=common.activities),
        Part(
            "follow-up",
            _("How success is seen"),
            guidance=_("How you will know that skills have grown, and who looks at it when."),
        ),
    ),
)
