"""All partnerships beside each other, from two statements however many there are and whatever they did: the ledger's sums."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection

from clusters.models import Partnership
from reporting.selectors import ledger, tally_sql

# The ledger's sums, the months before the one of the day and the days of its own, and the targets.
_SCHEME = f"""
    SELECT * FROM ({ledger.SINCE_EVER}) sums
    UNION ALL
    SELECT partnership_id, 'quarter', date_trunc('quarter', day)::date::text, '', sum(number), 0 FROM (
        SELECT partnership_id, day, number FROM reporting_ledgercell
        WHERE span = 'm' AND section = 'day' AND partnership_id = ANY(%(partnerships)s) AND day < %(month)s
        UNION ALL
        SELECT partnership_id, day, number FROM reporting_ledgercell
        WHERE span = 'd' AND section = 'day' AND partnership_id = ANY(%(partnerships)s) AND day BETWEEN %(month)s AND %(until)s
        UNION ALL
        SELECT partnership_id, day, number FROM reporting_ledgerline
        WHERE section = 'day' AND partnership_id = ANY(%(partnerships)s) AND day <= %(until)s
    ) days GROUP BY 1, 3 HAVING sum(number) <> 0
    UNION ALL
    SELECT partnership_id, 'target', '', '', 0, value FROM ({tally_sql.TARGETS}) targets WHERE code = 'O2.exchanges'
"""  # noqa: S608  built from fixed texts, values are bound


@dataclass
class Standing:
    """One partnership by a day. `quarters` are (first day of a quarter, exchanges credited in it), in order."""

    partnership: Partnership
    visitors: int = 0
    paid: Decimal = Decimal(0)
    target: Decimal | None = None
    kinds: dict[str, int] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    hosts: dict[str, int] = field(default_factory=dict)
    quarters: list[tuple[date, int]] = field(default_factory=list)

    @property
    def exchanges(self) -> int:
        return sum(self.kinds.values())

    @property
    def smes(self) -> int:
        return self.kinds.get("sme", 0)

    @property
    def share(self) -> int | None:
        return round(self.smes / self.exchanges * 100) if self.exchanges else None

    @property
    def countries(self) -> int:
        return len(set(self.homes) | set(self.hosts))

    @property
    def running(self) -> list[int]:
        """The total after each quarter."""
        totals, reached = [], 0
        for _day, number in self.quarters:
            reached += number
            totals.append(reached)
        return totals


@dataclass(frozen=True)
class Scheme:
    until: date
    standings: list[Standing]
    flows: Mapping[tuple[str, str], int]

    @property
    def exchanges(self) -> int:
        return sum(standing.exchanges for standing in self.standings)

    @property
    def smes(self) -> int:
        return sum(standing.smes for standing in self.standings)

    @property
    def by_quarter(self) -> list[tuple[date, int, int]]:
        """(first day of a quarter, exchanges credited in it, 0) of all partnerships, in order."""
        found: dict[date, int] = {}
        for standing in self.standings:
            for day, number in standing.quarters:
                found[day] = found.get(day, 0) + number
        return [(day, number, 0) for day, number in sorted(found.items())]


def scheme(until: date) -> Scheme:
    standings = {
        item.pk: Standing(item)
        for item in Partnership.objects.select_related("coordinator").order_by("start_on", "id")
    }
    flows: dict[tuple[str, str], int] = {}
    values = ledger.bounds_of(list(standings), list(ledger.SCHEME), until) | {"month": until.replace(day=1)}
    with connection.cursor() as cursor:
        cursor.execute(_SCHEME, values)
        for partnership, section, key, second, number, total in cursor.fetchall():
            _enter(standings[partnership], section, (key, second), int(number), total)
            if section == "flow":
                flows[key, second] = flows.get((key, second), 0) + int(number)
    for standing in standings.values():
        standing.quarters.sort()
    return Scheme(until, list(standings.values()), flows)


def _enter(standing: Standing, section: str, key: tuple[str, str], number: int, total: Decimal) -> None:
    if section == "kind":
        standing.kinds[key[0]] = number
    elif section == "flow":
        for side, country in ((standing.homes, key[0]), (standing.hosts, key[1])):
            side[country] = side.get(country, 0) + number
    elif section == "quarter":
        standing.quarters.append((date.fromisoformat(key[0]), number))
    elif section == "visiting":
        standing.visitors = number
    elif section == "paid":
        standing.paid = total
    else:
        standing.target = total
