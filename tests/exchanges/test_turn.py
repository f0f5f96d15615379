"""Who must act next on a file: kept on its row for lists, and always what a recount says."""

import pgtrigger
import pytest
from django.db import connection

from core import clock
from exchanges import invariants
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.models import Application, Exchange
from exchanges.services import building, decisions, proposals
from tests.support.world import World

pytestmark = pytest.mark.django_db


def turn(application: Application) -> tuple[str, str]:
    application.refresh_from_db()
    return application.turn_state, application.turn_waiting


def recounted() -> None:
    assert list(invariants.turn_equals_recount()) == []


def test_turn_follows_file_match_and_visit(world: World) -> None:
    application = world.submitted()
    assert turn(application) == ("application.submitted", "visitor_cluster")
    decisions.hold_application(application=application, by=world.actor("manager"), question="Which site?")
    assert turn(application) == ("application.on_hold", "visitor")
    accepted = world.accepted()
    assert turn(accepted) == ("proposal.accepted_by_visitor", "host")
    recounted()


def test_turn_goes_back_to_the_file_when_the_host_declines(world: World) -> None:
    application = world.accepted()
    match = application.proposals.get()
    proposals.answer_as_host(proposal=match, by=world.actor("host"), accept=False, comment="No room in May.")
    assert turn(application) == ("application.accepted", "visitor_cluster")
    recounted()


def test_turn_of_a_visit_and_after_its_end(world: World) -> None:
    exchange = world.building()
    assert turn(exchange.application) == ("exchange.building", "visitor")
    assert exchange.application.turn_due == exchange.due_on
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="No time.")
    assert turn(exchange.application)[0] == "application.accepted"
    recounted()


def test_turn_shrinks_with_each_signature(world: World) -> None:
    exchange = world.commitment_signing()
    before = turn(exchange.application)[1].split()
    Exchange.objects.filter(pk=exchange.pk).update(waiting_for=" ".join(before[1:]))
    assert turn(exchange.application)[1].split() == before[1:]
    recounted()


def test_nobody_can_write_a_turn_of_their_own(world: World) -> None:
    application = world.submitted()
    Application.objects.update(turn_state="application.rejected", turn_due=clock.today(), turn_waiting="host")
    assert turn(application) == ("application.submitted", "visitor_cluster")
    assert application.turn_due == application.due_on


def test_recount_finds_a_turn_that_is_wrong(world: World) -> None:
    world.submitted()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE exchanges_application DISABLE TRIGGER turn_set")
        cursor.execute("UPDATE exchanges_application SET turn_due = %s", [clock.today()])
        cursor.execute("ALTER TABLE exchanges_application ENABLE TRIGGER turn_set")
    (finding,) = invariants.turn_equals_recount()
    assert finding.sentence.startswith("Its turn is application.submitted")


@pytest.mark.parametrize("state", OPEN_PROPOSAL_STATES)
def test_every_open_match_is_seen_by_the_trigger(world: World, state: str) -> None:
    application = world.accepted()
    with pgtrigger.ignore("exchanges.Proposal:workflow_edges"):
        application.proposals.update(state=state)
    assert turn(application)[0] == f"proposal.{state}"
