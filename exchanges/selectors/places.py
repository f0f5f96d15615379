"""Who asks for a place at an event, who waits, who comes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.actors import Actor
from core.models import AccessLink
from exchanges.enums import OPEN_PARTICIPANT_STATES, ParticipantSide, ParticipantState
from exchanges.models import Mission, Participant

ORDER = ("asked", "waiting", "coming", "declined", "withdrawn", "called_off")


@dataclass(frozen=True)
class Group:
    """People in one state; those who wait in the order in which they get a place."""

    code: str
    label: Any
    rows: list[Participant]


def visitors(mission: Mission) -> QuerySet[Participant]:
    """Whoever takes one of the places, and is no traveller of a file."""
    return Participant.objects.filter(mission=mission, side=ParticipantSide.VISITOR, traveller=None)


def places_taken(mission: Mission) -> int:
    return visitors(mission).filter(state="coming").count()


def first_waiting(mission: Mission) -> Participant | None:
    return visitors(mission).filter(state="waiting").order_by("state_since", "id").first()


def groups(mission: Mission, actor: Actor) -> list[Group]:
    """By state, in the order of the process. One statement."""
    seen = Participant.objects.visible_to(actor).filter(pk__in=visitors(mission).order_by().values("pk"))
    rows = list(seen.select_related("country", "organisation").order_by("state_since", "id"))
    labels = dict(ParticipantState.choices)
    found = [Group(code, labels[code], [row for row in rows if row.state == code]) for code in ORDER]
    return [group for group in found if group.rows]


def by_link(link: AccessLink) -> Participant | None:
    rows = Participant.objects.visible_to(Actor.for_link(link)).filter(pk=link.subject_id, traveller=None)
    return rows.select_related("mission__country", "mission__host", "mission__host_cluster").first()


def registered_addresses(mission: Mission) -> dict[str, str]:
    """Address -> why this person is not entered once more."""
    there = _("This person is registered already.")
    rows = Participant.objects.filter(mission=mission, state__in=OPEN_PARTICIPANT_STATES)
    return {row.address.lower(): there for row in rows.select_related("traveller") if row.address}
