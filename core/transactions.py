"""Steps of a larger act."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import DEFAULT_DB_ALIAS, connections, transaction


def joined() -> AbstractContextManager[None]:
    """Part of the transaction that runs, or else one of its own; never a savepoint.

    For a step that checks everything before it writes: whoever catches its refusal has nothing to take back.
    """
    return nullcontext() if transaction.get_connection().in_atomic_block else transaction.atomic()


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is of one moment, whatever others write meanwhile; nothing can be written.

    For a handler of the outbox before it writes: it runs in the transaction that claims its item, so it reads by a second
    connection. In a larger transaction (seeding, a test that is rolled back), whose rows nobody else sees, it is part of that.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    if len(usual.atomic_blocks) > 1:
        with transaction.atomic():
            yield
        return
    own = usual.copy()
    connections[DEFAULT_DB_ALIAS] = own
    try:
        with transaction.atomic():
            with own.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        own.close()


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """For seeding: one transaction without savepoints, in which any error takes everything back.

    The services inside would set thousands of savepoints of two statements each, which nobody needs here.
    """
    connection = transaction.get_connection()
    with transaction.atomic():
        before = connection.features.uses_savepoints
        connection.features.uses_savepoints = False
        try:
            yield
        finally:
            connection.features.uses_savepoints = before
