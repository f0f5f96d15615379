"""A programme that is pasted as text: a line with the day, then a line for each session of it.

    2027-03-16
    09:00-10:30 Visit of the lab; Clean room 2
    12:00 Lunch

Pure: lines in, sessions and every problem out. A day is a date, in figures or in English words, a weekday, or "Day 2"
counted from the first day.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from exchanges.enums import SessionKind

MOST_LINES = 200
_HOUR = r"(\d{1,2})(?:\s?[:.hH](\d{2})|\s?(?:h|H|Uhr))"
_TIMES = re.compile(rf"{_HOUR}(?:\s*(?:-|–|—|to)\s*{_HOUR})?(?=\s|$)\s*[-–:]?\s*(.*)")
# "2 pm" and "9-12": a session of the whole day with such a title is hardly meant.
_HALF_A_TIME = re.compile(r"\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\b|\d{1,2}\s?[-–]\s?\d{1,2}\s", re.IGNORECASE)
_NUMBERED = re.compile(r"day\s+(\d{1,2})\s*:?", re.IGNORECASE)
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_IN_WORDS = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})\b,?\s*)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<month>{'|'.join(_MONTHS)})(?:,?\s+(?P<year>\d{{4}}))?)?\s*:?",
    re.IGNORECASE,
)
# Words of English programmes by which the kind is guessed, the first that fits; it can be changed afterwards.
_WORDS: tuple[tuple[SessionKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for kind, words in (
        (SessionKind.SOCIAL, "dinner|evening|reception"),
        (SessionKind.BREAK, "lunch|coffee|break"),
        (SessionKind.TRAVEL, "transfer|bus |departure|arrival"),
        (SessionKind.MEETINGS, "b2b|one-to-one|matchmaking"),
        (SessionKind.PITCH, "pitch"),
        (SessionKind.VISIT, "visit|tour|laborator|test track"),
    )
)


@dataclass(frozen=True)
class Line:
    """One session as the text says it. Without times it takes the whole day."""

    day: date
    title: str
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""

    @property
    def kind(self) -> SessionKind:
        return next((kind for kind, words in _WORDS if words.search(self.title)), SessionKind.TALK)


@dataclass(frozen=True)
class Problem:
    number: int
    text: str
    sentence: str


def read(text: str, first: date, last: date) -> tuple[list[Line], list[Problem]]:
    """Sessions in the order of the text, and what is wrong with which line. Lines before any day are on the first day."""
    found: list[Line] = []
    problems: list[Problem] = []
    day = first
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        sentence = _("The text has more than %(most)d lines. Paste it in parts.") % {"most": MOST_LINES}
        return [], [Problem(MOST_LINES + 1, "", sentence)]
    for number, raw in enumerate(lines, start=1):
        line = " ".join(raw.split())
        if not line:
            continue
        try:
            named = _day(line, first, last)
            if named is None:
                found.append(_session(line, day))
            elif first <= named <= last:
                day = named
            else:
                raise ValueError(_("This day lies outside the mission."))
        except ValueError as problem:
            problems.append(Problem(number, line[:80], str(problem)))
    return found, problems


def template(days: Sequence[date]) -> str:
    """The text to start with: a line for each day, with room below."""
    return "\n\n".join(day.isoformat() for day in days) + "\n"


def _day(line: str, first: date, last: date) -> date | None:
    numbered = _NUMBERED.fullmatch(line)
    if numbered is not None:
        return first + timedelta(days=int(numbered[1]) - 1)
    for pattern in _DATES:
        try:
            return datetime.strptime(line.rstrip(":"), pattern).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return _day_in_words(line, first, last)


def _day_in_words(line: str, first: date, last: date) -> date | None:
    """ "Tuesday", "23 March" or "Tuesday, 23 March 2027". A weekday alone is the only one of the event."""
    words = _IN_WORDS.fullmatch(line)
    if words is None:
        return None
    if words["day"]:
        year = int(words["year"]) if words["year"] else _year_of(words["month"], first, last)
        try:
            return date(year, _MONTHS.index(words["month"].lower()) + 1, int(words["day"]))
        except ValueError:
            raise ValueError(_("There is no such day.")) from None
    weekday = _WEEKDAYS.index(words["weekday"].lower())
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    found = [day for day in days if day.weekday() == weekday]
    if len(found) > 1:
        raise ValueError(_("The event has this weekday more than once. Write the date."))
    if not found:
        raise ValueError(_("This day lies outside the mission."))
    return found[0]


def _year_of(month: str, first: date, last: date) -> int:
    """An event over New Year has two."""
    return first.year if _MONTHS.index(month.lower()) + 1 >= first.month else last.year


def _session(line: str, day: date) -> Line:
    timed = _TIMES.match(line)
    starts_at = ends_at = None
    if timed is not None:
        starts_at = _time(timed[1], timed[2])
        ends_at = _time(timed[3], timed[4]) if timed[3] else None
        if ends_at is not None and ends_at <= starts_at:
            raise ValueError(_("A session ends after it begins."))
        line = timed[5]
    elif _HALF_A_TIME.match(line):
        raise ValueError(_("Write the time like 14:00-17:00."))
    title, _sign, place = (part.strip() for part in line.partition(";"))
    if not title:
        raise ValueError(_("Say what happens, after the time."))
    if len(title) > 200 or len(place) > 200:
        raise ValueError(_("This line is too long. Use at most 200 letters."))
    return Line(day, title, starts_at, ends_at, place)


def _time(hours: str, minutes: str | None) -> time:
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise ValueError(_("There is no such time. Write it like 09:00.")) from None
