"""House rule 2: which persona may make which move of the exchange, written by hand, against the whole product."""

import pytest
from django.db import transaction

from core import links, workflow
from core.actors import Actor
from core.exceptions import NotAllowed, Refused, WrongState
from exchanges.models import Exchange
from exchanges.workflows import EXCHANGE
from tests.support.world import World

PERSONAS = (
    "anonymous",
    "visitor",
    "host",
    "host_link",
    "manager",
    "host_manager",
    "other_manager",
    "finance",
    "finance2",
    "coordinator",
    "auditor",
    "stranger",
    "system",
)
SIGNERS = {"visitor", "host", "host_link", "manager", "host_manager", "coordinator"}
# transition -> (from states, personas). Everything that is not here is refused.
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "send_plan": ({"building"}, {"visitor", "manager"}),
    "send_with_mission": ({"building"}, {"host_manager", "coordinator"}),
    "change_plan": ({"commitment_signing", "agreement_signing"}, {"visitor", "manager"}),
    "complete_commitment": ({"commitment_signing"}, SIGNERS),
    "complete_without_agreement": ({"commitment_signing"}, SIGNERS),
    "complete_agreement": ({"agreement_signing"}, SIGNERS),
    "start": ({"ready_to_start"}, {"system"}),
    "end": ({"ongoing"}, {"system"}),
    "submit_report": ({"awaiting_report", "report_returned"}, {"visitor"}),
    "return_report": ({"report_submitted"}, {"manager"}),
    "validate": ({"report_submitted"}, {"manager"}),
    "find_not_eligible": ({"report_submitted"}, {"manager"}),
    "order_payment": ({"validated"}, {"manager"}),
    "approve_payment": ({"payment_ordered"}, {"finance", "finance2", "coordinator"}),
    "refuse_payment": ({"payment_ordered", "payment_approved"}, {"finance", "finance2", "coordinator"}),
    "mark_paid": ({"payment_approved"}, {"finance", "finance2"}),
    "close": ({"paid"}, {"manager", "coordinator", "system"}),
    "close_without_payment": ({"validated"}, {"manager", "coordinator", "system"}),
    "cancel": (
        {"building", "commitment_signing", "agreement_signing", "ready_to_start"},
        {"visitor", "host", "host_link", "manager"},
    ),
    "cancel_with_mission": (
        {"building", "commitment_signing", "agreement_signing", "ready_to_start"},
        {"system"},
    ),
    "discontinue": ({"ongoing", "awaiting_report", "report_submitted", "report_returned"}, {"manager"}),
}


@pytest.fixture
def exchange(world: World) -> Exchange:
    return world.building()


def actor_of(world: World, exchange: Exchange, persona: str) -> Actor:
    if persona == "anonymous":
        return Actor.anonymous()
    if persona == "system":
        return Actor.system("calendar")
    if persona == "host_link":
        party = exchange.parties.get(role="host")
        link, _ = links.issue(party, "sign", address=party.contact_email, url_name="exchanges:sign_by_link")
        return Actor.for_link(link)
    return world.actor(persona)


def put_in_state(exchange: Exchange, state: str) -> None:
    """Another state of the same row in memory: the table and the relations are asked, not the guards."""
    exchange.state = state


def test_matrix_names_every_transition_of_the_table() -> None:
    assert set(ALLOWED) == {move.name for move in EXCHANGE.transitions}
    assert {name: states for name, (states, _) in ALLOWED.items()} == {
        move.name: set(move.sources) for move in EXCHANGE.transitions
    }


def test_every_cell_is_as_written(world: World, exchange: Exchange) -> None:
    wrong = []
    for persona in PERSONAS:
        actor = actor_of(world, exchange, persona)
        for state in EXCHANGE.states:
            put_in_state(exchange, state.code)
            for name, (states, personas) in ALLOWED.items():
                expected = state.code in states and persona in personas
                if workflow.may(exchange, name, actor) != expected:
                    wrong.append(
                        (state.code, name, persona, "should be allowed" if expected else "should be refused")
                    )
    assert wrong == []


def test_engine_refuses_every_persona_without_a_right_and_every_other_state(
    world: World, exchange: Exchange
) -> None:
    """From the row's real state: the wrong role is not allowed; for the right one another state is the wrong state."""
    for persona in PERSONAS:
        actor = actor_of(world, exchange, persona)
        for name, (states, personas) in ALLOWED.items():
            expected: type[Exception]
            if persona not in personas:
                expected = NotAllowed
            elif "building" not in states:
                expected = WrongState
            else:
                continue
            with pytest.raises(expected), transaction.atomic():
                workflow.perform(exchange, name, by=actor)
    exchange.refresh_from_db()
    assert exchange.state == "building"


def test_guard_refuses_an_allowed_persona_with_reasons(world: World, exchange: Exchange) -> None:
    exchange.agenda.all().delete()
    with pytest.raises(Refused, match="working day"):
        workflow.perform(exchange, "send_plan", by=world.actor("visitor"))


def test_link_for_another_purpose_row_gives_no_right(world: World, exchange: Exchange) -> None:
    other_row = world.offer
    link, _ = links.issue(other_row, "sign", address="x@y.example", url_name="exchanges:sign_by_link")
    assert not workflow.may(exchange, "complete_commitment", Actor.for_link(link))
