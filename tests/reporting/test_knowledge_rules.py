"""Who may do what with a best practice, a module or an opportunity: every state, move and persona."""

from typing import Any

import pytest

from clusters.models import Role
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from reporting import knowledge_permissions as permissions
from reporting.knowledge_workflows import MODULE, OPPORTUNITY, PRACTICE
from reporting.services import modules, opportunities, practices
from tests.support import knowledge, matrix
from tests.support.world import World

pytestmark = pytest.mark.django_db
PERSONAS = (
    "visitor", "host", "manager", "host_manager", "deputy", "other_manager", "finance", "coordinator", "auditor",
    "stranger",
)  # fmt: skip
OWNERS = {"manager", "coordinator"}
PRACTICES: matrix.Table = {
    "submit": ({"draft", "returned"}, OWNERS),
    "accept": ({"submitted"}, {"coordinator"}),
    "send_back": ({"submitted"}, {"coordinator"}),
    "reopen": ({"accepted"}, OWNERS),
    "drop": ({"draft", "returned"}, OWNERS),
}
MODULES: matrix.Table = {
    "mark_gone": ({"listed"}, {"manager", "host_manager", "deputy", "coordinator"}),
    "bring_back": ({"gone"}, {"manager", "host_manager", "deputy", "coordinator"}),
}
OPPORTUNITIES: matrix.Table = {
    "pursue": ({"found", "dropped"}, OWNERS),
    "realise": ({"found", "pursued"}, OWNERS),
    "drop": ({"found", "pursued"}, OWNERS),
}


def everybody(world: World) -> dict[str, Actor]:
    world.add_support()
    actors = {persona: world.actor(persona) for persona in (*PERSONAS, "support")}
    return actors | {"anonymous": Actor.anonymous(), "system": Actor.system("calendar")}


def without_data(table: matrix.Table, *names: str) -> dict[str, Any]:
    return {name: cells for name, cells in table.items() if name not in names}


def test_practices_move_for_their_personas_only(world: World) -> None:
    actors, coordinator = everybody(world), world.actor("coordinator")
    assert {name: states for name, (states, _who) in PRACTICES.items()} == matrix.sources(PRACTICE)
    practice = knowledge.draft(world)
    # `accept` and `send_back` ask for words that the matrix does not give; their own tests do.
    table = without_data(PRACTICES, "accept", "send_back")
    for name in ("accept", "send_back"):
        for persona, actor in actors.items():
            outcome = matrix.outcome_of(practice, name, actor)
            assert outcome == ("WrongState" if persona in PRACTICES[name][1] else "NotAllowed"), (
                name,
                persona,
            )
    assert matrix.wrong_cells(practice, table, actors) == []
    practices.submit_practice(practice=practice, by=world.actor("manager"))
    assert matrix.wrong_cells(practice, table, actors) == []
    practices.send_back_practice(practice=practice, by=coordinator, reason="How many?")
    assert (practice.state, practice.return_reason) == ("returned", "How many?")
    assert matrix.wrong_cells(practice, table, actors) == []
    practices.submit_practice(practice=practice, by=world.actor("manager"))
    practices.accept_practice(practice=practice, by=coordinator)
    assert (practice.reviewed_by, practice.return_reason) == (coordinator.user, "")
    assert matrix.wrong_cells(practice, table, actors) == []
    practices.reopen_practice(practice=practice, by=world.actor("manager"), reason="New figures.")
    assert (practice.state, practice.reviewed_by, practice.reviewed_at) == ("submitted", None, None)
    dropped = practices.drop_practice(practice=knowledge.draft(world), by=world.actor("manager"))
    assert matrix.wrong_cells(dropped, table, actors) == []


def test_what_the_coordinator_wrote_another_clusters_manager_reviews(world: World) -> None:
    practice = knowledge.submitted(world, "coordinator")
    for persona in ("coordinator", "manager"):
        with pytest.raises(NotAllowed):
            practices.accept_practice(practice=practice, by=world.actor(persona))
    practices.accept_practice(practice=practice, by=world.actor("host_manager"))
    assert practice.reviewed_by == world.actor("host_manager").user


def test_another_clusters_manager_does_not_review_what_a_manager_wrote(world: World) -> None:
    with pytest.raises(NotAllowed):
        practices.accept_practice(practice=knowledge.submitted(world), by=world.actor("host_manager"))


def test_nobody_reviews_the_own_words_under_another_hat(world: World) -> None:
    practice = knowledge.submitted(world)
    writer = world.actor("manager").user
    role = Role.objects.create(user=writer, kind="coordinator", partnership=world.partnership)
    with pytest.raises(NotAllowed):
        practices.accept_practice(practice=practice, by=Actor.person(writer, role))


def test_unfinished_practice_is_not_sent(world: World) -> None:
    practice = knowledge.draft(world, result="", copying="")
    with pytest.raises(Refused, match="what came of it, how others can copy it"):
        practices.submit_practice(practice=practice, by=world.actor("manager"))


def test_modules_move_for_their_personas_only(world: World) -> None:
    actors = everybody(world)
    assert {name: states for name, (states, _who) in MODULES.items()} == matrix.sources(MODULE)
    module = knowledge.module(world)
    assert matrix.wrong_cells(module, MODULES, actors) == []
    modules.mark_gone(module=module, by=world.actor("host_manager"))
    assert matrix.wrong_cells(module, MODULES, actors) == []


def test_opportunities_move_for_their_personas_only(world: World) -> None:
    actors, by = everybody(world), world.actor("manager")
    assert {name: states for name, (states, _who) in OPPORTUNITIES.items()} == matrix.sources(OPPORTUNITY)
    row = knowledge.opportunity(world, outcome="A first draft.")
    assert matrix.wrong_cells(row, OPPORTUNITIES, actors) == []
    opportunities.pursue(opportunity=row, by=by)
    assert matrix.wrong_cells(row, OPPORTUNITIES, actors) == []
    opportunities.realise(opportunity=row, by=by, outcome=" A memorandum. ")
    assert row.outcome == "A memorandum."
    assert matrix.wrong_cells(row, OPPORTUNITIES, actors) == []
    dropped = opportunities.drop(opportunity=knowledge.opportunity(world), by=by, reason="No time.")
    assert matrix.wrong_cells(dropped, OPPORTUNITIES, actors) == []


def test_opportunity_comes_true_only_with_what_came_of_it(world: World) -> None:
    with pytest.raises(Refused, match="what came of it"):
        opportunities.realise(
            opportunity=knowledge.opportunity(world), by=world.actor("manager"), outcome=" "
        )


def test_writers_are_the_clusters_and_the_coordinator(world: World) -> None:
    partnership, nice, sofia = world.partnership, world.clusters["nice"], world.clusters["sofia"]
    allowed = {persona for persona in PERSONAS if permissions.can_write(partnership, world.actor(persona))}
    assert allowed == {"manager", "host_manager", "deputy", "coordinator"}
    with pytest.raises(NotAllowed, match="Only the coordinator and the cluster managers"):
        permissions.check_may_write(partnership, world.actor("auditor"))
    permissions.check_may_write(partnership, world.actor("deputy"))
    with pytest.raises(InvalidInput, match="Choose your own cluster"):
        permissions.check_cluster(partnership, nice, world.actor("manager"))
    with pytest.raises(InvalidInput, match="not part of the partnership"):
        permissions.check_cluster(partnership, sofia, world.actor("coordinator"))
    permissions.check_cluster(partnership, nice, world.actor("coordinator"))


def test_only_its_owner_changes_a_record(world: World) -> None:
    for record in (knowledge.draft(world), knowledge.module(world), knowledge.opportunity(world)):
        with pytest.raises(NotAllowed, match="Only the cluster it belongs to"):
            permissions.check_owner(record, world.actor("host_manager"))
        permissions.check_owner(record, world.actor("manager"))
