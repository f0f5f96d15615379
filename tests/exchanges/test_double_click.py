"""The same form sent several times at once through the pages: one effect, no error page, and no wrong alarm."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import outbox, workflow
from core.models import Mail
from exchanges.models import Application
from tests.support.racing import together
from tests.support.stay import Stay
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("fresh_database")
CLICKS = 4


def sent_at_once(client: Client, address: str, data: dict[str, Any]) -> list[Any]:
    """The answers to the same POST from several connections with the person's session."""

    def post() -> Any:
        browser = Client()
        browser.cookies = client.cookies.copy()
        return browser.post(address, data)

    results = together(*[post] * CLICKS)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


def moves(row: Any, name: str) -> int:
    return workflow.history(row).filter(name=name).count()


def test_send_application_several_times_shows_one_receipt(world: World) -> None:
    application = world.draft()
    address = reverse("exchanges:application_check", args=[application.pk])
    answers = sent_at_once(world.client("visitor"), address, {"version": application.version})
    receipt = reverse("exchanges:application_sent", args=["CXC-2026-0001"])
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, receipt)] * CLICKS
    assert moves(application, "submit") == 1
    outbox.run_due()
    assert Mail.objects.filter(event="application.submitted").count() == 1


def test_accept_several_times_accepts_once(world: World) -> None:
    application = world.submitted()
    address = reverse("exchanges:application_decide", args=[application.reference])
    data = {"decision": "accept", "comment": "Welcome.", "version": application.version}
    answers = sent_at_once(world.client("manager"), address, data)
    assert {answer.status_code for answer in answers} <= {200, 302}
    application.refresh_from_db()
    assert (application.state, application.decision_reason) == ("accepted", "Welcome.")
    assert moves(application, "accept") == 1
    assert application.proposals.count() == 1
    outbox.run_due()
    assert Mail.objects.filter(event="application.accepted").count() == 1


def test_approve_payment_several_times_approves_once(stay: Stay) -> None:
    exchange = stay.ordered().exchange
    address = reverse("exchanges:payment_approve", args=[exchange.reference])
    answers = sent_at_once(stay.world.client("finance"), address, {"version": exchange.version})
    assert {answer.status_code for answer in answers} == {302}
    assert moves(stay.exchange, "approve_payment") == 1
    assert stay.exchange.state == "payment_approved"


def test_somebody_elses_decision_is_still_told_as_such(world: World) -> None:
    """Not a double click: a colleague decided first, and what was typed is shown again."""
    from clusters.models import Role
    from tests.support.world import make_user

    application = world.submitted()
    colleague = make_user("milan@elbe-valley.example", "Milan", "Manager")
    Role.objects.create(user=colleague, kind="manager", cluster=world.clusters["dresden"])
    address = reverse("exchanges:application_decide", args=[application.reference])
    data = {"decision": "reject", "comment": "No budget left.", "version": application.version}
    browser = Client()
    browser.force_login(colleague)
    workflow.perform(application, "open_review", by=world.actor("manager"))
    answer = browser.post(address, data)
    assert answer.status_code == 409
    assert "No budget left." in answer.content.decode()
    assert Application.objects.get().state == "in_review"
