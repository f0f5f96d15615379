"""How far a job is, seen while its transaction still runs. In the cache only: nothing rests on it."""

from contextlib import suppress

from django.core.cache import cache

_SECONDS = 3600


def note(job: str, done: int, total: int) -> None:
    """`job` names the kind and the number: "import:7"."""
    with suppress(Exception):  # without the cache the page says "at work" and no number
        cache.set(job, (done, total), _SECONDS)


def read(job: str) -> tuple[int, int] | None:
    """(rows done, rows in all), or None when nothing is known."""
    with suppress(Exception):
        found = cache.get(job)
        return (int(found[0]), int(found[1])) if found else None
    return None
