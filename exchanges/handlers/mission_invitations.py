"""Invitations to an event go out, are repeated once, and end with the last day to answer."""

from typing import Any

from core import outbox
from exchanges.models import Mission, MissionInvitation
from exchanges.notifications import mission_invitations as mails
from exchanges.notifications import recipients
from exchanges.notifications.mission_cancel import InvitationCancelled
from exchanges.services import mission_invitations as services
from exchanges.services.estimates import amount_for_mission


@outbox.handler("mission_invitation.invited")
def invite(payload: dict[str, Any]) -> None:
    _send_link(payload)


@outbox.handler("mission_invitation.remind_due")
def remind(payload: dict[str, Any]) -> None:
    services.remind_once(invitation=_invitation(payload))


@outbox.handler("mission_invitation.reminded")
def invite_again(payload: dict[str, Any]) -> None:
    _send_link(payload, again=True)


@outbox.handler("mission_invitation.withdrawn")
def tell_withdrawn(payload: dict[str, Any]) -> None:
    invitation = _invitation(payload)
    if invitation.state == "withdrawn" and invitation.invited_at is not None and invitation.contact_email:
        to = recipients.guest(invitation)
        if invitation.mission.state != "cancelled":
            mails.InvitationTakenBack(invitation).send(to)
        elif invitation.application is None or invitation.application.state != "draft":
            InvitationCancelled(invitation.mission).send(to)


@outbox.handler("mission_invitation.end_due")
def end(payload: dict[str, Any]) -> None:
    services.expire_invitations(mission=Mission.objects.get(pk=payload["id"]))


def _send_link(payload: dict[str, Any], *, again: bool = False) -> None:
    """Only while the question is open."""
    invitation = _invitation(payload)
    if invitation.is_open and invitation.mission.state == "open" and invitation.contact_email:
        to = recipients.guest(invitation)
        amount = amount_for_mission(invitation.mission, invitation.country_id)
        mails.MissionInvited(
            invitation, url=services.issue_link(invitation), again=again, amount=amount
        ).send(to)


def _invitation(payload: dict[str, Any]) -> MissionInvitation:
    return MissionInvitation.objects.select_related(
        "mission__country", "mission__host_cluster", "mission__host", "country", "application"
    ).get(pk=payload["id"])
