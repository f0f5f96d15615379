"""P30: a known and an unknown address cost the same work, so that no clock tells them apart.

Counted is what takes time: runs of the password hash, and mails handed to the mail server by the request itself instead of
being left to the outbox. A clock in a test would measure the machine.
"""

import pytest
from django.contrib.auth import hashers
from django.core import mail as django_mail
from django.test import Client
from django.urls import reverse

from core.models import Mail
from tests.clusters.test_no_enumeration import FORMS, KNOWN, UNKNOWN
from tests.support.world import PASSWORD

pytestmark = pytest.mark.django_db
# How often the slow hash of the password runs.
HASHED = {"account_login": 1, "account_signup": 1, "account_reset_password": 0}


@pytest.fixture
def hashed(monkeypatch):
    """Grows by one with each run of the slow hash."""
    runs: list[int] = []
    kind = type(hashers.get_hasher())
    encode = kind.encode

    def counting(self, password, *args, **kwargs):
        runs.append(len(password))
        return encode(self, password, *args, **kwargs)

    monkeypatch.setattr(kind, "encode", counting)
    return runs


def work_of(name, email, hashed):
    """Runs of the hash, mails put into the outbox, mails sent by the request itself."""
    client = Client()
    client.get(reverse(name))
    sent = {field: value.format(email=email) for field, value in FORMS[name].items()}
    hashed.clear()
    rows, posted = Mail.objects.count(), len(django_mail.outbox)
    client.post(reverse(name), sent)
    return len(hashed), Mail.objects.count() - rows, len(django_mail.outbox) - posted


@pytest.mark.parametrize("name", FORMS)
def test_known_and_unknown_address_cost_the_same(world, hashed, name):
    mails = 0 if name == "account_login" else 1
    assert work_of(name, KNOWN, hashed) == (HASHED[name], mails, 0)
    assert work_of(name, UNKNOWN, hashed) == (HASHED[name], mails, 0)


def test_right_password_costs_one_hash_too(world, hashed):
    """The control: the counter sees a log-in that succeeds."""
    hashed.clear()
    Client().post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
    assert len(hashed) == 1
