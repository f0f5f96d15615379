"""D6.3, the final report of the exchange scheme: as D6.2, with what remains."""

from django.utils.translation import gettext_lazy as _

from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.types import d6_2
from reporting.enums import WorkPackage

KIND = Kind(
    code="D6.3",
    title=_("ClusterXchange final report"),
    about=_("All exchanges of the project: who, where, money, feedback, results, and what remains of them."),
    work_package=WorkPackage.EXCHANGES,
    due_months=(24,),
    freeze=d6_2.freeze,
    parts=(
        *(part for part in d6_2.KIND.parts if not part.annex),
        Part(
            "remains",
            _("What remains after the project"),
            guidance=_("Which contacts, services and agreements go on, and who looks after them."),
            required=True,
        ),
        *(part for part in d6_2.KIND.parts if part.annex),
    ),
)
