"""The decision on a file: accept, hold, reject, and who may take it."""

import pytest

from core import outbox
from core.exceptions import NotAllowed, Refused, StaleVersion, WrongState
from core.models import Mail, TransitionLog
from exchanges.models import Application
from exchanges.services import decisions

pytestmark = pytest.mark.django_db


def steps(application: Application) -> list[str]:
    logs = TransitionLog.objects.filter(subject_type="exchanges.application", subject_id=application.pk)
    return list(logs.order_by("id").values_list("name", flat=True))


def test_accept_takes_a_sent_file_into_review_on_the_way(world):
    application = world.submitted()
    decisions.accept_application(
        application=application, by=world.actor("manager"), version=application.version
    )
    application.refresh_from_db()
    assert application.state == "accepted"
    assert steps(application)[-2:] == ["open_review", "accept"]
    assert application.decided_at is not None


def test_accept_of_a_listed_host_asks_the_host_with_both_clusters_in(world):
    application = world.accepted()
    proposal = application.proposals.get()
    assert (proposal.state, proposal.host) == ("accepted_by_visitor", world.host)
    assert proposal.visitor_cluster_confirmed_at and proposal.host_cluster_confirmed_at
    assert proposal.waiting_for == "host"
    assert sorted(proposal.parties.values_list("role", flat=True)) == ["host", "host_cluster"]


def test_accept_without_a_host_waits_for_the_manager(world):
    application = world.accepted(host_choice="find", host_offer=None)
    application.refresh_from_db()
    assert (application.state, application.waiting_for) == ("accepted", "visitor_cluster")
    assert not application.proposals.exists()


def test_accept_twice_changes_nothing(world):
    application = world.accepted()
    before = application.version
    decisions.accept_application(application=application, by=world.actor("manager"))
    application.refresh_from_db()
    assert (application.version, application.proposals.count()) == (before, 1)
    with pytest.raises(WrongState):
        decisions.accept_application(application=application, by=world.actor("manager"), comment="But")


def test_accept_of_a_form_seen_before_another_change_is_refused(world):
    application = world.submitted()
    stale = application.version
    decisions.hold_application(
        application=application, by=world.actor("manager"), question="Which test site?"
    )
    again = Application.objects.get(pk=application.pk)
    with pytest.raises(StaleVersion):
        decisions.hold_application(application=again, by=world.actor("manager"), question="?", version=stale)
    assert Application.objects.get(pk=application.pk).question == "Which test site?"


def test_reject_needs_a_reason_and_keeps_it(world):
    application = world.submitted()
    with pytest.raises(Refused):
        decisions.reject_application(application=application, by=world.actor("manager"), reason="  ")
    assert Application.objects.get(pk=application.pk).state == "submitted"
    application.refresh_from_db()
    decisions.reject_application(
        application=application, by=world.actor("manager"), reason="No member of a cluster."
    )
    application.refresh_from_db()
    assert (application.state, application.decision_reason) == ("rejected", "No member of a cluster.")


@pytest.mark.parametrize(
    "persona",
    [
        "visitor",
        "host",
        "host_manager",
        "deputy",
        "other_manager",
        "coordinator",
        "auditor",
        "finance",
        "stranger",
    ],
)
def test_accept_is_refused_to_everybody_but_the_decider(world, persona):
    application = world.submitted()
    with pytest.raises(NotAllowed):
        decisions.accept_application(application=application, by=world.actor(persona))
    assert Application.objects.get(pk=application.pk).state == "submitted"


def test_the_applicant_hears_each_decision(world):
    manager = world.actor("manager")
    held = world.submitted()
    decisions.hold_application(application=held, by=manager, question="Which test site?")
    outbox.run_due()
    mail = Mail.objects.filter(event="application.held").get()
    assert mail.to_address == "vera@firm.example"
    assert mail.subject == f"{held.reference}: a question about your application"
    assert "Which test site?" in mail.text_body
    assert "Which test site?" in mail.html_body


def test_the_acceptance_mail_names_the_host_that_was_asked(world):
    application = world.accepted()
    outbox.run_due()
    mail = Mail.objects.filter(event="application.accepted").get()
    assert mail.subject == f"{application.reference}: your application is accepted"
    assert "We have asked Mobilité Azur SAS" in mail.text_body
