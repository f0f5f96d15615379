"""Pre-arranged meetings: wishes, the plan, clashes that cannot be, changes on the day, outcomes; who may do what."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from core import clock, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from core.models import Mail
from exchanges import invariants
from exchanges.models import (
    Meeting,
    MeetingAnswer,
    MeetingRound,
    MeetingSeat,
    MeetingSlot,
    MeetingWish,
)
from exchanges.selectors import meetings as selectors
from exchanges.services import (
    file_retention,
    meeting_day,
    meeting_plans,
    meeting_wishes,
    meetings,
    participants,
    programme,
)
from exchanges.workflows import MEETING, MEETING_ROUND
from tests.support import matrix
from tests.support import meetings as scenes
from tests.support.meetings import answered, own, planned, published, wish
from tests.support.world import FIRST_DAY, LAST_DAY

pytestmark = pytest.mark.django_db
STAFF = {"host_manager", "coordinator"}
ROUND_MOVES: matrix.Table = {
    "open_wishes": ({"draft"}, STAFF),
    "schedule": ({"wishes_open"}, STAFF | {"system"}),
    "collect_again": ({"scheduled"}, STAFF),
    "publish": ({"scheduled"}, STAFF),
    "finish": ({"published"}, STAFF | {"system"}),
    "call_off": ({"draft", "wishes_open", "scheduled", "published"}, {"system"}),
}
MEETING_MOVES: matrix.Table = {
    "move": ({"planned", "moved"}, STAFF),
    "cancel": ({"planned", "moved"}, STAFF | {"system"}),
    "hold": ({"planned", "moved", "missed"}, STAFF | {"own_side", "own_link", "system"}),
    "miss": ({"planned", "moved", "held"}, STAFF | {"own_side", "own_link", "system"}),
}
DURING = datetime.combine(FIRST_DAY, time(16), UTC)


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


@pytest.fixture
def scene(world):
    return scenes.scene(world)


@pytest.fixture
def made(scene):
    return scene.round


@pytest.fixture
def staff(scene):
    return scene.staff


@pytest.fixture
def people(scene):
    return scene.people


@pytest.fixture
def mission(scene):
    return scene.mission


def pairs(made):
    return {
        frozenset(seat.participant.last_name for seat in meeting.seats.all()): meeting
        for meeting in selectors.meetings_of_round(made).filter(
            state__in=("planned", "moved", "held", "missed")
        )
    }


def free_place(made, *people):
    """A slot in which none of these people meets, and a table at which nothing is."""
    return next(
        (row.slot, number)
        for row in selectors.grid(made)
        for number, cell in enumerate(row.cells, start=1)
        if cell is None and not row.slot.meetings.filter(seats__participant__in=people).exists()
    )


def test_slots_come_from_the_programme_with_their_pauses(made):
    assert [f"{slot.starts_at:%H:%M}-{slot.ends_at:%H:%M} {slot.place}" for slot in made.slots.all()] == [
        "14:00-14:20 Hall 1",
        "14:25-14:45 Hall 1",
        "14:50-15:10 Hall 1",
        "15:15-15:35 Hall 1",
    ]


def test_other_lengths_make_other_slots_and_keep_those_that_stay(made, staff):
    first = made.slots.first()
    meetings.update_round(meeting_round=made, by=staff, slot_minutes=30, pause_minutes=10)
    assert [f"{slot.starts_at:%H:%M}" for slot in made.slots.all()] == ["14:00", "14:40"]
    assert made.slots.first().pk == first.pk
    number = meetings.add_time(
        meeting_round=made, by=staff, day=LAST_DAY, starts_at=time(9), ends_at=time(10, 10)
    )
    assert (number, made.slots.count()) == (2, 4)
    with pytest.raises(InvalidInput, match="shorter"):
        meetings.add_time(meeting_round=made, by=staff, day=LAST_DAY, starts_at=time(9), ends_at=time(9, 20))


def test_everybody_is_asked_and_only_the_silent_are_reminded(made, staff, people):
    meetings.open_wishes(meeting_round=made, by=staff)
    outbox.run_due()
    asked = Mail.objects.filter(event="meetings.ask")
    assert {mail.to_address for mail in asked} == {person.address for person in people.values()}
    wish(people, "firm", want=("azur",))
    assert meetings.ask(made, staff) == 0
    with clock.at(clock.now() + timedelta(days=1)):
        assert meetings.ask(made, staff) == 4
        outbox.run_due()
    again = [mail for mail in asked.all() if mail.subject.startswith("Reminder")]
    assert people["firm"].address not in {mail.to_address for mail in again}
    assert len(again) == 4


def test_plan_meets_mutual_wishes_and_never_who_is_avoided(made, staff, people):
    planned(made, staff, people)
    met = set(pairs(made))
    assert {frozenset({"Firm", "Azur"}), frozenset({"Guest", "Azur"}), frozenset({"Firm", "Loups"})} <= met
    assert frozenset({"Firm", "Mer"}) not in met
    assert frozenset({"Guest", "Mer"}) in met
    result = made.plans.get().result
    assert (result["mutual"], result["mutual_wanted"], result["single"], result["proven"]) == (2, 2, 2, True)
    assert made.state == "scheduled"
    assert list(invariants.log_explains_state()) == []


def test_times_when_somebody_is_away_or_the_programme_has_something_else_stay_free(
    made, mission, staff, people
):
    slots = list(made.slots.all())
    meetings.open_wishes(meeting_round=made, by=staff)
    meeting_wishes.save_away(participant=people["firm"], by=own(people["firm"]), slots=[slots[0].pk])
    wish(people, "firm", want=("azur", "loups", "mer"))
    programme.add_session(
        mission=mission,
        by=staff,
        day=FIRST_DAY,
        title="Pitches",
        kind="pitch",
        starts_at=time(14, 30),
        ends_at=time(15),
    )
    meeting_plans.ask_plan(meeting_round=made, by=staff)
    outbox.run_due()
    # Slots 2 and 3 overlap with the pitches.
    assert [meeting.slot for meeting in Meeting.objects.all()] == [slots[3]]
    with pytest.raises(WrongState):
        wish(people, "firm", want=("azur",))


def test_plan_made_anew_keeps_what_was_put_in_by_hand(made, staff, people):
    planned(made, staff, people)
    slot, table = free_place(made, people["mer"], people["loups"])
    hand = meeting_day.add_meeting(
        meeting_round=made, by=staff, slot=slot, table=table, one=people["mer"], other=people["loups"]
    )
    meeting_plans.ask_plan(meeting_round=made, by=staff)
    with pytest.raises(WrongState, match="being made already"):
        meeting_plans.ask_plan(meeting_round=made, by=staff)
    outbox.run_due()
    hand.refresh_from_db()
    assert (hand.slot, hand.table, len(pairs(made))) == (slot, table, 5)


def test_plan_without_any_wish_is_refused(made, staff, people):
    meetings.open_wishes(meeting_round=made, by=staff)
    with pytest.raises(Refused, match="Nobody has said"):
        meeting_plans.ask_plan(meeting_round=made, by=staff)


def test_schedules_go_out_once_published(made, staff, people):
    planned(made, staff, people)
    assert selectors.schedule_of(people["firm"]) == []
    meetings.publish(meeting_round=made, by=staff)
    outbox.run_due()
    mails = {mail.to_address: mail for mail in Mail.objects.filter(event="meetings.schedule")}
    assert len(mails) == 5
    assert "Azur Capteurs" in mails["firm@mail.example"].text_body
    assert "Mer Mobile" not in mails["firm@mail.example"].text_body
    assert len(selectors.schedule_of(people["firm"])) == 2


def test_clash_by_hand_is_refused_with_its_name(made, staff, people):
    planned(made, staff, people)
    found = pairs(made)
    meeting = found[frozenset({"Firm", "Azur"})]
    other = found[frozenset({"Firm", "Loups"})]
    with pytest.raises(InvalidInput, match="is taken|another meeting"):
        meeting_day.move_meeting(meeting=meeting, by=staff, slot=other.slot, table=other.table)
    with pytest.raises(InvalidInput, match="Ann Firm has another meeting"):
        meeting_day.move_meeting(meeting=meeting, by=staff, slot=other.slot, table=3)
    slot, table = free_place(made)
    with pytest.raises(InvalidInput, match="cannot meet"):
        meeting_day.add_meeting(
            meeting_round=made, by=staff, slot=slot, table=table, one=people["mer"], other=people["firm"]
        )
    with pytest.raises(InvalidInput, match="have a meeting already"):
        meeting_day.add_meeting(
            meeting_round=made, by=staff, slot=slot, table=table, one=people["azur"], other=people["firm"]
        )
    assert pairs(made) == found


def test_absent_person_frees_tables_and_only_the_rest_is_planned(made, staff, people):
    published(made, staff, people)
    before = pairs(made)
    number = meeting_day.cancel_meetings_of(participant=people["azur"], by=staff, reason="Ill today.")
    assert number == 2
    outbox.run_due()
    told = Mail.objects.filter(event="meetings.changed", subject__startswith="Cancelled")
    assert {mail.to_address for mail in told} == {
        f"{name}@mail.example" for name in ("azur", "firm", "guest")
    }
    slot, table = free_place(made, people["guest"], people["loups"])
    meeting_day.add_meeting(
        meeting_round=made, by=staff, slot=slot, table=table, one=people["guest"], other=people["loups"]
    )
    stays = {pair: meeting.pk for pair, meeting in before.items() if "Azur" not in pair}
    meeting_plans.ask_plan(meeting_round=made, by=staff, rest=True)
    outbox.run_due()
    after = {pair: meeting.pk for pair, meeting in pairs(made).items()}
    assert stays.items() <= after.items()
    assert all("Azur" not in pair for pair in after)
    with pytest.raises(WrongState):
        meeting_plans.ask_plan(meeting_round=made, by=staff)


def test_late_person_keeps_later_meetings_and_the_missed_ones_are_planned_again(made, staff, people):
    published(made, staff, people)
    before = {meeting.pk: meeting.slot.starts_at for meeting in pairs(made).values()}
    third = made.slots.order_by("day", "starts_at")[2]
    meeting_day.cancel_meetings_of(participant=people["azur"], by=staff, reason="Train.", until=third)
    assert all(row.slot.starts_at >= third.starts_at for pair, row in pairs(made).items() if "Azur" in pair)
    meeting_plans.ask_plan(meeting_round=made, by=staff, rest=True)
    outbox.run_due()
    azur = [row for pair, row in pairs(made).items() if "Azur" in pair]
    assert len(azur) == 2 and all(row.slot.starts_at >= third.starts_at for row in azur)
    others = {row.pk: row.slot.starts_at for row in pairs(made).values() if row.pk in before}
    assert others.items() <= before.items()


def test_person_who_came_after_all_is_planned_again(made, staff, people):
    published(made, staff, people)
    meeting_day.cancel_meetings_of(participant=people["azur"], by=staff, reason="Ill today.")
    last = made.slots.order_by("day", "starts_at").last()
    meeting_day.cancel_meetings_of(participant=people["azur"], by=staff, reason="Came.", until=last)
    meeting_plans.ask_plan(meeting_round=made, by=staff, rest=True)
    outbox.run_due()
    assert [row.slot for pair, row in pairs(made).items() if "Azur" in pair] == [last]


def test_two_meetings_change_places_and_four_are_told(made, staff, people):
    published(made, staff, people)
    one, other = sorted(pairs(made).values(), key=lambda row: row.pk)[:2]
    places = {one.pk: (one.slot_id, one.table), other.pk: (other.slot_id, other.table)}
    meeting_day.swap_meetings(meeting=one, other=other, by=staff)
    outbox.run_due()
    after = {row.pk: (row.slot_id, row.table) for row in pairs(made).values()}
    assert (after[one.pk], after[other.pk]) == (places[other.pk], places[one.pk])
    told = Mail.objects.filter(event="meetings.changed", subject__startswith="Moved")
    assert told.count() == 4
    one.slot.away.add(other.seats.first().participant.meeting_answer)
    with pytest.raises(InvalidInput, match="cannot come at that time|another meeting at that time"):
        meeting_day.swap_meetings(meeting=one, other=other, by=staff)


def test_who_withdraws_has_no_meetings(made, staff, people):
    published(made, staff, people)
    participants.withdraw_participant(participant=people["guest"], by=staff)
    outbox.run_due()
    assert all("Guest" not in pair for pair in pairs(made))
    assert Mail.objects.filter(event="meetings.changed", to_address="azur@mail.example").exists()


def test_outcome_of_each_side_and_what_it_makes_of_the_meeting(made, staff, people):
    published(made, staff, people)
    meeting = pairs(made)[frozenset({"Firm", "Azur"})]
    say = {"meeting": meeting, "outcome": "cooperation"}
    with pytest.raises(WrongState, match="still to come"):
        meeting_day.record_outcome(participant=people["firm"], by=own(people["firm"]), **say)
    with clock.at(DURING):
        meeting_day.record_outcome(
            participant=people["azur"], by=own(people["azur"]), meeting=meeting, outcome="not_held"
        )
        assert meeting.state == "missed"
        meeting_day.record_outcome(
            participant=people["firm"], by=own(people["firm"]), note="Call in May", **say
        )
        assert meeting.state == "held"
        with pytest.raises(NotAllowed):
            meeting_day.record_outcome(participant=people["firm"], by=own(people["mer"]), **say)
        with pytest.raises(NotAllowed):
            meeting_day.record_outcome(participant=people["mer"], by=own(people["mer"]), **say)
        with pytest.raises(InvalidInput):
            meeting_day.record_outcome(
                participant=people["firm"], by=own(people["firm"]), meeting=meeting, outcome="splendid"
            )
    found = selectors.figures(made)
    assert (found["held"], found["cooperation"], found["missed"]) == (1, 1, 0)


def test_silent_are_asked_for_the_outcome_once_the_day_is_over(made, staff, people):
    published(made, staff, people)
    with pytest.raises(Refused, match="still to come"):
        meetings.finish(meeting_round=made, by=staff)
    with clock.at(DURING):
        for meeting in Meeting.objects.all():
            for seat in meeting.seats.exclude(participant=people["mer"]):
                person = next(one for one in people.values() if one.pk == seat.participant_id)
                meeting_day.record_outcome(
                    meeting=meeting, participant=person, by=own(person), outcome="informative"
                )
        guest_mer = pairs(made)[frozenset({"Guest", "Mer"})]
        assert guest_mer.state == "held"
        meetings.finish(meeting_round=made, by=staff)
        outbox.run_due()
    assert not Mail.objects.filter(event="meetings.outcome").exclude(to_address="mer@mail.example").exists()


def test_database_refuses_every_clash(made, staff, people):
    planned(made, staff, people)
    found = pairs(made)
    meeting, other = found[frozenset({"Firm", "Azur"})], found[frozenset({"Firm", "Loups"})]
    with violates("meeting_person_once"):
        Meeting.objects.filter(pk=meeting.pk).update(slot=other.slot, table=9)
    with violates("meeting_table_once"):
        Meeting.objects.filter(pk=meeting.pk).update(slot=other.slot, table=other.table)
    seat = meeting.seats.first()
    # A seat cannot say that its meeting is at another time, or does not take place.
    MeetingSeat.objects.filter(pk=seat.pk).update(slot=other.slot, takes_place=False)
    seat.refresh_from_db()
    assert (seat.slot, seat.takes_place) == (meeting.slot, True)
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled")
    with violates("meeting_seat_once"):
        MeetingSeat.objects.create(meeting=meeting, participant=seat.participant, slot=meeting.slot)
    with violates("meeting_outcome_known"):
        MeetingSeat.objects.filter(pk=seat.pk).update(outcome="splendid", answered_at=clock.now())
    with violates("meeting_table_range"):
        Meeting.objects.filter(pk=meeting.pk).update(table=101)


def test_database_refuses_impossible_rounds_and_wishes(made, staff, people):
    rows = MeetingRound.objects.filter(pk=made.pk)
    for name, values in (
        ("meeting_round_minutes_range", {"slot_minutes": 4}),
        ("meeting_round_tables_range", {"tables": 0}),
        ("meeting_round_in_a_row_range", {"most_in_a_row": 0}),
    ):
        with violates(name):
            rows.update(**values)
    slot = made.slots.first()
    with violates("meeting_slot_once"):
        MeetingSlot.objects.create(round=made, day=slot.day, starts_at=slot.starts_at, ends_at=time(23))
    with violates("meeting_slot_times_in_order"):
        MeetingSlot.objects.filter(pk=slot.pk).update(ends_at=slot.starts_at)
    answered(made, staff, people)
    known = MeetingWish.objects.first()
    with violates("meeting_wish_once"):
        MeetingWish.objects.create(round=made, wisher=known.wisher, wished=known.wished, kind="avoid")
    with violates("meeting_wish_for_another"):
        MeetingWish.objects.create(round=made, wisher=known.wisher, wished=known.wisher, kind="want")
    with violates("meeting_wish_kind_known"):
        MeetingWish.objects.filter(pk=known.pk).update(kind="maybe")
    made.plans.create()
    with violates("meeting_plan_one_at_a_time"):
        made.plans.create()


@pytest.mark.parametrize("state", [state.code for state in MEETING_ROUND.states])
def test_every_cell_of_the_round_is_as_written(world, made, staff, state):
    made.delete()
    fresh = workflow.start(MeetingRound(mission=made.mission, wishes_until=LAST_DAY), by=staff, state=state)
    meetings.lay_slots(fresh)
    assert {name: states for name, (states, _) in ROUND_MOVES.items()} == matrix.sources(MEETING_ROUND)
    assert matrix.wrong_cells(fresh, ROUND_MOVES, _actors(world)) == []


@pytest.mark.parametrize("state", [state.code for state in MEETING.states])
def test_every_cell_of_a_meeting_is_as_written(world, made, staff, people, state):
    row = workflow.start(Meeting(round=made, slot=made.slots.first(), table=1), by=staff, state=state)
    for name in ("firm", "azur"):
        MeetingSeat.objects.create(meeting=row, participant=people[name], slot=row.slot)
    actors = _actors(world) | {
        "own_side": world.actor("visitor"),
        "own_link": own(people["azur"]),
        "other_link": own(people["mer"]),
    }
    assert {name: states for name, (states, _) in MEETING_MOVES.items()} == matrix.sources(MEETING)
    assert matrix.wrong_cells(row, MEETING_MOVES, actors) == []


def _actors(world):
    names = (
        "host",
        "manager",
        "host_manager",
        "other_manager",
        "finance",
        "coordinator",
        "auditor",
        "stranger",
    )
    return {name: world.actor(name) for name in names} | {
        "anonymous": Actor.anonymous(),
        "system": Actor.system("test"),
    }


def test_only_staff_set_up_and_only_participants_wish(world, made, staff, people):
    for persona in ("visitor", "manager", "finance", "auditor", "stranger"):
        with pytest.raises(NotAllowed):
            meetings.update_round(meeting_round=made, by=world.actor(persona), tables=9)
        with pytest.raises(NotAllowed):
            meetings.open_wishes(meeting_round=made, by=world.actor(persona))
    meetings.open_wishes(meeting_round=made, by=staff)
    for by in (staff, own(people["azur"]), world.actor("coordinator")):
        with pytest.raises(NotAllowed):
            meeting_wishes.save_wishes(participant=people["firm"], by=by, want=[people["mer"].pk], avoid=[])
    assert not MeetingWish.objects.exists()


def test_wish_for_the_own_organisation_or_a_stranger_is_refused(world, made, staff, people):
    meetings.open_wishes(meeting_round=made, by=staff)
    with pytest.raises(InvalidInput, match="does not come any more"):
        wish(people, "firm", want=("firm",))
    participants.withdraw_participant(participant=people["mer"], by=staff)
    with pytest.raises(InvalidInput, match="does not come any more"):
        wish(people, "firm", want=("mer",))


def test_wishes_are_forgotten_a_year_after_the_event_but_the_meetings_are_counted(made, staff, people):
    published(made, staff, people)
    with clock.at(DURING):
        meeting = pairs(made)[frozenset({"Firm", "Azur"})]
        meeting_day.record_outcome(
            meeting=meeting,
            participant=people["firm"],
            by=own(people["firm"]),
            outcome="cooperation",
            note="Call Azur",
        )
    assert (
        file_retention.forget_mission_contacts(
            date(LAST_DAY.year + 1, LAST_DAY.month, LAST_DAY.day) + timedelta(days=2)
        )
        == 1
    )
    assert not MeetingWish.objects.exists()
    assert not MeetingAnswer.objects.exists()
    assert not MeetingSeat.objects.exclude(note="").exists()
    assert selectors.figures(made)["cooperation"] == 1
