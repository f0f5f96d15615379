"""Best practices that wait for the hat, as lines of the start page and of the Monday mail."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from core import clock
from core.actors import Actor
from exchanges.selectors.work import MOST, WorkItem
from reporting.models import BestPractice


def waiting(actor: Actor) -> list[WorkItem]:
    """Those to be reviewed for the coordinator, those sent back for the cluster. What the coordinator wrote waits on
    its list only: who of the other managers reviews it, nobody has said.
    """
    hat = actor.hat
    if hat is None or hat.kind not in (RoleKind.COORDINATOR, RoleKind.MANAGER):
        return []
    if hat.kind == RoleKind.COORDINATOR:
        mine = Q(partnership=hat.partnership_id, state="submitted") & ~Q(written_by=actor.user_id)
    else:
        mine = Q(cluster=hat.cluster_id, state="returned")
    rows = BestPractice.objects.filter(mine).select_related("cluster").order_by("due_on", "id")
    today = clock.today()
    return [
        WorkItem(
            reference=_("Best practice"),
            title=f"{row.title}, {row.cluster}",
            act=_("Review the best practice") if row.state == "submitted" else _("Please correct"),
            url=reverse("reporting:practice_detail", args=[row.pk]),
            due=row.due_on,
            since=row.state_since,
            late=row.due_on is not None and row.due_on < today,
        )
        for row in rows[:MOST]
    ]
