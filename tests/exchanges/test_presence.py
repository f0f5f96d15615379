"""Presence at an event: who notes it, twice, on a wrong day, late; the code of the day; what it adds up to."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from core import clock
from core.exceptions import InvalidInput, NotAllowed, WrongState
from core.models import AuditEvent
from exchanges.models import CountersignedDay, Exchange, Participant, Presence
from exchanges.selectors import presence as select
from exchanges.services import decisions, file_retention, missions, participants, presence
from tests.support.world import FIRST_DAY, LAST_DAY, World

pytestmark = pytest.mark.django_db

ON_THE_DAY = datetime(2026, 5, 18, 8, tzinfo=UTC)
TUESDAY = FIRST_DAY + timedelta(days=1)


@contextmanager
def violates(name):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        yield


@pytest.fixture
def mission(world: World):
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


@pytest.fixture
def exchange(world: World, mission):
    application = world.submitted(host_choice="mission", mission=mission, host_offer=None)
    decisions.accept_application(application=application, by=world.actor("manager"))
    return Exchange.objects.get(application=application, mission=mission)


@pytest.fixture
def vera(exchange) -> Participant:
    return Participant.objects.get(mission=exchange.mission)


def guest(world: World, mission, name: str = "Locale", email: str = "lucie@atelier.example") -> Participant:
    return participants.add_participant(
        mission=mission,
        by=world.actor("host_manager"),
        first_name="Lucie",
        last_name=name,
        country=world.host.country,
        side="local",
        organisation_name="Atelier Sud",
        email=email,
    )


def noted(mission, by, marks, day=FIRST_DAY, **more):
    return presence.note(mission=mission, day=day, by=by, marks=marks, **more)


def check_in(mission, day=FIRST_DAY) -> str:
    return reverse("exchanges:mission_check_in", args=[mission.slug, day.isoformat()])


def here(mission, day=FIRST_DAY) -> str:
    return reverse("exchanges:presence_here", args=[select.code_of(mission, day)])


def test_list_sent_twice_is_the_same_as_once(world, mission, vera):
    marks = {(vera.pk, "morning"): True}
    with clock.at(ON_THE_DAY):
        assert len(noted(mission, world.actor("host_manager"), marks)) == 1
        assert noted(mission, world.actor("coordinator"), marks) == []
    row = Presence.objects.get()
    assert (row.present, row.how, row.noted_by, row.late) == (
        True,
        "list",
        world.actor("host_manager").user,
        False,
    )
    assert AuditEvent.objects.filter(action="presence.note").count() == 1


def test_host_notes_and_strangers_to_the_event_do_not(world, mission, vera):
    marks = {(vera.pk, "morning"): True}
    with clock.at(ON_THE_DAY):
        for persona in ("visitor", "manager", "other_manager", "finance", "auditor", "stranger"):
            with pytest.raises(NotAllowed):
                noted(mission, world.actor(persona), marks)
        noted(mission, world.actor("host"), marks)
        assert Presence.objects.get().how == "host"
        for persona in ("visitor", "manager", "coordinator"):
            with pytest.raises(NotAllowed):
                presence.countersign(mission=mission, day=FIRST_DAY, by=world.actor(persona))


def test_day_that_has_not_come_or_is_no_part_of_the_event_is_refused(world, mission, vera):
    by, marks = world.actor("host_manager"), {(vera.pk, "morning"): True}
    with clock.at(ON_THE_DAY):
        with pytest.raises(InvalidInput, match="has not come yet"):
            noted(mission, by, marks, TUESDAY)
        with pytest.raises(InvalidInput, match="outside the mission"):
            noted(mission, by, marks, FIRST_DAY - timedelta(days=1))
    assert not Presence.objects.exists()


def test_somebody_of_another_event_or_who_does_not_come_is_left_out(world, mission, vera):
    gone = guest(world, mission)
    participants.withdraw_participant(participant=gone, by=world.actor("host_manager"))
    with clock.at(ON_THE_DAY):
        noted(
            mission,
            world.actor("host_manager"),
            {(gone.pk, "morning"): True, (10**9, "morning"): True, (vera.pk, "evening"): True},
        )
    assert not Presence.objects.exists()


def test_late_correction_needs_a_reason_and_is_countersigned_again(world, mission, vera):
    by = world.actor("host_manager")
    with clock.at(ON_THE_DAY):
        with pytest.raises(InvalidInput, match="Nobody is noted"):
            presence.countersign(mission=mission, day=FIRST_DAY, by=by)
        noted(mission, by, {(vera.pk, "morning"): True})
        presence.countersign(mission=mission, day=FIRST_DAY, by=by)
    with clock.at(ON_THE_DAY + timedelta(hours=1)):
        with pytest.raises(InvalidInput, match="Say why"):
            noted(mission, by, {(vera.pk, "morning"): False})
        noted(mission, by, {(vera.pk, "morning"): False}, reason="Was in the other room.")
        row = Presence.objects.get()
        assert (row.present, row.late, row.reason) == (False, True, "Was in the other room.")
        assert [day.changed for day in select.overview(mission)] == [True, False, False, False]
        page = world.client("host_manager").get(reverse("exchanges:mission_presence", args=[mission.slug]))
        assert "please countersign again" in page.content.decode()
        list_of_day = world.client("host_manager").get(check_in(mission)).content.decode()
        assert "Was in the other room." in list_of_day
    with clock.at(ON_THE_DAY + timedelta(hours=2)):
        presence.countersign(mission=mission, day=FIRST_DAY, by=world.actor("host"))
        assert not any(day.changed for day in select.overview(mission))
    assert CountersignedDay.objects.count() == 1


def test_phone_that_was_offline_may_send_until_noon_of_the_next_day(world, mission, vera):
    by = world.actor("host_manager")
    # 09:30 UTC is 11:30 on the Riviera, 10:30 UTC is after noon.
    with clock.at(datetime(2026, 5, 19, 9, 30, tzinfo=UTC)):
        noted(mission, by, {(vera.pk, "morning"): True})
    with clock.at(datetime(2026, 5, 19, 10, 30, tzinfo=UTC)), pytest.raises(InvalidInput, match="Say why"):
        noted(mission, by, {(vera.pk, "afternoon"): True})


def test_queue_of_taps_sent_twice_changes_once(world, mission, vera):
    client = world.client("host_manager")
    taps = {"mark": [f"{vera.pk}:morning:1", f"{vera.pk}:afternoon:0", "nonsense", "x:morning:1"]}
    with clock.at(ON_THE_DAY):
        first = client.post(check_in(mission), taps)
        again = client.post(check_in(mission), taps)
        assert (first.json(), again.json()) == ({"changed": 1}, {"changed": 0})
        presence.countersign(mission=mission, day=FIRST_DAY, by=world.actor("host"))
        late = client.post(check_in(mission), {"mark": [f"{vera.pk}:afternoon:1"]})
    assert late.status_code == 409
    assert "countersigned" in late.json()["error"]
    assert Presence.objects.count() == 1


def test_list_opened_earlier_takes_nothing_back(world, mission, vera):
    lucie = guest(world, mission)
    client = world.client("host_manager")
    with clock.at(ON_THE_DAY):
        # The page was opened when nobody was there; meanwhile Vera scanned the code.
        presence.check_in(mission=mission, day=FIRST_DAY, address="vera@firm.example")
        answer = client.post(check_in(mission), {"was": "", "here": [f"{lucie.pk}:morning"]}, follow=True)
        assert "The list is saved." in answer.content.decode()
        assert "2 of 2 persons" in answer.content.decode()
    assert set(Presence.objects.values_list("participant", "how")) == {(vera.pk, "qr"), (lucie.pk, "list")}


def test_late_form_without_a_reason_keeps_the_ticks(world, mission, vera):
    with clock.at(ON_THE_DAY + timedelta(days=3)):
        page = world.client("host_manager").post(
            check_in(mission), {"was": "", "here": [f"{vera.pk}:morning"], "reason": ""}
        )
        assert f'value="{vera.pk}:morning" checked' in page.content.decode()
        assert not Presence.objects.exists()


def _said(answer) -> str:
    """The page without its form token, which differs each time."""
    return re.sub(r'"x-csrftoken": "[^"]+"|value="[A-Za-z0-9]{64}"', "", answer.content.decode())


def test_scan_answers_alike_for_known_and_unknown(world, mission, vera):
    client = world.client("anonymous")
    with clock.at(ON_THE_DAY):
        assert "morning" in client.get(here(mission)).content.decode()
        known = client.post(here(mission), {"email": "Vera@firm.example"})
        unknown = client.post(here(mission), {"email": "nobody@nowhere.example"})
        assert _said(known) == _said(unknown)
        assert "you are noted" in _said(known)
        client.post(here(mission), {"email": "vera@firm.example"})
    row = Presence.objects.get()
    assert (row.participant, row.half, row.how, row.noted_by) == (vera, "morning", "qr", None)


def test_scan_on_another_day_notes_nothing_and_says_so(world, mission, vera):
    client = world.client("anonymous")
    with clock.at(ON_THE_DAY + timedelta(days=1)):
        answer = client.post(here(mission), {"email": "vera@firm.example"})
        assert (answer.status_code, "another day" in answer.content.decode()) == (410, True)
        with pytest.raises(WrongState):
            presence.check_in(mission=mission, day=FIRST_DAY, address="vera@firm.example")
        assert client.get(reverse("exchanges:presence_here", args=["aaaaaaaaaa"])).status_code == 404
    assert not Presence.objects.exists()


def test_scan_does_not_overrule_the_organiser_or_a_countersigned_day(world, mission, vera):
    by = world.actor("host_manager")
    with clock.at(ON_THE_DAY):
        noted(mission, by, {(vera.pk, "morning"): True})
        noted(mission, by, {(vera.pk, "morning"): False})
        presence.check_in(mission=mission, day=FIRST_DAY, address="vera@firm.example")
        assert not Presence.objects.get().present
        presence.countersign(mission=mission, day=FIRST_DAY, by=by)
    with clock.at(ON_THE_DAY + timedelta(hours=6)):
        presence.check_in(mission=mission, day=FIRST_DAY, address="vera@firm.example")
    assert Presence.objects.count() == 1


def test_half_days_add_up_to_the_days_of_the_file(world, mission, exchange, vera):
    by = world.actor("host_manager")
    assert select.attendance(exchange) is None
    for number, halves in enumerate((("afternoon",), ("morning", "afternoon"), ("morning",))):
        day = FIRST_DAY + timedelta(days=number)
        with clock.at(ON_THE_DAY + timedelta(days=number)):
            noted(mission, by, {(vera.pk, half): True for half in halves}, day)
            presence.countersign(mission=mission, day=day, by=by)
    found = select.attendance(exchange)
    assert (found.first, found.last, found.days, found.all_signed) == (
        FIRST_DAY,
        FIRST_DAY + timedelta(days=2),
        2,
        True,
    )
    assert found.people == (("Vera Visitor", 2),)


def test_constraints_hold_without_the_service(world, mission, vera):
    user, now = world.actor("host_manager").user, clock.now()

    def row(**changes):
        fields = {"participant": vera, "day": FIRST_DAY, "half": "morning", "noted_by": user, "noted_at": now}
        return Presence.objects.create(**fields | changes)

    row()
    with violates("presence_once"):
        row()
    with violates("presence_half_known"):
        row(half="evening")
    with violates("presence_late_with_reason"):
        row(half="afternoon", late=True)
    with violates("presence_noted_by_somebody"):
        row(half="afternoon", noted_by=None)
    with violates("presence_within_the_event"):
        row(day=LAST_DAY + timedelta(days=1))
    CountersignedDay.objects.create(mission=mission, day=FIRST_DAY, signed_by=user, signed_at=now)
    with violates("countersigned_day_once"):
        CountersignedDay.objects.create(mission=mission, day=FIRST_DAY, signed_by=user, signed_at=now)


def test_reasons_are_forgotten_a_year_after_the_event_and_presence_stays(world, mission, vera):
    with clock.at(ON_THE_DAY + timedelta(days=9)):
        noted(mission, world.actor("host"), {(vera.pk, "morning"): True}, reason="Lucie told me.")
    file_retention.forget_mission_contacts(LAST_DAY + timedelta(days=400))
    row = Presence.objects.get()
    assert (row.present, row.reason) == (True, "–")


@pytest.mark.parametrize("people", [1, 3])
def test_statements_of_the_list_do_not_grow(world, mission, vera, people, django_assert_num_queries):
    for number in range(people - 1):
        guest(world, mission, f"Locale {number}", f"l{number}@atelier.example")
    client = world.client("host_manager")
    with clock.at(ON_THE_DAY):
        client.get(check_in(mission))
        with django_assert_num_queries(10):
            client.get(check_in(mission))
