"""D1.5, updated collection of best practices."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.deliverables import common_knowledge as blocks
from reporting.deliverables import knowledge_facts
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.publishing import View
from reporting.enums import WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    return {"practices": knowledge_facts.practices(period, view)}


KIND = Kind(
    code="D1.5",
    title=_("Updated collection of best practices"),
    about=_("The practices of the first collection, those that were added, and what others took over."),
    work_package=WorkPackage.MANAGEMENT,
    lead=0,
    due_months=(24,),
    freeze=freeze,
    parts=(
        Part(
            "method",
            _("How they were collected"),
            guidance=_(
                "What changed since the first collection: who submitted, who reviewed, what was left out and why."
            ),
            required=True,
        ),
        Part("overview", _("The collection"), fill=blocks.practices_overview),
        Part("new", _("What is new"), fill=blocks.practices_since),
        Part(
            "practices",
            _("Best practices"),
            guidance=_(
                "What the practices have in common. Each of them stands below, in its cluster's words."
            ),
            fill=blocks.practices,
        ),
        Part(
            "taken-over",
            _("What was taken over"),
            guidance=_("Which cluster repeated which practice, and what came of it."),
            required=True,
        ),
    ),
)
