"""Still interested? Asked after months without a log-in, hidden when nobody answers, back with one click."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from clusters.models import Organisation
from core import clock, outbox
from core.exceptions import NotAllowed
from core.models import Mail
from exchanges.services import interest
from tests.support.rules import rules

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def at_day(number):
    """Do all that is due until so many days after the start, each at its own time."""
    moment = START + timedelta(days=number)
    while True:
        due = outbox.open_items().filter(due_at__lte=moment).order_by("due_at", "id").first()
        if due is None:
            return moment
        with clock.at(max(due.due_at, START)):
            outbox.run_due(limit=1)


def mails():
    found = Mail.objects.filter(event__startswith="interest.").order_by("id")
    return list(found.values_list("event", "to_address"))


def link_in(mail):
    return re.search(r"/answer/interest/[^/\s]+/", mail.text_body)[0]


@pytest.fixture
def host(world):
    """The host of the list, with one person who logged in at the start."""
    world.actor("host").user.last_login = START
    world.actor("host").user.save(update_fields=["last_login"])
    Organisation.objects.filter(pk=world.host.pk).update(created_at=START, listed=True)
    world.host.roles.update(since=START)
    host = Organisation.objects.get(pk=world.host.pk)
    interest.plan_check(host, START)
    return host


def test_silence_is_asked_about_after_six_months_and_hidden_after_two_weeks(world, host, client):
    at_day(183)
    assert mails() == []
    at_day(184)
    assert mails() == [("interest.asked", "hugo@azur.example")]
    assert world.offer.title in client.get(reverse("exchanges:offers")).content.decode()
    at_day(184 + 13)
    host.refresh_from_db()
    assert host.hidden_at is None
    moment = at_day(184 + 14)
    host.refresh_from_db()
    assert host.hidden_at is not None
    assert mails() == [("interest.asked", "hugo@azur.example"), ("interest.hidden", "hugo@azur.example")]
    with clock.at(moment):
        assert world.offer.title not in client.get(reverse("exchanges:offers")).content.decode()


def test_one_click_in_the_mail_keeps_it(host, client):
    moment = at_day(184)
    address = link_in(Mail.objects.get(event="interest.asked"))
    with clock.at(moment):
        shown = client.get(address)
        assert "still interested" in shown.content.decode()
        host.refresh_from_db()
        assert host.interest_confirmed_at is None
        client.post(address, {"answer": "yes"})
    at_day(184 + 30)
    host.refresh_from_db()
    assert (host.hidden_at, host.interest_confirmed_at) == (None, moment)
    assert len(mails()) == 1
    at_day(184 + 185)
    assert len(mails()) == 2


def test_hidden_one_comes_back_by_the_mail_or_the_start_page(world, host, client):
    moment = at_day(200)
    address = link_in(Mail.objects.get(event="interest.hidden"))
    with clock.at(moment):
        assert "Yes, show us" in client.get(address).content.decode()
        client.post(address, {"answer": "yes"})
        host.refresh_from_db()
        assert host.hidden_at is None
        client.post(address, {"answer": "no"})
        host.refresh_from_db()
        assert host.hidden_at == moment
        own = world.client("host")
        assert "You are hidden in the directory" in own.get("/").content.decode()
        own.post(reverse("exchanges:interest_confirm", args=[host.pk]))
        host.refresh_from_db()
        assert host.hidden_at is None
        assert "You are hidden in the directory" not in own.get("/").content.decode()


def test_log_in_after_the_question_is_an_answer(world, host):
    at_day(184)
    user = world.actor("host").user
    user.last_login = START + timedelta(days=190)
    user.save(update_fields=["last_login"])
    at_day(184 + 20)
    host.refresh_from_db()
    assert host.hidden_at is None


def test_nobody_is_asked_who_logged_in_or_cannot_be_found(world, host):
    user = world.actor("host").user
    user.last_login = START + timedelta(days=100)
    user.save(update_fields=["last_login"])
    at_day(250)
    assert mails() == []
    world.offer.active = False
    world.offer.save(update_fields=["active"])
    Organisation.objects.filter(pk=host.pk).update(listed=False)
    at_day(600)
    assert mails() == []


def test_months_and_days_stand_in_the_rulebook(host):
    rules(interest_months=1, interest_answer_days=3)
    interest.plan_check(host, START)
    at_day(31)
    assert len(mails()) == 1
    at_day(35)
    host.refresh_from_db()
    assert host.hidden_at is not None


def test_strangers_answer_nothing(world, host):
    with pytest.raises(NotAllowed):
        interest.confirm_interest(organisation=host, by=world.actor("visitor"))
    assert (
        world.client("visitor").post(reverse("exchanges:interest_confirm", args=[host.pk])).status_code == 404
    )
