"""D1.4, initial collection of best practices."""

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
    code="D1.4",
    title=_("Initial collection of best practices"),
    about=_("What clusters do well and others can take over, collected in the first months."),
    work_package=WorkPackage.MANAGEMENT,
    lead=0,
    due_months=(9,),
    freeze=freeze,
    parts=(
        Part(
            "method",
            _("How they were collected"),
            guidance=_(
                "Whom you asked, how clusters submitted a practice, who reviewed it and by which criteria."
            ),
            required=True,
        ),
        Part("overview", _("The collection"), fill=blocks.practices_overview),
        Part(
            "practices",
            _("Best practices"),
            guidance=_(
                "What the practices have in common. Each of them stands below, in its cluster's words."
            ),
            fill=blocks.practices,
        ),
        Part(
            "use",
            _("How they are used"),
            guidance=_("Which cluster takes over which practice, and when the collection is renewed."),
        ),
    ),
)
