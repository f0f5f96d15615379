"""The personal calendar: strict RFC 5545, stable identities, nothing of others, an address that can be stopped."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from clusters.models import Role
from core import clock
from core.models import AccessLink
from exchanges.services import building, calendar_feed, missions
from tests.support.world import FIRST_DAY, LAST_DAY

pytestmark = pytest.mark.django_db
PAGE = reverse("exchanges:calendar_address")
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)")
ONCE = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "LAST-MODIFIED"}


def parse(answer):
    """The events of a calendar, by UID. Raises for anything that RFC 5545 does not allow."""
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {"VERSION:2.0", "CALSCALE:GREGORIAN"} <= set(lines)
    events, stack = {}, []
    for line in lines:
        found = LINE.fullmatch(line)
        assert found, line
        name, _parameters, value = found.groups()
        if name == "BEGIN":
            stack.append((value, {}))
        elif name == "END":
            kind, facts = stack.pop()
            assert kind == value
            if kind == "VEVENT":
                assert set(facts) >= ONCE
                assert facts["DTEND"] > facts["DTSTART"]
                assert facts["UID"] not in events
                events[facts["UID"]] = facts
        else:
            assert name not in stack[-1][1], line
            stack[-1][1][name] = re.sub(r"\\([,;\\])", r"\1", value)
    assert stack == []
    return events


def address(world, persona):
    full = calendar_feed.make_address(by=world.actor(persona))
    return full.removeprefix("http://testserver").removeprefix(full.partition("/answer")[0])


def feed(path, **headers):
    return Client().get(path, **headers)


def stay_of(path):
    return next(facts for uid, facts in parse(feed(path)).items() if uid.startswith("stay-"))


def test_a_new_visitor_gets_a_calendar_without_events(world):
    answer = feed(address(world, "visitor"))
    assert parse(answer) == {}
    assert "X-WR-CALNAME:ClusterXchange: Representative" in answer.content.decode()


def test_a_stay_lasts_to_the_day_after_its_last_and_names_no_person(world):
    exchange = world.building()
    answer = feed(address(world, "visitor"))
    stay = next(facts for uid, facts in parse(answer).items() if uid.startswith(f"stay-{exchange.pk}@"))
    assert (stay["DTSTART"], stay["DTEND"]) == (
        f"{FIRST_DAY:%Y%m%d}",
        f"{LAST_DAY + timedelta(days=1):%Y%m%d}",
    )
    assert stay["SUMMARY"] == "Visit at Mobilité Azur SAS"
    assert stay["STATUS"] == "TENTATIVE"
    for person in ("Vera", "Hugo", "Mara", "@firm.example"):
        assert person not in answer.content.decode()


@pytest.mark.parametrize(
    ("persona", "title"),
    [
        ("host", "Visit of Elbe Sensors GmbH"),
        ("host_manager", "Elbe Sensors GmbH at Mobilité Azur SAS"),
        ("coordinator", "Elbe Sensors GmbH at Mobilité Azur SAS"),
    ],
)
def test_each_side_finds_the_stay_under_its_own_title(world, persona, title):
    world.building()
    assert stay_of(address(world, persona))["SUMMARY"] == title


def test_a_change_keeps_the_identity_and_raises_the_sequence(world):
    exchange, path = world.building(), address(world, "visitor")
    before = stay_of(path)
    with clock.at(clock.now() + timedelta(hours=2)):
        building.change_dates(
            exchange=exchange,
            by=world.actor("visitor"),
            start=FIRST_DAY + timedelta(days=7),
            end=LAST_DAY + timedelta(days=7),
            travel_days=[],
        )
        after = stay_of(path)
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["LAST-MODIFIED"] > before["LAST-MODIFIED"]
    assert after["DTSTART"] == f"{FIRST_DAY + timedelta(days=7):%Y%m%d}"


@pytest.mark.parametrize("persona", ["visitor", "host", "manager", "host_manager", "coordinator"])
def test_a_called_off_stay_is_cancelled_for_60_days_for_every_side(world, persona):
    exchange, path = world.building(), address(world, persona)
    before = stay_of(path)
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="Ill.")
    after = stay_of(path)
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    with clock.at(clock.now() + timedelta(days=61)):
        cache.clear()
        assert not [uid for uid in parse(feed(path)) if uid.startswith("stay-")]


@pytest.mark.parametrize("persona", ["other_manager"])
def test_nothing_of_other_peoples_files(world, persona):
    exchange = world.building()
    answer = feed(address(world, persona))
    assert parse(answer) == {}
    for secret in (exchange.reference, "Elbe Sensors", "Mobilité"):
        assert secret not in answer.content.decode()


def test_the_next_act_of_the_hat_stands_on_its_last_day_and_goes_when_done(world):
    file, path = world.submitted(), address(world, "manager")
    due = {uid: facts for uid, facts in parse(feed(path)).items() if uid.startswith("due-")}
    assert [facts["SUMMARY"] for facts in due.values()] == [f"Last day for {file.reference}: To decide"]
    assert not [uid for uid in parse(feed(address(world, "visitor"))) if uid.startswith("due-")]
    from exchanges.services import decisions

    decisions.reject_application(application=file, by=world.actor("manager"), reason="No fit.", version=None)
    assert not set(due) & set(parse(feed(path)))


def make_mission(world):
    return missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility, live",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )


def test_an_event_stands_with_those_who_run_it_only(world):
    mission = make_mission(world)
    titles = {
        persona: [facts["SUMMARY"] for facts in parse(feed(address(world, persona))).values()]
        for persona in ("host_manager", "coordinator", "host", "manager", "visitor")
    }
    assert titles == {
        "host_manager": [mission.title],
        "coordinator": [mission.title],
        "host": [],
        "manager": [],
        "visitor": [],
    }
    missions.publish_mission(mission=mission, by=world.actor("host_manager"))
    assert [facts["SUMMARY"] for facts in parse(feed(address(world, "host"))).values()] == [mission.title]


# --- the address ---


def test_the_page_shows_a_new_address_once_and_keeps_its_hash_only(world):
    client = world.client("visitor")
    assert "You have no address yet" in client.get(PAGE).content.decode()
    made = client.post(PAGE).content.decode()
    token = re.search(r"/answer/calendar/([\w-]+)\.ics", made)[1]
    assert token not in client.get(PAGE).content.decode()
    assert "It cannot be shown again" in client.get(PAGE).content.decode()
    assert token not in AccessLink.objects.get().token_hash
    assert feed(reverse("exchanges:calendar_feed", args=[token])).status_code == 200


def test_a_new_address_ends_the_old_one_and_stopping_ends_all(world):
    old, new = address(world, "visitor"), address(world, "visitor")
    assert (feed(old).status_code, feed(new).status_code) == (404, 200)
    world.client("visitor").post(reverse("exchanges:calendar_address_stop"))
    assert feed(new).status_code == 404
    assert feed(new).content == feed(reverse("exchanges:calendar_feed", args=["unknown"])).content


def test_the_address_ends_with_the_role(world):
    path = address(world, "visitor")
    Role.objects.filter(pk=world.actor("visitor").hat.pk).update(ended_at=clock.now())
    assert feed(path).status_code == 404


def test_an_address_reads_nothing_else_of_the_portal(world):
    token = address(world, "visitor").split("/")[-1].removesuffix(".ics")
    assert feed(reverse("exchanges:sign_by_link", args=[token])).status_code == 404


def test_the_feed_sets_no_cookie_even_in_a_browser_that_is_logged_in(world):
    world.building()
    path, client = address(world, "visitor"), world.client("manager")
    client.cookies.pop("portal_last", None)
    answer = client.get(path)
    assert not answer.cookies
    assert (
        stay_of(path)["SUMMARY"]
        == parse(answer)[stay_of(path)["UID"]]["SUMMARY"]
        == "Visit at Mobilité Azur SAS"
    )


def test_an_unchanged_feed_is_not_sent_again(world):
    exchange, path = world.building(), address(world, "visitor")
    first = feed(path)
    with clock.at(clock.now() + timedelta(hours=1)):
        again = feed(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="Ill.")
        assert feed(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_address_asked_too_often_must_wait(world, monkeypatch):
    from exchanges.views import calendar_feed as views

    monkeypatch.setattr(views, "ASKED_PER_HOUR", 2)
    path = address(world, "visitor")
    assert [feed(path).status_code for _time in range(3)] == [200, 200, 429]
    assert feed(path)["Retry-After"] == "3600"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_takes_9_statements_for_any_number_of_stays(world, rows, django_assert_num_queries):
    for number in range(rows):
        world.building(
            planned_start=date(2026, 5, 18) + timedelta(weeks=number),
            planned_end=date(2026, 5, 21) + timedelta(weeks=number),
        )
    path = address(world, "visitor")
    feed(path)
    with django_assert_num_queries(9):
        answer = feed(path)
    assert sum(uid.startswith("stay-") for uid in parse(answer)) == rows
