"""What must hold over the figures at any moment; a part of `check_invariants`."""

from collections.abc import Iterator

from django.db import connection

from clusters.models import Partnership
from core import clock
from exchanges.invariants import Finding, also
from reporting.periods import Period
from reporting.selectors import ledger, recount

MOST = 20
# Each gives the places where what is kept is not what is counted.
_COMPARED = {
    "line of a file": """
        SELECT partnership_id, section, key, second, day FROM (
            SELECT subject, subject_id, partnership_id, section, key, second, member, day, -number AS number, -total AS total
            FROM reporting_ledger_facts
            UNION ALL
            SELECT e.subject, e.subject_id, (l ->> 0)::bigint, l ->> 1, l ->> 2, l ->> 3, (l ->> 4)::bigint,
                   (l ->> 5)::date, (l ->> 6)::int, (l ->> 7)::numeric
            FROM reporting_ledgerentry e, jsonb_array_elements(e.lines) l
        ) sides GROUP BY subject, subject_id, 1, 2, 3, 4, member, 5 HAVING sum(number) <> 0 OR sum(total) <> 0
    """,
    "sum of a day": """
        SELECT partnership_id, section, key, second, day FROM (
            SELECT partnership_id, section, key, second, day, -number AS number, -total AS total
            FROM reporting_ledger_facts WHERE member IS NULL
            UNION ALL SELECT partnership_id, section, key, second, day, number, total FROM reporting_ledgercell
                WHERE span = 'd' AND section <> ALL(%(members)s)
            UNION ALL SELECT partnership_id, section, key, second, day, number, total FROM reporting_ledgerline
                WHERE member IS NULL
        ) sides GROUP BY 1, 2, 3, 4, 5 HAVING sum(number) <> 0 OR sum(total) <> 0
    """,
    "sum of a month, or of all days": """
        SELECT partnership_id, section, key, second, day FROM (
            SELECT partnership_id, span.name, section, key, second, span.day, -number AS number, -total AS total
            FROM reporting_ledgercell c, reporting_ledger_spans(c.day) span WHERE c.span = 'd' AND span.name <> 'd'
            UNION ALL SELECT partnership_id, span, section, key, second, day, number, total FROM reporting_ledgercell
                WHERE span <> 'd'
        ) sides (partnership_id, span, section, key, second, day, number, total)
        GROUP BY 1, span, 2, 3, 4, 5 HAVING sum(number) <> 0 OR sum(total) <> 0
    """,
    "sum of a member": """
        SELECT partnership_id, section, key, '', day FROM (
            SELECT partnership_id, section, key, member, day, -number AS number FROM reporting_ledger_facts
                WHERE member IS NOT NULL
            UNION ALL SELECT partnership_id, section, key, member, day, number FROM reporting_ledgermember
            UNION ALL SELECT partnership_id, section, key, member, day, number FROM reporting_ledgerline
                WHERE member IS NOT NULL
        ) sides GROUP BY 1, 2, 3, member, 5 HAVING sum(number) <> 0
    """,
    "sum of different members": """
        SELECT partnership_id, section, key, '', day FROM (
            SELECT partnership_id, section, key, min(day) AS day, -1 AS number FROM reporting_ledgermember
                WHERE number > 0 GROUP BY partnership_id, section, key, member
            UNION ALL SELECT partnership_id, section, key, day, number FROM reporting_ledgercell
                WHERE span = 'd' AND section = ANY(%(members)s)
        ) sides GROUP BY 1, 2, 3, 5 HAVING sum(number) <> 0
    """,
}


@also
def figures_equal_recount() -> Iterator[Finding]:
    """The ledger holds what the rows say, day by day; and its figures of today are those of a count of its own."""
    with connection.cursor() as cursor:
        for what, statement in _COMPARED.items():
            cursor.execute(
                f"{statement} ORDER BY 1, 2, 3, 4, 5 LIMIT {MOST}", {"members": list(ledger.OF_MEMBERS)}
            )
            for partnership, section, key, second, day in cursor.fetchall():
                words = " ".join(part for part in (section, key, second) if part)
                yield Finding(
                    "figures_equal_recount",
                    f"partnership {partnership}, {words}, {day}",
                    f"The kept {what} is not the counted one.",
                )
    for partnership in Partnership.objects.order_by("pk"):
        period = Period(partnership, clock.today())
        kept, counted = kept_sums(period), recount.everything(period)
        for cell in sorted(kept.keys() | counted.keys()):
            if kept.get(cell) != counted.get(cell):
                yield Finding(
                    "figures_equal_recount",
                    f"{partnership} {' '.join(part for part in cell if part)}",
                    f"The figure is {kept.get(cell)}, a recount gives {counted.get(cell)}.",
                )


def kept_sums(period: Period) -> ledger.Table:
    """What the ledger says of everything a recount counts."""
    # By day and by area only the ledger counts.
    return ledger.widened(ledger.sums(period, (*ledger.FIGURES, "path", *ledger.STANDING)))
