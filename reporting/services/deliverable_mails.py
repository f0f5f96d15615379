"""Who hears of an issue when it moves: whoever has to read it, write it, or wait for it."""

from collections.abc import Iterable

from clusters.enums import RoleKind
from clusters.models import Role, User
from core.actors import Actor
from core.mail import Notification, Recipient
from reporting.models import Deliverable, TextPart
from reporting.notifications import (
    DeliverableApproved,
    DeliverableNotMade,
    DeliverableSentBack,
    DeliverableToRead,
    DeliverableToReview,
    PartToWrite,
)


def tell(deliverable: Deliverable, move: str, by: Actor, comment: str) -> None:
    """To approvers and writers when it is sent, to the coordinator when it was decided."""
    if move == "send":
        approvers = _people(deliverable, (RoleKind.FINANCE, RoleKind.COORDINATOR))
        _send(DeliverableToReview(deliverable, by=by.label), approvers, by)
        _send(DeliverableToRead(deliverable, by=by.label), _writers(deliverable) - approvers, by)
    elif move == "approve":
        _send(
            DeliverableApproved(deliverable, by=by.label), _people(deliverable, (RoleKind.COORDINATOR,)), by
        )
    elif move == "send_back":
        told = DeliverableSentBack(deliverable, by=by.label, reason=comment)
        _send(told, _people(deliverable, (RoleKind.COORDINATOR,)), by)


def tell_failure(deliverable: Deliverable) -> None:
    """To the coordinator, when an approved issue has no files; who makes a draft looks at its page."""
    if deliverable.state == "approved":
        _send(DeliverableNotMade(deliverable), _people(deliverable, (RoleKind.COORDINATOR,)), None)


def tell_writers(part: TextPart, by: Actor) -> None:
    """To the managers of the cluster that a part is given to."""
    roles = Role.objects.filter(kind=RoleKind.MANAGER, cluster=part.cluster_id, ended_at=None)
    _send(PartToWrite(part, by=by.label), _users(roles), by)


def _people(deliverable: Deliverable, kinds: Iterable[str]) -> set[User]:
    return _users(
        Role.objects.filter(kind__in=list(kinds), partnership=deliverable.partnership_id, ended_at=None)
    )


def _writers(deliverable: Deliverable) -> set[User]:
    """Of the clusters that wrote in it: they know what it is about."""
    clusters = deliverable.texts.exclude(cluster=None).values("cluster")
    return _users(Role.objects.filter(kind=RoleKind.MANAGER, cluster__in=clusters, ended_at=None))


def _users(roles: "Iterable[Role]") -> set[User]:
    return {role.user for role in roles.select_related("user").order_by("id") if role.user.is_active}  # type: ignore[attr-defined]


def _send(mail: Notification, users: set[User], by: Actor | None) -> None:
    for user in sorted(users, key=lambda one: one.pk):
        if by is None or user.pk != by.user_id:
            mail.send(Recipient(user.email, user.get_full_name(), user.language))
