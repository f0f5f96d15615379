from datetime import UTC, date, datetime

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
