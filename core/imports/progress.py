"""How far a job is, seen while its transaction still runs. In the cache only: nothing rests on it."""

import logging
from contextlib import suppress

from django.core.cache import cache

logger = logging.getLogger(__name__)
_SECONDS = 3600


def note(run_id: int, done: int, total: int) -> None:
    with suppress(Exception):  # without the cache the page says "at work" and no number
        cache.set(f"import:{run_id}", (done, total), _SECONDS)


def read(run_id: int) -> tuple[int, int] | None:
    """(rows done, rows in all), or None when nothing is known."""
    with suppress(Exception):
        found = cache.get(f"import:{run_id}")
        return (int(found[0]), int(found[1])) if found else None
    return None
