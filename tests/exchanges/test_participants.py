"""Participants of events: travellers of files and people entered by name; who may move them, and when they are forgotten."""

from contextlib import contextmanager
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core import clock, links
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed
from exchanges import invariants
from exchanges.models import Exchange, Mission, MissionSession, Participant
from exchanges.services import (
    building,
    decisions,
    file_retention,
    missions,
    participants,
    programme,
)
from exchanges.workflows import PARTICIPANT
from tests.support import matrix
from tests.support.world import FIRST_DAY, LAST_DAY

pytestmark = pytest.mark.django_db

STAFF = {"host_manager", "coordinator"}
OPEN = {"asked", "waiting", "coming"}
ALLOWED: matrix.Table = {
    "give_place": ({"asked", "waiting"}, STAFF | {"system"}),
    "put_on_waiting_list": ({"asked"}, STAFF | {"system"}),
    "decline": ({"asked", "waiting"}, STAFF),
    "withdraw": (OPEN, STAFF | {"own_side", "own_link", "system"}),
    "return": ({"withdrawn"}, STAFF | {"system"}),
    "call_off": (OPEN, {"system"}),
    "rejoin": ({"called_off"}, {"system"}),
}


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


@pytest.fixture
def mission(world):
    made = missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility on the Riviera",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    return missions.publish_mission(mission=made, by=world.actor("host_manager"))


def visit(world, mission):
    application = world.submitted(host_choice="mission", mission=mission, host_offer=None)
    decisions.accept_application(application=application, by=world.actor("manager"))
    return Exchange.objects.get(application=application, mission=mission)


def guest(world, mission, **changes):
    fields = {
        "first_name": "Lucie",
        "last_name": "Locale",
        "country": world.host.country,
        "side": "local",
        "organisation_name": "Atelier Sud",
        "email": "Lucie@atelier.example",
    } | changes
    return participants.add_participant(mission=mission, by=world.actor("host_manager"), **fields)


def test_traveller_of_a_visit_is_a_participant(world, mission):
    exchange = visit(world, mission)
    row = mission.participants.get()
    assert (row.full_name, row.of, row.address, row.job) == (
        "Vera Visitor",
        "Elbe Sensors GmbH",
        "vera@firm.example",
        "CTO",
    )
    assert (row.side, row.state) == ("visitor", "coming")
    # The file holds the name; here it does not stand a second time.
    assert (row.first_name, row.last_name, row.email) == ("", "", "")
    participants.seat_travellers(exchange)
    assert mission.participants.count() == 1
    assert list(invariants.log_explains_state()) == []


def test_cancelled_visit_frees_its_travellers_and_a_new_one_brings_them_back(world, mission):
    exchange = visit(world, mission)
    building.cancel_exchange(exchange=exchange, by=world.actor("manager"), reason="Ill.")
    row = mission.participants.get()
    assert row.state == "withdrawn"
    participants.seat_travellers(exchange)
    row.refresh_from_db()
    assert row.state == "coming"


def test_visit_without_a_mission_has_no_participants(world):
    world.building()
    assert not Participant.objects.exists()


def test_guest_is_entered_once_by_the_staff(world, mission):
    row = guest(world, mission)
    assert (row.full_name, row.of, row.address) == ("Lucie Locale", "Atelier Sud", "lucie@atelier.example")
    with pytest.raises(InvalidInput, match="already registered"):
        guest(world, mission)
    with pytest.raises(InvalidInput, match="family name"):
        guest(world, mission, last_name=" ", email="")
    with pytest.raises(InvalidInput, match="Name the organisation"):
        guest(world, mission, organisation_name=" ", email="")
    for persona in ("visitor", "manager", "finance", "stranger"):
        with pytest.raises(NotAllowed):
            participants.add_participant(
                mission=mission,
                by=world.actor(persona),
                first_name="Max",
                last_name="Muster",
                country=world.host.country,
                organisation_name="Elsewhere",
            )
    assert mission.participants.count() == 1
    participants.withdraw_participant(participant=row, by=world.actor("host_manager"))
    assert guest(world, mission).state == "coming"


def test_matrix_names_every_transition_of_the_table() -> None:
    assert {name: states for name, (states, _) in ALLOWED.items()} == matrix.sources(PARTICIPANT)


@pytest.mark.parametrize("state", [state.code for state in PARTICIPANT.states])
def test_every_cell_is_as_written(world, mission, state):
    row = guest(world, mission, organisation=world.firm, organisation_name="", state=state)
    other = guest(world, mission, email="other@atelier.example")

    def link(subject):
        made, _url = links.issue(
            subject, "participant", address="p@x.example", url_name="exchanges:proposal_by_link"
        )
        return Actor.for_link(made)

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
    actors = {name: world.actor(name) for name in names} | {
        "own_side": world.actor("visitor"),
        "own_link": link(row),
        "other_link": link(other),
        "anonymous": Actor.anonymous(),
        "system": Actor.system("test"),
    }
    assert matrix.wrong_cells(row, ALLOWED, actors) == []


def test_each_side_sees_its_own_people_only(world, mission):
    mine = guest(world, mission, organisation=world.firm, organisation_name="")
    other = guest(world, mission, email="other@atelier.example")
    seen = {
        persona: set(Participant.objects.visible_to(world.actor(persona)))
        for persona in ("visitor", "host", "host_manager", "other_manager", "coordinator", "stranger")
    }
    everybody = {mine, other}
    assert seen == {
        "visitor": {mine},
        "host": set(),
        "host_manager": everybody,
        "other_manager": set(),
        "coordinator": everybody,
        "stranger": set(),
    }


def test_participants_are_forgotten_a_year_after_the_event_but_counted(world, mission):
    exchange, row = visit(world, mission), guest(world, mission)
    Mission.objects.update(contact_name="", contact_email="")
    day = LAST_DAY + timedelta(days=364)
    assert file_retention.forget_mission_contacts(day) == 0
    assert file_retention.forget_mission_contacts(day + timedelta(days=2)) == 1
    row.refresh_from_db()
    assert (row.full_name, row.email, row.of) == ("–", "", "Atelier Sud")
    # Travellers go with their file.
    assert mission.participants.get(traveller__application=exchange.application).full_name == "Vera Visitor"
    assert file_retention.forget_mission_contacts(day + timedelta(days=2)) == 0


def test_contact_of_one_session_is_forgotten_beside_a_session_without(world, mission):
    by = world.actor("host_manager")
    programme.add_session(mission=mission, by=by, day=FIRST_DAY, title="Welcome", contact="Lucie Locale")
    programme.add_session(mission=mission, by=by, day=LAST_DAY, title="Review")
    assert file_retention.forget_mission_contacts(LAST_DAY + timedelta(days=400)) == 1
    assert set(mission.sessions.values_list("contact", flat=True)) == {""}


def test_participant_is_sound(world, mission):
    row = Participant.objects.filter(pk=guest(world, mission).pk)
    with violates("participant_named_once"):
        row.update(last_name="")
    with violates("participant_of_one_organisation"):
        row.update(organisation_name="")
    with violates("participant_email_lower_case"):
        row.update(email="Lucie@atelier.example")
    with violates("participant_state_known"):
        Participant.objects.create(
            mission=mission,
            last_name="Nobody",
            organisation_name="Nowhere",
            country=world.host.country,
            state="somewhere",
            state_since=clock.now(),
        )
    with violates("participant_once_per_event"):
        clone = row.get()
        clone.pk = None
        clone.save(force_insert=True)


def test_mission_and_session_are_sound(world, mission):
    row = Mission.objects.filter(pk=mission.pk)
    with violates("mission_lump_sum_for_visits_only"):
        row.update(kind="webinar")
    with violates("mission_lump_sum_for_visits_only"):
        row.update(mode="virtual")
    with violates("mission_budget_range"):
        row.update(budget=Decimal(-1))
    session = {"mission": mission, "day": FIRST_DAY, "title": "Welcome"}
    with violates("session_times_in_order"):
        MissionSession.objects.create(**session, starts_at=time(10), ends_at=time(9))
    with violates("session_end_needs_a_start"):
        MissionSession.objects.create(**session, ends_at=time(9))


def test_session_and_kind_are_checked_with_a_sentence(world, mission):
    by = world.actor("host_manager")
    with pytest.raises(InvalidInput, match="ends after it begins"):
        programme.add_session(
            mission=mission, by=by, day=FIRST_DAY, title="Talk", starts_at=time(10), ends_at=time(9)
        )
    with pytest.raises(InvalidInput, match="when the session begins"):
        programme.add_session(mission=mission, by=by, day=FIRST_DAY, title="Talk", ends_at=time(9))
    with pytest.raises(InvalidInput, match="Only a mission on site"):
        missions.update_mission(mission=mission, by=by, kind="training")
    row = programme.add_session(
        mission=mission,
        by=by,
        day=FIRST_DAY,
        title="Tables",
        starts_at=time(9),
        ends_at=time(12),
        kind="meetings",
    )
    page = world.client("anonymous").get(f"/missions/{mission.slug}/").content.decode()
    assert (row.kind, "09:00–12:00" in page) == ("meetings", True)
