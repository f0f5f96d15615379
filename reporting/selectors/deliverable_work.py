"""Deliverables that wait for the hat, as lines of the start page and of the Monday mail."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from core import clock
from core.actors import Actor
from exchanges.selectors.work import MOST, WorkItem
from reporting.models import Deliverable, TextPart

_READERS = (RoleKind.COORDINATOR, RoleKind.FINANCE)


def waiting(actor: Actor) -> list[WorkItem]:
    """To be approved by those who get the mail about it, but not by who asked; to be published by the coordinator; parts
    that a cluster was asked to write. One statement.
    """
    hat = actor.hat
    if hat is None or hat.kind not in (*_READERS, RoleKind.MANAGER):
        return []
    to_read = Q(state="in_review") & ~Q(review_asked_by=actor.user_id)
    reading = _("Read and approve")
    if hat.kind == RoleKind.MANAGER:
        reading = _("Read and comment")
        own = TextPart.objects.filter(deliverable=OuterRef("pk"), cluster=hat.cluster_id)
        mine = to_read & Exists(own) | Q(state="draft") & Exists(own.filter(finished=False))
    else:
        mine = to_read | Q(state="approved") if hat.kind == RoleKind.COORDINATOR else to_read
        mine &= Q(partnership=hat.partnership_id)
    acts = {"in_review": reading, "approved": _("Publish it"), "draft": _("Write your part")}
    today = clock.today()
    rows = Deliverable.objects.filter(mine).select_related("partnership").order_by("due_on", "id")
    return [
        WorkItem(
            reference=_("Deliverable"),
            title=f"{row.name}, {row.partnership}",
            act=_("Make the files again") if _without_files(row) else acts[row.state],
            url=reverse("reporting:deliverable", args=[row.pk]),
            due=row.due_on,
            since=row.state_since,
            late=row.due_on is not None and row.due_on < today,
        )
        for row in rows[:MOST]
    ]


def _without_files(row: Deliverable) -> bool:
    return row.state == "approved" and row.files_failed_at is not None
