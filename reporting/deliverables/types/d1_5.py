"""D1.5, updated collection of best practices."""

from django.utils.translation import gettext_lazy as _

from reporting.deliverables.kinds import Kind, Part
from reporting.enums import WorkPackage

KIND = Kind(
    code="D1.5",
    title=_("Updated collection of best practices"),
    about=_("The practices of the first collection, those that were added, and what others took over."),
    work_package=WorkPackage.MANAGEMENT,
    lead=0,
    due_months=(24,),
    parts=(
        Part(
            "method",
            _("How they were collected"),
            guidance=_(
                "What changed since the first collection: who submitted, who reviewed, what was left out and why."
            ),
            required=True,
        ),
        Part(
            "practices",
            _("Best practices"),
            guidance=_(
                "Each practice with the cluster, the problem, what was done and what others need to repeat it."
            ),
            required=True,
        ),
        Part(
            "taken-over",
            _("What was taken over"),
            guidance=_("Which cluster repeated which practice, and what came of it."),
        ),
    ),
)
