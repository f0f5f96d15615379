"""How many visits and how much money a partnership has: counted as it changes, and always what a recount says."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from exchanges import invariants
from exchanges.models import Exchange, VisitTally
from exchanges.selectors.review_facts import NO_VISIT
from exchanges.services import building, tally
from exchanges.workflows import EXCHANGE
from tests.exchanges.test_review_facts import brought_along
from tests.support import credited
from tests.support.foreign import foreign_partnership
from tests.support.world import World

pytestmark = pytest.mark.django_db


def added_up() -> tuple[int, int, Decimal]:
    rows = list(VisitTally.objects.values_list("visits", "smes", "granted"))
    return sum(row[0] for row in rows), sum(row[1] for row in rows), sum((row[2] for row in rows), Decimal(0))


def recounted() -> None:
    assert list(invariants.tally_equals_recount()) == []


def test_visit_counts_from_its_match_until_it_is_cancelled(world: World) -> None:
    exchange = world.building()
    assert added_up()[:2] == (1, 1)
    assert added_up()[2] == exchange.planned_quote.amount > 0
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="No time.")
    assert added_up() == (0, 0, 0)
    recounted()


def test_other_sum_kind_country_or_partnership_counts_instead(world: World) -> None:
    exchange = credited.credited(world, world.firm, world.host, date(2026, 1, 10), state="paid", amount=400)
    exchange.actual_quote = credited.quote(exchange, "actual", 700)
    exchange.save(update_fields=["actual_quote"])
    assert added_up() == (1, 1, 700)
    Exchange.objects.update(
        visitor_kind="tech_centre", partnership=foreign_partnership(world), host_country="LT"
    )
    assert added_up() == (1, 0, 700)
    recounted()


def test_visits_brought_along_count_until_their_import_is_taken_back(world: World) -> None:
    past = brought_along(world, 1, date(2025, 3, 3), 300)
    assert added_up() == (1, 1, 300)
    past.amount = None
    past.save()
    assert added_up() == (1, 1, 0)
    past.delete()
    assert added_up() == (0, 0, 0)
    recounted()


def test_adding_up_changes_no_sum_and_takes_every_new_row(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        brought_along(world, number, date(2025, 3, 3 + number), 100)
    world.building()
    before, new = added_up(), VisitTally.objects.count()
    assert tally.add_up_tally() == 0
    monkeypatch.setattr(tally, "WORTH_IT", new)
    assert tally.add_up_tally() == new
    assert added_up() == before
    assert VisitTally.objects.filter(added_up=False).count() == 0
    assert VisitTally.objects.count() == 1
    brought_along(world, 9, date(2025, 4, 1), 100)
    recounted()


def test_rebuilding_counts_what_triggers_did_not_see(world: World) -> None:
    world.building()
    brought_along(world, 1, date(2025, 3, 3), 300)
    before = added_up()
    VisitTally.objects.all().delete()
    (finding,) = invariants.tally_equals_recount()
    assert "+2 visits, +2 by SMEs" in finding.sentence
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchanges_tally_rebuild()")
    assert added_up() == before
    recounted()


@pytest.mark.parametrize("state", [state.code for state in EXCHANGE.states])
def test_database_and_rules_agree_on_what_is_no_visit(state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchanges_counts(%s)", [state])
        assert cursor.fetchone() == (state not in NO_VISIT,)
