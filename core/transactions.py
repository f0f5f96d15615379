"""Steps of a larger act."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import transaction


def joined() -> AbstractContextManager[None]:
    """Part of the transaction that runs, or else one of its own; never a savepoint.

    For a step that checks everything before it writes: whoever catches its refusal has nothing to take back.
    """
    return nullcontext() if transaction.get_connection().in_atomic_block else transaction.atomic()


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
