"""The plan of the meetings: asked for, made by a worker from the wishes, kept with what it met and what it could not."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, outbox, progress, workflow
from core.actors import Actor
from core.exceptions import PortalError, Refused, WrongState
from exchanges.enums import OPEN_MEETING_STATES, SessionKind, WishKind
from exchanges.matching import meeting_problem as problem
from exchanges.matching.meetings import Plan
from exchanges.matching.meetings import plan as find_plan
from exchanges.models import (
    Meeting,
    MeetingAnswer,
    MeetingPlan,
    MeetingRound,
    MeetingSeat,
    MeetingSlot,
    MeetingWish,
)
from exchanges.permissions import check_relation
from exchanges.selectors.meetings import attendees, begins
from exchanges.services.meetings import STAFF, lay_slots
from exchanges.workflows.meetings import round_relations

PLANNER = Actor.system("meetings")
STEPS = 3
logger = logging.getLogger(__name__)


@transaction.atomic
def ask_plan(*, meeting_round: MeetingRound, by: Actor, rest: bool = False) -> MeetingPlan:
    """Note that a plan is wanted. `rest`: only wishes without a meeting, around what stands; else all anew but for
    meetings put in by hand. Raises WrongState once the schedules are published, unless only the rest is wanted.
    """
    workflow.claim(meeting_round)
    check_relation(round_relations(meeting_round, by), *STAFF)
    states = ("scheduled", "published") if rest else ("wishes_open", "scheduled")
    if meeting_round.state not in states:
        raise WrongState(_("A plan cannot be made now."))
    if meeting_round.plans.filter(made_at=None, failed_at=None).exists():
        raise WrongState(_("A plan is being made already."))
    if not MeetingWish.objects.filter(round=meeting_round, kind=WishKind.WANT).exists():
        raise Refused(_("Nobody has said yet whom to meet."))
    made = MeetingPlan.objects.create(round=meeting_round, rest=rest)
    audit.record("meetinground.plan", meeting_round, by, {"rest": (None, rest)})
    outbox.add("meetings.plan", f"plan:{made.pk}", payload={"id": made.pk})
    return made


def make_plan(asked: MeetingPlan) -> None:
    """The worker's part. What goes wrong is told on the page."""
    try:
        with transaction.atomic():
            _make(asked)
    except PortalError as error:
        _note_failure(asked, str(error))
    except Exception:
        logger.exception("plan of meetings %s failed", asked.pk)
        _note_failure(asked, _("The plan could not be made. Try again; if it fails again, tell us."))


def _make(asked: MeetingPlan) -> None:
    meeting_round = MeetingRound.objects.select_related("mission__country").get(pk=asked.round_id)
    workflow.claim(meeting_round)
    job = f"meeting_plan:{asked.pk}"
    progress.note(job, 0, STEPS)
    if not asked.rest:
        lay_slots(meeting_round)
        _clear(meeting_round)
    of, slots = problem_of(meeting_round)
    progress.note(job, 1, STEPS)
    found = find_plan(of)
    progress.note(job, 2, STEPS)
    _save(meeting_round, found, slots)
    if meeting_round.state == "wishes_open":
        workflow.perform(meeting_round, "schedule", by=PLANNER)
    asked.made_at, asked.result = clock.now(), _result(of, found)
    asked.save(update_fields=["made_at", "result"])
    if asked.rest and meeting_round.state == "published":
        _tell_new(meeting_round, found, slots)


def _clear(meeting_round: MeetingRound) -> None:
    """An unpublished plan goes, but for what a person put in; nobody was told of it."""
    if meeting_round.state not in ("wishes_open", "scheduled"):
        raise WrongState(_("The schedules are published. Only the rest can be planned now."))
    Meeting.objects.filter(round=meeting_round, by_hand=False).delete()


def problem_of(meeting_round: MeetingRound) -> tuple[problem.Problem, list[MeetingSlot]]:
    """The problem as plain values, and the slots in its order."""
    slots = list(meeting_round.slots.order_by("day", "starts_at", "id"))
    position = {slot.pk: number for number, slot in enumerate(slots)}
    blocked = _blocked(meeting_round, slots)
    away: dict[int, set[int]] = {}
    for key, slot in MeetingAnswer.away.through.objects.filter(
        meetinganswer__round=meeting_round
    ).values_list("meetinganswer__participant", "meetingslot"):
        away.setdefault(key, set()).add(position[slot])
    open_slots = frozenset(range(len(slots))) - blocked
    people = tuple(
        problem.Person(
            one.pk,
            f"#{one.organisation_id}" if one.organisation_id else one.of.strip().casefold(),
            open_slots - away.get(one.pk, set()),
        )
        for one in attendees(meeting_round).order_by("id")
    )
    wishes = list(MeetingWish.objects.filter(round=meeting_round).values_list("wisher", "wished", "kind"))
    timezone, moment = meeting_round.mission.country.timezone, clock.now()
    return problem.Problem(
        people,
        tuple(slot.day.toordinal() for slot in slots),
        meeting_round.tables,
        frozenset((one, other) for one, other, kind in wishes if kind == WishKind.WANT),
        frozenset((one, other) for one, other, kind in wishes if kind == WishKind.AVOID),
        meeting_round.most_in_a_row,
        _fixed(meeting_round, position),
        frozenset(number for number, slot in enumerate(slots) if begins(slot, timezone) <= moment),
    ), slots


def _fixed(meeting_round: MeetingRound, position: dict[int, int]) -> tuple[problem.Meeting, ...]:
    rows = Meeting.objects.filter(round=meeting_round, state__in=OPEN_MEETING_STATES).prefetch_related(
        "seats"
    )
    found = []
    for meeting in rows.order_by("id"):
        one, other = sorted(seat.participant_id for seat in meeting.seats.all())
        found.append(problem.Meeting(one, other, position[meeting.slot_id], meeting.table))
    return tuple(found)


def _blocked(meeting_round: MeetingRound, slots: Iterable[MeetingSlot]) -> set[int]:
    """Slots in which the programme has something else for everybody."""
    sessions = list(meeting_round.mission.sessions.exclude(kind=SessionKind.MEETINGS))
    return {
        number
        for number, slot in enumerate(slots)
        if any(
            session.starts_at is not None
            and session.ends_at is not None
            and session.day == slot.day
            and session.starts_at < slot.ends_at
            and slot.starts_at < session.ends_at
            for session in sessions
        )
    }


def _save(meeting_round: MeetingRound, found: Plan, slots: list[MeetingSlot]) -> None:
    rows = [Meeting(round=meeting_round, slot=slots[one.slot], table=one.table) for one in found.meetings]
    workflow.start_many(rows, by=PLANNER, state="planned", action="plan")
    MeetingSeat.objects.bulk_create(
        MeetingSeat(meeting=row, participant_id=key, slot=row.slot)
        for row, one in zip(rows, found.meetings, strict=True)
        for key in one.pair
    )


def _result(of: problem.Problem, found: Plan) -> dict[str, Any]:
    met = {key for meeting in (*of.fixed, *found.meetings) for key in meeting.pair}
    wishing = {key for key, _other in of.wants} & set(of.by_key)
    return {
        "meetings": len(found.meetings),
        "kept": len(of.fixed),
        "mutual": found.worth.mutual,
        "mutual_wanted": sum(map(of.is_mutual, of.pairs)),
        "mutual_bound": found.mutual_bound,
        "single": found.worth.single,
        "single_wanted": sum(not of.is_mutual(pair) for pair in of.pairs),
        "single_bound": found.single_bound,
        "served": found.worth.served,
        "served_bound": found.served_bound,
        "without": len(wishing - met),
        "gaps": found.worth.gaps,
        "proven": found.proven,
        "greedy_mutual": found.greedy.mutual,
        "greedy_single": found.greedy.single,
    }


def _tell_new(meeting_round: MeetingRound, found: Plan, slots: list[MeetingSlot]) -> None:
    """Who has a new meeting after the schedules went out hears of it."""
    people = sorted({key for meeting in found.meetings for key in meeting.pair})
    moment, stamp = clock.now(), meeting_round.version
    outbox.add_many(
        "meetings.schedule",
        [(f"schedule:{key}:{stamp}", moment, {"id": key, "changed": True}) for key in people],
    )


def _note_failure(asked: MeetingPlan, words: str) -> None:
    asked.refresh_from_db()
    asked.failed_at, asked.problem = clock.now(), words[:300]
    asked.save(update_fields=["failed_at", "problem"])
