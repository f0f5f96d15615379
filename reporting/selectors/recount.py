"""Counts from the rows themselves: for periods with a first day, and to hold the ledger to what happened."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from clusters.enums import SCALING_UP_KINDS
from exchanges.enums import FollowUpStatus
from reporting.periods import Period
from reporting.selectors import tally_sql, ways_sql
from reporting.selectors.ledger import Cell, Table


def involved(period: Period) -> Table:
    return run(period, tally_sql.INVOLVED, scaling_up=[kind.value for kind in SCALING_UP_KINDS])


def told(period: Period, cluster: int | None = None) -> Table:
    came_about = [FollowUpStatus.UNDER_WAY.value, FollowUpStatus.DONE.value]
    return run(period, tally_sql.TOLD, came_about=came_about, cluster=cluster)


def ways(period: Period, cluster: int | None = None) -> Table:
    """With a cluster, of visits that it sent or received."""
    return run(period, ways_sql.WAYS, cluster=cluster)


def everything(period: Period) -> Table:
    """What `Tally` and `Ways` read from the ledger, counted anew; cells of nothing are left out."""
    tables = (
        run(period, tally_sql.CREDITED),
        involved(period),
        told(period),
        run(period, tally_sql.MONEY),
        # Kinds and days are counted above.
        {place: cell for place, cell in ways(period).items() if place[0] not in ("kind", "day")},
    )
    return {place: cell for table in tables for place, cell in table.items() if cell != Cell()}


def run(period: Period, sql: str, **more: Any) -> Table:
    values: dict[str, Any] = {
        "partnership": period.partnership.pk,
        "since": period.first,
        "until": period.until,
        "from_moment": _midnight(period.first),
        "to_moment": _midnight(period.until + timedelta(days=1)),
    } | more
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {
            (section, key, second): Cell(number or 0, Decimal(total or 0))
            for section, key, second, number, total in cursor.fetchall()
        }


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
