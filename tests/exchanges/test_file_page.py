"""The file page: what each role sees on the one page of a file."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from core import outbox
from exchanges.models import Exchange
from exchanges.selectors import file_data, file_page, tasks
from exchanges.services import building
from tests.support.world import World

pytestmark = pytest.mark.django_db
SIDES = ("visitor", "host", "manager", "host_manager", "finance", "coordinator", "auditor")


def text(world: World, persona: str, exchange: Exchange) -> str:
    answer = world.client(persona).get(reverse("exchanges:file", args=[exchange.reference]))
    assert answer.status_code == 200, persona
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("persona", SIDES)
def test_file_opens_for_its_roles(world: World, persona: str) -> None:
    exchange = world.building()
    page = text(world, persona, exchange)
    assert f"{exchange.reference}, Elbe Sensors GmbH at Mobilité Azur SAS" in page
    assert "18 to 21 May 2026" in page


@pytest.mark.parametrize("persona", ["stranger", "other_manager", "deputy"])
def test_file_is_not_found_for_others(world: World, persona: str) -> None:
    exchange = world.building()
    answer = world.client(persona).get(reverse("exchanges:file", args=[exchange.reference]))
    assert answer.status_code == 404
    assert "Elbe Sensors" not in answer.content.decode()


def test_file_sum_in_one_line(world: World) -> None:
    page = text(world, "visitor", world.building())
    assert "EUR 450" in page
    assert "4 working days, 967 km (half: under 5 days; grid" in page


@pytest.mark.parametrize("persona", ["host", "host_manager"])
def test_file_hides_money_and_account_from_the_host_side(world: World, persona: str) -> None:
    page = text(world, persona, world.ready())
    for secret in ("EUR 450", "3000", "Financial Agreement", "DE89"):
        assert secret not in page, secret


@pytest.mark.parametrize("persona", SIDES)
def test_file_never_shows_the_whole_account(world: World, persona: str) -> None:
    page = text(world, persona, world.ready())
    assert "DE89370400440532013000" not in page.replace(" ", "")
    assert ("DE** **** **** 3000" in page) == (persona not in ("host", "host_manager"))


def test_file_host_contact_comes_with_the_match(world: World) -> None:
    application = world.accepted()
    answer = world.client("visitor").get(reverse("exchanges:file", args=[application.reference]))
    before = answer.content.decode()
    assert "Mobilité Azur SAS" in before
    assert "+33 4 00 00 00 00" not in before
    from exchanges.services import proposals

    proposals.answer_as_host(proposal=application.proposals.get(), by=world.actor("host"), accept=True)
    after = (
        world.client("visitor").get(reverse("exchanges:file", args=[application.reference])).content.decode()
    )
    assert "+33 4 00 00 00 00" in after


def test_file_asked_host_sees_no_contact_of_the_visitor(world: World) -> None:
    application = world.accepted()
    page = world.client("host").get(reverse("exchanges:file", args=[application.reference])).content.decode()
    assert "Elbe Sensors GmbH" in page
    assert "vera@firm.example" not in page


def test_file_one_primary_act_per_person(world: World) -> None:
    exchange = world.commitment_signing()
    for persona in ("visitor", "manager", "host", "host_manager"):
        page = text(world, persona, exchange)
        assert page.count('class="button"') == 1, persona
        assert reverse("exchanges:commitment_sign", args=[exchange.reference]) in page
    assert "Nothing for you to do now" in text(world, "finance", exchange)


def test_file_after_my_signature_waits_for_the_others(world: World) -> None:
    exchange = world.commitment_signing()
    world.sign(exchange, "commitment", "host", "Hugo Host")
    page = text(world, "host", exchange)
    assert 'class="button"' not in page
    assert "Waiting for Elbe Sensors GmbH, Elbe Valley, Azur Secure" in page


def test_file_mails_are_for_staff(world: World) -> None:
    exchange = world.commitment_signing()
    outbox.run_due()
    assert "Mails of this file" in text(world, "manager", exchange)
    assert "please sign the visit plan" in text(world, "auditor", exchange)
    for persona in ("visitor", "host", "host_manager"):
        assert "Mails of this file" not in text(world, persona, exchange)


def test_file_internal_comment_is_not_for_the_visitor(world: World) -> None:
    from exchanges.services import decisions

    application = world.submitted()
    decisions.accept_application(
        application=application, by=world.actor("manager"), comment="A weak but honest case"
    )
    url = reverse("exchanges:file", args=[application.reference])
    assert "A weak but honest case" in world.client("coordinator").get(url).content.decode()
    for persona in ("visitor", "host"):
        assert "weak" not in world.client(persona).get(url).content.decode()


def test_file_reason_of_a_change_is_told_to_all(world: World) -> None:
    from exchanges.services import building

    exchange = world.commitment_signing()
    building.change_plan(exchange=exchange, by=world.actor("visitor"), reason="The hall is closed")
    for persona in SIDES:
        assert "The hall is closed" in text(world, persona, exchange)


def test_file_auditor_has_nothing_to_press(world: World) -> None:
    for exchange in (world.ready(),):
        page = text(world, "auditor", exchange)
        assert "<form" not in page.split('id="content"')[1].split("</main>")[0]
        assert 'class="button"' not in page


def test_file_statements_do_not_grow(world: World) -> None:
    exchange = world.ready()
    outbox.run_due()
    application = file_data.files_for_page(world.actor("manager")).get(reference=exchange.reference)
    with CaptureQueriesContext(
        connection,
    ) as first:
        file_page.build(application, world.actor("manager"))
    assert len(first) == 4, [query["sql"][:120] for query in first]
    for number in range(3):
        exchange.documents.create(
            kind="commitment",
            number=9 + number,
            content={},
            content_hash="0" * 64,
            created_at=exchange.created_at,
            superseded_at=exchange.created_at,
        )
    application = file_data.files_for_page(world.actor("manager")).get(reference=exchange.reference)
    with CaptureQueriesContext(connection) as second:
        file_page.build(application, world.actor("manager"))
    assert len(second) == len(first)


def test_every_next_act_has_a_page() -> None:
    missing = []
    for key, act in tasks.NEXT.items():
        try:
            reverse(act.url_name, kwargs={"pk": 1} if act.by_row else {"reference": "CXC-2026-0001"})
        except NoReverseMatch:
            missing.append((key, act.url_name))
    assert missing == []


def test_every_waiting_code_has_an_act() -> None:
    from core.workflow_table import registered

    unknown = []
    for workflow in registered():
        name = workflow.name
        if name not in ("exchange", "proposal"):
            continue
        for state in workflow.states:
            codes: Any = state.waiting_for if isinstance(state.waiting_for, tuple) else ()
            unknown += [
                (name, state.code, code) for code in codes if tasks.next_act(name, state.code, code) is None
            ]
    assert unknown == []


def test_file_after_the_visit_tells_the_host_nothing_of_the_money(world: World) -> None:
    from contextlib import ExitStack

    from tests.support.stay import Stay

    with ExitStack() as stack:
        exchange = Stay(world, stack).paid().exchange
        for persona in ("host", "host_manager"):
            page = text(world, persona, exchange)
            for secret in ("Paid", "paid", "EUR", "flight.pdf", "SEPA 4711", "Check the closing report"):
                assert secret not in page, (persona, secret)
            assert "The visit is over" in page
        mine = text(world, "visitor", exchange)
        assert "Bank reference SEPA 4711" in mine
        assert "Answer the questionnaire" in mine
        assert "Certificate of participation" in mine


def test_file_opens_in_every_early_ending(world: World) -> None:
    from exchanges.services import building, decisions

    rejected = world.submitted()
    decisions.reject_application(
        application=rejected, by=world.actor("manager"), reason="No link to the themes"
    )
    held = world.submitted()
    decisions.hold_application(
        application=held, by=world.actor("manager"), question="Which road do you need?"
    )
    cancelled = world.commitment_signing()
    building.cancel_exchange(exchange=cancelled, by=world.actor("visitor"), reason="Illness at home")
    expected = {
        rejected.reference: ("Not accepted", "No link to the themes"),
        held.reference: ("Question to you", "Which road do you need?"),
        cancelled.reference: ("Accepted", "Illness at home"),
    }
    for reference, words in expected.items():
        url = reverse("exchanges:file", args=[reference])
        page = world.client("visitor").get(url).content.decode()
        for word in words:
            assert word in page, (reference, word)
        for persona in ("manager", "coordinator", "auditor"):
            assert world.client(persona).get(url).status_code == 200
    host = world.client("host").get(reverse("exchanges:file", args=[cancelled.reference]))
    assert host.status_code == 404


def test_file_cancelled_offers_the_manager_to_find_another_host(world: World) -> None:
    from exchanges.services import building

    exchange = world.commitment_signing()
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="Illness at home")
    page = text(world, "manager", exchange)
    assert reverse("exchanges:proposal_suggest", args=[exchange.reference]) in page
    assert "Step 3 of 7" in page


def test_file_says_whom_it_waits_for_between_acceptance_and_visit(world: World) -> None:
    application = world.accepted()
    page = world.client("visitor").get(reverse("exchanges:file", args=[application.reference]))
    assert "We are waiting for the host." in re.sub(r"\s+", " ", page.content.decode())


def test_file_moves_the_demo_to_the_end_of_a_stay_only_while_there_is_one(
    world: World, settings: Any
) -> None:
    settings.PORTAL_DEMO = True
    button = "Demo: go to the end of this stay"
    exchange = world.ready()
    open_file = text(world, "visitor", exchange)
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="Ill")

    assert (button in open_file, button in text(world, "visitor", exchange)) == (True, False)
