"""Which way visits went, and how far they are: one statement for a whole partnership or for one of its clusters."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection

from clusters.models import Cluster
from reporting.periods import Period
from reporting.selectors import ways_sql

Row = tuple[str, str, str, str, int, Decimal | None]


class Ways:
    """With a `cluster`: only visits that it sent or received."""

    def __init__(self, period: Period, cluster: Cluster | None = None) -> None:
        self.period = period
        self.cluster = cluster

    @cached_property
    def _rows(self) -> list[Row]:
        after = self.period.until + timedelta(days=1)
        values: dict[str, Any] = {
            "partnership": self.period.partnership.pk,
            "cluster": self.cluster.pk if self.cluster else None,
            "since": self.period.first,
            "until": self.period.until,
            "to_moment": datetime(after.year, after.month, after.day, tzinfo=UTC),
        }
        with connection.cursor() as cursor:
            cursor.execute(ways_sql.WAYS, values)
            return list(cursor.fetchall())

    def _of(self, section: str) -> list[Row]:
        return [row for row in self._rows if row[0] == section]

    @property
    def paths(self) -> dict[tuple[str, str, str], int]:
        """(home country, home cluster, host country) -> credited exchanges."""
        return {(home, cluster, host): number for _s, home, cluster, host, number, _t in self._of("path")}

    @property
    def flows(self) -> dict[tuple[str, str], int]:
        """(home country, host country) -> credited exchanges."""
        found: dict[tuple[str, str], int] = {}
        for (home, _cluster, host), number in self.paths.items():
            found[home, host] = found.get((home, host), 0) + number
        return found

    @property
    def exchanges(self) -> int:
        return sum(self.paths.values())

    @property
    def by_kind(self) -> dict[str, int]:
        found = {kind: number for _s, kind, _2, _3, number, _t in self._of("kind")}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    @property
    def by_day(self) -> list[tuple[str, int, int]]:
        """(day, credited exchanges, of them with an SME visiting), in order."""
        return sorted((day, number, int(smes or 0)) for _s, day, _2, _3, number, smes in self._of("day"))

    @property
    def sent(self) -> int:
        return sum(row[4] for row in self._of("side") if row[1] == "sent")

    @property
    def received(self) -> int:
        return sum(row[4] for row in self._of("side") if row[2] == "received")

    @property
    def outcomes(self) -> dict[tuple[str, str], int]:
        """(kind of visitor, outcome) -> all exchanges that were matched by the end of the period."""
        return {(kind, outcome): number for _s, kind, outcome, _3, number, _t in self._of("outcome")}

    @property
    def stays(self) -> list[tuple[date, dict[str, int]]]:
        """Stays by the month of their first day: over, under way, planned. Cancelled ones are none."""
        months: dict[date, dict[str, int]] = {}
        for _s, month, phase, _3, number, _t in sorted(self._of("stay")):
            months.setdefault(date.fromisoformat(f"{month}-01"), {})[phase] = number
        return list(months.items())

    def ageing(self, place: str) -> dict[str, int]:
        """Payments that were "paid", or files "waiting" for theirs, by how long since both end and validation."""
        return {age: number for _s, where, age, _3, number, _t in self._of("ageing") if where == place}

    @property
    def ordered(self) -> Decimal:
        """What is ordered and not yet paid."""
        return Decimal(sum(total or 0 for *_more, total in self._of("ordered")))
