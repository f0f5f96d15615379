"""Two changes of one file at the same moment: the ledger sees both. Without its lock it would see only one."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from exchanges.models import Exchange, FollowUp
from reporting import invariants
from reporting.services import ledger as keeping
from tests.support.credited import asked, credited, paid
from tests.support.racing import together, winners
from tests.support.world import World

DAY = date(2026, 1, 20)
# The refresh as it is, but for the waiting.
_UNLOCKED = """
    DO $body$ BEGIN
        EXECUTE replace(replace(pg_get_functiondef('reporting_ledger_refresh(text, bigint)'::regprocedure),
            'FOR NO KEY UPDATE', ''), 'IF new_lines = old_lines', 'PERFORM pg_sleep(0.3); IF new_lines = old_lines');
    END $body$
"""


@pytest.fixture
def exchange(fresh_database: str, world: World) -> Exchange:
    return credited(world, world.firm, world.host, DAY, state="paid")


def race(world: World, exchange: Exchange) -> None:
    def pay() -> None:
        with transaction.atomic():
            paid(world, exchange, DAY)

    def follow() -> None:
        with transaction.atomic():
            FollowUp.objects.create(exchange=exchange, kind="business", partner="P", status="done")

    def ask() -> None:
        with transaction.atomic():
            asked(exchange, "visitor", DAY, score="4.00")

    winners(together(pay, follow, ask, keeping.fold))


def test_changes_at_the_same_moment_are_all_counted(world: World, exchange: Exchange) -> None:
    race(world, exchange)
    assert list(invariants.figures_equal_recount()) == []


def test_without_the_lock_one_is_lost(world: World, exchange: Exchange) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_UNLOCKED)
    race(world, exchange)
    assert {finding.sentence for finding in invariants.figures_equal_recount()} == {
        "The kept line of a file is not the counted one."
    }


def test_eight_writers_do_not_wait_for_one_sum(world: World, fresh_database: str) -> None:
    """A transaction that has counted a visit stays open; others of the same partnership and day go on."""
    visits = [credited(world, world.firm, world.host, DAY) for _number in range(8)]
    keeping.fold()

    def pay(visit: Exchange) -> Any:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '150ms'")
            paid(world, visit, DAY)
            cursor.execute("SELECT pg_sleep(0.3)")

    assert len(winners(together(*(lambda visit=visit: pay(visit) for visit in visits)))) == 8
    assert list(invariants.figures_equal_recount()) == []
