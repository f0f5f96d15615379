"""Pre-arranged meetings: who comes, who has answered, the grid, and one person's schedule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clusters.enums import RoleKind
from core import clock
from core.actors import PERSON, Actor
from exchanges.enums import OPEN_MEETING_STATES, MeetingOutcome, ParticipantSide, SessionKind, WishKind
from exchanges.models import (
    Meeting,
    MeetingAnswer,
    MeetingRound,
    MeetingSeat,
    MeetingSlot,
    MeetingWish,
    Mission,
    MissionSession,
    Participant,
)

SIDES = (ParticipantSide.VISITOR, ParticipantSide.LOCAL)


def rounds(actor: Actor) -> QuerySet[MeetingRound]:
    return MeetingRound.objects.visible_to(actor).select_related(
        "mission__country", "mission__host_cluster", "mission__partnership"
    )


def attendees(meeting_round: MeetingRound) -> QuerySet[Participant]:
    """Who can meet: visitors and local companies with a place; by organisation."""
    rows = Participant.objects.filter(mission=meeting_round.mission_id, state="coming", side__in=SIDES)
    return rows.select_related("organisation", "traveller", "country").order_by(
        Coalesce("organisation__name", "organisation_name"), "id"
    )


def with_answers(meeting_round: MeetingRound) -> QuerySet[Participant]:
    """As `attendees`, with the answer, and how many each wants to meet. Whom they avoid is not counted here."""
    want = Count("meeting_wishes", filter=Q(meeting_wishes__kind=WishKind.WANT), distinct=True)
    return attendees(meeting_round).select_related("meeting_answer").annotate(wants=want)


def figures(meeting_round: MeetingRound) -> dict[str, Any]:
    """People, answers, slots and meetings of a round."""
    people = attendees(meeting_round)
    answered = people.filter(meeting_answer__answered_at__isnull=False).count()
    states = dict(
        Meeting.objects.filter(round=meeting_round)
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    return {
        "people": people.count(),
        "answered": answered,
        # Wishes and answers are removed a year after the event.
        "forgotten": meeting_round.state == "finished" and not meeting_round.answers.exists(),
        "slots": meeting_round.slots.count(),
        "meetings": sum(states.get(state, 0) for state in OPEN_MEETING_STATES),
        "cancelled": states.get("cancelled", 0),
        "held": states.get("held", 0),
        "missed": states.get("missed", 0),
        "cooperation": _held(Q(round=meeting_round))["cooperation"],
    }


def meeting_counts(mission: Mission) -> dict[str, int]:
    """How many meetings of an event took place, and in how many a side sees a possible cooperation."""
    return _held(Q(round__mission=mission))


def with_meetings_held(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """Says of each how many of its meetings took place (`meetings_held`), in the same statement."""
    held = (
        Meeting.objects.filter(round__mission=OuterRef("pk"), state="held")
        .order_by()
        .values("round__mission")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return missions.annotate(meetings_held=Coalesce(Subquery(held), 0))


def _held(which: Q) -> dict[str, int]:
    cooperation = Q(seats__outcome=MeetingOutcome.COOPERATION)
    return Meeting.objects.filter(which, state="held").aggregate(
        held=Count("pk", distinct=True), cooperation=Count("pk", filter=cooperation, distinct=True)
    )


def catalogue(participant: Participant) -> QuerySet[Participant]:
    """Who else comes, of other organisations."""
    meeting_round = MeetingRound.objects.get(mission=participant.mission_id)
    same = (
        Q(organisation=participant.organisation_id) if participant.organisation_id else Q(pk=participant.pk)
    )
    named = Q(organisation=None, organisation_name__iexact=participant.organisation_name)
    rows = attendees(meeting_round).select_related("meeting_answer").exclude(same)
    return rows.exclude(named) if participant.organisation_name else rows


def what_it_does(participant: Participant) -> str:
    """In its own words for these meetings; else as its public profile says, where it has one."""
    answer: MeetingAnswer | None = getattr(participant, "meeting_answer", None)
    if answer is not None and answer.does:
        return answer.does
    home = participant.organisation
    return home.about if home is not None and home.listed else ""


def own_wishes(participant: Participant) -> dict[int, str]:
    return dict(MeetingWish.objects.filter(wisher=participant).order_by("id").values_list("wished", "kind"))


def meetings_of_round(meeting_round: MeetingRound) -> QuerySet[Meeting]:
    """With slot and both sides, in the order of time and table."""
    return _with_people(Meeting.objects.filter(round=meeting_round)).order_by(
        "slot__day", "slot__starts_at", "table", "id"
    )


def _with_people(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    seats = MeetingSeat.objects.select_related(
        "participant__organisation", "participant__traveller", "participant__country"
    ).order_by("id")
    return rows.select_related("slot", "round__mission__country").prefetch_related(Prefetch("seats", seats))


@dataclass(frozen=True)
class Window:
    """A stretch of the programme for meetings, and how many slots it has."""

    session: MissionSession
    slots: int

    @property
    def slot(self) -> MissionSession:
        """For `by_day`."""
        return self.session


def windows(meeting_round: MeetingRound) -> list[Window]:
    slots = list(meeting_round.slots.all())
    sessions = meeting_round.mission.sessions.filter(
        kind=SessionKind.MEETINGS, starts_at__isnull=False, ends_at__isnull=False
    )
    return [
        Window(session, sum(_within(slot, session) for slot in slots))
        for session in sessions.order_by("day", "starts_at", "id")
    ]


def _within(slot: MeetingSlot, session: MissionSession) -> bool:
    assert session.starts_at is not None and session.ends_at is not None, "windows() asks for both"
    return slot.day == session.day and session.starts_at <= slot.starts_at < session.ends_at


@dataclass(frozen=True)
class Row:
    """A slot, and what happens at each table in it."""

    slot: MeetingSlot
    cells: list[Meeting | None]


def grid(meeting_round: MeetingRound) -> list[Row]:
    """Slots by tables; cancelled meetings are not in it."""
    at = {
        (meeting.slot_id, meeting.table): meeting
        for meeting in meetings_of_round(meeting_round).filter(state__in=OPEN_MEETING_STATES)
    }
    tables = range(1, meeting_round.tables + 1)
    slots = meeting_round.slots.order_by("day", "starts_at", "id")
    return [Row(slot, [at.get((slot.pk, table)) for table in tables]) for slot in slots]


@dataclass(frozen=True)
class Appointment:
    """A meeting as one side sees it."""

    meeting: Meeting
    seat: MeetingSeat
    other: Participant

    @property
    def slot(self) -> MeetingSlot:
        return self.meeting.slot

    @property
    def cancelled(self) -> bool:
        return self.meeting.state == "cancelled"

    @property
    def begun(self) -> bool:
        return begins(self.slot, self.meeting.round.mission.country.timezone) <= clock.now()

    @property
    def may_answer(self) -> bool:
        return self.begun and not self.cancelled


def schedule_of(participant: Participant, *, cancelled: bool = True) -> list[Appointment]:
    """A person's meetings in the order of time, once they are published."""
    rows = _with_people(
        Meeting.objects.filter(
            Q(round__state__in=("published", "finished")) | Q(round__state="called_off", state="cancelled"),
            seats__participant=participant,
        )
    )
    if not cancelled:
        rows = rows.exclude(state="cancelled")
    return [
        appointment(meeting, participant) for meeting in rows.order_by("slot__day", "slot__starts_at", "id")
    ]


def appointment(meeting: Meeting, participant: Participant) -> Appointment:
    seats = list(meeting.seats.all())
    mine = next(seat for seat in seats if seat.participant_id == participant.pk)
    other = next(seat.participant for seat in seats if seat.participant_id != participant.pk)
    return Appointment(meeting, mine, other)


def begins(slot: MeetingSlot, timezone: str) -> datetime:
    return datetime.combine(slot.day, slot.starts_at, ZoneInfo(timezone))


def by_day(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows with a `slot`, under their days."""
    days: dict[Any, list[Any]] = {}
    for row in rows:
        days.setdefault(row.slot.day, []).append(row)
    return [{"day": day, "rows": found} for day, found in days.items()]


def own_at(mission: Mission, actor: Actor) -> list[Participant]:
    """The people of the own organisation at an event whose meetings are prepared; nobody's for other hats."""
    hat = actor.hat if actor.kind == PERSON else None
    if hat is None or hat.kind != RoleKind.REPRESENTATIVE:
        return []
    rows = Participant.objects.visible_to(actor).filter(
        mission=mission, state="coming", mission__meeting_round__isnull=False
    )
    return list(
        rows.exclude(mission__meeting_round__state="draft").select_related("traveller").order_by("id")
    )


def people(actor: Actor) -> QuerySet[Participant]:
    """Participants with all that their own pages print."""
    return Participant.objects.visible_to(actor).select_related(
        "mission__country",
        "mission__host_cluster",
        "mission__partnership",
        "organisation",
        "traveller",
        "country",
        "meeting_answer",
    )


def round_of(participant: Participant) -> MeetingRound | None:
    """The meetings of the participant's event, once participants may see them."""
    found = MeetingRound.objects.filter(mission=participant.mission_id).exclude(state="draft").first()
    if found is not None:
        found.mission = participant.mission
    return found
