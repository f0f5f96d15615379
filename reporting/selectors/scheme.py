"""All partnerships beside each other, from two statements however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection

from clusters.models import Partnership

# Imported visits count by the same rules. Grouping: 31 with all five columns rolled up.
_SCHEME = """
    WITH v AS (
        SELECT partnership_id, visitor_kind, visitor_id, host_id, visitor_country_id, host_country_id,
               date_trunc('quarter', credited_on)::date AS quarter
        FROM exchanges_exchange WHERE credited_on <= %(until)s
        UNION ALL
        SELECT partnership_id, visitor_kind, visitor_id, host_id, visitor_country_id, host_country_id,
               date_trunc('quarter', credited_on)::date
        FROM exchanges_pastexchange WHERE credited_on <= %(until)s
    )
    SELECT CASE GROUPING(partnership_id, visitor_kind, visitor_country_id, host_country_id, quarter)
               WHEN 15 THEN 'all' WHEN 7 THEN 'kind' WHEN 11 THEN 'home' WHEN 13 THEN 'host'
               WHEN 14 THEN 'quarter' ELSE 'flow' END,
           partnership_id,
           coalesce(visitor_kind, visitor_country_id, host_country_id, quarter::text, ''),
           CASE WHEN GROUPING(partnership_id) = 1 THEN host_country_id ELSE '' END,
           count(*), count(DISTINCT visitor_id)
    FROM v
    GROUP BY GROUPING SETS (
        (partnership_id), (partnership_id, visitor_kind), (partnership_id, visitor_country_id),
        (partnership_id, host_country_id), (partnership_id, quarter), (visitor_country_id, host_country_id)
    )
    UNION ALL
    SELECT 'target', partnership_id, '', '', value, 0 FROM clusters_target WHERE code = 'O2.exchanges'
    UNION ALL
    SELECT 'paid', partnership_id, '', '', sum(amount), 0
    FROM (
        SELECT e.partnership_id, p.amount
        FROM exchanges_payment p JOIN exchanges_exchange e ON e.id = p.exchange_id WHERE p.paid_on <= %(until)s
        UNION ALL
        SELECT partnership_id, amount FROM exchanges_pastexchange WHERE paid_on <= %(until)s
    ) paid GROUP BY partnership_id
"""


@dataclass
class Standing:
    """One partnership by a day. `quarters` are (first day of a quarter, exchanges credited in it), in order."""

    partnership: Partnership
    exchanges: int = 0
    visitors: int = 0
    paid: Decimal = Decimal(0)
    target: Decimal | None = None
    kinds: dict[str, int] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    hosts: dict[str, int] = field(default_factory=dict)
    quarters: list[tuple[date, int]] = field(default_factory=list)

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
    with connection.cursor() as cursor:
        cursor.execute(_SCHEME, {"until": until})
        for section, partnership, key, second, number, visitors in cursor.fetchall():
            if section == "flow":
                flows[key, second] = int(number)
            else:
                _enter(standings[partnership], section, key, number, visitors)
    for standing in standings.values():
        standing.quarters.sort()
    return Scheme(until, list(standings.values()), flows)


def _enter(standing: Standing, section: str, key: str, number: Decimal, visitors: int) -> None:
    if section == "all":
        standing.exchanges, standing.visitors = int(number), visitors
    elif section == "target":
        standing.target = number
    elif section == "paid":
        standing.paid = number
    elif section == "quarter":
        standing.quarters.append((date.fromisoformat(key), int(number)))
    else:
        {"kind": standing.kinds, "home": standing.homes, "host": standing.hosts}[section][key] = int(number)
