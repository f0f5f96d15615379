"""House rule 2: which persona may make which move of an application, written by hand, against the whole product."""

from typing import Any

import pytest

from clusters import places
from clusters.models import Role
from core import links, workflow
from core.actors import Actor
from exchanges.models import Application
from exchanges.permissions import application_relations
from exchanges.selectors.rulebooks import rulebook_on
from exchanges.services import applications, decisions, host_invitations
from exchanges.workflows import APPLICATION
from tests.support import matrix
from tests.support.world import World

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
VISITOR = {"visitor", "visitor_link"}
ALLOWED: matrix.Table = {
    "submit": ({"draft"}, VISITOR),
    "open_review": ({"submitted"}, {"manager"}),
    "accept": ({"in_review"}, {"manager"}),
    "reject": ({"in_review"}, {"manager"}),
    "hold": ({"in_review"}, {"manager"}),
    "answer": ({"on_hold"}, VISITOR),
    "withdraw": ({"submitted", "in_review", "on_hold", "accepted"}, VISITOR),
    "expire": ({"draft", "on_hold", "accepted"}, {"system"}),
}


def in_review(world: World) -> Application:
    application = world.submitted()
    return workflow.perform(application, "open_review", by=world.actor("manager"))


def on_hold(world: World) -> Application:
    return decisions.hold_application(
        application=world.submitted(), by=world.actor("manager"), question="Which days?"
    )


def rejected(world: World) -> Application:
    return decisions.reject_application(
        application=world.submitted(), by=world.actor("manager"), reason="No budget."
    )


def withdrawn(world: World) -> Application:
    return applications.withdraw_application(application=world.submitted(), by=world.actor("visitor"))


def expired(world: World) -> Application:
    return applications.expire_application(application=world.draft())


def ready_to_send(world: World) -> Application:
    """A draft with what the service writes just before it moves it."""
    application = world.draft()
    application.reference, application.rulebook = "CXC-2026-9999", rulebook_on(application.planned_start)
    application.save(update_fields=["reference", "rulebook"])
    return application


BUILDERS: dict[str, matrix.Build] = {
    "draft": ready_to_send,
    "submitted": lambda world: world.submitted(),
    "in_review": in_review,
    "on_hold": on_hold,
    "accepted": lambda world: world.accepted(host_choice="find", host_offer=None),
    "rejected": rejected,
    "withdrawn": withdrawn,
    "expired": expired,
}


def actors_for(world: World, application: Application) -> dict[str, Actor]:
    own, _url = links.issue(
        application,
        "application_confirm",
        address="vera@firm.example",
        url_name="exchanges:application_confirm_by_link",
    )
    foreign, _url = links.issue(
        world.offer,
        "application_confirm",
        address="eve@x.example",
        url_name="exchanges:application_confirm_by_link",
    )
    people = {persona: world.actor(persona) for persona in PERSONAS}
    return people | {
        "anonymous": Actor.anonymous(),
        "system": Actor.system("deadline"),
        "visitor_link": Actor.for_link(own),
        "foreign_link": Actor.for_link(foreign),
        "without_hat": Actor.person(world.actor("manager").user),
    }


def test_matrix_names_every_transition_of_the_table() -> None:
    assert {name: states for name, (states, _) in ALLOWED.items()} == matrix.sources(APPLICATION)
    assert set(BUILDERS) == {state.code for state in APPLICATION.states}


@pytest.mark.parametrize("state", list(BUILDERS))
def test_every_cell_is_as_written(world: World, state: str) -> None:
    application = BUILDERS[state](world)
    assert application.state == state
    assert matrix.wrong_cells(application, ALLOWED, actors_for(world, application)) == []


@pytest.mark.parametrize(
    ("decider", "persona"), [("manager", "manager"), ("coordinator", "coordinator"), ("deputy", "deputy")]
)
def test_only_the_named_decider_decides(world: World, decider: str, persona: str) -> None:
    application = in_review(world)
    Application.objects.filter(pk=application.pk).update(decider=decider)
    application.refresh_from_db()
    table = {name: (ALLOWED[name][0], {persona}) for name in ("accept", "reject", "hold")}
    assert matrix.wrong_cells(application, table, actors_for(world, application)) == []


def _represents_the_visitor(world: World, application: Application) -> None:
    Role.objects.create(user=world.actor("manager").user, kind="representative", organisation=world.firm)


def _travels(world: World, application: Application) -> None:
    application.travellers.update(email=world.actor("manager").user.email)


def _wrote_it(world: World, application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(created_by=world.actor("manager").user)


@pytest.mark.parametrize("tie", [_represents_the_visitor, _travels, _wrote_it])
def test_nobody_decides_on_a_file_of_their_own(world: World, tie: Any) -> None:
    """The hat of a decider does not help a person who stands on the visitor's side."""
    application = in_review(world)
    tie(world, application)
    application.refresh_from_db()
    table = {name: (ALLOWED[name][0], set()) for name in ("accept", "reject", "hold")}
    assert matrix.wrong_cells(application, table, {"manager": world.actor("manager")}) == []


def test_manager_who_entered_it_for_the_applicant_may_decide(world: World) -> None:
    application = in_review(world)
    Application.objects.filter(pk=application.pk).update(
        created_by=world.actor("manager").user, entered_for_applicant=True
    )
    application.refresh_from_db()
    assert "decider" in application_relations(application, world.actor("manager"))


def test_role_that_ended_no_longer_ties(world: World) -> None:
    application = in_review(world)
    role = Role.objects.create(
        user=world.actor("manager").user, kind="representative", organisation=world.firm
    )
    assert "decider" not in application_relations(application, world.actor("manager"))
    role.ended_at = role.since
    role.save()
    assert "decider" in application_relations(application, world.actor("manager"))


@pytest.mark.parametrize("name", ["withdraw", "expire"])
def test_file_with_a_visit_being_prepared_neither_is_withdrawn_nor_expires(world: World, name: str) -> None:
    application = world.building().application
    actor = world.actor("visitor") if name == "withdraw" else Actor.system("deadline")
    assert matrix.outcome_of(application, name, actor) == "Refused"


@pytest.mark.parametrize("name", ["reject", "hold"])
def test_decision_without_a_word_is_refused(world: World, name: str) -> None:
    from core.exceptions import Refused

    application = in_review(world)
    with pytest.raises(Refused, match="say why"):
        workflow.perform(application, name, by=world.actor("manager"), comment="")


def test_accepted_file_waits_for_the_host_that_is_invited_by_mail(world: World) -> None:
    draft = world.draft(host_choice="invite", host_offer=None)
    host_invitations.describe_host(
        application=draft,
        by=world.actor("visitor"),
        name="Atelier du Port",
        country="FR",
        city="Nantes",
        town=places.find("FR", "Nantes"),
        contact_name="Nadia Petit",
        contact_email="nadia@atelier.example",
    )
    file = applications.submit_application(
        application=Application.objects.get(pk=draft.pk), by=world.actor("visitor")
    )
    decisions.accept_application(application=file, by=world.actor("manager"), comment="Fits.")
    file.refresh_from_db()
    assert file.waiting_for == "host"
