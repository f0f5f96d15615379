"""The Monday mail: the same lines as the page, once a week, to those who work in the portal."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Absence, Role
from core import clock, outbox
from core.models import Mail
from exchanges.selectors import work
from exchanges.services import decisions
from reporting.services import weekly
from tests.support.world import make_user

pytestmark = pytest.mark.django_db
# The clock of the tests stands on a Monday; people got their roles before.
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _earlier_roles(world):
    Role.objects.update(since=clock.now() - WEEK)


def week():
    weekly.plan_week()
    outbox.run_due()


def mails():
    return Mail.objects.filter(event="work.weekly")


def test_mail_says_what_the_page_says(world):
    application = world.submitted()
    week()
    mail = mails().get(to_address=world.actor("manager").user.email)
    item = work.waiting(world.actor("manager"))[0]
    assert mail.subject == "1 task waits for you"
    assert f"{item.act}: {application.reference}, Elbe Sensors GmbH" in mail.text_body
    assert f"{item.url}\n" in mail.text_body
    assert item.url in mail.html_body


def test_one_mail_a_week_however_often_it_is_planned(world):
    world.submitted()
    for days in (0, 0, 2, 6):
        with clock.at(clock.now() + timedelta(days=days)):
            week()
    address = world.actor("manager").user.email
    assert mails().filter(to_address=address).count() == 1
    with clock.at(clock.now() + WEEK):
        week()
    assert mails().filter(to_address=address).count() == 2


def test_monday_on_which_nobody_worked_is_made_up_for(world):
    world.submitted()
    with clock.at(clock.now() + timedelta(days=2)):
        week()
    assert mails().filter(to_address=world.actor("manager").user.email).exists()


def test_nothing_to_those_for_whom_nothing_waits_or_who_said_no(world):
    world.submitted()
    user = world.actor("manager").user
    user.weekly_mail = False
    user.save(update_fields=["weekly_mail"])
    week()
    told = set(mails().values_list("to_address", flat=True))
    assert user.email not in told
    assert world.actor("finance").user.email not in told
    assert world.actor("visitor").user.email not in told


def test_who_is_away_gets_no_mail_and_the_stand_in_does(world):
    world.submitted()
    other = make_user("cora@elbe-valley.example", "Cora", "Colleague")
    stand_in = Role.objects.create(
        user=other, kind="manager", cluster=world.clusters["dresden"], since=clock.now() - WEEK
    )
    Absence.objects.create(
        role=world.actor("manager").hat,
        stand_in=stand_in,
        starts_on=clock.today(),
        ends_on=clock.today() + WEEK,
    )
    week()
    told = set(mails().values_list("to_address", flat=True))
    assert other.email in told
    assert world.actor("manager").user.email not in told


def test_link_of_somebody_with_two_roles_leads_to_the_right_one(world):
    application = world.submitted()
    user = world.actor("manager").user
    finance = Role.objects.create(
        user=user, kind="finance", partnership=world.partnership, since=clock.now() - WEEK
    )
    week()
    manager = world.actor("manager").hat
    url = reverse("clusters:hat_open", args=[manager.pk])
    assert url in mails().get(to_address=user.email).text_body
    review = reverse("exchanges:application_review", args=[application.reference])
    client = Client()
    client.force_login(user)
    assert client.get(url, {"next": review}).url == review
    client.post(reverse("clusters:hat_switch"), {"hat": finance.pk})
    text = client.get(url, {"next": review}).content.decode()
    assert "The link belongs to your role" in text
    assert f'value="{manager.pk}"' in text
    elsewhere = client.get(url, {"next": "https://evil.example/"})
    assert elsewhere.context["target"] == "/"


def test_staff_switch_it_off_in_their_details(world):
    url = reverse("clusters:profile")
    assert "mail on Mondays" in world.client("manager").get(url).content.decode().replace("Mail", "mail")
    assert "Mondays" not in world.client("visitor").get(url).content.decode()
    world.client("manager").post(
        url, {"first_name": "Mara", "last_name": "Manager", "language": "en", "position": "", "phone": ""}
    )
    user = world.actor("manager").user
    user.refresh_from_db()
    assert not user.weekly_mail


def test_late_files_of_others_stand_on_the_start_page(world):
    application = world.submitted()
    decisions.hold_application(application=application, by=world.actor("manager"), question="Which site?")
    with clock.at(clock.now() + timedelta(days=40)):
        rows = work.late_with_others(world.actor("manager"))
        assert [(str(row.who), row.number) for row in rows] == [("Visitor", 1)]
        assert work.late_with_others(world.actor("other_manager")) == []
        text = world.client("manager").get("/").content.decode()
        assert "Late with others" in text
        listed = world.client("manager").get(rows[0].url).content.decode()
        assert application.reference in listed
        preview = world.client("manager").get(rows[0].remind_url).content.decode()
        assert application.reference in preview
        assert "Remind" in preview
    assert work.late_with_others(world.actor("manager")) == []
