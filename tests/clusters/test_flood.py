"""P29, in small: a flood of log-ins evaluates few guesses and locks nobody out.

Proved here, with threads on a real database: of many guesses at one moment, from one address or from one each, at most as
many are compared with a password as the limits allow, whatever the timing; the owner of the attacked account still gets in
from a browser that was logged in before; other people get in anywhere; and the wait that the page names is the true one.
Not proved here: the thousand parallel guesses on a running server of several processes that the security plan asks for.
"""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from clusters.models import User
from tests.support.racing import together
from tests.support.world import PASSWORD, make_user

OWNER, OTHER = "owner@flood.example", "other@flood.example"
LOGIN = reverse("account_login")
GUESSES = 24


@pytest.fixture
def evaluated(fresh_database, settings, monkeypatch):
    """The passwords that were compared; the limits are on, as in production."""
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    for email in (OWNER, OTHER):
        make_user(email, "F", "L")
    seen: list[str] = []
    check = User.check_password

    def counting(self, raw):
        seen.append(raw)
        return check(self, raw)

    monkeypatch.setattr(User, "check_password", counting)
    yield seen
    cache.clear()


def log_in(client, email, password, sender="192.0.2.1"):
    return client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=sender)


def is_in(client):
    return "_auth_user_id" in client.session


def guess(number, sender):
    return lambda: log_in(Client(), OWNER, f"guess {number}", sender).status_code


def test_guesses_at_once_from_many_addresses_are_evaluated_five_times_at_most(evaluated):
    together(*(guess(number, f"192.0.2.{number + 1}") for number in range(GUESSES)))
    assert 1 <= len(evaluated) <= 5


def test_guesses_at_once_from_one_address_lock_no_account_and_nobody_else(evaluated):
    known = Client()
    log_in(known, OWNER, PASSWORD, "198.51.100.7")
    known.get("/")
    known.post(reverse("account_logout"))
    assert not is_in(known)
    evaluated.clear()
    together(*(guess(number, "192.0.2.1") for number in range(GUESSES)))
    assert 1 <= len(evaluated) <= 5
    # The owner, from a browser that knows the account: in, although the address is being guessed at.
    log_in(known, OWNER, PASSWORD, "198.51.100.7")
    assert is_in(known)
    # The control: the same password from a browser that does not know it has to wait.
    stranger = Client()
    log_in(stranger, OWNER, PASSWORD, "198.51.100.8")
    assert not is_in(stranger)
    # Others are not touched.
    other = Client()
    log_in(other, OTHER, PASSWORD, "198.51.100.9")
    assert is_in(other)


def test_browser_of_another_person_is_no_known_one(evaluated):
    other = Client()
    log_in(other, OTHER, PASSWORD, "198.51.100.9")
    other.get("/")
    other.post(reverse("account_logout"))
    for number in range(5):
        log_in(Client(), OWNER, f"guess {number}")
    log_in(other, OWNER, PASSWORD, "198.51.100.9")
    assert not is_in(other)
    other.cookies["portal_last"] = str(User.objects.get(email=OWNER).pk)
    log_in(other, OWNER, PASSWORD, "198.51.100.9")
    assert not is_in(other), "a forged cookie makes no known browser"


def test_known_browser_guesses_five_times_too(evaluated):
    known = Client()
    log_in(known, OWNER, PASSWORD)
    known.get("/")
    known.post(reverse("account_logout"))
    evaluated.clear()
    for number in range(7):
        log_in(known, OWNER, f"guess {number}")
    assert len(evaluated) == 5


def test_the_wait_that_is_named_is_the_true_one(evaluated, monkeypatch):
    now = ratelimit.time.time()
    moment = {"now": now}

    class Clock:
        @staticmethod
        def time():
            return moment["now"]

        monotonic, sleep = ratelimit.time.monotonic, ratelimit.time.sleep

    monkeypatch.setattr(ratelimit, "time", Clock)
    machine = SimpleNamespace(machine_now=lambda: datetime.fromtimestamp(moment["now"], UTC))
    monkeypatch.setattr("core.limits.clock", machine)
    for number in range(5):
        log_in(Client(), OWNER, f"guess {number}", f"192.0.2.{number + 1}")
    moment["now"] = now + 130
    text = log_in(Client(), OWNER, PASSWORD, "198.51.100.8").content.decode()
    assert re.search(r"Try again in 3 minutes\.", text)
    moment["now"] = now + 299
    client = Client()
    log_in(client, OWNER, PASSWORD, "198.51.100.8")
    assert not is_in(client)
    moment["now"] = now + 301
    log_in(client, OWNER, PASSWORD, "198.51.100.8")
    assert is_in(client)
