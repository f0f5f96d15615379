"""How attendance counts: pure. A day of an event has two halves; how many make a working day is in the rules."""

from collections.abc import Collection, Iterable
from datetime import date, time

MORNING, AFTERNOON = "morning", "afternoon"
HALVES = (MORNING, AFTERNOON)
NOON = time(13)
# A session of the morning may run on so long without becoming one of the afternoon, too.
LATEST_END_OF_MORNING = time(14)
HALF_DAYS_PER_DAY = 2
# Programme, but no working time.
NO_WORK = ("break", "social", "travel")

Attended = tuple[date, str]


def half_of(moment: time) -> str:
    """The half of the day in which a moment lies, at the place of the event."""
    return MORNING if moment < NOON else AFTERNOON


def halves_of_session(starts_at: time | None, ends_at: time | None) -> tuple[str, ...]:
    """Without times a session takes the whole day; without an end it lies where it begins."""
    if starts_at is None:
        return HALVES
    first = half_of(starts_at)
    last = AFTERNOON if ends_at is not None and ends_at > LATEST_END_OF_MORNING else first
    return HALVES if first != last else (first,)


def halves_of_day(sessions: Iterable[tuple[str, time | None, time | None]]) -> tuple[str, ...]:
    """The halves in which somebody can be present: (kind, start, end) of each session; both where nothing is planned."""
    rows = list(sessions)
    working = [(start, end) for kind, start, end in rows if kind not in NO_WORK]
    found = {half for start, end in working for half in halves_of_session(start, end)}
    return tuple(half for half in HALVES if half in found) if rows else HALVES


def days_attended(
    attended: Iterable[Attended], working_days: Collection[date], half_days_per_day: int = HALF_DAYS_PER_DAY
) -> int:
    """Whole working days: half-days on days that count, so many to a day, never more than the days themselves.

    A half that is left over makes no day. Raises ValueError for fewer than one half a day.
    """
    if half_days_per_day < 1:
        raise ValueError("At least one half-day makes a day.")
    counted = {(day, half) for day, half in attended if day in working_days}
    return min(len(counted) // half_days_per_day, len({day for day, _half in counted}))
