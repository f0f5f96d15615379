"""Who has a text part open just now. In the cache only: nothing rests on it, and it is forgotten within a minute."""

from contextlib import suppress

from django.core.cache import cache

from clusters.models import User
from core import clock
from reporting.models import TextPart

SECONDS = 60


def note(part: TextPart, user: User) -> None:
    """Told by the open page, again and again."""
    with suppress(Exception):  # without the cache nobody is shown
        here = _here(part)
        here[user.pk] = (user.get_full_name() or user.email, clock.machine_now().timestamp())
        cache.set(_key(part), here, SECONDS)


def others(part: TextPart, user: User) -> list[str]:
    """Names of the other people who had it open within the last minute."""
    with suppress(Exception):
        limit = clock.machine_now().timestamp() - SECONDS
        return sorted(name for pk, (name, when) in _here(part).items() if pk != user.pk and when > limit)
    return []


def _here(part: TextPart) -> dict[int, tuple[str, float]]:
    return dict(cache.get(_key(part)) or {})


def _key(part: TextPart) -> str:
    return f"writing:{part.pk}"
