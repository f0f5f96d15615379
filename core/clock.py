"""The one source of "now" for everything a person can see.

`at(moment)` freezes the clock for the whole process (tests, seeding). In demo mode an offset stored in the
database moves the clock of web, worker and beat together. Technical times (sessions, claims, `recorded_at`)
use the machine's clock through `machine_now`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import ProgrammingError
from django.db.models import F

_frozen: list[datetime] = []
_OFFSET_LIFETIME = 1.0
_offset: tuple[float, timedelta] = (0.0, timedelta())


def machine_now() -> datetime:
    return datetime.now(UTC)


def now() -> datetime:
    """The portal's present moment, timezone-aware in UTC."""
    if _frozen:
        return _frozen[-1]
    if settings.PORTAL_DEMO:
        return machine_now() + _demo_offset()
    return machine_now()


def today(tz: str = "UTC") -> date:
    """The calendar day at the place `tz` (an IANA name)."""
    return now().astimezone(ZoneInfo(tz)).date()


def midnight(day: date, tz: str = "UTC") -> datetime:
    """The moment at which `day` begins at the place `tz`."""
    return datetime.combine(day, datetime.min.time(), ZoneInfo(tz)).astimezone(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Freeze the clock of this process at an aware `moment`."""
    if moment.tzinfo is None:
        raise ValueError("clock.at needs an aware datetime")
    _frozen.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()


def shift(delta: timedelta) -> None:
    """Demo only: move the portal's clock forward for every process."""
    global _offset
    if not settings.PORTAL_DEMO:
        raise RuntimeError("The clock can be moved in demo mode only.")
    from core.models import ClockOffset  # noqa: PLC0415  models import the clock

    ClockOffset.objects.get_or_create(pk=1)
    ClockOffset.objects.filter(pk=1).update(seconds=F("seconds") + int(delta.total_seconds()))
    _offset = (0.0, timedelta())


def _demo_offset() -> timedelta:
    global _offset
    read_at, value = _offset
    if time.monotonic() - read_at > _OFFSET_LIFETIME:
        from core.models import ClockOffset  # noqa: PLC0415  models import the clock

        try:
            seconds = ClockOffset.objects.filter(pk=1).values_list("seconds", flat=True).first() or 0
        except ProgrammingError:
            # Before the first migration there is no table, and system checks already make a User().
            seconds = 0
        value = timedelta(seconds=seconds)
        _offset = (time.monotonic(), value)
    return value
