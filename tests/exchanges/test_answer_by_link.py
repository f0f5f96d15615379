"""An applicant without an account answers an open question by the link in its mail."""

import re

import pytest
from django.test import Client

from core import outbox
from core.models import Mail
from exchanges.models import Application
from exchanges.services import decisions
from tests.exchanges.test_apply import text

pytestmark = pytest.mark.django_db
GOALS = {"motivation": "To see the new laser.", "expected_results": "A shared test plan with the host."}
DAYS = {"planned_start": "2026-05-18", "planned_end": "2026-05-22"}
QUESTION = "Which machine do you want to see?"


def held(world, email="anna@no-account.example"):
    application = world.submitted()
    Application.objects.update(contact_email=email, contact_name="Anna Ohne")
    application.refresh_from_db()
    decisions.hold_application(application=application, by=world.actor("manager"), question=QUESTION)
    outbox.run_due()
    return Mail.objects.filter(event="application.held").latest("id")


def path_in(mail):
    return re.search(r"/answer/question/[\w-]+/", mail.text_body).group()


def test_the_link_shows_the_question_and_takes_one_answer(world):
    mail = held(world)
    client, url = Client(), path_in(mail)
    assert mail.sensitive
    assert QUESTION in text(client.get(url))
    data = GOALS | DAYS | {"version": Application.objects.get().version}
    assert "Fill in “Your answer”." in text(client.post(url, data | {"answer": ""}))
    wrong = text(client.post(url, data | {"answer": "Half an answer", "planned_end": "2026-05-01"}))
    assert "There is a problem" in wrong
    assert "Half an answer" in wrong
    assert Application.objects.get().state == "on_hold"
    assert client.post(url, data | {"answer": "The new laser."}).url == url
    application = Application.objects.get()
    assert (application.state, application.answer) == ("in_review", "The new laser.")
    assert application.motivation == "To see the new laser."
    assert str(application.planned_end) == "2026-05-22"
    assert "The new laser." in text(client.get(url))
    # Sent once more it changes nothing.
    client.post(url, data | {"answer": "Something else."})
    assert Application.objects.get().answer == "The new laser."


def test_who_has_an_account_gets_no_link(world):
    mail = held(world, "vera@firm.example")
    assert "/answer/question/" not in mail.text_body
    assert not mail.sensitive


def test_the_link_opens_no_other_page_of_the_file(world):
    url = path_in(held(world))
    token = url.split("/")[-2]
    client = Client()
    for other in ("application", "proposal", "sign", "report"):
        assert client.get(f"/answer/{other}/{token}/").status_code == 404
