"""The start page: public home for guests, "my work" for every hat."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from clusters.services import memberships
from core import clock
from core.imports.importer import named
from core.services import imports
from exchanges.models import PastExchange
from exchanges.services import applications, decisions, proposals
from reporting.selectors import oversight
from tests.support.tables import upload
from tests.support.world import FIRST_DAY, LAST_DAY, moment

pytestmark = pytest.mark.django_db
URL = reverse("reporting:start")


def waiting(world, persona):
    response = world.client(persona).get(URL)
    return [(item.reference, str(item.act), item.url) for item in response.context["items"]]


def test_home_says_what_it_is(world):
    response = world.client("anonymous").get(URL)
    text = response.content.decode()
    assert "The EU pays a lump sum." in text
    for phase in ("Registration", "Matching", "Exchange building", "Exchange finalisation"):
        assert phase in text
    assert response.context["counts"].exchanges == 0


def test_home_is_cheap(world, django_assert_num_queries):
    client = world.client("anonymous")
    client.get(URL)
    with django_assert_num_queries(2):
        client.get(URL)


def test_work_follows_the_file_from_hand_to_hand(world):
    application = world.submitted(host_choice="find", host_offer=None)
    ref, review = application.reference, reverse("exchanges:application_review", args=[application.reference])
    assert waiting(world, "manager") == [(ref, "Decide on the application", review)]
    decisions.hold_application(application=application, by=world.actor("manager"), question="Which site?")
    assert waiting(world, "manager") == []
    assert waiting(world, "visitor") == [
        (ref, "Answer your cluster's question", reverse("exchanges:application_answer", args=[ref]))
    ]
    applications.answer_question(
        application=application, by=world.actor("visitor"), answer="The one in Nice."
    )
    decisions.accept_application(application=application, by=world.actor("manager"))
    assert waiting(world, "manager") == [
        (ref, "Find a host", reverse("exchanges:proposal_suggest", args=[ref]))
    ]
    proposal = proposals.propose_host(
        application=application, host_offer=world.offer, by=world.actor("manager")
    )
    answer = reverse("exchanges:proposal_answer", args=[proposal.pk])
    assert waiting(world, "manager") == []
    assert [row[2] for row in waiting(world, "host")] == [answer]
    assert [row[2] for row in waiting(world, "visitor")] == [answer]
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    proposals.answer_as_visitor(proposal=proposal, by=world.actor("visitor"), accept=True)
    confirm = reverse("exchanges:proposal_confirm", args=[proposal.pk])
    assert waiting(world, "host_manager") == [(ref, "Confirm the match", confirm)]
    proposals.confirm_match(proposal=proposal, by=world.actor("host_manager"))
    assert waiting(world, "host_manager") == []
    assert [row[1] for row in waiting(world, "visitor")] == ["Write the visit plan"]


def test_work_puts_late_things_first(world):
    late = world.submitted()
    with clock.at(moment(late.due_on + timedelta(days=1))):
        fresh = world.submitted(
            planned_start=late.due_on + timedelta(days=60), planned_end=late.due_on + timedelta(days=63)
        )
        items = world.client("manager").get(URL).context["items"]
    assert [(item.reference, item.late) for item in items] == [
        (late.reference, True),
        (fresh.reference, False),
    ]


def test_work_shows_a_visitor_the_steps_of_the_own_files(world):
    exchange = world.building()
    response = world.client("visitor").get(URL)
    (row,) = response.context["own"]
    assert (row.reference, row.step) == (exchange.reference, 4)
    assert "Step 4 of 7" in response.content.decode()


def test_work_shows_a_host_the_visits_to_come(world):
    exchange = world.building()
    response = world.client("host").get(URL)
    assert [row.reference for row in response.context["hosted"]] == [exchange.reference]
    assert response.context["own"] == []


@pytest.mark.parametrize("persona", ["other_manager", "deputy", "finance", "coordinator"])
def test_work_of_others_stays_empty_and_says_so(world, persona):
    world.submitted()
    response = world.client(persona).get(URL)
    assert response.context["items"] == []
    assert "Nothing waits for you" in response.content.decode()


def test_work_without_a_role_leads_to_the_organisation(world):
    text = world.client("stranger").get(URL).content.decode()
    assert reverse("clusters:organisation_new") in text


def test_work_of_a_manager_holds_the_memberships_to_confirm(world):
    membership = memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    url = reverse("clusters:membership_decide", args=[membership.pk])
    assert waiting(world, "manager") == [("Membership", "Confirm or refuse the membership", url)]
    assert waiting(world, "host_manager") == []


@pytest.mark.parametrize("persona", ["visitor", "manager"])
def test_work_costs_the_same_for_each_number_of_files(world, persona, django_assert_num_queries):
    budget = {"visitor": 9, "manager": 16}[persona]
    world.submitted()
    # The first steps are put away, as by everybody who has worked here for a while.
    world.actor(persona).hat.checklist_hidden_at = clock.now()
    world.actor(persona).hat.save()
    client = world.client(persona)
    client.get(URL)
    with django_assert_num_queries(budget):
        client.get(URL)
    world.submitted()
    world.accepted()
    with django_assert_num_queries(budget):
        client.get(URL)


def test_support_office_counts_visits_from_before_the_portal(world):
    table = upload(b"Name;Town\nNew;Dresden\n", "members.csv")
    run = imports.upload_file(importer=named("members"), upload=table, by=world.actor("manager"))
    for number in (1, 2):
        PastExchange.objects.create(
            partnership=world.partnership,
            reference=f"OLD-{number}",
            visitor=world.firm,
            visitor_kind="sme",
            visitor_country=world.firm.country,
            host=world.host,
            host_kind="sme",
            host_country=world.host.country,
            home_cluster=world.clusters["dresden"],
            host_cluster=world.clusters["nice"],
            stay=DateRange(FIRST_DAY, LAST_DAY),
            working_days=3,
            amount=450,
            paid_on=LAST_DAY,
            credited_on=LAST_DAY,
            import_run=run,
        )
    [row] = oversight.figures()
    assert (row.exchanges, row.organisations, row.countries, row.paid) == (2, 1, 1, Decimal(900))
