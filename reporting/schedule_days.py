"""When a scheduled export is due: at six in the morning, by the clock of the place it belongs to."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKLY, MONTHLY = "weekly", "monthly"
MORNING = time(6)
# Each month has it.
LAST_DAY_OF_MONTH = 28


def next_moment(rhythm: str, day: int, timezone: str, after: datetime) -> datetime:
    """The first moment later than `after`. `day` is 0 (Monday) to 6, or 1 to 28 of the month. In UTC."""
    zone = ZoneInfo(timezone)
    start = after.astimezone(zone).date()
    found = _first_day(rhythm, day, start)
    moment = datetime.combine(found, MORNING, zone)
    if moment <= after:
        moment = datetime.combine(_first_day(rhythm, day, found + timedelta(days=1)), MORNING, zone)
    return moment.astimezone(UTC)


def _first_day(rhythm: str, day: int, start: date) -> date:
    if rhythm == WEEKLY:
        return start + timedelta(days=(day - start.weekday()) % 7)
    if start.day <= day:
        return start.replace(day=day)
    return (start.replace(day=1) + timedelta(days=32)).replace(day=day)
