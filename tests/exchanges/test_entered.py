"""An application that a manager enters and its applicant confirms by mail link."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from clusters.services import memberships
from core import outbox
from core.models import Mail
from exchanges.models import Application
from exchanges.services import applications
from tests.support.world import FIRST_DAY, LAST_DAY

DECLARED = {"earlier_visit": "no", "residence_confirmed": "on", "no_double_funding": "on", "privacy": "on"}


def text(response):
    return unescape(" ".join(response.content.decode().split()))


@pytest.fixture
def member(world):
    memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("manager")
    )
    return world.firm


def entered(world):
    return applications.enter_for_applicant(
        by=world.actor("manager"),
        organisation=world.firm,
        contact_name="Otto Outside",
        contact_email="Otto@firm.example",
        uses=["learn"],
        activity_types=["knowledge"],
        motivation="To learn.",
        expected_results="A plan.",
        host_choice="listed",
        host_offer=world.offer,
        planned_start=FIRST_DAY,
        planned_end=LAST_DAY,
    )


def link():
    outbox.run_due()
    mail = Mail.objects.filter(event="application.entered").latest("id")
    assert mail.sensitive
    return mail, re.search(r"http://[^/]+(/answer/application/[^\s]+)", mail.text_body).group(1)


def test_applicant_confirms_by_link_and_it_counts_as_sent(world, member):
    application = entered(world)
    assert application.state == "draft"
    mail, url = link()
    assert (mail.to_address, mail.subject) == (
        "otto@firm.example",
        "Please confirm the application for Elbe Sensors GmbH",
    )
    assert "Mara Manager of Elbe Valley has written an application" in mail.text_body
    client = Client()
    page = text(client.get(url))
    assert "To learn." in page
    assert "EUR 450" in page
    assert "Confirm and send to Elbe Valley" in page
    assert client.post(url, DECLARED).status_code == 302
    application.refresh_from_db()
    assert (application.state, application.reference) == ("submitted", "CXC-2026-0001")
    assert application.privacy_version == "2026-1"
    assert application.privacy_read_at is not None
    receipt = text(client.get(url))
    assert "You have confirmed the application" in receipt
    assert "CXC-2026-0001" in receipt


def test_link_used_twice_has_one_effect(world, member):
    application = entered(world)
    _mail, url = link()
    client = Client()
    client.post(url, DECLARED)
    client.post(url, DECLARED)
    application.refresh_from_db()
    outbox.run_due()
    assert application.reference == "CXC-2026-0001"
    assert Mail.objects.filter(event="application.submitted").count() == 1


def test_declarations_are_the_applicants_own(world, member):
    entered(world)
    _mail, url = link()
    response = Client().post(url, DECLARED | {"no_double_funding": ""})
    assert "Confirm that nobody else pays for the same visit." in text(response)
    assert Application.objects.get().state == "draft"


def test_manager_decides_what_the_manager_entered(world, member):
    from exchanges.services import decisions

    application = entered(world)
    _mail, url = link()
    Client().post(url, DECLARED)
    application.refresh_from_db()
    decisions.accept_application(application=application, by=world.actor("manager"))
    assert application.state == "accepted"


def test_manager_writes_the_pages_and_sends_the_link(world, member):
    client = world.client("manager")
    data = {"organisation": member.pk, "contact_name": "Otto Outside", "contact_email": "otto@firm.example"}
    response = client.post(reverse("exchanges:application_enter"), data)
    application = Application.objects.get()
    tasks = reverse("exchanges:application_task_list", kwargs={"pk": application.pk})
    assert response.url == tasks
    shown = text(client.get(tasks))
    assert "You have finished 1 of 5 tasks." in shown
    assert "declarations" not in shown.split("Tasks")[0] or "Read and confirm the declarations" not in shown
    application.refresh_from_db()
    page = reverse("exchanges:application_page", kwargs={"pk": application.pk, "page": "visit"})
    client.post(page, {"uses": ["learn"], "activity_types": ["knowledge"], "version": application.version})
    applications.save_answers(
        application=application,
        by=world.actor("manager"),
        motivation="To learn.",
        expected_results="A plan.",
        host_choice="listed",
        host_offer=world.offer,
        planned_start=FIRST_DAY,
        planned_end=LAST_DAY,
    )
    applications.choose_partnership(application=application, by=world.actor("manager"))
    check = reverse("exchanges:application_check", kwargs={"pk": application.pk})
    assert "Send to Otto Outside for confirmation" in text(client.get(check))
    response = client.post(check, {"version": application.version})
    assert "Otto Outside gets a mail" in text(client.get(response.url))
    link()


def test_page_is_for_managers_and_members_only(world, member):
    assert world.client("visitor").get(reverse("exchanges:application_enter")).status_code == 403
    data = {"organisation": world.host.pk, "contact_name": "X", "contact_email": "x@x.example"}
    response = world.client("manager").post(reverse("exchanges:application_enter"), data)
    assert "There is a problem" in text(response)
    assert not Application.objects.exists()


def test_other_manager_does_not_see_it(world, member):
    application = entered(world)
    url = reverse("exchanges:application_task_list", kwargs={"pk": application.pk})
    assert world.client("other_manager").get(url).status_code == 404


def test_asking_again_replaces_the_link(world, member):
    application = entered(world)
    _mail, first = link()
    applications.ask_to_confirm(application=application, by=world.actor("manager"))
    _mail, second = link()
    assert first != second
    assert "replaced by a newer one" in text(Client().get(first))
    assert Client().get(second).status_code == 200


@pytest.mark.django_db
def test_unknown_link_is_404():
    url = reverse("exchanges:application_confirm_by_link", kwargs={"token": "y" * 43})
    assert Client().get(url).status_code == 404
