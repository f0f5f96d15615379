"""Log-in, sign-up and reset tell nothing about who is registered, and are braked; the page says when to try again."""

import re
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.models import Mail
from tests.support.world import PASSWORD

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "vera@firm.example", "vara@firm.example"
NEW = "three words together 7"
FORMS = {
    "account_login": {"login": "{email}", "password": "wrong wrong wrong"},
    "account_signup": {"email": "{email}", "password1": NEW, "password2": NEW},
    "account_reset_password": {"email": "{email}"},
}
# What differs on every page: tokens against forged requests, and the address that was typed.
HIDE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|"x-csrftoken": "[^"]+"')


def bytes_of(name, email):
    client = Client()
    sent = {field: value.format(email=email) for field, value in FORMS[name].items()}
    answer = client.post(reverse(name), sent)
    follow = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    cookies = {key: bool(morsel.value) for key, morsel in client.cookies.items()}
    text = HIDE.sub("", follow.content.decode()).replace(email, "")
    return answer.status_code, answer.headers.get("Location"), text, cookies


@pytest.mark.parametrize("name", FORMS)
def test_known_and_unknown_get_the_same_bytes(world, name):
    assert bytes_of(name, KNOWN) == bytes_of(name, UNKNOWN)


def test_owner_of_a_known_address_is_told_by_mail(world):
    """The control: behind the same page different mails go out."""
    for email in (KNOWN, UNKNOWN):
        bytes_of("account_signup", email)
    assert Mail.objects.filter(to_address=KNOWN).latest("id").event == "account_already_exists"
    assert Mail.objects.filter(to_address=UNKNOWN).latest("id").event == "email_confirmation_signup"


@pytest.fixture
def limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.WRONG_LINKS_LIMIT = 20
    cache.clear()
    yield settings
    cache.clear()


def wrong(client, email=KNOWN, **headers):
    return client.post(reverse("account_login"), {"login": email, "password": "wrong"}, headers=headers)


def test_sixth_guess_is_not_evaluated(world, limits):
    client = Client()
    for _number in range(5):
        wrong(client)
    right = client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
    assert "too many failed attempts. Try again in 5 minutes." in right.content.decode()
    assert "_auth_user_id" not in client.session


def test_foreign_guesses_lock_nobody_else(world, limits):
    for _number in range(6):
        wrong(Client())
    other = Client()
    other.post(reverse("account_login"), {"login": "hugo@azur.example", "password": PASSWORD})
    assert "_auth_user_id" in other.session


def test_forged_sender_address_does_not_help(world, limits):
    """Without trusted proxies X-Forwarded-For is a word of the visitor's own."""
    answers = [
        wrong(Client(), f"p{number}@x.example", x_forwarded_for=f"10.0.0.{number}").status_code
        for number in range(31)
    ]
    assert answers[-1] == 429


@pytest.mark.parametrize(("name", "allowed"), [("account_reset_password", 5), ("account_signup", 20)])
def test_reset_and_sign_up_are_braked(world, limits, name, allowed):
    sent = {field: value.format(email=KNOWN) for field, value in FORMS[name].items()}
    answers = [Client().post(reverse(name), sent).status_code for _number in range(allowed + 1)]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]


@pytest.mark.parametrize(
    ("name", "sent", "limit"),
    [
        ("account_reset_password", {"email": KNOWN}, 5),
        ("account_signup", {"email": "n{number}@x.example", "password1": NEW, "password2": NEW}, 20),
        ("account_login", {"login": "p{number}@x.example", "password": "wrong"}, 30),
        ("account_reauthenticate", {"password": "wrong"}, 10),
        ("account_change_password", {"oldpassword": "wrong"}, 5),
        ("account_email", {"email": "n{number}@x.example", "action_add": "1"}, 10),
    ],
)
def test_page_says_the_true_wait_of_its_limit(world, limits, monkeypatch, name, sent, limit):
    """All tries at one moment, and 20 seconds later one too many: of the minute 40 seconds are left."""
    now = {"it": 1_780_000_000.0}
    fixed = SimpleNamespace(time=lambda: now["it"], monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", fixed)
    machine = SimpleNamespace(machine_now=lambda: datetime.fromtimestamp(now["it"], UTC))
    monkeypatch.setattr("core.limits.clock", machine)
    client = world.client("visitor") if name not in FORMS else None
    for number in range(limit + 1):
        now["it"] += 20 if number == limit else 0
        fields = {field: value.format(number=number) for field, value in sent.items()}
        answer = (client or Client()).post(reverse(name), fields)
        assert (answer.status_code == 429) == (number == limit), number
    assert answer.headers["Retry-After"] == "40"
    assert "Try again in 40 seconds." in answer.content.decode()


@pytest.mark.parametrize("name", ["clusters:invitation_accept", "exchanges:sign_by_link"])
def test_links_cannot_be_guessed_in_numbers(world, limits, name):
    answers = [Client().get(reverse(name, args=[f"guess-{number}"])).status_code for number in range(21)]
    assert (set(answers[:20]), answers[20]) == ({404}, 429)
