"""Keeping the tally of visits small. Its truth is kept by triggers; ADR 41."""

from django.db import connection

from exchanges.models import VisitTally

# Below this many new rows nobody reads any faster after adding up.
WORTH_IT = 200


def add_up_tally() -> int:
    """Called by each sweep. Returns how many rows went into the sums."""
    if VisitTally.objects.filter(added_up=False).order_by()[:WORTH_IT].count() < WORTH_IT:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchanges_tally_add_up()")
        return int(cursor.fetchone()[0])
