"""Which colleague has opened the review of a file lately. A hint in the cache only: nothing rests on it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache

from clusters.models import User
from core import clock
from core.actors import Actor

# A decision takes minutes; after this long nobody is told any more.
SECONDS = 600


@dataclass(frozen=True)
class Viewer:
    name: str
    minutes: int


def opened(application: Any, actor: Actor) -> list[Viewer]:
    """Note that the person has opened the page now. Returns the others who did so in the last ten minutes."""
    key, now = f"viewing:{application.pk}", clock.now()
    seen: dict[int, datetime] = {}
    with suppress(Exception):  # without a cache there is no hint
        seen = cache.get(key) or {}
        cache.set(key, {**_lately(seen, now), actor.user_id: now}, SECONDS)
    others = {user: at for user, at in _lately(seen, now).items() if user != actor.user_id}
    if not others:
        return []
    people = User.objects.filter(pk__in=others).order_by("last_name", "first_name", "id")
    return [Viewer(person.get_full_name(), _minutes(now, others[person.pk])) for person in people]


def _lately(seen: dict[int, datetime], now: datetime) -> dict[int, datetime]:
    return {user: at for user, at in seen.items() if 0 <= (now - at).total_seconds() < SECONDS}


def _minutes(now: datetime, at: datetime) -> int:
    return int((now - at).total_seconds() // 60)
