"""D1.4, initial collection of best practices."""

from django.utils.translation import gettext_lazy as _

from reporting.deliverables.kinds import Kind, Part
from reporting.enums import WorkPackage

KIND = Kind(
    code="D1.4",
    title=_("Initial collection of best practices"),
    about=_("What clusters do well and others can take over, collected in the first months."),
    work_package=WorkPackage.MANAGEMENT,
    lead=0,
    due_months=(9,),
    parts=(
        Part(
            "method",
            _("How they were collected"),
            guidance=_(
                "Whom you asked, how clusters submitted a practice, who reviewed it and by which criteria."
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
            "use",
            _("How they are used"),
            guidance=_("Which cluster takes over which practice, and when the collection is renewed."),
        ),
    ),
)
