"""House rule 2: which persona may make which move of a match, written by hand, against the whole product."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from clusters.models import Organisation
from core import clock, links, workflow
from core.actors import Actor
from exchanges.models import Application, Party, Proposal
from exchanges.services import proposals
from exchanges.workflows import PROPOSAL
from tests.support import matrix
from tests.support.world import FIRST_DAY, LAST_DAY, World

PERSONAS = (
    "visitor",
    "host",
    "manager",
    "host_manager",
    "deputy",
    "other_manager",
    "finance",
    "finance2",
    "coordinator",
    "auditor",
    "stranger",
)
OPEN = {"proposed", "accepted_by_visitor", "accepted_by_host", "agreed"}
HOST = {"host", "host_link", "host_party_link"}
ALLOWED: matrix.Table = {
    "host_accepts": ({"proposed"}, HOST),
    "host_agrees": ({"accepted_by_visitor"}, HOST),
    "visitor_accepts": ({"proposed"}, {"visitor"}),
    "visitor_agrees": ({"accepted_by_host"}, {"visitor", "manager"}),
    "confirm": ({"agreed"}, {"manager", "host_manager", "system"}),
    "decline": (OPEN, {"visitor", "manager", "host_manager"} | HOST),
    "withdraw": (OPEN, {"visitor", "manager", "system"}),
    "expire": (OPEN, {"system"}),
}


def found(world: World) -> Application:
    """Accepted, and still looking for a host."""
    return world.accepted(host_choice="find", host_offer=None)


def proposed(world: World) -> Proposal:
    return proposals.propose_host(application=found(world), host_offer=world.offer, by=world.actor("manager"))


def asked(world: World) -> Proposal:
    return proposals.propose_host(application=found(world), host_offer=world.offer, by=world.actor("visitor"))


def accepted_by_host(world: World) -> Proposal:
    return proposals.answer_as_host(proposal=proposed(world), by=world.actor("host"), accept=True)


def agreed(world: World) -> Proposal:
    return proposals.answer_as_host(proposal=asked(world), by=world.actor("host"), accept=True)


def declined(world: World) -> Proposal:
    return proposals.answer_as_host(
        proposal=asked(world), by=world.actor("host"), accept=False, comment="Full."
    )


def withdrawn(world: World) -> Proposal:
    return workflow.perform(asked(world), "withdraw", by=world.actor("visitor"))


def expired(world: World) -> Proposal:
    return proposals.expire_proposal(proposal=asked(world))


BUILDERS: dict[str, matrix.Build] = {
    "proposed": proposed,
    "accepted_by_visitor": asked,
    "accepted_by_host": accepted_by_host,
    "agreed": agreed,
    "confirmed": lambda world: world.building().proposal,
    "declined": declined,
    "withdrawn": withdrawn,
    "expired": expired,
}


def other_proposal(world: World, application: Application) -> Proposal:
    """Of the same file, with another host: what its link may do must end at its own row."""
    other = Organisation.objects.create(
        name="Other Host", kind="sme", country=world.host.country, city="Lyon"
    )
    row = Proposal(
        application=application,
        host=other,
        host_cluster=world.clusters["vilnius"],
        stay=DateRange(FIRST_DAY, LAST_DAY + timedelta(days=1)),
        host_contact_name="Olga Other",
        host_contact_email="olga@other.example",
    )
    return workflow.start(row, by=Actor.system("test"), state="proposed")


def actors_for(world: World, proposal: Proposal) -> dict[str, Actor]:
    def link(subject: Proposal | Party) -> Actor:
        made, _url = links.issue(
            subject, "proposal_answer", address="h@x.example", url_name="exchanges:proposal_by_link"
        )
        return Actor.for_link(made)

    people = {persona: world.actor(persona) for persona in PERSONAS}
    return people | {
        "anonymous": Actor.anonymous(),
        "system": Actor.system("match"),
        "host_link": link(proposal),
        "host_party_link": link(Party.objects.get(proposal=proposal, role="host")),
        "other_link": link(other_proposal(world, proposal.application)),
        "without_hat": Actor.person(world.actor("host").user),
    }


def test_matrix_names_every_transition_of_the_table() -> None:
    assert {name: states for name, (states, _) in ALLOWED.items()} == matrix.sources(PROPOSAL)
    assert set(BUILDERS) == {state.code for state in PROPOSAL.states}


@pytest.mark.parametrize("state", list(BUILDERS))
def test_every_cell_is_as_written(world: World, state: str) -> None:
    proposal = BUILDERS[state](world)
    assert proposal.state == state
    if state == "agreed":
        stamps = {"visitor_cluster_confirmed_at": clock.now(), "host_cluster_confirmed_at": clock.now()}
        Proposal.objects.filter(pk=proposal.pk).update(**stamps)
    actors = actors_for(world, proposal)
    if state in ("declined", "expired"):
        # The host is no side of the file any more: see the test of such a link below.
        del actors["host_party_link"]
    assert matrix.wrong_cells(proposal, ALLOWED, actors) == []


@pytest.mark.parametrize("stamped", [(), ("visitor_cluster_confirmed_at",), ("host_cluster_confirmed_at",)])
def test_match_is_not_confirmed_before_both_clusters_have(world: World, stamped: tuple[str, ...]) -> None:
    proposal = agreed(world)
    both = ("visitor_cluster_confirmed_at", "host_cluster_confirmed_at")
    stamps = {side: clock.now() if side in stamped else None for side in both}
    Proposal.objects.filter(pk=proposal.pk).update(**stamps)
    for persona in ("manager", "host_manager"):
        assert matrix.outcome_of(proposal, "confirm", world.actor(persona)) == "Refused"


def test_no_without_a_reason_is_refused(world: World) -> None:
    from core.exceptions import Refused

    with pytest.raises(Refused, match="say why"):
        workflow.perform(asked(world), "decline", by=world.actor("host"), comment="")


def test_link_of_a_side_that_no_longer_takes_part_gives_no_right(world: World) -> None:
    proposal = asked(world)
    actors = actors_for(world, proposal)
    Party.objects.filter(proposal=proposal).update(active=False)
    assert matrix.outcome_of(proposal, "host_agrees", actors["host_party_link"]) == "NotAllowed"


def test_stay_of_the_world_is_what_the_builders_say(world: World) -> None:
    assert asked(world).stay == DateRange(date(2026, 5, 18), date(2026, 5, 22))
