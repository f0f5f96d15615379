"""After a commit: tell clusters about requests and organisations about answers."""

from typing import Any

from clusters import notifications
from clusters.models import Membership
from clusters.selectors.people import managers_of
from clusters.services.memberships import issue_link
from core import outbox, workflow
from core.mail import Notification, Recipient


@outbox.handler("membership.requested")
def ask_cluster(payload: dict[str, Any]) -> None:
    """Managers decide in the portal; a cluster outside it, or without managers, gets a link for its contact."""
    membership = _membership(payload)
    if membership.state != "requested":
        return
    managers = managers_of(membership.cluster) if membership.cluster.in_portal else ()
    for manager in managers:
        notifications.MembershipRequested(membership).send(notifications.to_user(manager))
    if not managers:
        cluster = membership.cluster
        mail = notifications.MembershipAsked(membership, url=issue_link(membership))
        mail.send(Recipient(cluster.contact_email, cluster.contact_name))


@outbox.handler("membership.confirmed")
def tell_confirmed(payload: dict[str, Any]) -> None:
    _tell(notifications.MembershipConfirmed(_membership(payload)))


@outbox.handler("membership.refused")
def tell_refused(payload: dict[str, Any]) -> None:
    membership = _membership(payload)
    _tell(notifications.MembershipRefused(membership, reason=_last_comment(membership)))


@outbox.handler("membership.revoked")
def tell_revoked(payload: dict[str, Any]) -> None:
    membership = _membership(payload)
    _tell(notifications.MembershipRevoked(membership, reason=_last_comment(membership)))


def _membership(payload: dict[str, Any]) -> Membership:
    return Membership.objects.select_related("organisation", "cluster").get(pk=payload["id"])


def _tell(mail: Notification) -> None:
    membership: Any = mail.about
    for recipient in notifications.representatives(membership.organisation):
        mail.send(recipient)


def _last_comment(membership: Membership) -> str:
    return workflow.history(membership).values_list("comment", flat=True).last() or ""
