"""Calendar files (RFC 5545), written by hand: whole days and hours, folded lines, stable identities."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SPECIAL = str.maketrans({"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": ""})
Event = list[str]
# A calendar must hold something; this one says that universal time is universal time.
_NOTHING = [
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
]


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


def calendar(events: Iterable[Event], *, name: str = "") -> str:
    """With a name it is one to subscribe to: programs show the name, and ask again every few hours."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ClusterXchange portal//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    if name:
        lines += [
            f"NAME:{_text(name)}",
            f"X-WR-CALNAME:{_text(name)}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        ]
    body = [line for event in events for line in event]
    lines += body or _NOTHING
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
    modified: datetime | None = None,
) -> Event:
    """`stamp` and `modified` are aware; `last_day` is included; a cancelled one is not tentative. The day stays free."""
    when = [
        f"DTSTART;VALUE=DATE:{first_day.strftime('%Y%m%d')}",
        f"DTEND;VALUE=DATE:{(last_day + timedelta(days=1)).strftime('%Y%m%d')}",
    ]
    status = "CANCELLED" if cancelled else "TENTATIVE" if tentative else "CONFIRMED"
    if modified is not None:
        when.append(f"LAST-MODIFIED:{_moment(modified)}")
    return _event(uid, when, title, place, description, url, stamp, sequence, status, "TRANSPARENT")


def hours(
    *,
    uid: str,
    title: str,
    day: date,
    starts_at: time,
    ends_at: time | None,
    timezone: str,
    place: str,
    description: str,
    url: str,
    stamp: datetime,
    sequence: int = 0,
    cancelled: bool = False,
) -> Event:
    """`day` and hours are those of `timezone`; written as moments, so a reader elsewhere joins at the right one.

    Without an end it lasts an hour.
    """
    zone = ZoneInfo(timezone)
    begins = datetime.combine(day, starts_at, zone).astimezone(UTC)
    ends = datetime.combine(day, ends_at, zone).astimezone(UTC) if ends_at is not None else begins
    if ends <= begins:
        # No end was given, or it lies in the hour that summer time leaves out.
        ends = begins + timedelta(hours=1)
    when = [f"DTSTART:{_moment(begins)}", f"DTEND:{_moment(ends)}"]
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
        f"DTSTAMP:{_moment(stamp)}",
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


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


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
