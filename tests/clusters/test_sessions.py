"""Log-ins of a person: listed, ended one by one or all others, and how long they last."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from clusters import login_sessions
from clusters.services import retention
from core import clock
from tests.support.world import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = reverse("sessions")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def logged_in(world, persona="visitor", agent=FIREFOX):
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": world.actor(persona).user.email, "password": PASSWORD})
    client.get("/")
    return client


def is_in(client):
    return client.get(reverse("clusters:profile")).status_code == 200


def test_list_names_devices_and_marks_this_one(world):
    here, _there = logged_in(world), logged_in(world, agent=IPHONE)
    logged_in(world, "host", "Canary-Agent Firefox/1 Linux")
    page = here.get(PAGE)
    rows = page.context["sessions"]
    assert [(row.device, row.this) for row in rows] == [
        ("Firefox on Windows", True),
        ("Safari on iPhone", False),
    ]
    assert "Linux" not in page.content.decode()


def test_one_other_log_in_is_ended(world):
    here, there, third = logged_in(world), logged_in(world, agent=IPHONE), logged_in(world)
    (row,) = [row for row in here.get(PAGE).context["sessions"] if "iPhone" in row.device]
    here.post(PAGE, {"session": row.pk})
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_all_others_are_ended(world):
    here, there, foreign = logged_in(world), logged_in(world), logged_in(world, "host")
    here.post(PAGE, {"others": "1"})
    assert [is_in(client) for client in (here, there, foreign)] == [True, False, True]


def test_foreign_log_in_cannot_be_ended(world):
    here, foreign = logged_in(world), logged_in(world, "host")
    number = foreign.get(PAGE).context["sessions"][0].pk
    here.post(PAGE, {"session": number})
    assert is_in(foreign)


def test_log_out_ends_the_session_for_good(world):
    client = logged_in(world)
    cookie = client.cookies["portal_session"].value
    client.post(reverse("account_logout"))
    client.cookies["portal_session"] = cookie
    assert not is_in(client)


def test_session_changes_its_key_at_the_log_in(world):
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["portal_session"] = before = session.session_key
    client.post(reverse("account_login"), {"login": "vera@firm.example", "password": PASSWORD})
    assert client.cookies["portal_session"].value != before


def test_new_password_ends_the_others(world):
    here, there = logged_in(world), logged_in(world)
    new = "another three words 9"
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert [is_in(here), is_in(there)] == [True, False]
    assert len(here.get(PAGE).context["sessions"]) == 1


@pytest.mark.parametrize(
    ("persona", "minutes", "stays"),
    [("manager", 29, True), ("manager", 31, False), ("visitor", 31, True), ("visitor", 13 * 60, False)],
)
def test_unused_log_in_ends(world, monkeypatch, persona, minutes, stays):
    monkeypatch.setattr(clock, "machine_now", lambda: NOW)
    client = world.client(persona)
    assert is_in(client)
    monkeypatch.setattr(clock, "machine_now", lambda: NOW + timedelta(minutes=minutes))
    answer = client.get(reverse("clusters:profile"))
    assert (answer.status_code == 200) is stays
    if not stays:
        assert "Your log-in has run out" in client.get(answer.headers["Location"]).content.decode()


def test_busy_staff_log_in_ends_after_twelve_hours(world, monkeypatch):
    monkeypatch.setattr(clock, "machine_now", lambda: NOW)
    client = world.client("manager")
    for quarter in range(48):
        monkeypatch.setattr(clock, "machine_now", lambda q=quarter: NOW + timedelta(minutes=15 * q))
        assert is_in(client)
    monkeypatch.setattr(clock, "machine_now", lambda: NOW + timedelta(hours=12, minutes=1))
    assert not is_in(client)


def test_limits_are_settings(world, settings, monkeypatch):
    settings.SESSION_IDLE_STAFF = 0
    monkeypatch.setattr(clock, "machine_now", lambda: NOW)
    client = world.client("manager")
    assert is_in(client)
    monkeypatch.setattr(clock, "machine_now", lambda: NOW + timedelta(hours=11))
    assert is_in(client)


def test_reading_costs_no_statement_within_a_minute(world, django_assert_num_queries):
    client = world.client("stranger")
    client.get(reverse("clusters:privacy"))
    with django_assert_num_queries(4):  # session, user, roles, and whether the notice was read
        client.get(reverse("clusters:privacy"))


@pytest.mark.parametrize(
    ("agent", "words"),
    [(FIREFOX, "Firefox on Windows"), ("curl/8", "Unknown device"), ("", "Unknown device")],
)
def test_device_in_words(agent, words):
    assert login_sessions.device(agent) == words


def test_list_is_forgotten_30_days_after_the_last_use(world):
    """The job removes what nobody opened the list for: address and browser of a log-in long over."""
    old, live = logged_in(world, agent=IPHONE), logged_in(world)
    rows = UserSession.objects.filter(user=world.actor("visitor").user)
    last = datetime(2026, 1, 30, 12, tzinfo=UTC)
    rows.filter(session_key=old.session.session_key).update(last_seen_at=last, ip="192.0.2.77")
    retention.run(day=(last + timedelta(days=29)).date())
    assert rows.filter(ip="192.0.2.77").exists()
    assert retention.run(day=(last + timedelta(days=30)).date()).counts["log_in"] == 1
    assert [row.session_key for row in rows] == [live.session.session_key]
    assert is_in(live)


def test_cookies_that_ran_out_leave_no_row(world):
    client = logged_in(world)
    stored = Session.objects.filter(session_key=client.session.session_key)
    stored.update(expire_date=clock.machine_now() - timedelta(seconds=1))
    logged_in(world, "host")
    retention.run(day=clock.today())
    assert not stored.exists()
    assert Session.objects.count() == 1


def test_my_data_shows_address_browser_and_until_when(world):
    client = logged_in(world, agent=FIREFOX)
    UserSession.objects.filter(user=world.actor("visitor").user).update(
        ip="192.0.2.77", last_seen_at=datetime(2026, 2, 20, 9, tzinfo=UTC)
    )
    UserSession.objects.create(
        user=world.actor("host").user, ip="192.0.2.88", session_key="canary", user_agent="Canary"
    )
    text = client.get(reverse("clusters:my_data")).content.decode()
    assert "192.0.2.77" in text
    assert "22 March 2026" in text
    assert "192.0.2.88" not in text
    assert "Network address (IP)" in Client().get(reverse("clusters:privacy")).content.decode()
