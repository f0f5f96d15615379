"""Calendar files (RFC 5545), written by hand: whole days and hours, folded lines, stable identities."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

_SPECIAL = str.maketrans({"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": ""})
Event = list[str]


def all_day_event(
    *,
    uid: str,
    title: str,
    first_day: date,
    last_day: date,
    place: str,
    description: str,
    url: str,
    stamp: datetime,
    sequence: int = 0,
    cancelled: bool = False,
    tentative: bool = False,
) -> str:
    """One calendar with one event, as `days` takes it."""
    event = days(
        uid=uid,
        title=title,
        first_day=first_day,
        last_day=last_day,
        place=place,
        description=description,
        url=url,
        stamp=stamp,
        sequence=sequence,
        cancelled=cancelled,
        tentative=tentative,
    )
    return calendar([event])


def calendar(events: Iterable[Event]) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ClusterXchange portal//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for event in events:
        lines += event
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def days(
    *,
    uid: str,
    title: str,
    first_day: date,
    last_day: date,
    place: str,
    description: str,
    url: str,
    stamp: datetime,
    sequence: int = 0,
    cancelled: bool = False,
    tentative: bool = False,
) -> Event:
    """`stamp` is aware; `last_day` is included; a cancelled one is not tentative. The day stays free in the calendar."""
    when = [
        f"DTSTART;VALUE=DATE:{first_day.strftime('%Y%m%d')}",
        f"DTEND;VALUE=DATE:{(last_day + timedelta(days=1)).strftime('%Y%m%d')}",
    ]
    status = "CANCELLED" if cancelled else "TENTATIVE" if tentative else "CONFIRMED"
    return _event(uid, when, title, place, description, url, stamp, sequence, status, "TRANSPARENT")


def hours(
    *,
    uid: str,
    title: str,
    day: date,
    starts_at: time,
    ends_at: time | None,
    place: str,
    description: str,
    url: str,
    stamp: datetime,
    sequence: int = 0,
    cancelled: bool = False,
) -> Event:
    """By the clock of the place, whatever the reader's own zone. Without an end it lasts an hour."""
    begins = datetime.combine(day, starts_at)
    ends = datetime.combine(day, ends_at) if ends_at is not None else begins + timedelta(hours=1)
    when = [f"DTSTART:{begins.strftime('%Y%m%dT%H%M%S')}", f"DTEND:{ends.strftime('%Y%m%dT%H%M%S')}"]
    status = "CANCELLED" if cancelled else "CONFIRMED"
    return _event(uid, when, title, place, description, url, stamp, sequence, status, "OPAQUE")


def _event(
    uid: str,
    when: list[str],
    title: str,
    place: str,
    description: str,
    url: str,
    stamp: datetime,
    sequence: int,
    status: str,
    shown_as: str,
) -> Event:
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"DTSTAMP:{stamp.strftime('%Y%m%dT%H%M%SZ')}",
        f"SEQUENCE:{sequence}",
        *when,
        f"SUMMARY:{_text(title)}",
        f"LOCATION:{_text(place)}",
        f"DESCRIPTION:{_text(description)}",
        f"URL:{url}",
        f"STATUS:{status}",
        f"TRANSP:{shown_as}",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    return value.translate(_SPECIAL)


def _folded(line: str) -> str:
    """At most 75 bytes a line, never through the middle of a letter."""
    parts, current = [], ""
    for letter in line:
        if len((current + letter).encode()) > 75:
            parts.append(current)
            current = " "
        current += letter
    return "\r\n".join([*parts, current])
