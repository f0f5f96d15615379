"""The few figures of the public home, counted when asked: they are the same as on the result pages."""

from dataclasses import dataclass

from exchanges.models import Exchange, PastExchange


@dataclass(frozen=True)
class Counts:
    exchanges: int
    organisations: int
    countries: int


def live_counts() -> Counts:
    """Credited exchanges of all partnerships, who went, and to how many countries; imported history too."""
    made = Exchange.objects.filter(credited_on__isnull=False).order_by()
    brought = PastExchange.objects.order_by()
    visitors = made.values("visitor").union(brought.values("visitor"))
    countries = made.values("host_country").union(brought.values("host_country"))
    return Counts(made.count() + brought.count(), visitors.count(), countries.count())
