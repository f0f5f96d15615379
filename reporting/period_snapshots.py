"""What is frozen when a period closes, and how it differs from another snapshot or from today.

A snapshot holds the figures up to the last day and those of the period alone, breakdowns, and the numbers of the records
that counted: so a later difference leads to the records behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation

from exchanges.documents import canonical
from reporting import indicators
from reporting.deliverables import catalogue, freezing
from reporting.deliverables.publishing import View
from reporting.indicators import Figure
from reporting.models import Activity, ReportingPeriod
from reporting.periods import Period
from reporting.selectors import records
from reporting.selectors.tally import Tally

Snapshot = dict[str, Any]
SCHEMA = 2


def span(row: ReportingPeriod) -> Period:
    """The period alone."""
    return Period(row.partnership, row.last_day, row.first_day)


def until(row: ReportingPeriod) -> Period:
    """Everything up to its last day."""
    return Period(row.partnership, row.last_day)


@dataclass(frozen=True)
class Taken:
    """`documents` are what each type of deliverable prints of the period, by code and edition."""

    snapshot: Snapshot
    documents: dict[tuple[str, str], Snapshot]


def take(row: ReportingPeriod) -> Taken:
    """Figures and documents, from one count; in the language of documents, so that the hash does not depend on who asks."""
    so_far, alone = Tally(until(row)), Tally(span(row))
    with translation.override(catalogue.LANGUAGE):
        measured = indicators.measure(so_far.period, so_far)
        snapshot = _figures(row, so_far, measured, indicators.measure(alone.period, alone))
    documents = {
        (code, edition): document
        for code, edition, document in catalogue.freeze_all(so_far.period, so_far, measured)
    }
    hashes: dict[str, dict[str, str]] = {}
    for (code, edition), document in documents.items():
        hashes.setdefault(code, {})[edition] = digest(document)
    return Taken(snapshot | {"documents": hashes}, documents)


def _figures(row: ReportingPeriod, so_far: Tally, measured: list[Figure], alone: list[Figure]) -> Snapshot:
    in_period = {figure.code: figure.value for figure in alone}
    view = View(so_far, measured, public=False)
    return {
        "schema": SCHEMA,
        "partnership": row.partnership.code,
        "period": [row.number, row.first_day.isoformat(), row.last_day.isoformat()],
        "figures": [
            [figure.code, _text(figure.value), _text(figure.target), _text(in_period[figure.code])]
            for figure in measured
        ],
        "exchanges": freezing.exchange_figures(view),
        "money": freezing.money_figures(view),
        "feedback": freezing.feedback_figures(view),
        "activities": [[kind, *numbers] for kind, numbers in sorted(so_far.activity_records().items())],
        "funnel": [[step.key, step.reached, step.waiting, dict(step.dropped)] for step in so_far.funnel],
        "records": counted_records(until(row)),
    }


def digest(snapshot: Snapshot) -> str:
    return canonical.digest(snapshot)


def counted_records(period: Period) -> dict[str, dict[str, str]]:
    """Kind of record -> its number -> the day from which it counts."""
    made = records.exchanges(period).order_by("id").values_list("pk", "credited_on")
    brought = records.past(period).order_by("id").values_list("pk", "credited_on")
    counted = Activity.objects.filter(
        partnership=period.partnership, state="counted", held_on__lte=period.until
    ).order_by("id")
    return {
        "exchanges": _days(made),
        "past": _days(brought),
        "activities": _days(counted.values_list("pk", "held_on")),
    }


def _days(rows: Any) -> dict[str, str]:
    return {str(pk): day.isoformat() for pk, day in rows}


@dataclass(frozen=True)
class Difference:
    """One indicator then and now, in its own unit; None where there was nothing to count it from."""

    code: str
    before: Decimal | None
    now: Decimal | None

    @property
    def by(self) -> Decimal:
        """`now` less `before`; nothing counts as 0."""
        return (self.now or Decimal(0)) - (self.before or Decimal(0))

    @property
    def compared(self) -> Decimal | None:
        """The same where both are known: a share of nothing is no share of 0 %."""
        return None if self.before is None or self.now is None else self.by


def values(snapshot: Snapshot, *, alone: bool = False) -> dict[str, Decimal | None]:
    """Code -> value up to the last day, or in the period alone."""
    place = 3 if alone else 1
    return {row[0]: None if row[place] is None else Decimal(row[place]) for row in snapshot["figures"]}


def differences(
    before: Mapping[str, Decimal | None], now: Mapping[str, Decimal | None], *, all_of: bool = False
) -> list[Difference]:
    """In the order of the indicators; only those that differ, unless `all_of`. New indicators have no value before."""
    found = [
        Difference(code, before.get(code), now.get(code)) for code in [*now, *(before.keys() - now.keys())]
    ]
    return [item for item in found if all_of or item.by]


def measured_today(row: ReportingPeriod) -> dict[str, Decimal | None]:
    """What a count of today says of the period's last day."""
    return {
        figure.code: None if figure.value is None else Decimal(figure.value)
        for figure in indicators.measure(until(row))
    }


@dataclass(frozen=True)
class Moved:
    """Records of one kind: counted since, counted no more, and counted from another day."""

    came: tuple[int, ...]
    went: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.went)


def moved(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> dict[str, Moved]:
    found = {}
    for kind in now:
        old, new = before.get(kind, {}), now[kind]
        found[kind] = Moved(
            tuple(sorted(int(pk) for pk in new.keys() - old.keys())),
            tuple(sorted(int(pk) for pk in old.keys() - new.keys())),
        )
    return found


def _text(value: Any) -> str | None:
    """One spelling of a number, so that the hash does not depend on how it was computed."""
    return None if value is None else f"{Decimal(value).normalize():f}"
