"""What each kind of role can be to a partnership's reporting, for the page of rights."""

from django.utils.translation import gettext_lazy as _

from clusters import rights
from reporting.models import Activity, BestPractice, Deliverable, Opportunity, TrainingModule

_OVERSIGHT = {"finance": ("finance",), "auditor": ("auditor",), "support_office": ("support_office",)}
rights.holds(
    "activity",
    _("Activities"),
    manager=("manager", "owner", "reviewer"),
    coordinator=("coordinator", "owner", "reviewer"),
    **_OVERSIGHT,
)
rights.holds(
    "deliverable",
    _("Deliverables"),
    manager=("manager", "writer"),
    coordinator=("coordinator", "writer", "approver"),
    **(_OVERSIGHT | {"finance": ("finance", "approver")}),
)
for _name, _title in (("module", _("Training modules")), ("opportunity", _("Cooperation opportunities"))):
    rights.holds(
        _name, _title, manager=("manager", "owner"), coordinator=("coordinator", "owner"), **_OVERSIGHT
    )
rights.holds(
    "practice",
    _("Best practices"),
    manager=("manager", "owner", "reviewer"),
    coordinator=("coordinator", "owner", "reviewer"),
    **_OVERSIGHT,
)
rights.rows(_("Activities"), lambda actor: Activity.objects.visible_to(actor))
rights.rows(_("Deliverables"), lambda actor: Deliverable.objects.visible_to(actor))
rights.rows(_("Best practices"), lambda actor: BestPractice.objects.visible_to(actor))
rights.rows(_("Training modules"), lambda actor: TrainingModule.objects.visible_to(actor))
rights.rows(_("Cooperation opportunities"), lambda actor: Opportunity.objects.visible_to(actor))
