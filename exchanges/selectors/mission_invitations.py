"""Whom an event was offered to, and what became of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.actors import Actor
from core.models import AccessLink
from exchanges.enums import OPEN_MISSION_INVITATION_STATES, MissionInvitationState
from exchanges.models import Mission, MissionInvitation

# Nobody hears from us more often than this.
BETWEEN = timedelta(days=3)
_TONES = {"applied": "ok", "begun": "active", "invited": "waiting", "draft": "todo", "declined": "off"}


@dataclass(frozen=True)
class Count:
    """How many invitations are in one state."""

    code: str
    label: Any
    number: int


def deadline(mission: Mission) -> date:
    """The last day on which an invited person can answer."""
    return mission.apply_until or mission.start_on


def invitations_of(mission: Mission, actor: Actor) -> QuerySet[MissionInvitation]:
    rows = MissionInvitation.objects.visible_to(actor).filter(mission=mission)
    return rows.select_related("country", "application", "participant").order_by("organisation_name", "id")


def by_link(link: AccessLink) -> MissionInvitation | None:
    rows = MissionInvitation.objects.visible_to(Actor.for_link(link))
    return (
        rows.select_related("mission__country", "mission__host", "mission__host_cluster", "country")
        .filter(pk=link.subject_id)
        .first()
    )


def counts(mission: Mission) -> list[Count]:
    """By state, in the order of the process; states that nobody is in are left out. One statement."""
    found: dict[str, int] = {}
    for state in mission.invitations.order_by().values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    labels = dict(MissionInvitationState.choices)
    return [Count(code, labels[code], found[code]) for code in labels if code in found]


def state_tag(invitation: MissionInvitation) -> tuple[Any, str]:
    """Its state in words, and the tone of the tag."""
    return MissionInvitationState(invitation.state).label, _TONES.get(invitation.state, "off")


def remindable(mission: Mission) -> QuerySet[MissionInvitation]:
    """Who has not answered, and has had no mail for three days."""
    before = clock.now() - BETWEEN
    quiet = Q(reminded_at=None) | Q(reminded_at__lte=before)
    return mission.invitations.filter(quiet, state__in=OPEN_MISSION_INVITATION_STATES, invited_at__lte=before)


def known_addresses(mission: Mission) -> dict[str, str]:
    """Address -> why this person is not invited to this event once more."""
    said_no = _("This person said no to this event. Nobody writes to them again.")
    there = _("This person is invited already.")
    rows = mission.invitations.exclude(state="withdrawn").exclude(contact_email="")
    return {
        email: said_no if state == "declined" else there
        for email, state in rows.order_by().values_list("contact_email", "state")
    }
