"""Questionnaires: once for each side, reminded, answered or closed, and then the file closes."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core import clock, links, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from core.models import AccessLink, Mail, OutboxItem
from exchanges import questions
from exchanges.models import Questionnaire
from exchanges.services import closing, feedback, payments
from tests.support.stay import AFTER, Stay, good_answers


def of(stay: Stay, respondent: str, wave: int = 0) -> Questionnaire:
    return Questionnaire.objects.get(exchange=stay.exchange, respondent=respondent, wave=wave)


def test_both_sides_are_invited_once(stay: Stay):
    stay.ended()
    rows = Questionnaire.objects.order_by("-respondent").values_list(
        "respondent", "wave", "address", "state", "due_on"
    )
    assert list(rows) == [
        ("visitor", 0, "vera@firm.example", "invited", AFTER + timedelta(days=15)),
        ("host", 0, "hugo@azur.example", "invited", AFTER + timedelta(days=15)),
    ]
    to_visitor, to_host = sorted(
        stay.mails("questionnaire.invited"), key=lambda mail: mail.to_address, reverse=True
    )
    reference = stay.exchange.reference
    assert to_visitor.subject == f"{reference}: how was your visit to Mobilité Azur SAS?"
    assert to_host.subject == f"{reference}: how was the visit of Elbe Sensors GmbH?"
    assert "by 6 June 2026" in to_host.text_body
    assert to_host.sensitive
    for mail in (to_visitor, to_host):
        assert re.search(r"/answer/questions/[\w-]{40,}/", mail.text_body)
        assert re.search(r"/answer/questions/[\w-]{40,}/", mail.html_body)


def test_inviting_again_has_no_effect(stay: Stay):
    stay.ended()
    first = of(stay, "visitor")
    assert feedback.invite(exchange=stay.exchange, respondent="visitor", wave=0) == first
    feedback.plan_invitations(stay.exchange, late=True)
    outbox.run_due()
    assert len(stay.mails("questionnaire.invited")) == 2


def test_worker_that_dies_between_end_of_stay_and_questionnaire_sends_it_once(stay: Stay, monkeypatch):
    """The handler fails after its effects and before the commit, as a killed worker does; then it runs again."""
    stay.ongoing()
    invite = outbox._handlers["feedback.invite"]
    deaths = []

    def dying(payload):
        invite(payload)
        deaths.append(payload["respondent"])
        raise RuntimeError("killed")

    monkeypatch.setitem(outbox._handlers, "feedback.invite", dying)
    stay.go(AFTER)
    assert sorted(deaths) == ["host", "visitor"]
    assert not Questionnaire.objects.exists()
    assert not Mail.objects.filter(event="questionnaire.invited").exists()
    assert not AccessLink.objects.filter(purpose="questionnaire").exists()
    monkeypatch.setitem(outbox._handlers, "feedback.invite", invite)
    OutboxItem.objects.update(claimed_until=None)
    outbox.run_due()
    outbox.run_due()
    assert Questionnaire.objects.count() == 2
    assert len(stay.mails("questionnaire.invited")) == 2


def test_handler_run_twice_has_one_effect(stay: Stay):
    stay.ended()
    OutboxItem.objects.filter(kind__in=["feedback.invite", "exchange.ended"]).update(done_at=None)
    outbox.run_due()
    assert (Questionnaire.objects.count(), len(stay.mails("questionnaire.invited"))) == (2, 2)


def test_reminders_come_on_day_7_and_14(stay: Stay):
    stay.ended()
    stay.go(AFTER + timedelta(days=6))
    assert stay.mails("questionnaire.reminded") == []
    stay.go(AFTER + timedelta(days=7))
    assert len(stay.mails("questionnaire.reminded")) == 2
    stay.answer("host")
    stay.go(AFTER + timedelta(days=14))
    sent = stay.mails("questionnaire.reminded")
    assert [mail.to_address for mail in sent[2:]] == ["vera@firm.example"]
    assert sent[2].subject == f"Reminder: please answer a few questions ({stay.exchange.reference})"
    stay.go(AFTER + timedelta(days=40))
    assert len(stay.mails("questionnaire.reminded")) == 3
    assert of(stay, "visitor").reminders_sent == 2


def test_reminders_missed_by_a_stopped_worker_are_not_doubled(stay: Stay):
    stay.ended()
    stay.go(AFTER + timedelta(days=30))
    assert of(stay, "visitor").reminders_sent == 2
    OutboxItem.objects.filter(kind="feedback.reminder").update(done_at=None)
    outbox.run_due()
    assert len(stay.mails("questionnaire.reminded")) == 4


def test_new_link_replaces_the_old_one(stay: Stay):
    stay.ended()
    [first] = [mail for mail in stay.mails("questionnaire.invited") if mail.to_address == "vera@firm.example"]
    token = re.search(r"/answer/questions/([\w-]+)/", first.text_body).group(1)
    assert links.resolve(token, "questionnaire").subject_id == of(stay, "visitor").pk
    stay.go(AFTER + timedelta(days=7))
    with pytest.raises(Refused, match="newer"):
        links.resolve(token, "questionnaire")


def test_answers_are_kept_with_their_score(stay: Stay):
    stay.ended()
    questionnaire = of(stay, "visitor")
    answers = good_answers(questionnaire) | {
        "preparation": 2,
        "comment": "  Thank you! ",
        "follow_up_kinds": ["project"],
    }
    feedback.answer_questionnaire(questionnaire=questionnaire, by=stay.actor("visitor"), answers=answers)
    kept = of(stay, "visitor")
    scales = [item for item in questions.questions_for("visitor", 0) if item.kind == questions.SCALE]
    assert kept.score == (Decimal(4 * (len(scales) - 1) + 2) / len(scales)).quantize(Decimal("0.01"))
    assert (kept.state, kept.recommend, kept.answered_at) == ("answered", 9, clock.now())
    assert (kept.answers["comment"], kept.answers["follow_up_kinds"]) == ("Thank you!", ["project"])


def test_answering_twice_is_refused(stay: Stay):
    stay.ended()
    stay.answer("visitor")
    with pytest.raises(WrongState):
        stay.answer("visitor")


@pytest.mark.parametrize("persona", ["host", "manager", "coordinator", "finance", "stranger"])
def test_only_the_asked_side_answers(stay: Stay, persona):
    stay.ended()
    questionnaire = of(stay, "visitor")
    with pytest.raises(NotAllowed):
        feedback.answer_questionnaire(
            questionnaire=questionnaire, by=stay.actor(persona), answers=good_answers(questionnaire)
        )


def test_link_of_another_questionnaire_does_not_answer(stay: Stay):
    stay.ended()
    link = AccessLink.objects.get(subject_type="exchanges.questionnaire", subject_id=of(stay, "host").pk)
    questionnaire = of(stay, "visitor")
    with pytest.raises(NotAllowed):
        feedback.answer_questionnaire(
            questionnaire=questionnaire, by=Actor.for_link(link), answers=good_answers(questionnaire)
        )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agenda": None}, "agenda"),
        ({"agenda": 6}, "agenda"),
        ({"agenda": True}, "agenda"),
        ({"recommend": 11}, "recommend"),
        ({"recommend": -1}, "recommend"),
        ({"contacts": 1000}, "contacts"),
        ({"again": "yes"}, "again"),
        ({"follow_up_kinds": ["marriage"]}, "follow_up_kinds"),
        ({"follow_up_kinds": "project"}, "follow_up_kinds"),
        ({"salary": 3}, None),
    ],
)
def test_answer_of_the_wrong_kind_is_refused(stay: Stay, change, field):
    stay.ended()
    questionnaire = of(stay, "visitor")
    with pytest.raises(InvalidInput) as caught:
        feedback.answer_questionnaire(
            questionnaire=questionnaire,
            by=stay.actor("visitor"),
            answers=good_answers(questionnaire) | change,
        )
    assert caught.value.field == field
    assert of(stay, "visitor").state == "invited"


def test_file_closes_when_paid_and_both_have_answered(stay: Stay):
    stay.paid()
    stay.answer("visitor")
    assert stay.exchange.state == "paid"
    stay.answer("host")
    assert stay.exchange.state == "closed"


def test_file_closes_with_the_payment_when_feedback_was_first(stay: Stay):
    stay.ended()
    stay.answer("visitor")
    stay.answer("host")
    stay.write_report()
    stay.add_proofs()
    closing.submit_report(exchange=stay.exchange, by=stay.actor("visitor"))
    closing.validate_and_order(exchange=stay.exchange, by=stay.actor("manager"))
    payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance"))
    payments.mark_paid(
        exchange=stay.exchange, by=stay.actor("finance"), paid_on=clock.today(), bank_reference="A1"
    )
    assert stay.exchange.state == "paid"
    outbox.run_due()
    assert stay.exchange.state == "closed"


def test_questionnaire_is_closed_without_answer_for_a_reason(stay: Stay):
    stay.paid()
    stay.answer("visitor")
    questionnaire = of(stay, "host")
    with pytest.raises(Refused):
        feedback.bypass_questionnaire(questionnaire=questionnaire, by=stay.actor("manager"), reason=" ")
    for persona in ("visitor", "host", "finance", "host_manager"):
        with pytest.raises(NotAllowed):
            feedback.bypass_questionnaire(questionnaire=questionnaire, by=stay.actor(persona), reason="x")
    feedback.bypass_questionnaire(
        questionnaire=questionnaire, by=stay.actor("coordinator"), reason="No answer after two mails."
    )
    outbox.run_due()
    assert (of(stay, "host").state, of(stay, "host").bypass_reason) == (
        "bypassed",
        "No answer after two mails.",
    )
    assert stay.exchange.state == "closed"
    links_of_host = AccessLink.objects.filter(subject_id=questionnaire.pk, purpose="questionnaire")
    assert links_of_host.exists()
    assert not links_of_host.filter(revoked_at=None).exists()


def test_impact_is_asked_of_the_visitor_at_the_set_months(stay: Stay):
    stay.paid()
    due = OutboxItem.objects.filter(kind="feedback.invite", payload__wave__gt=0).order_by("due_at")
    assert [(row.payload["wave"], row.payload["respondent"], row.due_at) for row in due] == [
        (3, "visitor", datetime(2026, 8, 21, 7, 0, tzinfo=UTC)),
        (12, "visitor", datetime(2027, 5, 21, 7, 0, tzinfo=UTC)),
    ]
    stay.go(date(2026, 8, 21))
    asked = of(stay, "visitor", 3)
    mail = stay.mails("questionnaire.invited")[-1]
    assert mail.subject == f"{stay.exchange.reference}: what came of your visit to Mobilité Azur SAS?"
    feedback.answer_questionnaire(questionnaire=asked, by=stay.actor("visitor"), answers=good_answers(asked))
    assert not Questionnaire.objects.filter(respondent="host", wave=3).exists()


def test_impact_of_a_visit_that_does_not_count_is_not_asked(stay: Stay):
    stay.reported(end=stay_end())
    closing.find_not_eligible(exchange=stay.exchange, by=stay.actor("manager"), reason="Two days.")
    stay.go(date(2027, 6, 1))
    assert not Questionnaire.objects.filter(wave__gt=0).exists()


def stay_end() -> date:
    return date(2026, 5, 19)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_later_stays_in_the_month(day, months, expected):
    assert feedback.months_later(day, months) == expected


def test_score_without_scale_answers_is_nothing():
    assert questions.score([], {}) is None


def test_codes_of_each_questionnaire_are_different():
    for respondent, wave in (("visitor", 0), ("host", 0), ("visitor", 3)):
        codes = [item.code for item in questions.questions_for(respondent, wave)]
        assert len(codes) == len(set(codes))
