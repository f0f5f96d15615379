"""The programme of an event: pasted as text, built one by one, changed, shown, and taken along as a calendar."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from core import clock
from exchanges import programme_lines
from exchanges.models import MissionSession
from exchanges.services import missions, programme
from tests.support.world import FIRST_DAY, LAST_DAY, moment

SECOND = date(2026, 5, 19)
TEXT = f"""
9:00-10:30 Visit of the lab;  Clean room 2
{SECOND:%d.%m.%Y}:
09.00 Welcome
Day 3
12:00 – 13:00 Lunch
Whole day at the fair
"""


def test_text_is_read_by_day_with_times_places_and_a_guess_of_the_kind():
    lines, problems = programme_lines.read(TEXT, FIRST_DAY, LAST_DAY)
    assert problems == []
    assert [(row.day, row.starts_at, row.ends_at, row.title, row.place, row.kind) for row in lines] == [
        (FIRST_DAY, time(9), time(10, 30), "Visit of the lab", "Clean room 2", "visit"),
        (SECOND, time(9), None, "Welcome", "", "talk"),
        (date(2026, 5, 20), time(12), time(13), "Lunch", "", "break"),
        (date(2026, 5, 20), None, None, "Whole day at the fair", "", "talk"),
    ]


def test_every_wrong_line_is_named_at_once():
    text = "2026-06-01\n25:00 Late\n10:00-09:00 Backwards\n11:00\nFine"
    lines, problems = programme_lines.read(text, FIRST_DAY, LAST_DAY)
    assert [row.title for row in lines] == ["Fine"]
    assert [(row.number, row.sentence) for row in problems] == [
        (1, "This day lies outside the mission."),
        (2, "There is no such time. Write it like 09:00."),
        (3, "A session ends after it begins."),
        (4, "Say what happens, after the time."),
    ]


def test_a_number_at_the_beginning_is_no_time():
    lines, problems = programme_lines.read("3D printing\n5G and 6G", FIRST_DAY, LAST_DAY)
    assert ([row.title for row in lines], problems) == (["3D printing", "5G and 6G"], [])


@pytest.mark.parametrize(
    ("line", "begins", "ends"),
    [
        ("14h-17h Talks", time(14), time(17)),
        ("9h30 – 11 h Talks", time(9, 30), time(11)),
        ("14 Uhr Talks", time(14), None),
    ],
)
def test_hours_are_read_as_the_french_and_germans_write_them(line, begins, ends):
    (session,), problems = programme_lines.read(line, FIRST_DAY, LAST_DAY)
    assert (session.starts_at, session.ends_at, session.title, problems) == (begins, ends, "Talks", [])


@pytest.mark.parametrize("line", ["2 pm Talks", "10.30am", "9-12 Talks"])
def test_half_a_time_is_asked_for_whole(line):
    lines, (problem,) = programme_lines.read(line, FIRST_DAY, LAST_DAY)
    assert (lines, problem.sentence) == ([], "Write the time like 14:00-17:00.")


@pytest.mark.parametrize("line", ["Tuesday", "tuesday:", "19 May", "19th May 2026", "Tuesday, 19 May 2026"])
def test_a_day_may_stand_in_words(line):
    (session,), problems = programme_lines.read(f"{line}\n09:00 Welcome", FIRST_DAY, LAST_DAY)
    assert (session.day, problems) == (SECOND, [])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Sunday", "This day lies outside the mission."),
        ("31 June", "There is no such day."),
        ("2 June", "This day lies outside the mission."),
    ],
)
def test_a_wrong_day_in_words_is_named(line, sentence):
    assert [row.sentence for row in programme_lines.read(line, FIRST_DAY, LAST_DAY)[1]] == [sentence]


def test_a_weekday_that_comes_twice_needs_its_date():
    lines, (problem,) = programme_lines.read("Monday", FIRST_DAY, FIRST_DAY + timedelta(days=8))
    assert problem.sentence == "The event has this weekday more than once. Write the date."


@pytest.fixture
def mission(world):
    return missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility on the Riviera",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )


def url(name, *args):
    return reverse(f"exchanges:{name}", args=args)


@pytest.mark.django_db
def test_pasted_programme_is_saved_whole_or_not_at_all(world, mission):
    client, address = world.client("host_manager"), url("mission_programme_paste", mission.slug)
    page = client.get(address).content.decode()
    assert FIRST_DAY.isoformat() in page and "Step 2 of 4" in page
    page = client.post(address, {"text": "09:00 Welcome\n10:00-09:00 Backwards"}).content.decode()
    assert "Line 2, “10:00-09:00 Backwards”: A session ends after it begins." in page
    assert "09:00 Welcome" in page
    assert not MissionSession.objects.exists()
    assert client.post(address, {"text": TEXT}).url == url("mission_programme", mission.slug)
    assert mission.sessions.count() == 4
    page = client.get(url("mission_programme", mission.slug)).content.decode()
    assert (
        page.index("Visit of the lab") < page.index("Welcome") < page.index("Whole day") < page.index("Lunch")
    )


@pytest.mark.django_db
def test_session_is_changed_and_a_second_editor_sees_it(world, mission):
    session = programme.add_session(
        mission=mission, by=world.actor("host_manager"), day=FIRST_DAY, title="Welcom", starts_at=time(9)
    )
    client, address = world.client("host_manager"), url("mission_session", mission.slug, session.pk)
    first = client.get(address).context["seen"]
    data = {"day": FIRST_DAY.isoformat(), "starts_at": "09:00", "kind": "talk", "title": "Welcome"}
    assert client.post(address, data | {"seen": first, "ends_at": "08:00"}).status_code == 200
    assert client.post(address, data | {"seen": first, "ends_at": "10:00"}).status_code == 302
    session.refresh_from_db()
    assert (session.title, session.ends_at) == ("Welcome", time(10))
    answer = client.post(address, data | {"seen": first, "title": "Hello"})
    assert answer.status_code == 409
    assert "Welcome" in answer.content.decode()
    session.refresh_from_db()
    assert session.title == "Welcome"


@pytest.mark.django_db
def test_public_page_and_calendar_show_the_sessions(world, mission):
    by = world.actor("host_manager")
    missions.update_mission(mission=mission, by=by, languages=["fr", "en"], places=12, budget=900)
    programme.add_session(
        mission=mission,
        by=by,
        day=SECOND,
        title="Test track",
        starts_at=time(9),
        ends_at=time(11),
        kind="visit",
    )
    missions.publish_mission(mission=mission, by=by)
    guest = world.client("anonymous")
    page = guest.get(url("mission_detail", mission.slug)).content.decode()
    assert "09:00–11:00" in page and "Visit of a company or laboratory" in page
    assert "French, English" in page and "12 places free" in page
    assert "900" not in page
    with clock.at(moment(FIRST_DAY)):
        text = guest.get(url("mission_ics", mission.slug)).content.decode()
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART:20260519T070000Z" in text and "DTEND:20260519T090000Z" in text
    assert "SUMMARY:Test track" in text


@pytest.mark.django_db
def test_list_is_filtered_by_kind(world, mission):
    by = world.actor("host_manager")
    missions.publish_mission(mission=mission, by=by)
    webinar = missions.create_mission(
        by=by,
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Chips in one hour",
        country=world.host.country,
        city="Nice",
        start_on=FIRST_DAY,
        end_on=FIRST_DAY,
        kind="webinar",
        mode="virtual",
        with_lump_sum=False,
    )
    missions.publish_mission(mission=webinar, by=by)
    page = world.client("anonymous").get(url("missions") + "?kind=webinar").content.decode()
    assert "Chips in one hour" in page and mission.title not in page
    assert "Webinar" in page and "Open for registration" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["mission_programme_paste", "mission_session"])
def test_access(world, mission, name):
    by = world.actor("host_manager")
    session = programme.add_session(mission=mission, by=by, day=FIRST_DAY, title="Welcome")
    address = url(name, mission.slug, *([session.pk] if name == "mission_session" else []))
    assert world.client("visitor").get(address).status_code == 404
    missions.publish_mission(mission=mission, by=by)
    for persona in ("visitor", "manager", "auditor"):
        assert world.client(persona).post(address, {"title": "Canary"}).status_code == 403
    assert mission.sessions.get().title == "Welcome"


@pytest.mark.django_db
def test_copy_takes_texts_and_programme_to_other_days_and_no_people(world, mission):
    by = world.actor("host_manager")
    missions.update_mission(
        mission=mission, by=by, summary="Tests on real roads.", places=12, languages=["fr"]
    )
    programme.add_session(
        mission=mission, by=by, day=SECOND, title="Test track", starts_at=time(9), contact="Canary Contact"
    )
    missions.publish_mission(mission=mission, by=by)
    address = url("mission_clone", mission.slug)
    assert world.client("visitor").post(address, {"title": "Mine"}).status_code == 403
    client = world.client("host_manager")
    answer = client.post(address, {"title": "Riviera once more", "start_on": "2026-10-05"})
    copy = mission.partnership.missions.get(title="Riviera once more")
    assert answer.url == url("mission_invite", copy.slug)
    assert (copy.state, copy.start_on, copy.end_on) == ("draft", date(2026, 10, 5), date(2026, 10, 8))
    assert (copy.summary, copy.places, copy.languages) == ("Tests on real roads.", 12, ["fr"])
    session = copy.sessions.get()
    assert (session.day, session.title, session.contact) == (date(2026, 10, 6), "Test track", "")
    assert not copy.invitations.exists() and not copy.participants.exists()
