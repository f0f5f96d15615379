"""The few figures of the public home, counted when asked: they are the same as on the result pages."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Counts:
    exchanges: int
    organisations: int
    countries: int


_COUNT = """
    SELECT count(*), count(DISTINCT visitor_id), count(DISTINCT host_country_id)
    FROM (
        SELECT visitor_id, host_country_id FROM exchanges_exchange WHERE credited_on IS NOT NULL
        UNION ALL SELECT visitor_id, host_country_id FROM exchanges_pastexchange
    ) credited
"""


def live_counts() -> Counts:
    """Credited exchanges of all partnerships, who went, and to how many countries; imported history too."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        return Counts(*cursor.fetchone())
