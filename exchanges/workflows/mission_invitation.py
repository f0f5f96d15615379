"""Somebody whom the host invites to an event: written to, begins to apply, comes or says no."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import LINK, SYSTEM, Actor
from core.workflow_table import State, Transition, Workflow, register
from exchanges.models import MissionInvitation
from exchanges.workflows.mission import mission_relations


def invitation_relations(invitation: MissionInvitation, actor: Actor) -> frozenset[str]:
    """host_manager or coordinator of the event; invited: the person by the link of the mail."""
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    if actor.kind == LINK:
        link = actor.link
        mine = link is not None and (link.subject_type, link.subject_id) == (
            "exchanges.missioninvitation",
            invitation.pk,
        )
        return frozenset({"invited"}) if mine else frozenset()
    return mission_relations(invitation.mission, actor)


def _sent(invitation: MissionInvitation, data: dict[str, Any]) -> None:
    invitation.invited_at = clock.now()


def _takes_answers(invitation: MissionInvitation, data: dict[str, Any]) -> list[Any]:
    if invitation.mission.state != "open":
        return [_("This event is not open. Publish it first, or open it again.")]
    return []


def _said_no(invitation: MissionInvitation, data: dict[str, Any]) -> None:
    invitation.decline_reason = data.get("reason", "")


_STAFF = ("host_manager", "coordinator")
_OPEN = ("invited", "begun")

MISSION_INVITATION = register(
    Workflow(
        name="mission_invitation",
        model="exchanges.missioninvitation",
        relations=invitation_relations,
        settled=("mission", "country"),
        states=(
            State("draft", _("Not sent yet"), _("Not sent yet"), ("host_cluster",)),
            State("invited", _("No answer yet"), _("Invited"), ("invited",)),
            State("begun", _("Has begun to apply"), _("You have begun to apply"), ("invited",)),
            State("applied", _("Applied"), _("You have applied"), final=True),
            State("declined", _("Said no"), _("You said no"), final=True),
            State("expired", _("No answer in time"), _("The time to answer has passed"), final=True),
            State("withdrawn", _("Taken back"), _("Taken back"), final=True),
        ),
        transitions=(
            Transition(
                "invite",
                ("draft",),
                "invited",
                _("Send"),
                _STAFF,
                guard=_takes_answers,
                effect=_sent,
                events=("invited",),
            ),
            Transition(
                "begin", ("invited",), "begun", _("I want to come"), ("invited",), guard=_takes_answers
            ),
            # Whoever was late, or had said no first, may still have sent an application.
            Transition(
                "apply", (*_OPEN, "declined", "expired"), "applied", _("Applied"), ("invited", "system")
            ),
            Transition("decline", _OPEN, "declined", _("No, thank you"), ("invited",), effect=_said_no),
            Transition("expire", _OPEN, "expired", _("No answer in time"), ("system",)),
            Transition(
                "withdraw",
                ("draft", *_OPEN),
                "withdrawn",
                _("Take back"),
                (*_STAFF, "system"),
                events=("withdrawn",),
            ),
        ),
    )
)
