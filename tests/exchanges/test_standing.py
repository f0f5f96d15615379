"""Files beyond the places of a mission stand in line by the moment they were sent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from core import clock, outbox
from exchanges.models import Exchange
from exchanges.selectors.standing import standing_of
from exchanges.services import building, decisions, missions
from tests.support.world import FIRST_DAY, LAST_DAY

pytestmark = pytest.mark.django_db


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
        places=1,
    )
    return missions.publish_mission(mission=made, by=world.actor("host_manager"))


def join(world, mission, minute):
    with clock.at(clock.now() + timedelta(minutes=minute)):
        file = world.submitted(host_choice="mission", mission=mission, host_offer=None)
    file.travellers.update(email=f"p{minute}@firm.example")
    return file


def page(world, persona, name, file):
    return world.client(persona).get(reverse(f"exchanges:{name}", args=[file.reference])).content.decode()


def test_files_stand_in_line_by_the_moment_they_were_sent(world, mission):
    first, second, third = (join(world, mission, minute) for minute in (1, 2, 3))
    assert [standing_of(file).words for file in (first, second, third)] == [
        "Place 1 of 1",
        "Place 2 of 1: waiting list",
        "Place 3 of 1: waiting list",
    ]
    assert "Place 2 of 1: waiting list" in page(world, "manager", "application_review", second)
    assert "Files that were sent earlier come first." in page(world, "visitor", "file", second)
    decisions.accept_application(application=first, by=world.actor("manager"))
    assert standing_of(first) is None
    second.refresh_from_db()
    assert (standing_of(second).number, standing_of(second).is_full) == (2, True)
    assert "All places are taken." in page(world, "visitor", "file", second)


def test_called_off_visit_is_offered_to_the_first_in_line(world, mission):
    first, second, third = (join(world, mission, minute) for minute in (1, 2, 3))
    decisions.accept_application(application=first, by=world.actor("manager"))
    outbox.run_due()
    mail.outbox.clear()
    exchange = Exchange.objects.get(application=first)
    building.cancel_exchange(exchange=exchange, by=world.actor("manager"), reason="Ill.")
    outbox.run_due()
    free = [sent for sent in mail.outbox if "a place is free" in sent.subject]
    assert free and {sent.subject for sent in free} == {
        f"{second.reference}: a place is free in “Smart mobility on the Riviera”"
    }
    assert third.reference not in free[0].body
    second.refresh_from_db()
    decisions.accept_application(application=second, by=world.actor("manager"))
    assert Exchange.objects.exclude(state="cancelled").get().application == second


def test_called_off_visit_without_a_line_tells_nobody(world, mission):
    first = join(world, mission, 1)
    decisions.accept_application(application=first, by=world.actor("manager"))
    exchange = Exchange.objects.get(application=first)
    building.cancel_exchange(exchange=exchange, by=world.actor("manager"), reason="Ill.")
    outbox.run_due()
    assert not any("a place is free" in sent.subject for sent in mail.outbox)


def test_no_limit_no_line(world, mission):
    missions.update_mission(mission=mission, by=world.actor("host_manager"), places=None)
    file = join(world, mission, 1)
    file.mission.refresh_from_db()
    assert standing_of(file) is None
    assert standing_of(world.submitted()) is None
