"""The decision on a file: accept, hold, reject, and who may take it."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from core import clock, outbox
from core.exceptions import NotAllowed, Refused, StaleVersion, WrongState
from core.models import Mail, TransitionLog
from exchanges.models import Application
from exchanges.services import applications, decisions
from tests.support.rules import rules

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


# --- a question that is not answered ---


@pytest.fixture
def asked(world):
    application = world.submitted()
    decisions.hold_application(
        application=application, by=world.actor("manager"), question="Which test site?"
    )
    outbox.run_due()
    application.refresh_from_db()
    return application


def run_on(day):
    with clock.at(clock.midnight(day) + timedelta(hours=8)):
        outbox.run_due()


def events(application):
    mails = Mail.objects.filter(event__in=("application.question_reminder", *EXPIRED)).order_by("id")
    return [(mail.event, mail.to_address) for mail in mails]


EXPIRED = ("application.expired", "application.expired_deciders")


def test_question_without_answer_is_reminded_of_and_ends_the_file(world, asked):
    assert asked.due_on == date(2026, 3, 23)  # 15 working days after Monday, 2 March
    run_on(date(2026, 3, 19))
    assert events(asked) == []
    run_on(date(2026, 3, 20))
    assert events(asked) == [("application.question_reminder", "vera@firm.example")]
    reminder = Mail.objects.get(event="application.question_reminder")
    assert "Which test site?" in reminder.text_body and "23 March 2026" in reminder.text_body
    run_on(date(2026, 3, 23))
    asked.refresh_from_db()
    assert asked.state == "on_hold"
    run_on(date(2026, 3, 24))
    asked.refresh_from_db()
    assert (asked.state, asked.waiting_for, asked.due_on) == ("expired", "", None)
    manager = world.actor("manager").user.email
    assert sorted(events(asked)[1:]) == [(EXPIRED[0], "vera@firm.example"), (EXPIRED[1], manager)]
    assert all("Which test site?" in mail.text_body for mail in Mail.objects.filter(event__in=EXPIRED))
    run_on(date(2026, 3, 25))
    assert len(events(asked)) == 3


def test_question_answered_in_time_lets_nothing_expire(world, asked):
    applications.answer_question(application=asked, by=world.actor("visitor"), answer="In Dresden.")
    run_on(date(2026, 3, 24))
    asked.refresh_from_db()
    assert (asked.state, events(asked)) == ("in_review", [])


def test_second_question_has_a_deadline_of_its_own(world, asked):
    with clock.at(clock.midnight(date(2026, 3, 18))):
        applications.answer_question(application=asked, by=world.actor("visitor"), answer="In Dresden.")
        decisions.hold_application(application=asked, by=world.actor("manager"), question="When?")
    run_on(date(2026, 3, 24))
    asked.refresh_from_db()
    assert (asked.state, events(asked)) == ("on_hold", [])
    run_on(asked.due_on + timedelta(days=1))
    asked.refresh_from_db()
    assert asked.state == "expired"


def test_time_for_an_answer_is_a_rule_of_the_rulebook(world):
    rules(answer_days=5)
    application = world.submitted()
    decisions.hold_application(application=application, by=world.actor("manager"), question="Which site?")
    assert application.due_on == date(2026, 3, 9)
    run_on(date(2026, 3, 10))
    application.refresh_from_db()
    assert application.state == "expired"


def test_file_says_when_it_would_expire_and_later_why_it_did(world, asked):
    def page(persona):
        answer = world.client(persona).get(reverse("exchanges:file", args=[asked.reference]))
        return unescape(" ".join(answer.content.decode().split()))

    assert "Without an answer by then, your application expires." in page("visitor")
    assert "Without an answer by then, the application expires by itself." in page("manager")
    run_on(date(2026, 3, 24))
    for persona in ("visitor", "manager"):
        assert "this question was not answered in time: “Which test site?”" in page(persona)


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
