"""A host is invited by mail, reminded, and told when it is no longer needed; the others hear how it ended."""

from typing import Any

from core import outbox
from core.mail import Notification
from exchanges.enums import InvitationOutcome
from exchanges.models import HostInvitation
from exchanges.notifications import host_invitations as mails
from exchanges.notifications import recipients
from exchanges.services import host_invitations as services


@outbox.handler("host_invitation.asked")
def invite(payload: dict[str, Any]) -> None:
    _send_link(payload)


@outbox.handler("host_invitation.remind_due")
def remind(payload: dict[str, Any]) -> None:
    _send_link(payload, again=True)


@outbox.handler("host_invitation.expire_due")
def expire(payload: dict[str, Any]) -> None:
    services.expire_invitation(invitation=_invitation(payload), time=payload["time"])


@outbox.handler("host_invitation.ended")
def tell_ended(payload: dict[str, Any]) -> None:
    """A no, or no answer: visitor and decider look for another host."""
    invitation = _invitation(payload)
    if invitation.outcome not in (InvitationOutcome.DECLINED, InvitationOutcome.NO_ANSWER):
        return
    application = invitation.application
    mails.InvitationEnded(invitation, side="visitor").send(recipients.applicant(application))
    mail: Notification = mails.InvitationEnded(invitation, side="staff")
    people = {person.address: person for person in recipients.deciders(application)}
    for person in people.values():
        mail.send(person)


@outbox.handler("host_invitation.dropped")
def tell_dropped(payload: dict[str, Any]) -> None:
    invitation = _invitation(payload)
    if invitation.outcome == InvitationOutcome.DROPPED:
        to = recipients.person(invitation.contact_email, invitation.contact_name)
        mails.InvitationDropped(invitation).send(to)


def _send_link(payload: dict[str, Any], *, again: bool = False) -> None:
    """Only while the question is open, and only for the last time it was asked."""
    invitation = _invitation(payload)
    same = invitation.times_asked == payload["time"]
    if invitation.is_open and same and invitation.application.state == "accepted":
        to = recipients.person(invitation.contact_email, invitation.contact_name)
        mails.HostInvited(invitation, url=services.issue_link(invitation), again=again).send(to)


def _invitation(payload: dict[str, Any]) -> HostInvitation:
    return HostInvitation.objects.select_related(
        "application__organisation__country",
        "application__visitor_cluster",
        "application__partnership__coordinator",
        "application__partnership__deputy",
        "country",
    ).get(pk=payload["id"])
