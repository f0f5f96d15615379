"""The services behind the application: completeness, reference, rules and sums frozen, partnership given."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from clusters.models import Partnership, PartnershipCluster, Role
from core import clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, StaleVersion, WrongState
from core.models import Counter, Mail, OutboxItem
from exchanges import completeness
from exchanges.models import Application, Party, Quote
from exchanges.services import applications, quotes
from tests.support.world import FIRST_DAY, LAST_DAY, make_organisation, make_user

WARSAW = ("52.22970", "21.01220")


def submit(application, by, **more):
    return applications.submit_application(application=application, by=by, **more)


# --- what must be said ---


@pytest.mark.parametrize(
    ("empty", "page"),
    [
        ({"uses": []}, "visit"),
        ({"activity_types": []}, "visit"),
        ({"motivation": "  "}, "goals"),
        ({"expected_results": ""}, "goals"),
        ({"host_choice": ""}, "host"),
        ({"host_choice": "mission", "host_offer": None}, "mission"),
        ({"host_offer": None}, "offer"),
        ({"host_choice": "find", "languages": []}, "wishes"),
        ({"planned_start": None}, "dates"),
        ({"planned_start": date(2026, 3, 1)}, "dates"),
        ({"planned_end": date(2028, 1, 3)}, "dates"),
        ({"earlier_visit": None}, "declarations"),
        ({"residence_confirmed": False}, "declarations"),
        ({"no_double_funding": False}, "declarations"),
        ({"privacy_version": ""}, "declarations"),
    ],
)
def test_incomplete_application_is_not_sent_and_names_the_page(world, empty, page):
    application = world.draft(**empty)
    with pytest.raises(applications.Incomplete) as refusal:
        submit(application, world.actor("visitor"))
    assert [where for where, _sentence in refusal.value.problems] == [page]
    application.refresh_from_db()
    assert (application.state, application.reference) == ("draft", None)
    assert not Counter.objects.exists()


def test_host_at_home_is_a_problem_of_the_host_page(world):
    world.host.country_id = "DE"
    world.host.save()
    problems = completeness.problems(Application.objects.get(pk=world.draft().pk))
    assert [page for page, _sentence in problems] == ["host"]


def test_without_travellers_it_is_not_complete(world):
    application = world.draft()
    application.travellers.all().delete()
    assert [page for page, _s in completeness.problems(application)] == ["travellers"]


def test_last_day_before_the_first_is_refused_with_its_field(world):
    with pytest.raises(InvalidInput) as refusal:
        world.draft(planned_start=LAST_DAY, planned_end=FIRST_DAY)
    assert refusal.value.field == "planned_end"


def test_leaving_a_choice_takes_its_host_along(world):
    application = world.draft()
    applications.save_answers(application=application, by=world.actor("visitor"), host_choice="find")
    application.refresh_from_db()
    assert application.host_offer is None


# --- sending ---


def test_submit_freezes_rules_kind_parties_and_estimate(world):
    application = world.submitted()
    assert application.rulebook.code == "2022-1"
    assert application.organisation_kind == "sme"
    assert application.decider == "manager"
    assert application.waiting_for == "visitor_cluster"
    assert application.due_on == date(2026, 3, 23)
    roles = {party.role: party for party in Party.objects.filter(application=application)}
    assert set(roles) == {"visitor", "visitor_cluster"}
    assert roles["visitor"].contact_email == "vera@firm.example"
    assert roles["visitor_cluster"].cluster == world.clusters["dresden"]
    quote = Quote.objects.get(application=application)
    assert (quote.kind, quote.working_days, quote.distance_km, quote.amount) == ("estimate", 4, 967, 450)


def test_frozen_sum_equals_the_calculated_one(world):
    application = world.submitted()
    frozen = Quote.objects.get(application=application)
    live = quotes.calculate_for(
        home=world.firm,
        host_country="FR",
        host_region="",
        host_lat=world.host.latitude,
        host_lon=world.host.longitude,
        start=FIRST_DAY,
        end=LAST_DAY,
    )
    assert (frozen.amount, frozen.result) == (live.amount, live.to_json())


def test_references_count_up_by_the_year_of_the_portals_clock(world):
    visitor = world.actor("visitor")
    first, second = world.submitted(), world.submitted()
    with clock.at(datetime(2027, 1, 1, 9, tzinfo=UTC)):
        third = world.draft(planned_start=date(2027, 5, 18), planned_end=date(2027, 5, 21))
        submit(third, visitor)
    assert [first.reference, second.reference, third.reference] == [
        "CXC-2026-0001",
        "CXC-2026-0002",
        "CXC-2027-0001",
    ]


def test_second_submit_has_no_effect(world):
    application = world.submitted()
    again = Application.objects.get(pk=application.pk)
    with pytest.raises(WrongState):
        submit(again, world.actor("visitor"))
    outbox.run_due()
    assert Mail.objects.filter(event="application.submitted").count() == 1
    assert Quote.objects.filter(application=application).count() == 1


def test_two_submits_at_once_have_one_effect(fresh_database, world):
    application = world.draft()
    start, outcomes = threading.Barrier(2), []

    def send():
        start.wait()
        try:
            submit(Application.objects.get(pk=application.pk), world.actor("visitor"))
            outcomes.append("sent")
        except WrongState:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "sent"]
    assert Counter.objects.get().value == 1
    assert Party.objects.filter(application=application).count() == 2


def test_stale_version_is_refused(world):
    application = world.draft()
    with pytest.raises(StaleVersion):
        submit(application, world.actor("visitor"), version=application.version - 1)


@pytest.mark.parametrize("persona", ["host", "manager", "coordinator", "stranger"])
def test_only_the_applicant_sends(world, persona):
    application = world.draft()
    with pytest.raises(NotAllowed):
        submit(application, world.actor(persona))


def test_kind_that_may_only_host_is_told_so(world):
    world.firm.kind = "large_company"
    world.firm.save()
    with pytest.raises(Refused, match="can be a host, but cannot visit"):
        submit(world.draft(), world.actor("visitor"))


def test_without_a_known_host_nothing_is_frozen(world):
    application = world.submitted(host_choice="find")
    assert not Quote.objects.filter(application=application).exists()


def test_sent_application_needs_its_parts_in_the_database(world):
    application = world.draft()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchanges_application SET state = 'submitted', reference = NULL WHERE id = %s",
            [application.pk],
        )


# --- who decides ---


def staff_of(world, key):
    cluster = world.clusters[key]
    user = make_user(f"staff@{key}.example", "Stef", "Staff")
    role = Role.objects.create(user=user, kind="representative", organisation=cluster.organisation)
    return Actor.person(user, role), cluster


@pytest.mark.parametrize(
    ("key", "decider"),
    [("nice", "coordinator"), ("dresden", "deputy")],
)
def test_own_staff_is_decided_by_others(world, key, decider):
    actor, cluster = staff_of(world, key)
    offer = world.offer
    if key == "nice":
        host = make_organisation("Host PL", "sme", "PL", "Warsaw", WARSAW)
        offer.organisation, offer.pk = host, None
        offer.save()
    application = applications.start_draft(organisation=cluster.organisation, by=actor, host_offer=offer)
    applications.save_answers(
        application=application,
        by=actor,
        uses=["learn"],
        activity_types=["knowledge"],
        motivation="x",
        expected_results="y",
        planned_start=FIRST_DAY,
        planned_end=LAST_DAY,
        earlier_visit=False,
        residence_confirmed=True,
        no_double_funding=True,
        privacy_version="2026-1",
    )
    applications.choose_partnership(application=application, by=actor)
    submit(application, actor)
    assert application.visitor_cluster == cluster
    assert application.decider == decider
    outbox.run_due()
    expected = {"coordinator": "cora@test.example", "deputy": "dovile@neris.example"}[decider]
    assert Mail.objects.get(event="application.to_decide").to_address == expected


# --- which partnership ---


def other_partnership(world, **more):
    fields = {"start_on": date(2026, 1, 1), "end_on": date(2027, 12, 31)} | more
    other = Partnership.objects.create(
        code="OTHER",
        slug="other",
        name="Other",
        coordinator=world.clusters["sofia"],
        deputy=world.clusters["nice"],
        **fields,
    )
    PartnershipCluster.objects.create(partnership=other, cluster=world.clusters["sofia"])
    return other


def alone(world):
    """A draft whose partnership is still open."""
    application = applications.start_draft(organisation=world.firm, by=world.actor("visitor"))
    applications.save_answers(
        application=application, by=world.actor("visitor"), planned_start=FIRST_DAY, planned_end=LAST_DAY
    )
    return application


def test_home_clusters_partnership_is_given_first(world):
    other_partnership(world)
    application = world.draft()
    applications.choose_partnership(application=application, by=world.actor("visitor"))
    assert (application.partnership, application.visitor_cluster) == (
        world.partnership,
        world.clusters["dresden"],
    )


def test_without_a_home_partnership_one_that_takes_applications_is_given(world):
    other = other_partnership(world)
    Partnership.objects.filter(pk=world.partnership.pk).update(accepts_applications=False)
    application = alone(world)
    applications.choose_partnership(application=application, by=world.actor("visitor"))
    assert (application.partnership, application.visitor_cluster) == (other, world.clusters["sofia"])


def test_no_partnership_on_the_day_is_said_in_a_sentence(world):
    Partnership.objects.update(accepts_applications=False)
    with pytest.raises(Refused, match="No partnership takes applications"):
        applications.choose_partnership(application=alone(world), by=world.actor("visitor"))


def test_cluster_of_another_partnership_is_refused(world):
    application = world.draft()
    with pytest.raises(InvalidInput):
        applications.choose_partnership(
            application=application,
            by=world.actor("visitor"),
            partnership=world.partnership,
            visitor_cluster=world.clusters["sofia"],
        )


# --- a draft does not stay for ever ---


def test_draft_is_warned_about_and_expires_after_a_year(world):
    application = world.draft()
    with clock.at(clock.now() + timedelta(days=340)):
        outbox.run_due()
        warning = Mail.objects.get(event="application.draft_warning")
        assert warning.to_address == "vera@firm.example"
        assert f"/applications/{application.pk}/" in warning.text_body
    with clock.at(clock.now() + timedelta(days=366)):
        outbox.run_due()
    application.refresh_from_db()
    assert application.state == "expired"
    assert Mail.objects.filter(event="application.expired").exists()


def test_sent_application_takes_its_end_back(world):
    world.submitted()
    open_ends = OutboxItem.objects.filter(kind__startswith="application.draft", cancelled_at=None)
    assert not open_ends.exists()
