"""Meetings one by one: put in, moved and cancelled by hand, and what came of them."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, WrongState
from exchanges.enums import OPEN_MEETING_STATES, MeetingOutcome, WishKind
from exchanges.models import (
    Meeting,
    MeetingAnswer,
    MeetingRound,
    MeetingSeat,
    MeetingSlot,
    MeetingWish,
    Participant,
)
from exchanges.permissions import check_relation
from exchanges.selectors.meetings import SIDES, begins
from exchanges.services.meetings import STAFF
from exchanges.workflows.meetings import round_relations
from exchanges.workflows.participant import participant_relations


@transaction.atomic
def add_meeting(
    *,
    meeting_round: MeetingRound,
    by: Actor,
    slot: MeetingSlot,
    table: int,
    one: Participant,
    other: Participant,
) -> Meeting:
    """A meeting that a person puts in; a new plan leaves it where it is. Raises InvalidInput for each kind of clash."""
    workflow.claim(meeting_round)
    check_relation(round_relations(meeting_round, by), *STAFF)
    if meeting_round.state not in ("wishes_open", "scheduled", "published"):
        raise WrongState(_("Meetings cannot be put in now."))
    _check_pair(meeting_round, one, other)
    _check_place(meeting_round, slot, table, (one, other))
    made = workflow.start(
        Meeting(round=meeting_round, slot=slot, table=table, by_hand=True), by=by, state="planned"
    )
    MeetingSeat.objects.bulk_create(
        MeetingSeat(meeting=made, participant=person, slot=slot) for person in (one, other)
    )
    _tell(meeting_round, made, "added")
    return made


@transaction.atomic
def move_meeting(*, meeting: Meeting, by: Actor, slot: MeetingSlot, table: int) -> Meeting:
    """To another time or table, or both. Raises InvalidInput for a clash."""
    meeting_round = MeetingRound.objects.select_related("mission__country").get(pk=meeting.round_id)
    workflow.claim(meeting_round)
    workflow.check_actor(meeting, "move", by)
    workflow.hold(meeting)
    if (meeting.slot_id, meeting.table) == (slot.pk, table):
        raise InvalidInput(_("The meeting is there already. Choose another time or table."), "table")
    _check_place(meeting_round, slot, table, _people_of(meeting), but=meeting)
    meeting.slot, meeting.table, meeting.by_hand = slot, table, True
    workflow.perform(meeting, "move", by=by, held=True)
    _tell(meeting_round, meeting, "moved")
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Actor, reason: str) -> Meeting:
    """The table and both people are free again; both are told why."""
    meeting_round = MeetingRound.objects.select_related("mission").get(pk=meeting.round_id)
    workflow.claim(meeting_round)
    workflow.perform(meeting, "cancel", by=by, comment=reason.strip())
    _tell(meeting_round, meeting, "cancelled")
    return meeting


@transaction.atomic
def swap_meetings(*, meeting: Meeting, other: Meeting, by: Actor) -> None:
    """Each takes the time and table of the other. Raises InvalidInput for a clash, with its name."""
    meeting_round = MeetingRound.objects.select_related("mission__country").get(pk=meeting.round_id)
    workflow.claim(meeting_round)
    if other.round_id != meeting.round_id or other.pk == meeting.pk:
        raise InvalidInput(_("Choose another meeting of this event."), "other")
    both = (meeting, other)
    for one in both:
        workflow.check_actor(one, "move", by)
        workflow.hold(one)
    for one, target in (both, both[::-1]):
        _check_people(meeting_round, target.slot, _people_of(one), but=both)
    places = {one.pk: (swapped.slot, swapped.table) for one, swapped in (both, both[::-1])}
    _step_aside(meeting)
    for one in (other, meeting):
        one.slot, one.table = places[one.pk]
        one.by_hand = True
        workflow.perform(one, "move", by=by, held=True)
        _tell(meeting_round, one, "moved")


def _step_aside(meeting: Meeting) -> None:
    """To a place that nobody uses, because indexes refuse two meetings at one place even for a moment."""
    taken = MeetingSeat.objects.filter(
        takes_place=True, participant__in=[person.pk for person in _people_of(meeting)]
    )
    free = MeetingSlot.objects.filter(round=meeting.round_id).exclude(pk__in=taken.values("slot")).first()
    if free is None:
        raise InvalidInput(_("Both have meetings at all times. Cancel one of them first."), "other")
    used = set(Meeting.objects.filter(slot=free).values_list("table", flat=True))
    Meeting.objects.filter(pk=meeting.pk).update(slot=free, table=min(set(range(1, 101)) - used))
    workflow.hold(meeting)


@transaction.atomic
def cancel_meetings_of(
    *, participant: Participant, by: Actor, reason: str, until: MeetingSlot | None = None
) -> int:
    """Somebody comes later (`until`: the first slot that they can keep) or not at all: their meetings before that which
    have not begun are cancelled, and no plan gives them one in these slots. Returns how many are cancelled.
    """
    meeting_round = (
        MeetingRound.objects.filter(mission=participant.mission_id).select_related("mission__country").first()
    )
    if meeting_round is None:
        return 0
    check_relation(round_relations(meeting_round, by), *STAFF)
    missed = _say_when(meeting_round, participant, by, until)
    rows = Meeting.objects.filter(seats__participant=participant, state__in=("planned", "moved"))
    cancelled = [row for row in rows.select_related("slot").order_by("id") if row.slot in missed]
    for meeting in cancelled:
        cancel_meeting(meeting=meeting, by=by, reason=reason)
    return len(cancelled)


def _say_when(
    meeting_round: MeetingRound, participant: Participant, by: Actor, until: MeetingSlot | None
) -> list[MeetingSlot]:
    """Notes in which of the slots to come the person is not there. Who was not expected any more can be expected again."""
    timezone = meeting_round.mission.country.timezone
    slots = meeting_round.slots.order_by("day", "starts_at", "id")
    coming = [slot for slot in slots if begins(slot, timezone) > clock.now()]
    if until is not None and until.round_id != meeting_round.pk:
        raise InvalidInput(_("This time does not exist. Please choose again."), "until")
    moment = begins(until, timezone) if until is not None else None
    missed = [slot for slot in coming if moment is None or begins(slot, timezone) < moment]
    answer, _new = MeetingAnswer.objects.get_or_create(
        participant=participant, defaults={"round": meeting_round, "asked_at": clock.now()}
    )
    if set(coming) <= set(answer.away.all()):
        answer.away.remove(*coming)
    answer.away.add(*missed)
    audit.record("meeting_answer.away", answer, by, {"slots": ("", len(missed))})
    return missed


@transaction.atomic
def record_outcome(
    *, meeting: Meeting, participant: Participant, by: Actor, outcome: str, note: str = ""
) -> MeetingSeat:
    """What one side says of a meeting, once it has begun; the last word counts. Staff can say it for them."""
    meeting_round = MeetingRound.objects.select_related("mission__country").get(pk=meeting.round_id)
    workflow.lock(meeting_round)
    mine = participant_relations(participant, by) & {"participant", "system", "host_manager", "coordinator"}
    seat = meeting.seats.select_for_update(of=("self",), no_key=True).filter(participant=participant).first()
    if not mine or seat is None:
        raise NotAllowed(_("Only those who met can say what came of it."))
    if meeting_round.state not in ("published", "finished") or meeting.state == "cancelled":
        raise WrongState(_("This meeting does not take place."))
    if begins(meeting.slot, meeting_round.mission.country.timezone) > clock.now():
        raise WrongState(_("This meeting is still to come."))
    if outcome not in MeetingOutcome.values:
        raise InvalidInput(_("Choose what came of the meeting."), "outcome")
    before, seat.outcome, seat.note = seat.outcome, outcome, note.strip()
    seat.answered_at = clock.now()
    seat.save(update_fields=["outcome", "note", "answered_at"])
    audit.record("meetingseat.outcome", seat, by, {"outcome": (before, outcome)})
    said = set(meeting.seats.exclude(outcome="").values_list("outcome", flat=True))
    move = "miss" if said == {MeetingOutcome.NOT_HELD} else "hold"
    target = {"miss": "missed", "hold": "held"}[move]
    meeting.refresh_from_db()
    if meeting.state != target:
        workflow.perform(meeting, move, by=by)
    return seat


def _check_pair(meeting_round: MeetingRound, one: Participant, other: Participant) -> None:
    if one.pk == other.pk:
        raise InvalidInput(_("Choose two different people."), "other")
    for field, person in (("one", one), ("other", other)):
        if (person.mission_id, person.state) != (
            meeting_round.mission_id,
            "coming",
        ) or person.side not in SIDES:
            raise InvalidInput(_("This person does not come to the event."), field)
    same = one.organisation_id is not None and one.organisation_id == other.organisation_id
    if same or one.of.strip().casefold() == other.of.strip().casefold():
        raise InvalidInput(_("Both are of the same organisation."), "other")
    pairs = {(one.pk, other.pk), (other.pk, one.pk)}
    avoided = MeetingWish.objects.filter(
        round=meeting_round, kind=WishKind.AVOID, wisher__in=(one, other), wished__in=(one, other)
    )
    if pairs & set(avoided.values_list("wisher", "wished")):
        raise InvalidInput(_("These two cannot meet. The portal does not say why."), "other")
    if Meeting.objects.filter(
        pk__in=Meeting.objects.filter(seats__participant=one, state__in=OPEN_MEETING_STATES).values("pk"),
        seats__participant=other,
    ).exists():
        raise InvalidInput(_("These two have a meeting already."), "other")


def _people_of(meeting: Meeting) -> list[Participant]:
    return [seat.participant for seat in meeting.seats.select_related("participant").order_by("id")]


def _check_place(
    meeting_round: MeetingRound,
    slot: MeetingSlot,
    table: int,
    people: Collection[Participant],
    but: Meeting | None = None,
) -> None:
    """Names whom or what the time clashes with."""
    if slot.round_id != meeting_round.pk or not 1 <= table <= meeting_round.tables:
        raise InvalidInput(_("This time or table does not exist."), "slot")
    there = Meeting.objects.filter(slot=slot, table=table, state__in=OPEN_MEETING_STATES)
    if but is not None:
        there = there.exclude(pk=but.pk)
    if there.exists():
        raise InvalidInput(_("Table %(table)d is taken at that time.") % {"table": table}, "table")
    _check_people(meeting_round, slot, people, but=(but,) if but is not None else ())


def _check_people(
    meeting_round: MeetingRound, slot: MeetingSlot, people: Collection[Participant], but: Collection[Meeting]
) -> None:
    if begins(slot, meeting_round.mission.country.timezone) <= clock.now():
        raise InvalidInput(_("This time is over."), "slot")
    there = Meeting.objects.filter(slot=slot, state__in=OPEN_MEETING_STATES).exclude(
        pk__in=[one.pk for one in but]
    )
    for person in people:
        if there.filter(seats__participant=person).exists():
            raise InvalidInput(
                _("%(name)s has another meeting at that time.") % {"name": person.full_name}, "slot"
            )
        if slot.away.filter(participant=person).exists():
            raise InvalidInput(_("%(name)s cannot come at that time.") % {"name": person.full_name}, "slot")


def _tell(meeting_round: MeetingRound, meeting: Meeting, what: str) -> None:
    """Both sides, once the schedules are out."""
    if meeting_round.state == "published":
        key = f"{what}:{meeting.pk}:{meeting.version}"
        outbox.add("meetings.changed", key, payload={"id": meeting.pk, "what": what})
