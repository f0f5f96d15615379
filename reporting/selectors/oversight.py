"""Start pages of those who only look: the auditor's dossier, and the scheme-wide figures of the support office."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, QuerySet, Sum

from clusters.models import Partnership
from core.actors import Actor
from exchanges.models import Application, Exchange, PastExchange, Payment
from exchanges.selectors import queue

SAMPLE = 10


@dataclass(frozen=True)
class Sums:
    """One partnership in figures, without a person or an organisation."""

    partnership: Partnership
    exchanges: int
    organisations: int
    countries: int
    paid: Decimal


def sample_of(actor: Actor) -> list[queue.Row]:
    """Ten files spread evenly over all that the auditor may read: the same ones at each look."""
    numbers = list(
        Application.objects.visible_to(actor)
        .filter(current_exchange__credited_on__isnull=False)
        .order_by("id")
        .values_list("id", flat=True)
    )
    step = max(1, len(numbers) // SAMPLE)
    chosen = numbers[::step][:SAMPLE]
    return queue.rows_of(Application.objects.filter(pk__in=chosen).order_by("id"), SAMPLE)


def figures() -> list[Sums]:
    """Credited exchanges and paid sums of each partnership, with those from before the portal."""
    visits, organisations, countries = _visits(), _distinct("visitor"), _distinct("host_country")
    paid = _totals(
        Payment.objects.filter(paid_on__isnull=False, refused_at=None), "exchange__partnership", Sum("amount")
    )
    paid_before = _totals(PastExchange.objects.filter(paid_on__isnull=False), "partnership", Sum("amount"))
    return [
        Sums(
            partnership,
            visits[partnership.pk],
            organisations[partnership.pk],
            countries[partnership.pk],
            (paid.get(partnership.pk) or Decimal(0)) + (paid_before.get(partnership.pk) or Decimal(0)),
        )
        for partnership in Partnership.objects.order_by("start_on", "id")
    ]


def _visits() -> Counter[int]:
    made = Exchange.objects.filter(credited_on__isnull=False)
    return Counter(_totals(made, "partnership", Count("id"))) + Counter(
        _totals(PastExchange.objects.all(), "partnership", Count("id"))
    )


def _distinct(column: str) -> Counter[int]:
    """How many different ones each partnership has, whether made here or brought along."""
    made = Exchange.objects.filter(credited_on__isnull=False).order_by().values_list("partnership", column)
    brought = PastExchange.objects.order_by().values_list("partnership", column)
    return Counter(partnership for partnership, _value in made.union(brought))


def _totals(rows: QuerySet[Any], partnership: str, total: Aggregate) -> dict[int, Any]:
    return dict(rows.order_by(partnership).values_list(partnership).annotate(total=total))
