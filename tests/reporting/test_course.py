"""How files come along, counted by hand."""

from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest

from clusters.models import Organisation, Region
from exchanges.models import Application
from reporting.periods import Period
from reporting.selectors import course
from reporting.selectors.course import Step
from reporting.selectors.tally import Tally
from tests.support import world as worlds
from tests.support.credited import at, credited, matched, organisation, paid, sent
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 20)


@pytest.fixture
def world() -> World:
    return worlds.build()


def tally(world: World, until: date = DAY, since: date | None = None) -> Tally:
    return Tally(Period(world.partnership, until, since))


def told(steps: list[Step]) -> dict[str, tuple[Any, ...]]:
    return {step.key: (step.reached, step.waiting, step.median_days, step.dropped) for step in steps}


def test_nobody_has_come_yet(world: World) -> None:
    assert list(told(tally(world).funnel).values()) == [(0, 0, None, {})] * 7
    assert tally(world).expectation is None
    assert (tally(world).waited.median, tally(world).waited.share) == (None, None)


def test_funnel_counts_steps_waiting_days_and_reasons(world: World) -> None:
    """Sent: 5. One rejected; one waits for its decision; one visit is broken off; one is credited; one is paid in 6 days."""
    sent(world, world.firm, DAY - timedelta(days=9))
    refused = sent(world, organisation("No", "sme", "DE"), DAY - timedelta(days=20))
    with pgtrigger.ignore("exchanges.Application:workflow_edges"):
        Application.objects.filter(pk=refused.pk).update(
            state="rejected", state_since=at(DAY - timedelta(days=3)), decided_at=at(DAY - timedelta(days=3))
        )
    broken = matched(
        world, organisation("B", "sme", "DE"), world.host, DAY - timedelta(days=20), state="discontinued"
    )
    type(broken).objects.filter(pk=broken.pk).update(state_since=at(DAY - timedelta(days=18)))
    credited(world, organisation("C", "sme", "DE"), world.host, DAY - timedelta(days=8))
    done = credited(world, organisation("P", "sme", "DE"), world.host, DAY - timedelta(days=7), state="paid")
    paid(world, done, DAY - timedelta(days=1))
    found = told(tally(world).funnel)
    assert found["registered"] == (5, 1, None, {"rejected": 1})
    assert found["accepted"] == (3, 0, 0, {})
    assert found["matched"] == (3, 0, 0, {"discontinued": 1})
    assert found["signed"][0] == found["stayed"][0] == 2
    assert found["validated"] == (2, 1, 11, {})
    assert found["paid"] == (1, 0, 6, {})
    before = told(tally(world, DAY - timedelta(days=4)).funnel)
    assert before["registered"] == (5, 2, None, {})
    assert before["validated"] == (2, 2, 11, {})
    lately = told(tally(world, DAY, DAY - timedelta(days=9)).funnel)
    assert lately["registered"] == (1, 1, None, {"rejected": 1})
    assert lately["validated"] == (2, 1, 11, {})


def test_days_to_payment_and_the_promise(world: World) -> None:
    for number, days in enumerate((3, 10, 11, 40)):
        exchange = credited(world, organisation(f"V{number}", "sme", "DE"), world.host, DAY, state="paid")
        paid(world, exchange, DAY + timedelta(days=days))
    found = tally(world, DAY + timedelta(days=40)).waited
    assert (found.payments, found.median, found.within, found.share) == (4, 10, 2, 50)


def test_visits_by_level_of_development(world: World) -> None:
    Organisation.objects.filter(pk=world.firm.pk).update(area=Region.objects.get(country="DE", code="14"))
    credited(world, world.firm, organisation("Host in Spain", "sme", "ES"), DAY)
    found = tally(world).levels
    assert found["visitor"] == {"transition": 1}
    assert found["host"] == {"": 1}


def test_registered_and_taking_part_by_kind(world: World) -> None:
    credited(world, world.firm, organisation("H", "tech_centre", "FR"), DAY)
    sent(world, organisation("Only sent", "sme", "DE"), DAY)
    assert tally(world).by_kind() == {"sme": (2, 1), "tech_centre": (1, 1)}


def test_expectation_needs_a_target_that_is_not_reached(world: World) -> None:
    for number in range(12):
        credited(world, organisation(f"V{number}", "sme", "DE"), world.host, DAY - timedelta(days=number * 9))
        sent(world, organisation(f"S{number}", "sme", "DE"), DAY - timedelta(days=number * 5))
    found = tally(world).expectation
    assert found is not None and found.likeliest is not None
    assert found.target == 96
    assert found.likeliest > DAY
    assert tally(world, since=DAY).expectation == found
    world.partnership.targets.filter(code="O2.exchanges").update(value=12)
    assert tally(world).expectation is None
    world.partnership.targets.all().delete()
    assert tally(world).expectation is None


def test_steps_have_words() -> None:
    assert list(course.STEPS) == [
        "registered",
        "accepted",
        "matched",
        "signed",
        "stayed",
        "validated",
        "paid",
    ]
    assert set(course.REASONS) == {
        "rejected",
        "withdrawn",
        "expired",
        "discontinued",
        "not_eligible",
        "closed",
    }
