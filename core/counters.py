"""Number series that are counted up under a row lock."""

from django.db import connection


def next_number(series: str) -> int:
    """The next number of a series, from 1. The row stays locked until the commit, so take it as the last lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_counter (name, value) VALUES (%s, 1) "
            "ON CONFLICT (name) DO UPDATE SET value = core_counter.value + 1 RETURNING value",
            [series],
        )
        return int(cursor.fetchone()[0])
