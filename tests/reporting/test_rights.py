"""The page of rights says what the tables say, and the tables say what the permission functions give."""

import pytest
from django.urls import reverse

from clusters import rights
from clusters.enums import RoleKind
from clusters.models import Membership
from core import workflow
from exchanges.models import Application, Exchange, Proposal, Questionnaire
from tests.support.world import FIRST_DAY, make_user, moment

pytestmark = pytest.mark.django_db


def test_every_workflow_says_who_holds_what():
    assert rights.known() == {flow.name for flow in workflow.registered()}


def test_tables_name_known_kinds_of_roles():
    assert {kind for name in rights.known() for kind in rights.held(name)} <= set(RoleKind.values)


def test_what_is_said_is_what_the_permissions_give(world):
    """For each persona and a real row of each workflow: nothing more than the table, and the table at least once."""
    exchange = world.building()
    world.add_support()
    from exchanges.models import Mission
    from reporting.models import Activity, Deliverable

    seen = {"state_since": moment(FIRST_DAY)}
    user, other = world.actor("coordinator").user, make_user("x@x.example", "X", "Y")
    dresden = world.clusters["dresden"]
    rows = [
        exchange,
        exchange.application,
        Proposal.objects.get(application=exchange.application),
        Membership.objects.create(
            state="requested", organisation=world.firm, cluster=world.clusters["dresden"], **seen
        ),
        Questionnaire(exchange=exchange, respondent="visitor", state="invited"),
        Mission(partnership=world.partnership, host_cluster=world.clusters["nice"]),
        Activity(partnership=world.partnership, cluster=dresden, recorded_by=user),
        Activity(
            partnership=world.partnership,
            cluster=world.clusters["dresden"],
            recorded_by=other,
        ),
        Deliverable(partnership=world.partnership),
    ]
    given: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        flow = workflow.of(row)
        for actor in world.actors.values():
            if actor.hat is not None:
                found = given.setdefault((flow.name, actor.hat.kind), set())
                found |= flow.relations(row, actor)
    # The coordinator decides on files of cluster staff only.
    Application.objects.filter(pk=exchange.application_id).update(decider="coordinator")
    for row in (Exchange.objects.get(pk=exchange.pk), Application.objects.get(pk=exchange.application_id)):
        coordinator = world.actor("coordinator")
        given[workflow.of(row).name, "coordinator"] |= workflow.of(row).relations(row, coordinator)
    wrong = [
        (name, kind, sorted(relations), rights.held(name).get(kind, ()))
        for (name, kind), relations in given.items()
        if not relations <= set(rights.held(name).get(kind, ()))
    ]
    assert wrong == []
    for name in ("application", "exchange", "mission", "activity", "membership"):
        for kind, relations in rights.held(name).items():
            assert set(relations) == given.get((name, kind), set()), (name, kind)


def page(client):
    return client.get(reverse("clusters:my_rights")).content.decode()


def test_person_reads_own_rights_with_their_origin(world):
    world.submitted()
    text = page(world.client("manager"))
    assert "Cluster manager, Elbe Valley" in text
    assert "Files: <strong>1</strong>" in text
    for label in ("Accept", "Confirm membership"):
        assert label in text
    assert "Approve" not in text.replace("Approve the", "")


def test_auditor_reads_only(world):
    text = page(world.client("auditor"))
    assert "Reads only. Changes nothing." in text


def test_manager_reads_the_rights_of_the_own_people_only(world):
    role = world.actor("manager").hat
    url = reverse("clusters:role_rights", args=[role.pk])
    assert "What this person may see and do" in world.client("coordinator").get(url).content.decode()
    for persona in ("visitor", "host_manager", "other_manager", "stranger"):
        assert world.client(persona).get(url).status_code == 404


def test_nobody_without_role_sees_anything(world):
    assert "No role yet" in page(world.client("stranger"))


def test_first_steps_are_computed_and_can_be_put_away(world):
    client = world.client("manager")
    text = client.get("/").content.decode()
    assert "First steps" in text
    assert "Invite a second manager" in text
    client.post(reverse("clusters:checklist_hide"))
    assert "First steps" not in client.get("/").content.decode()
    assert "First steps" in world.client("finance").get("/").content.decode()


def test_support_office_sees_figures_and_no_name(world):
    world.building()
    world.add_support()
    text = world.client("support").get("/").content.decode()
    assert "TEST partnership" in text
    for name in ("Elbe Sensors", "Vera", "Mobilité Azur"):
        assert name not in text


def test_switch_of_hat_stays_on_the_page_where_it_may(world):
    from clusters.models import Role

    user = world.actor("manager").user
    second = Role.objects.create(user=user, kind="representative", organisation=world.firm)
    client = world.client("manager")
    stays = client.post(reverse("clusters:hat_switch"), {"hat": second.pk, "next": "/missions/?x=1"})
    assert stays.headers["Location"] == "/missions/?x=1"
    leaves = client.post(reverse("clusters:hat_switch"), {"hat": second.pk, "next": "/members/"}, follow=True)
    assert leaves.redirect_chain == [("/members/", 302), ("/", 302)]
    assert "you do not see the page" in leaves.content.decode()
    foreign = client.post(reverse("clusters:hat_switch"), {"hat": second.pk, "next": "//evil.example/"})
    assert foreign.headers["Location"] == "/"
