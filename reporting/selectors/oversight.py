"""Start pages of those who only look: the auditor's dossier, and the scheme-wide figures of the support office."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from clusters.models import Partnership
from core.actors import Actor
from exchanges.models import Application, Exchange, Payment
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
    """Credited exchanges and paid sums of each partnership."""
    counted = {
        row["partnership"]: row
        for row in Exchange.objects.filter(credited_on__isnull=False)
        .values("partnership")
        .annotate(
            number=Count("id"),
            organisations=Count("visitor", distinct=True),
            countries=Count("host_country", distinct=True),
        )
        .order_by("partnership")
    }
    paid = dict(
        Payment.objects.filter(paid_on__isnull=False, refused_at=None)
        .values_list("exchange__partnership")
        .annotate(total=Sum("amount"))
        .order_by("exchange__partnership")
    )
    empty = {"number": 0, "organisations": 0, "countries": 0}
    found = []
    for partnership in Partnership.objects.order_by("start_on", "id"):
        row = counted.get(partnership.pk, empty)
        total = paid.get(partnership.pk) or Decimal(0)
        found.append(Sums(partnership, row["number"], row["organisations"], row["countries"], total))
    return found
