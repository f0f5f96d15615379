from datetime import UTC, date, datetime, time

import pytest

from exchanges import ics
from exchanges.ics import all_day_event


def event(**changes):
    fields = {
        "uid": "mission-7@portal.example",
        "title": "Smart mobility, live",
        "first_day": date(2026, 5, 11),
        "last_day": date(2026, 5, 14),
        "place": "Sophia Antipolis; France",
        "description": "Two lines\nof text",
        "url": "https://portal.example/missions/x/",
        "stamp": datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    } | changes
    return all_day_event(**fields)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_event_lasts_until_the_day_after_the_last():
    lines = unfolded(event())
    assert "DTSTART;VALUE=DATE:20260511" in lines
    assert "DTEND;VALUE=DATE:20260515" in lines
    assert "DTSTAMP:20260302T090000Z" in lines


def test_event_escapes_what_has_a_meaning():
    lines = unfolded(event())
    assert "SUMMARY:Smart mobility\\, live" in lines
    assert "LOCATION:Sophia Antipolis\\; France" in lines
    assert "DESCRIPTION:Two lines\\nof text" in lines


def test_event_folds_long_lines_between_letters():
    text = event(title="Ž" * 120)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "SUMMARY:" + "Ž" * 120 in unfolded(text)
    assert text.endswith("END:VCALENDAR\r\n")


def test_cancelled_event_says_so():
    assert "STATUS:CANCELLED" in unfolded(event(cancelled=True, sequence=3))
    assert "SEQUENCE:3" in unfolded(event(cancelled=True, sequence=3))


@pytest.mark.parametrize(
    ("day", "begins", "ends", "when"),
    [
        (date(2027, 1, 11), time(9), time(10), ["DTSTART:20270111T080000Z", "DTEND:20270111T090000Z"]),
        (date(2027, 7, 12), time(9), None, ["DTSTART:20270712T070000Z", "DTEND:20270712T080000Z"]),
        # The night in which the clocks go forward, with an end in the hour that does not exist.
        (date(2027, 3, 28), time(1, 30), time(3, 30), ["DTSTART:20270328T003000Z", "DTEND:20270328T013000Z"]),
        (date(2027, 3, 28), time(2, 30), time(3), ["DTSTART:20270328T013000Z", "DTEND:20270328T023000Z"]),
        # The night in which they go back: three hours by the clock on the wall are four.
        (date(2027, 10, 31), time(1), time(4), ["DTSTART:20271030T230000Z", "DTEND:20271031T030000Z"]),
    ],
)
def test_hours_are_moments_of_the_place(day, begins, ends, when):
    """Somebody in another country must not join an online event an hour late."""
    facts = {
        "uid": "session-1@portal.example",
        "title": "Talk",
        "place": "Online",
        "description": "",
        "url": "",
    }
    event = ics.hours(
        day=day,
        starts_at=begins,
        ends_at=ends,
        timezone="Europe/Paris",
        stamp=datetime(2026, 3, 2, tzinfo=UTC),
        **facts,
    )
    assert [line for line in event if line.startswith(("DTSTART", "DTEND"))] == when
