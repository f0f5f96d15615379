"""Who is what to a file, beyond what the matrices walk: deciders of own files, bank account, links of other rows."""

import pytest

from core import links
from core.actors import LINK, Actor
from core.exceptions import NotAllowed
from exchanges import permissions
from exchanges.enums import Decider
from exchanges.models import Application, DeclaredConflict, Exchange, Mission, Party, Proposal, Questionnaire
from exchanges.workflows.mission import mission_relations
from tests.support.world import World

EVERYBODY = ("visitor", "host", "manager", "host_manager", "finance", "coordinator", "auditor", "support")


@pytest.mark.parametrize(
    ("whose", "decider"),
    [("firm", Decider.MANAGER), ("nice", Decider.COORDINATOR), ("dresden", Decider.DEPUTY)],
)
def test_nobody_decides_on_a_file_of_the_own_organisation(world: World, whose: str, decider: Decider) -> None:
    """Contact cluster is Azur Secure; Elbe Valley coordinates."""
    organisation = world.firm if whose == "firm" else world.clusters[whose].organisation
    application = Application(
        partnership=world.partnership, visitor_cluster=world.clusters["nice"], organisation=organisation
    )
    assert permissions.decider_for(application) == decider


def test_file_without_a_cluster_is_nobodys_own(world: World) -> None:
    assert permissions.decider_for(Application(organisation=world.firm)) == Decider.MANAGER


@pytest.mark.parametrize(
    ("decider", "decides"),
    [("manager", {"manager"}), ("coordinator", {"coordinator"}), ("deputy", {"deputy"})],
)
def test_only_the_decider_is_one(world: World, decider: str, decides: set[str]) -> None:
    application = world.submitted()
    application.decider = decider
    world.add_support()
    found = {
        persona
        for persona, actor in world.actors.items()
        if "decider" in permissions.application_relations(application, actor)
    }
    assert found == decides


def test_full_account_is_for_the_visitor_and_finance(world: World) -> None:
    exchange = world.building()
    world.add_support()
    may = {who for who in EVERYBODY if permissions.can_see_bank_account(exchange, world.actor(who))}
    assert may == {"visitor", "finance"}


def test_check_says_why(world: World) -> None:
    permissions.check_relation(frozenset({"host"}), "visitor", "host")
    with pytest.raises(NotAllowed, match="Your role does not allow"):
        permissions.check_relation(frozenset({"host"}), "visitor")


def everything(exchange: Exchange, actor: Actor) -> set[str]:
    """What the actor is to each row of the file."""
    questionnaire = Questionnaire(exchange=exchange, respondent="visitor")
    return set(
        permissions.exchange_relations(exchange, actor)
        | permissions.proposal_relations(exchange.proposal, actor)
        | permissions.application_relations(exchange.application, actor)
        | permissions.questionnaire_relations(questionnaire, actor)
    )


def test_who_has_no_hat_is_nothing_and_the_system_is_the_system(world: World) -> None:
    exchange = world.building()
    assert everything(exchange, Actor.anonymous()) == set()
    assert everything(exchange, Actor.person(world.actor("visitor").user)) == set()
    assert everything(exchange, Actor(LINK, "nobody")) == set()
    assert everything(exchange, Actor.system("test")) == {"system"}


def test_mission_is_run_by_the_hosts_cluster_and_the_coordinator(world: World) -> None:
    mission = Mission(partnership=world.partnership, host_cluster=world.clusters["nice"])
    world.add_support()
    found = {who: set(mission_relations(mission, actor)) for who, actor in world.actors.items()}
    assert {who: what for who, what in found.items() if what} == {
        "host_manager": {"host_manager"},
        "coordinator": {"coordinator"},
    }
    assert mission_relations(mission, Actor.anonymous()) == set()
    assert mission_relations(mission, Actor.system("test")) == {"system"}


def link_of(subject: object) -> Actor:
    made, _url = links.issue(subject, "sign", address="a@a.example", url_name="exchanges:sign_by_link")  # type: ignore[arg-type]
    return Actor.for_link(made)


def test_link_makes_one_party_of_one_file(world: World) -> None:
    exchange = world.building()
    parties = {party.role: party for party in Party.objects.filter(exchange=exchange)}
    assert everything(exchange, link_of(parties["visitor"])) == {"visitor"}
    assert everything(exchange, link_of(parties["host"])) == {"host"}
    assert everything(exchange, link_of(parties["host_cluster"])) == {"host_manager"}
    assert everything(exchange, link_of(exchange.application)) == {"visitor"}
    assert everything(exchange, link_of(exchange.proposal)) == {"host"}
    # Of another row, of a row that is no part of files, of a party that left.
    assert everything(exchange, link_of(Proposal(pk=exchange.proposal_id + 1))) == set()
    assert everything(exchange, link_of(Application(pk=exchange.application_id + 1))) == set()
    assert everything(exchange, link_of(world.firm)) == set()
    Party.objects.filter(pk=parties["host"].pk).update(active=False)
    assert everything(exchange, link_of(parties["host"])) == set()


def test_questionnaire_is_answered_by_its_own_link_and_its_own_side(world: World) -> None:
    exchange = world.building()
    asked = Questionnaire(pk=7, exchange=exchange, respondent="host")
    assert permissions.questionnaire_relations(asked, link_of(asked)) == {"respondent"}
    assert permissions.questionnaire_relations(asked, link_of(Questionnaire(pk=8))) == set()
    assert "respondent" in permissions.questionnaire_relations(asked, world.actor("host"))
    assert "respondent" not in permissions.questionnaire_relations(asked, world.actor("visitor"))


def test_declared_conflict_takes_the_decision_away_and_is_no_own_file(world: World) -> None:
    application, actor = world.submitted(), world.actor("manager")
    conflict = DeclaredConflict.objects.create(application=application, user=actor.user, reason="Kin")
    assert permissions.has_declared_conflict(application, actor.user)
    assert not permissions.is_own_file(application, actor.user)
    assert "decider" not in permissions.application_relations(application, actor)
    conflict.ended_at = application.created_at
    conflict.save(update_fields=["ended_at"])
    assert not permissions.has_declared_conflict(application, actor.user)
    assert "decider" in permissions.application_relations(application, actor)
