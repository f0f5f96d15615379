"""What each kind of role can be to a partnership's reporting, for the page of rights."""

from django.utils.translation import gettext_lazy as _

from clusters import rights
from reporting.models import Activity, Deliverable

_OVERSIGHT = {"finance": ("finance",), "auditor": ("auditor",), "support_office": ("support_office",)}
rights.holds(
    "activity",
    _("Activities"),
    manager=("manager", "owner", "reviewer"),
    coordinator=("coordinator", "owner", "reviewer"),
    **_OVERSIGHT,
)
rights.holds(
    "deliverable", _("Deliverables"), manager=("manager",), coordinator=("coordinator",), **_OVERSIGHT
)
rights.rows(_("Activities"), lambda actor: Activity.objects.visible_to(actor))
rights.rows(_("Deliverables"), lambda actor: Deliverable.objects.visible_to(actor))
