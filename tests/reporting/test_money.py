"""Granted, committed and paid, by hand-counted cases on both sides of each date."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from exchanges.models import DocumentVersion, Exchange
from reporting.periods import Period
from reporting.selectors.tally import Money, Tally
from tests.support import world as worlds
from tests.support.credited import at, credited, matched, organisation, paid, quote
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def world() -> World:
    return worlds.build()


def money(world: World, until: date = DAY) -> Money:
    return Tally(Period(world.partnership, until)).money


def agreed(world: World, name: str, on: date, state: str, **extra: Any) -> Exchange:
    """A visit whose Financial Agreement over EUR 450 was complete on a day."""
    exchange = matched(world, organisation(name, "sme", "DE"), world.host, on, state=state, **extra)
    exchange.planned_quote = quote(exchange, "planned", 450)
    exchange.save(update_fields=["planned_quote"])
    sign(exchange, on)
    return exchange


def sign(exchange: Exchange, on: date) -> None:
    DocumentVersion.objects.create(
        exchange=exchange,
        kind="agreement",
        number=1,
        content={},
        content_hash="0" * 64,
        created_at=at(on),
        completed_at=at(on),
    )


def test_nothing_is_granted_at_first(world: World) -> None:
    found = money(world)
    assert (found.budget, found.granted, found.paid, found.committed, found.left) == (50000, 0, 0, 0, 50000)
    assert (found.grants, found.payments, found.late, found.mean_days) == (0, 0, 0, None)


def test_signed_agreement_is_committed_from_its_day_on(world: World) -> None:
    agreed(world, "A", DAY, "ready_to_start")
    matched(world, organisation("Unsigned", "sme", "DE"), world.host, DAY, state="agreement_signing")
    assert money(world, BEFORE).granted == 0
    found = money(world)
    assert (found.grants, found.granted, found.committed, found.left) == (1, 450, 450, 49550)


def test_replaced_agreement_is_not_counted(world: World) -> None:
    exchange = agreed(world, "A", DAY, "building")
    DocumentVersion.objects.filter(exchange=exchange).update(superseded_at=at(DAY))
    assert money(world).granted == 0


@pytest.mark.parametrize("state", ["cancelled", "discontinued", "not_eligible"])
def test_visit_that_ended_without_payment_gives_its_money_back(world: World, state: str) -> None:
    """It began before, so it was committed until the day it ended."""
    exchange = agreed(world, "A", BEFORE, state)
    Exchange.objects.filter(pk=exchange.pk).update(state_since=at(DAY))
    assert money(world, BEFORE).granted == 450
    assert money(world).granted == 0


def test_actual_sum_replaces_the_agreed_one_when_credited(world: World) -> None:
    exchange = credited(world, world.firm, world.host, DAY, amount=900)
    exchange.actual_quote = quote(exchange, "actual", 450)
    exchange.save(update_fields=["actual_quote"])
    sign(exchange, BEFORE)
    assert money(world, BEFORE).granted == 900
    assert money(world).granted == 450


def test_payment_counts_on_the_date_of_the_bank(world: World) -> None:
    exchange = credited(world, world.firm, world.host, DAY, state="paid")
    paid(world, exchange, DAY + timedelta(days=6), due=DAY + timedelta(days=10))
    late = credited(world, organisation("Late", "sme", "DE"), world.host, DAY, state="paid")
    paid(world, late, DAY + timedelta(days=11), due=DAY + timedelta(days=10))
    found = money(world, DAY + timedelta(days=6))
    assert (found.paid, found.committed, found.payments, found.late, found.mean_days) == (450, 450, 1, 0, 6)
    found = money(world, DAY + timedelta(days=11))
    assert (found.paid, found.committed, found.payments, found.late) == (900, 0, 2, 1)
    assert found.mean_days == Decimal("8.5")


def test_visit_without_money_is_no_grant(world: World) -> None:
    credited(world, world.firm, world.host, DAY, amount=0)
    assert (money(world).grants, money(world).granted) == (0, 0)
