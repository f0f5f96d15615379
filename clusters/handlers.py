"""After a commit: tell clusters about requests and organisations about answers."""

from typing import Any

from clusters import notifications
from clusters.models import Attestation, Cluster, Membership, Organisation
from clusters.selectors.people import managers_of
from clusters.services import memberships
from clusters.services.memberships import issue_link
from core import outbox, workflow
from core.actors import Actor
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


@outbox.handler("membership.renewed")
def tell_renewed(payload: dict[str, Any]) -> None:
    _tell(notifications.MembershipRenewed(_membership(payload)))


@outbox.handler("membership.expired")
def tell_expired(payload: dict[str, Any]) -> None:
    membership = _membership(payload)
    _tell(notifications.MembershipExpired(membership))
    for manager in managers_of(membership.cluster):
        notifications.MemberExpired(membership).send(notifications.to_user(manager))


@outbox.handler("membership.ends_soon")
def tell_ends_soon(payload: dict[str, Any]) -> None:
    """To both sides, unless it was renewed, shortened or ended in the meantime."""
    membership = _membership(payload)
    if _still_ends(membership, payload):
        _tell(notifications.MembershipEndsSoon(membership))
        for manager in managers_of(membership.cluster):
            notifications.MemberEndsSoon(membership).send(notifications.to_user(manager))


@outbox.handler("membership.ends")
def end_membership(payload: dict[str, Any]) -> None:
    membership = _membership(payload)
    if _still_ends(membership, payload):
        memberships.expire_membership(membership=membership, by=Actor.system("memberships"))


def _still_ends(membership: Membership, payload: dict[str, Any]) -> bool:
    until = membership.expires_on
    return membership.state == "confirmed" and until is not None and until.isoformat() == payload["until"]


@outbox.handler("member.ask_to_name")
def ask_to_name(payload: dict[str, Any]) -> None:
    """An import says that an organisation with people of its own belongs to a cluster: they decide."""
    organisation = Organisation.objects.get(pk=payload["organisation"])
    cluster = Cluster.objects.get(pk=payload["cluster"])
    for recipient in notifications.representatives(organisation):
        notifications.NameYourCluster(organisation, cluster=cluster).send(recipient)


@outbox.handler("member.invite")
def invite_contact(payload: dict[str, Any]) -> None:
    """The contact of an imported member hears how to take over its page; not when somebody has done so already."""
    organisation = Organisation.objects.get(pk=payload["organisation"])
    if not notifications.representatives(organisation):
        cluster = Cluster.objects.get(pk=payload["cluster"])
        mail = notifications.ContactInvited(organisation, cluster=cluster, address=payload["address"])
        mail.send(Recipient(payload["address"], payload["name"]))


@outbox.handler("sme_status.checked")
def tell_statement_checked(payload: dict[str, Any]) -> None:
    """Tell the representatives what their cluster says, unless it said something else since."""
    statement = Attestation.objects.select_related("organisation").get(pk=payload["id"])
    if statement.checked != payload["result"]:
        return
    mail = notifications.StatementChecked(statement)
    for recipient in notifications.representatives(statement.organisation):
        mail.send(recipient)


def _membership(payload: dict[str, Any]) -> Membership:
    return Membership.objects.select_related("organisation", "cluster").get(pk=payload["id"])


def _tell(mail: Notification) -> None:
    membership: Any = mail.about
    for recipient in notifications.representatives(membership.organisation):
        mail.send(recipient)


def _last_comment(membership: Membership) -> str:
    return workflow.history(membership).values_list("comment", flat=True).last() or ""
