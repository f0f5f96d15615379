"""Steps of a larger act."""

from contextlib import AbstractContextManager, nullcontext

from django.db import transaction


def joined() -> AbstractContextManager[None]:
    """Part of the transaction that runs, or else one of its own; never a savepoint.

    For a step that checks everything before it writes: whoever catches its refusal has nothing to take back.
    """
    return nullcontext() if transaction.get_connection().in_atomic_block else transaction.atomic()
