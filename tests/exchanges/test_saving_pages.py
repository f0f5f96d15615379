"""A page of a draft is saved while somebody types, and never over what another device has saved."""

import re

import pytest
from django.test import Client

from exchanges.models import Application
from exchanges.services import applications, decisions
from tests.exchanges.test_apply import page, text, travellers

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'name="(version|page|shown)" [^>]*value="([^"]*)"')


def opened(client, application, slug):
    """The hidden fields of the page as it is shown now."""
    return dict(HIDDEN.findall(client.get(page(application, slug)).content.decode()))


def typed(client, application, slug, hidden, **data):
    response = client.post(
        page(application, slug), data | hidden | {"background": "yes"}, headers={"HX-Request": "true"}
    )
    hidden |= dict(HIDDEN.findall(response.content.decode()))
    return response


def test_half_a_page_is_saved_while_it_is_typed_and_the_time_is_said(world):
    client, application = (
        world.client("visitor"),
        world.draft(motivation="Before", expected_results="Results"),
    )
    hidden = opened(client, application, "goals")
    response = typed(client, application, "goals", hidden, motivation="Half a sen", expected_results="")
    assert "Saved at" in text(response)
    application.refresh_from_db()
    assert (application.motivation, application.expected_results) == ("Half a sen", "Results")
    # Nothing new: nothing is written, and the version stays.
    version = application.version
    again = typed(client, application, "goals", hidden, motivation="Half a sen", expected_results="")
    assert (again.status_code, Application.objects.get().version) == (204, version)


def test_the_button_after_saves_in_the_background_is_no_conflict(world):
    """Also where the answer of the last one did not come back before the button was pressed."""
    client, application = world.client("visitor"), world.draft()
    hidden = opened(client, application, "goals")
    late = dict(hidden)
    typed(client, application, "goals", hidden, motivation="One", expected_results="A")
    response = client.post(
        page(application, "goals"), late | {"motivation": "One two", "expected_results": "B"}
    )
    assert response.status_code == 302
    assert Application.objects.get().motivation == "One two"


def test_another_device_that_saved_this_page_is_not_overwritten(world):
    first, application = world.client("visitor"), world.draft(motivation="Old", expected_results="Old too")
    second = Client()
    second.force_login(world.actor("visitor").user)
    mine, theirs = opened(first, application, "goals"), opened(second, application, "goals")
    typed(second, application, "goals", theirs, motivation="From the phone", expected_results="Old too")
    answer = typed(first, application, "goals", mine, motivation="From the desk", expected_results="Old too")
    assert "This page was changed on another device." in text(answer)
    assert Application.objects.get().motivation == "From the phone"

    fields = {"motivation": "From the desk", "expected_results": "Old too"}
    conflict = first.post(page(application, "goals"), mine | fields)
    shown = text(conflict)
    assert conflict.status_code == 409
    assert "From the phone" in shown
    assert "From the desk" in shown
    assert Application.objects.get().motivation == "From the phone"
    # Sent once more it is a choice made with open eyes.
    eyes_open = dict(HIDDEN.findall(conflict.content.decode()))
    assert first.post(page(application, "goals"), eyes_open | fields).status_code == 302
    assert Application.objects.get().motivation == "From the desk"


def test_another_page_saved_on_another_device_disturbs_nobody(world):
    first, application = world.client("visitor"), world.draft()
    mine = opened(first, application, "goals")
    typed(first, application, "visit", opened(first, application, "visit"), uses=["markets"])
    first.post(page(application, "goals"), mine | {"motivation": "Mine", "expected_results": "Mine"})
    saved = Application.objects.get()
    assert (saved.motivation, saved.uses) == ("Mine", ["markets"])


def test_travellers_of_two_devices_are_both_shown(world):
    client, application = world.client("visitor"), world.draft()
    mine, theirs = opened(client, application, "travellers"), opened(client, application, "travellers")
    phone = travellers(("Petra", "Phone", "petra@firm.example"))
    assert "Saved at" in text(typed(client, application, "travellers", theirs, **phone))
    desk = travellers(("Dora", "Desk", "dora@firm.example"))
    conflict = client.post(page(application, "travellers"), mine | desk)
    assert conflict.status_code == 409
    assert "petra@firm.example" in text(conflict)
    assert "dora@firm.example" in text(conflict)
    assert [one.email for one in application.travellers.all()] == ["petra@firm.example"]


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("host", "Your host “Smart mobility test road” is taken out. Press Continue if that is right."),
        ("partnership", "Your contact cluster changes with it. Press Continue if that is right."),
    ],
)
def test_a_choice_that_takes_another_along_waits_for_the_button(world, slug, said):
    client, application = world.client("visitor"), world.draft()
    hidden = opened(client, application, slug)
    answer = typed(client, application, slug, hidden, host_choice="find", partnership="give")
    assert said in text(answer)
    assert Application.objects.get().host_offer == world.offer


def test_a_choice_that_takes_nothing_along_is_saved_at_once(world):
    client = world.client("visitor")
    application = applications.start_draft(organisation=world.firm, by=world.actor("visitor"))
    for slug, data in (
        ("host", {"host_choice": "listed"}),
        ("offer", {"host_offer": str(world.offer.pk)}),
        ("partnership", {"partnership": str(world.partnership.pk)}),
        ("cluster", {"visitor_cluster": str(world.clusters["vilnius"].pk)}),
    ):
        hidden = opened(client, application, slug)
        assert "Saved at" in text(typed(client, application, slug, hidden, **data)), slug
        assert client.post(page(application, slug), hidden | data).status_code == 302, (
            "no conflict with itself"
        )
    application.refresh_from_db()
    assert (application.host_choice, application.host_offer) == ("listed", world.offer)
    assert application.visitor_cluster == world.clusters["vilnius"]


def test_page_says_when_it_is_saved(world):
    client, application = world.client("visitor"), world.draft()
    assert "Saved while you fill it in" in text(client.get(page(application, "host")))
    papers = text(client.get(page(application, "papers")))
    assert "Files are handed in when you press Continue." in papers
    assert "Saved while you fill it in" not in papers
    sent = world.submitted()
    decisions.hold_application(application=sent, by=world.actor("manager"), question="Which machine?")
    held = client.get(page(sent, "goals"))
    assert "A change is saved when you press Continue. Elbe Valley sees it at once." in text(held)
    assert "data-unsaved" in held.content.decode()


def test_dates_that_do_not_do_are_said_and_not_saved(world):
    client, application = world.client("visitor"), world.draft()
    hidden = opened(client, application, "dates")
    typed(client, application, "dates", hidden, planned_start="2026-06-01", planned_end="nonsense")
    assert str(Application.objects.get().planned_start) == "2026-05-18"


@pytest.mark.parametrize("persona", ["stranger", "host", "manager"])
def test_nobody_else_saves_a_draft(world, persona):
    application = world.draft()
    hidden = opened(world.client("visitor"), application, "goals")
    answer = typed(world.client(persona), application, "goals", hidden, motivation="Not mine")
    assert answer.status_code == 404
    assert Application.objects.get().motivation != "Not mine"
