"""The review screen and the decision taken on it."""

import pytest
from django.urls import reverse

from clusters.models import Membership, Role, User
from clusters.services import memberships
from core.actors import Actor
from exchanges.addresses import PlainAddress
from exchanges.models import Application, Exchange
from exchanges.selectors.review import review_of
from exchanges.services import applications, decisions
from tests.support.world import make_user

pytestmark = pytest.mark.django_db


def page(application):
    return reverse("exchanges:application_review", args=[application.reference])


def decide(application):
    return reverse("exchanges:application_decide", args=[application.reference])


def checks_of(world, application, persona="manager"):
    fresh = Application.objects.get(pk=application.pk)
    return {check.code: check for check in review_of(fresh, world.actor(persona)).checks}


# --- who may look and decide ---


@pytest.mark.parametrize("persona", ["manager", "coordinator", "finance", "auditor"])
def test_review_is_open_to_staff_of_the_file(world, persona):
    assert world.client(persona).get(page(world.submitted())).status_code == 200


@pytest.mark.parametrize("persona", ["host", "host_manager", "deputy", "other_manager", "stranger"])
def test_review_does_not_exist_for_strangers(world, persona):
    application = world.submitted()
    assert world.client(persona).get(page(application)).status_code == 404
    assert world.client(persona).post(decide(application), {"decision": "accept"}).status_code == 404


def test_review_is_refused_to_the_applicant(world):
    application = world.submitted()
    assert world.client("visitor").get(page(application)).status_code == 403
    assert world.client("visitor").post(decide(application), {"decision": "accept"}).status_code == 403


def test_review_is_refused_to_host_and_its_cluster_once_they_see_the_file(world):
    application = world.accepted()
    assert world.client("host").get(page(application)).status_code == 403
    assert world.client("host_manager").get(page(application)).status_code == 403


@pytest.mark.parametrize("persona", ["coordinator", "finance", "auditor"])
def test_decision_is_refused_to_readers(world, persona):
    application = world.submitted()
    response = world.client(persona).post(
        decide(application), {"decision": "accept", "version": application.version}
    )
    assert response.status_code == 403
    assert Application.objects.get(pk=application.pk).state == "submitted"


def test_reader_sees_no_decision_box(world):
    response = world.client("auditor").get(page(world.submitted()))
    assert response.context["form"] is None
    assert "Elbe Valley decides on this file." in response.content.decode()


# --- the decision ---


def send(world, application, decision, comment="", persona="manager", **rest):
    data = {"decision": decision, "comment": comment, "version": application.version} | rest
    return world.client(persona).post(decide(application), data)


def test_accept_in_one_form(world):
    application = world.submitted()
    response = send(world, application, "accept", "The membership is known to us.")
    assert (response.status_code, response.url) == (302, page(application))
    application.refresh_from_db()
    assert (application.state, application.decision_reason) == ("accepted", "The membership is known to us.")


def test_accept_of_a_file_without_host_leads_to_the_hosts(world):
    application = world.submitted(host_choice="find", host_offer=None)
    response = send(world, application, "accept", "Known to us.")
    assert response.url == reverse("exchanges:proposal_suggest", args=[application.reference])


def test_accept_against_a_failed_rule_needs_its_reason(world):
    application = world.submitted()
    response = send(world, application, "accept")
    assert response.status_code == 200
    assert "Not all rules are met. Write why you accept all the same." in response.content.decode()
    assert Application.objects.get(pk=application.pk).state == "submitted"


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        ("hold", "Write the question that the applicant should answer."),
        ("reject", "Write the reason, so that the applicant can understand it."),
    ],
)
def test_hold_and_reject_need_words(world, decision, sentence):
    application = world.submitted()
    response = send(world, application, decision, "  ")
    assert sentence in response.content.decode()
    assert Application.objects.get(pk=application.pk).state == "submitted"


def test_hold_shows_the_question_and_later_the_answer(world):
    application = world.submitted()
    send(world, application, "hold", "Which test site?")
    assert (
        "The file waits for the applicant's answer."
        in world.client("manager").get(page(application)).content.decode()
    )


def test_stale_form_is_a_409_with_the_typed_text(world):
    application = world.submitted()
    send(world, application, "hold", "First question")
    response = send(world, application, "reject", "Too late to notice")
    assert response.status_code == 409
    assert "Too late to notice" in response.content.decode()
    assert Application.objects.get(pk=application.pk).state == "on_hold"


def test_decided_file_redirects_with_the_reason(world):
    application = world.accepted()
    response = send(world, application, "accept", "again")
    assert response.status_code == 302
    shown = world.client("manager").get(page(application)).content.decode()
    assert "This cannot be done now" in shown
    assert application.proposals.count() == 1


def test_decided_file_offers_the_next_one(world):
    application, waiting = world.accepted(), world.submitted()
    assert world.client("manager").get(page(application)).context["next_file"] == waiting


# --- nobody decides on a file of their own organisation ---


def own_file(world, cluster_key):
    """A file of a cluster's own staff, sent by one of them."""
    cluster = world.clusters[cluster_key]
    user = make_user(f"staff@{cluster.slug}.example", "Stella", "Staff")
    actor = Actor.person(
        user, Role.objects.create(user=user, kind="representative", organisation=cluster.organisation)
    )
    world.firm, world.actors["visitor"] = cluster.organisation, actor
    return world


def test_own_staff_file_goes_to_the_coordinator(world):
    vilnius = world.clusters["vilnius"]
    draft = own_file(world, "vilnius").draft()
    visitor = world.actor("visitor")
    applications.choose_partnership(
        application=draft, by=visitor, partnership=world.partnership, visitor_cluster=vilnius
    )
    application = applications.submit_application(application=draft, by=visitor)
    assert (application.decider, application.waiting_for) == ("coordinator", "coordinator")
    shown = world.client("deputy").get(page(application))
    assert shown.context["form"] is None
    assert "This is a file of your own organisation." in shown.content.decode()
    auditor = world.client("auditor").get(page(application)).content.decode()
    assert (
        "The visitor is the contact cluster itself. The coordinator of TEST partnership decides." in auditor
    )
    assert send(world, application, "accept", "mine", persona="deputy").status_code == 403
    assert send(world, application, "accept", "Looks right.", persona="coordinator").status_code == 302
    assert Application.objects.get(pk=application.pk).state == "accepted"


def test_coordinators_own_file_goes_to_the_deputy(world):
    application = own_file(world, "dresden").submitted()
    assert (application.decider, application.waiting_for) == ("deputy", "deputy")
    manager = world.client("manager").get(page(application))
    assert manager.context["form"] is None
    assert send(world, application, "accept", "mine", persona="manager").status_code == 403
    deputy = world.client("deputy").get(page(application))
    assert deputy.context["form"] is not None
    assert send(world, application, "accept", "Looks right.", persona="deputy").status_code == 302
    assert Application.objects.get(pk=application.pk).state == "accepted"


def test_manager_who_represents_the_applicant_does_not_decide(world):
    application = world.submitted()
    Role.objects.create(user=world.actor("manager").user, kind="representative", organisation=world.firm)
    response = world.client("manager").get(page(application))
    assert "This is a file of your own organisation." in response.content.decode()
    assert send(world, application, "accept", "mine").status_code == 403


# --- rule checks ---


def test_checks_tell_what_is_met_and_what_not(world):
    checks = checks_of(world, world.submitted())
    verdicts = {code: str(check.verdict) for code, check in checks.items()}
    assert verdicts == {
        "home_country": "pass",
        "host_country": "pass",
        "other_country": "pass",
        "visitor_kind": "pass",
        "host_kind": "pass",
        "membership": "fail",
        "host_membership": "warn",
        "sme_status": "fail",
        "residence": "pass",
        "double_funding": "pass",
        "earlier_visit": "pass",
        "overlap": "pass",
        "period": "pass",
        "working_days": "pass",
        "stay_length": "pass",
        "distance": "pass",
        "budget": "pass",
        "sme_share": "pass",
    }
    assert checks["budget"].sentence == "The lump sum of EUR 450 is covered. Then EUR 49,550 are left."


def test_checks_find_the_same_person_under_another_spelling(world):
    exchange = world.building()
    exchange.application.travellers.update(email="vera+cxc@firm.example")
    checks = checks_of(world, world.submitted())
    assert str(checks["overlap"].verdict) == "fail"
    assert exchange.application.reference in checks["overlap"].sentence


@pytest.mark.parametrize(
    ("level", "verdict"), [("organisation", "fail"), ("person", "fail"), ("off", "pass")]
)
def test_checks_look_for_earlier_visits_at_the_partnerships_level(world, level, verdict):
    world.partnership.visit_once_level = level
    world.partnership.save()
    world.building()
    assert str(checks_of(world, world.submitted())["earlier_visit"].verdict) == verdict


def test_checks_forget_a_cancelled_visit(world):
    exchange = world.building()
    Exchange.objects.filter(pk=exchange.pk).update(state="cancelled")
    assert str(checks_of(world, world.submitted())["earlier_visit"].verdict) == "pass"


def test_checks_count_money_that_is_promised(world):
    world.building()
    sentence = checks_of(world, world.submitted())["budget"].sentence
    assert sentence == "The lump sum of EUR 450 is covered. Then EUR 49,100 are left."


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("vera@firm.example", "vera@firm.example"),
        ("vera+cxc+2@firm.example", "vera@firm.example"),
        ("vera@firm+lab.example", "vera@firm+lab.example"),
        ("nobody", "nobody"),
        ("no+body", "no+body"),
    ],
)
def test_address_without_its_label(written, plain):
    user = make_user(written, "Vera", "Visitor")
    assert User.objects.values_list(PlainAddress("email"), flat=True).get(pk=user.pk) == plain


# --- membership in place ---


def test_manager_confirms_the_membership_on_the_same_screen(world):
    membership = memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    application = world.submitted()
    url = reverse("exchanges:application_membership", args=[application.reference])
    assert url in world.client("manager").get(page(application)).content.decode()
    response = world.client("manager").post(url)
    assert (response.status_code, response.url) == (302, page(application))
    assert Membership.objects.get(pk=membership.pk).state == "confirmed"
    assert str(checks_of(world, application)["membership"].verdict) != "fail"


def test_only_the_cluster_itself_confirms_membership(world):
    memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    application = world.submitted()
    url = reverse("exchanges:application_membership", args=[application.reference])
    assert world.client("coordinator").post(url).status_code == 403
    assert Membership.objects.get().state == "requested"


def test_review_costs_the_same_for_each_length_of_history(world, django_assert_num_queries):
    application = world.submitted()
    client = world.client("manager")
    client.get(page(application))
    with django_assert_num_queries(10):
        client.get(page(application))
    for _ in range(2):
        application.refresh_from_db()
        decisions.hold_application(application=application, by=world.actor("manager"), question="?")
        applications.answer_question(application=application, by=world.actor("visitor"), answer="!")
    with django_assert_num_queries(10):
        client.get(page(application))
