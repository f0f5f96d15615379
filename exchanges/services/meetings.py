"""The pre-arranged meetings of an event: set up, wishes asked for, published, finished."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, links, outbox, workflow
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput, Refused, WrongState
from core.models import AccessLink
from exchanges.enums import SessionKind
from exchanges.models import Meeting, MeetingAnswer, MeetingRound, MeetingSlot, Mission, Participant
from exchanges.permissions import check_relation
from exchanges.selectors.meetings import attendees
from exchanges.services.programme import add_session
from exchanges.workflows.meetings import round_relations
from exchanges.workflows.mission import mission_relations
from exchanges.workflows.participant import participant_relations

STAFF = ("host_manager", "coordinator", "system")
LINK_PURPOSE, FEED_PURPOSE = "meetings", "meetings_feed"
FEED_DAYS = 400
REMIND_AFTER = timedelta(hours=20)
SETTINGS = ("slot_minutes", "pause_minutes", "tables", "most_in_a_row", "wishes_until")


def create_round(
    *,
    mission: Mission,
    by: Actor,
    wishes_until: date,
    slot_minutes: int = 20,
    pause_minutes: int = 5,
    tables: int = 6,
    most_in_a_row: int | None = None,
) -> MeetingRound:
    """Meetings for an event that has not ended; nobody hears of it yet."""
    check_relation(mission_relations(mission, by), *STAFF)
    if mission.state in ("finished", "cancelled"):
        raise WrongState(_("This event is over. Meetings can only be planned before it."))
    meeting_round = MeetingRound(
        mission=mission,
        wishes_until=wishes_until,
        slot_minutes=slot_minutes,
        pause_minutes=pause_minutes,
        tables=tables,
        most_in_a_row=most_in_a_row,
    )
    _check(meeting_round)
    with transaction.atomic():
        workflow.claim(mission)
        if MeetingRound.objects.filter(mission=mission).exists():
            raise WrongState(_("The meetings of this event are set up already."))
        workflow.start(meeting_round, by=by, state="draft")
        lay_slots(meeting_round)
    return meeting_round


@transaction.atomic
def update_round(
    *, meeting_round: MeetingRound, by: Actor, seen: str | None = None, **fields: Any
) -> MeetingRound:
    """Tables, lengths and the last day for wishes, before the plan is made. Raises ChangedMeanwhile."""
    workflow.claim(meeting_round)
    check_relation(round_relations(meeting_round, by), *STAFF)
    _before_the_plan(meeting_round)
    saved = {name: getattr(meeting_round, name) for name in fields}
    check_seen(meeting_round, seen, saved, fields)
    for name, value in fields.items():
        setattr(meeting_round, name, value)
    _check(meeting_round)
    meeting_round.save(update_fields=list(fields))
    lay_slots(meeting_round)
    changes = {name: (saved[name], value) for name, value in fields.items() if saved[name] != value}
    audit.record("meetinground.update", meeting_round, by, changes)
    return meeting_round


@transaction.atomic
def add_time(
    *, meeting_round: MeetingRound, by: Actor, day: date, starts_at: time, ends_at: time, place: str = ""
) -> int:
    """One more stretch of time for meetings, as a session of the programme. Returns how many slots it has."""
    check_relation(round_relations(meeting_round, by), *STAFF)
    workflow.claim(meeting_round)
    _before_the_plan(meeting_round)
    long_enough = minutes_between(starts_at, ends_at) >= meeting_round.slot_minutes
    if not long_enough:
        raise InvalidInput(_("This time is shorter than one meeting."), "ends_at")
    add_session(
        mission=meeting_round.mission,
        by=by,
        day=day,
        starts_at=starts_at,
        ends_at=ends_at,
        kind=SessionKind.MEETINGS,
        title=_("Pre-arranged B2B meetings"),
        place=place,
    )
    lay_slots(meeting_round)
    return meeting_round.slots.filter(day=day, starts_at__gte=starts_at, starts_at__lt=ends_at).count()


def lay_slots(meeting_round: MeetingRound) -> None:
    """Slots as the programme and the lengths say; those that stay keep their identity. In the caller's transaction."""
    wanted = {(day, start): (end, place) for day, start, end, place in _times(meeting_round)}
    known = {(slot.day, slot.starts_at): slot for slot in meeting_round.slots.all()}
    gone = [slot.pk for at, slot in known.items() if at not in wanted]
    # Before the plan is made no meeting holds a slot.
    MeetingSlot.objects.filter(pk__in=gone).exclude(meetings__isnull=False).delete()
    for at, (end, place) in wanted.items():
        slot = known.get(at)
        if slot is not None and (slot.ends_at, slot.place) != (end, place):
            MeetingSlot.objects.filter(pk=slot.pk).update(ends_at=end, place=place)
    MeetingSlot.objects.bulk_create(
        MeetingSlot(round=meeting_round, day=day, starts_at=start, ends_at=end, place=place)
        for (day, start), (end, place) in wanted.items()
        if (day, start) not in known
    )


@transaction.atomic
def open_wishes(*, meeting_round: MeetingRound, by: Actor) -> MeetingRound:
    """Everybody with a place is asked whom they want to meet."""
    workflow.check_actor(meeting_round, "open_wishes", by)
    lay_slots(meeting_round)
    if meeting_round.wishes_until < clock.today():
        raise Refused(_("The last day for wishes is over. Set a later one first."))
    if attendees(meeting_round).count() < 2:
        raise Refused(_("Nobody can meet yet. Enter the participants of both sides first."))
    workflow.perform(meeting_round, "open_wishes", by=by)
    ask(meeting_round, by)
    return meeting_round


@transaction.atomic
def ask(meeting_round: MeetingRound, by: Actor) -> int:
    """Mails to those who were never asked, and again to those who have not answered. Returns how many."""
    workflow.claim(meeting_round)
    check_relation(round_relations(meeting_round, by), *STAFF)
    if meeting_round.state != "wishes_open":
        raise WrongState(_("Wishes are not collected at the moment."))
    moment = clock.now()
    answers = {one.participant_id: one for one in meeting_round.answers.all()}
    people = list(attendees(meeting_round))
    missing = [one for one in people if one.pk not in answers]
    MeetingAnswer.objects.bulk_create(
        MeetingAnswer(round=meeting_round, participant=one, asked_at=moment) for one in missing
    )
    late = [
        one.pk
        for one in people
        if (answer := answers.get(one.pk)) is not None
        and answer.answered_at is None
        and (answer.reminded_at or answer.asked_at or moment) <= moment - REMIND_AFTER
    ]
    MeetingAnswer.objects.filter(round=meeting_round, participant__in=late).update(reminded_at=moment)
    asked = [*(one.pk for one in missing), *late]
    stamp = moment.isoformat()
    outbox.add_many(
        "meetings.ask", [(f"ask:{key}:{stamp}", moment, {"id": key, "again": key in late}) for key in asked]
    )
    return len(asked)


def collect_again(*, meeting_round: MeetingRound, by: Actor) -> MeetingRound:
    """Back to the wishes; the plan that nobody has seen stays until the next one."""
    return workflow.perform(meeting_round, "collect_again", by=by)


@transaction.atomic
def publish(*, meeting_round: MeetingRound, by: Actor) -> MeetingRound:
    """The schedules go out, each to its participant; those without a meeting hear that, too."""
    workflow.perform(meeting_round, "publish", by=by)
    moment, stamp = clock.now(), meeting_round.version
    people = list(attendees(meeting_round))
    outbox.add_many(
        "meetings.schedule", [(f"schedule:{one.pk}:{stamp}", moment, {"id": one.pk}) for one in people]
    )
    return meeting_round


@transaction.atomic
def finish(*, meeting_round: MeetingRound, by: Actor) -> MeetingRound:
    """The day is over. Who has said nothing of a meeting is asked once."""
    last = meeting_round.slots.order_by("-day", "-ends_at").first()
    if last is not None and last.day > clock.today(meeting_round.mission.country.timezone):
        raise Refused(_("The last meetings are still to come."))
    workflow.perform(meeting_round, "finish", by=by)
    open_seats = Meeting.objects.filter(round=meeting_round, state__in=("planned", "moved"))
    keys = Participant.objects.filter(meeting_seats__meeting__in=open_seats, meeting_seats__outcome="")
    moment = clock.now()
    outbox.add_many(
        "meetings.outcome",
        [
            (f"outcome:{key}", moment, {"id": key})
            for key in keys.order_by("pk").distinct().values_list("pk", flat=True)
        ],
    )
    return meeting_round


def issue_link(participant: Participant) -> str:
    """A new address for the own meetings; earlier ones stop working."""
    _link, url = links.issue(
        participant,
        LINK_PURPOSE,
        address=participant.address,
        name=participant.full_name,
        url_name="exchanges:my_meetings_by_link",
    )
    return url


def issue_feed(*, participant: Participant, by: Actor) -> str:
    """The address for a calendar program; an earlier one stops working. Only its hash is kept."""
    check_relation(participant_relations(participant, by), "participant")
    _link, url = links.issue(
        participant,
        FEED_PURPOSE,
        address=participant.address,
        name=participant.full_name,
        url_name="exchanges:meetings_feed",
        days=FEED_DAYS,
    )
    return url


def stop_feed(*, participant: Participant, by: Actor) -> None:
    check_relation(participant_relations(participant, by), "participant")
    links.revoke(participant, FEED_PURPOSE)


def has_feed(participant: Participant) -> bool:
    return AccessLink.objects.filter(
        subject_type=participant._meta.label_lower,
        subject_id=participant.pk,
        purpose=FEED_PURPOSE,
        revoked_at=None,
        expires_at__gt=clock.now(),
    ).exists()


def minutes_between(start: time, end: time) -> int:
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _times(meeting_round: MeetingRound) -> Iterator[tuple[date, time, time, str]]:
    sessions = meeting_round.mission.sessions.filter(
        kind=SessionKind.MEETINGS, starts_at__isnull=False, ends_at__isnull=False
    )
    length = timedelta(minutes=meeting_round.slot_minutes)
    step = length + timedelta(minutes=meeting_round.pause_minutes)
    seen: set[tuple[date, time]] = set()
    for session in sessions.order_by("day", "starts_at", "id"):
        assert session.starts_at is not None and session.ends_at is not None
        begins = datetime.combine(session.day, session.starts_at)
        ends = datetime.combine(session.day, session.ends_at)
        while begins + length <= ends:
            if (session.day, begins.time()) not in seen:
                seen.add((session.day, begins.time()))
                yield session.day, begins.time(), (begins + length).time(), session.place
            begins += step


def _before_the_plan(meeting_round: MeetingRound) -> None:
    if meeting_round.state not in ("draft", "wishes_open"):
        raise WrongState(_("The plan is made. Collect wishes again before you change the times or tables."))


def _check(meeting_round: MeetingRound) -> None:
    if not 5 <= meeting_round.slot_minutes <= 120:
        raise InvalidInput(_("A meeting takes 5 to 120 minutes."), "slot_minutes")
    if not 0 <= meeting_round.pause_minutes <= 60:
        raise InvalidInput(_("A pause takes at most 60 minutes."), "pause_minutes")
    if not 1 <= meeting_round.tables <= 100:
        raise InvalidInput(_("There are between 1 and 100 tables."), "tables")
    if meeting_round.most_in_a_row is not None and not 1 <= meeting_round.most_in_a_row <= 50:
        raise InvalidInput(_("Between 1 and 50 meetings can follow each other."), "most_in_a_row")
    if meeting_round.wishes_until > meeting_round.mission.end_on:
        raise InvalidInput(_("The last day for wishes lies after the event."), "wishes_until")
