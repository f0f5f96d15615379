"""After a commit: tell clusters about requests and organisations about answers."""

from contextlib import suppress
from typing import Any

from clusters import lead_notifications, notifications
from clusters.enums import RoleKind
from clusters.models import Attestation, Cluster, Lead, Membership, Organisation, Role
from clusters.selectors.leads import OPEN
from clusters.selectors.people import managers_of

# Some have their handlers beside them and register by being imported.
from clusters.services import (
    contacts,  # noqa: F401
    deletion,  # noqa: F401
    invitations,
    leads,
    leaving,  # noqa: F401
    memberships,
    my_data,  # noqa: F401
    retention,  # noqa: F401
)
from clusters.services.memberships import issue_link
from core import outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed
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


@outbox.handler("organisation.merged")
def tell_merged(payload: dict[str, Any]) -> None:
    organisation = Organisation.objects.get(pk=payload["id"])
    for recipient in notifications.representatives(organisation):
        notifications.OrganisationsMerged(organisation, gone=payload["gone"]).send(recipient)


@outbox.handler("lead.remind")
def remind_of_lead(payload: dict[str, Any]) -> None:
    """On the day of the next step, to whoever has the lead, else to the managers; not when it was moved."""
    lead = Lead.objects.select_related("partnership", "country", "assigned_to", "cluster").get(
        pk=payload["id"]
    )
    if lead.status not in OPEN or lead.next_on is None or lead.next_on.isoformat() != payload["on"]:
        return
    people = [lead.assigned_to] if lead.assigned_to else managers_of(lead.cluster) if lead.cluster else []
    for person in people:
        lead_notifications.LeadReminder(lead).send(notifications.to_user(person))


@outbox.handler("lead.forget")
def forget_lead(payload: dict[str, Any]) -> None:
    lead = Lead.objects.filter(pk=payload["id"]).first()
    if lead is not None:
        leads.forget_lead(lead=lead)


@outbox.handler("member.ask_to_name")
def ask_to_name(payload: dict[str, Any]) -> None:
    """An import says that an organisation with people of its own belongs to a cluster: they decide."""
    organisation = Organisation.objects.get(pk=payload["organisation"])
    cluster = Cluster.objects.get(pk=payload["cluster"])
    for recipient in notifications.representatives(organisation):
        notifications.NameYourCluster(organisation, cluster=cluster).send(recipient)


@outbox.handler("member.invite")
def invite_contact(payload: dict[str, Any]) -> None:
    """The contact of an imported member is invited to act for it; not when somebody does so already."""
    organisation = Organisation.objects.get(pk=payload["organisation"])
    if notifications.representatives(organisation):
        return
    role = Role.objects.select_related("user", "cluster").filter(pk=payload["role"]).first()
    by = Actor.person(role.user, role) if role is not None else Actor.system("import")
    with suppress(InvalidInput, NotAllowed):  # invited before, or the manager's role has ended
        invitations.invite(
            email=payload["address"], kind=RoleKind.REPRESENTATIVE, by=by, organisation=organisation
        )


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
