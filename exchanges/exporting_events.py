"""What belongs to one mission or event, as tables to take away; the scope is its slug."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import workflow
from core.facts import day_of, fact, name_of, words_of
from core.listings import Asked, Found, Listing, column, told
from core.tables import DATE, MONEY, WHOLE
from exchanges import permissions
from exchanges.enums import MissionInvitationState, ParticipantSide
from exchanges.models import MeetingRound, MeetingSeat, Mission
from exchanges.selectors import meetings, mission_invitations, mission_people, mission_run
from exchanges.selectors import missions as events
from exchanges.selectors import presence as attendance
from exchanges.services import presence
from exchanges.workflows.meetings import round_relations
from exchanges.workflows.mission import mission_relations

STAFF = ("host_manager", "coordinator")


def _mission(asked: Asked) -> Mission:
    return get_object_or_404(events.mission_for_page(asked.actor), slug=asked.scope)


def _about(mission: Mission) -> list[tuple[str, str]]:
    return [(_("Mission or event"), mission.title)]


def _visits(asked: Asked) -> Found:
    mission = _mission(asked)
    if not mission_run.may_read(mission, asked.actor):
        raise Http404
    rows = mission_run.narrowed(mission_run.rows(mission, asked.actor), asked.given.get("show", ""))
    return Found(list(rows), _VISIT, about=_about(mission))


_VISIT = (
    column(gettext_lazy("File"), lambda row: row.exchange.reference),
    column(gettext_lazy("Visitor"), lambda row: row.exchange.visitor.name),
    column(gettext_lazy("Country"), lambda row: row.exchange.visitor_country.name),
    column(gettext_lazy("Travellers"), lambda row: ", ".join(row.travellers)),
    column(gettext_lazy("State"), lambda row: row.state),
    column(gettext_lazy("Waiting for"), lambda row: ", ".join(str(word) for word in row.waiting)),
    column(gettext_lazy("What is missing"), lambda row: " ".join(str(word) for word in row.missing)),
    column(gettext_lazy("Days attended"), lambda row: row.attended, WHOLE),
    column(gettext_lazy("Days planned"), lambda row: row.planned, WHOLE),
    column(gettext_lazy("Lump sum in EUR"), lambda row: row.amount, MONEY),
)


def _people(asked: Asked) -> Found:
    """As the page: an address only where the reader may see it."""
    mission = _mission(asked)
    permissions.check_relation(presence.relations(mission, asked.actor), *attendance.NOTERS)
    return Found(mission_people.people(mission, asked.actor), _PERSON, about=_about(mission))


_PERSON = (
    column(gettext_lazy("Name"), lambda row: row.name),
    column(gettext_lazy("Position"), lambda row: row.position),
    column(gettext_lazy("Organisation"), lambda row: row.organisation),
    column(gettext_lazy("Country"), lambda row: row.country),
    column(gettext_lazy("Side"), lambda row: row.side),
    column(gettext_lazy("E-mail"), lambda row: row.email),
)


def _invitations(asked: Asked) -> Found:
    mission = _mission(asked)
    permissions.check_relation(mission_relations(mission, asked.actor), *STAFF)
    rows = mission_invitations.invitations_of(mission, asked.actor)
    state = asked.given.get("state", "")
    return told(rows.filter(state=state) if state else rows, _INVITATION, about=_about(mission))


_INVITATION = (
    fact(gettext_lazy("Organisation"), "organisation_name"),
    fact(gettext_lazy("Contact"), "contact_name"),
    fact(gettext_lazy("E-mail"), "contact_email"),
    fact(gettext_lazy("Country"), "country__name"),
    fact(gettext_lazy("State"), "state", words=words_of(MissionInvitationState)),
    fact(gettext_lazy("Invited on"), day_of("invited_at"), DATE),
)


def _round(asked: Asked) -> MeetingRound:
    found = get_object_or_404(meetings.rounds(asked.actor), mission=_mission(asked))
    permissions.check_relation(round_relations(found, asked.actor), *STAFF)
    return found


def _answers(asked: Asked) -> Found:
    found = _round(asked)
    return told(meetings.with_answers(found), _ANSWER, about=_about(found.mission))


_ANSWER = (
    fact(gettext_lazy("Name"), Case(When(traveller=None, then=name_of()), default=name_of("traveller"))),
    fact(gettext_lazy("Organisation"), Coalesce("organisation__name", "organisation_name")),
    fact(gettext_lazy("Country"), "country__name"),
    fact(gettext_lazy("Side"), "side", words=words_of(ParticipantSide)),
    fact(gettext_lazy("Answered on"), day_of("meeting_answer__answered_at"), DATE),
    fact(gettext_lazy("Wants to meet"), "wants", WHOLE),
)


def _meetings(asked: Asked) -> Found:
    """What came of each meeting, in the words of both sides."""
    found = _round(asked)
    return Found(meetings.meetings_of_round(found), _MEETING, about=_about(found.mission))


def _of_side(place: int, value: Callable[[MeetingSeat], Any]) -> Callable[[Any], Any]:
    return lambda row: value(row.sides[place]) if len(row.sides) > place else ""


_MEETING = (
    column(gettext_lazy("Day"), lambda row: row.slot.day, DATE),
    column(gettext_lazy("Begins at"), lambda row: row.slot.starts_at.strftime("%H:%M")),
    column(gettext_lazy("Table"), lambda row: row.table, WHOLE),
    column(gettext_lazy("State"), lambda row: workflow.of(row).state(row.state).label),
    column(gettext_lazy("First side"), _of_side(0, lambda seat: seat.participant.full_name)),
    column(gettext_lazy("Organisation of the first"), _of_side(0, lambda seat: seat.participant.of)),
    column(
        gettext_lazy("What came of it for the first"), _of_side(0, lambda seat: seat.get_outcome_display())
    ),
    column(gettext_lazy("Second side"), _of_side(1, lambda seat: seat.participant.full_name)),
    column(gettext_lazy("Organisation of the second"), _of_side(1, lambda seat: seat.participant.of)),
    column(
        gettext_lazy("What came of it for the second"), _of_side(1, lambda seat: seat.get_outcome_display())
    ),
)


def _at(name: str) -> Callable[[str], str]:
    return lambda scope: reverse(f"exchanges:{name}", args=[scope])


LISTINGS = (
    Listing("mission-visits", gettext_lazy("Visits of a mission"), _visits, _at("mission_board")),
    Listing("mission-people", gettext_lazy("Participants of an event"), _people, _at("mission_people")),
    Listing(
        "mission-invitations",
        gettext_lazy("Invitations to an event"),
        _invitations,
        _at("mission_invitations"),
    ),
    Listing("meeting-answers", gettext_lazy("Answers before the meetings"), _answers, _at("meeting_answers")),
    Listing("meetings", gettext_lazy("Meetings and what came of them"), _meetings, _at("meeting_grid")),
)
