"""Calendar files (RFC 5545), written by hand: all-day events, folded lines, stable identities."""

from datetime import date, datetime, timedelta

_SPECIAL = str.maketrans({"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": ""})


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
    """One calendar with one event. `stamp` is aware; `last_day` is included; a cancelled one is not tentative."""
    status = "CANCELLED" if cancelled else "TENTATIVE" if tentative else "CONFIRMED"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ClusterXchange portal//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"DTSTAMP:{stamp.strftime('%Y%m%dT%H%M%SZ')}",
        f"SEQUENCE:{sequence}",
        f"DTSTART;VALUE=DATE:{first_day.strftime('%Y%m%d')}",
        f"DTEND;VALUE=DATE:{(last_day + timedelta(days=1)).strftime('%Y%m%d')}",
        f"SUMMARY:{_text(title)}",
        f"LOCATION:{_text(place)}",
        f"DESCRIPTION:{_text(description)}",
        f"URL:{url}",
        f"STATUS:{status}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


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
