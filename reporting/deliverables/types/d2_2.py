"""D2.2, catalogue of online modules."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.deliverables import common_knowledge as blocks
from reporting.deliverables import knowledge_facts
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.publishing import View
from reporting.enums import WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    return {"modules": knowledge_facts.modules(period)}


KIND = Kind(
    code="D2.2",
    title=_("Catalogue of online modules"),
    about=_("Modules for cluster staff: provider, language, length, level and cost."),
    work_package=WorkPackage.SKILLS,
    lead=2,
    due_months=(6,),
    freeze=freeze,
    parts=(
        Part(
            "choice",
            _("How modules were chosen"),
            guidance=_(
                "Which needs of cluster staff the catalogue answers, and what a module must have to be in it."
            ),
            required=True,
        ),
        Part("overview", _("The catalogue in figures"), fill=blocks.modules_overview),
        Part(
            "modules",
            _("The modules"),
            guidance=_("Advice for readers: where to begin, and which modules go well together."),
            fill=blocks.modules,
        ),
        Part(
            "upkeep",
            _("How the catalogue is kept"),
            guidance=_("Who adds and checks modules after this issue."),
            required=True,
        ),
        Part("addresses", _("Where the modules are"), fill=blocks.module_addresses, annex=True),
    ),
)
