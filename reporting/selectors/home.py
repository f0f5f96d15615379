"""The few figures of the public home, counted when asked: they are the same as on the result pages."""

from dataclasses import dataclass

from django.db.models import Count

from exchanges.models import Exchange


@dataclass(frozen=True)
class Counts:
    exchanges: int
    organisations: int
    countries: int


def live_counts() -> Counts:
    """Credited exchanges of all partnerships, who went, and to how many countries."""
    found = Exchange.objects.filter(credited_on__isnull=False).aggregate(
        exchanges=Count("id"),
        organisations=Count("visitor", distinct=True),
        countries=Count("host_country", distinct=True),
    )
    return Counts(**found)
