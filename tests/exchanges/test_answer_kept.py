"""An answer to the question of the contact cluster is kept while it is typed: for the applicant alone, until it is sent."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from exchanges.models import Application
from exchanges.services import applications, decisions
from tests.exchanges.test_answer_by_link import held, path_in
from tests.exchanges.test_apply import text

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="seen" value="([^"]*)"')
HALF = "The new laser, because"


def asked(world):
    application = world.submitted()
    decisions.hold_application(application=application, by=world.actor("manager"), question="Which machine?")
    return reverse("exchanges:application_answer", args=[application.reference])


def typed(client, url, answer, seen):
    return client.post(url, {"answer": answer, "seen": seen, "background": "yes"})


def test_half_an_answer_is_there_again_on_another_device_and_nobody_else_reads_it(world):
    url, client = asked(world), world.client("visitor")
    seen = SEEN.search(client.get(url).content.decode()).group(1)
    line = typed(client, url, HALF, seen)
    assert "Kept at" in text(line)
    assert f">\n{HALF}</textarea>" in world.client("visitor").get(url).content.decode()
    application = Application.objects.get()
    assert (application.state, application.answer) == ("on_hold", "")
    for address in ("exchanges:application_review", "exchanges:file"):
        manager = world.client("manager").get(reverse(address, args=[application.reference]))
        assert manager.status_code == 200
        assert HALF not in manager.content.decode()
    # Going on from the line is no conflict; from the older page it is, and nothing is lost.
    newer = SEEN.search(line.content.decode()).group(1)
    assert "Kept at" in text(typed(client, url, f"{HALF} it", newer))
    assert "You typed another answer on another device." in text(typed(client, url, "From the phone", seen))
    assert Application.objects.get().answer_draft == f"{HALF} it"


def test_by_the_link_too(world):
    client, url = Client(), path_in(held(world))
    seen = SEEN.search(client.get(url).content.decode()).group(1)
    assert "Kept at" in text(typed(client, url, HALF, seen))
    assert HALF in Client().get(url).content.decode()


@pytest.mark.parametrize("how", ["answered", "withdrawn", "asked again"])
def test_it_goes_when_the_question_is_settled(world, how):
    url, client = asked(world), world.client("visitor")
    typed(client, url, HALF, "")
    application = Application.objects.get()
    if how == "answered":
        client.post(url, {"answer": "The laser.", "version": application.version})
    elif how == "withdrawn":
        applications.withdraw_application(application=application, by=world.actor("visitor"))
    else:
        client.post(url, {"answer": "The laser.", "version": application.version})
        application.refresh_from_db()
        decisions.hold_application(application=application, by=world.actor("manager"), question="And who?")
        assert "<textarea" in client.get(url).content.decode()
    assert Application.objects.get().answer_draft == ""


def test_others_keep_nothing(world):
    url = asked(world)
    for persona in ("host", "manager", "anonymous"):
        typed(world.client(persona), url, HALF, "")
    assert Application.objects.get().answer_draft == ""


def test_without_an_open_question_there_is_none_to_keep(world):
    world.submitted()
    with pytest.raises(IntegrityError, match="application_answer_draft_on_hold"), transaction.atomic():
        Application.objects.update(answer_draft=HALF)
