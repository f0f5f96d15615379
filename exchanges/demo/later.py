"""Indexes and sums that triggers keep after each row, made once instead, within the one transaction of seeding."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

_TRIGGERS = """
    SELECT t.tgrelid::regclass::text, quote_ident(t.tgname) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND p.proname LIKE %s ORDER BY 1, 2
"""


@contextmanager
def once_at_the_end(functions: str, make: Callable[[], object]) -> Iterator[None]:
    """Triggers whose functions are named LIKE `functions` rest; at the end `make` does their work for all rows.

    Nothing inside may read what they keep.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS, [functions])
        triggers = cursor.fetchall()
        for table, name in triggers:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        # A table with checks that wait for the commit cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in triggers:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    make()
