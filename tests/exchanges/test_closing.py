"""The stay by date, what the host says, the report, its check, and every way a visit can end."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core import clock, outbox, workflow
from core.exceptions import InvalidInput, NotAllowed, Refused, StaleVersion, WrongState
from core.models import AuditEvent, OutboxItem, TransitionLog
from exchanges.models import DayDecision, Outcome, Questionnaire, Quote
from exchanges.services import building, closing
from tests.support.stay import AFTER, CHECKED, REPORTED, Stay
from tests.support.world import FIRST_DAY, LAST_DAY


def move(stay: Stay, name: str) -> TransitionLog:
    return TransitionLog.objects.get(
        subject_type="exchanges.exchange", subject_id=stay.exchange.pk, name=name
    )


# --- by date ---


def test_end_of_a_stay_that_another_worker_has_just_started(stay: Stay):
    """Two workers wake up late: one starts the stay while the other, which read it before, ends it."""
    stay.ready()
    with clock.at(datetime(2026, 5, 23, 12, tzinfo=UTC)):
        read_before = stay.exchange
        assert read_before.state == "ready_to_start"
        closing.start_stay(exchange=stay.exchange)
        closing.end_stay(exchange=read_before)
    assert stay.exchange.state == "awaiting_report"
    assert move(stay, "start").occurred_at < move(stay, "end").occurred_at


def test_stay_starts_and_ends_at_midnight_of_the_host(stay: Stay):
    stay.ready()
    rows = OutboxItem.objects.filter(kind__in=["exchange.start_due", "exchange.end_due"]).order_by("due_at")
    assert [(row.kind, row.due_at) for row in rows] == [
        ("exchange.start_due", datetime(2026, 5, 17, 22, 0, tzinfo=UTC)),
        ("exchange.end_due", datetime(2026, 5, 21, 22, 0, tzinfo=UTC)),
    ]
    stay.go(FIRST_DAY)
    assert stay.exchange.state == "ongoing"
    stay.go(LAST_DAY, hour=21)
    assert stay.exchange.state == "ongoing"
    stay.go(LAST_DAY, hour=22)
    exchange = stay.exchange
    assert (exchange.state, exchange.ended_on, exchange.waiting_for) == (
        "awaiting_report",
        LAST_DAY,
        "visitor",
    )
    assert exchange.due_on == date(2026, 6, 20)


def test_stay_is_caught_up_after_the_worker_was_down(stay: Stay):
    stay.ready()
    stay.go(date(2026, 5, 27))
    assert stay.exchange.state == "awaiting_report"
    assert move(stay, "start").occurred_at == datetime(2026, 5, 17, 22, 0, tzinfo=UTC)
    assert move(stay, "end").occurred_at == datetime(2026, 5, 21, 22, 0, tzinfo=UTC)
    assert stay.exchange.ended_on == LAST_DAY


def test_end_starts_a_stay_whose_start_was_lost(stay: Stay):
    stay.ready()
    OutboxItem.objects.filter(kind="exchange.start_due").update(cancelled_at=clock.now())
    stay.go(AFTER)
    assert stay.exchange.state == "awaiting_report"


def test_cancelled_stay_is_left_alone_by_the_calendar(stay: Stay):
    stay.ready()
    building.cancel_exchange(
        exchange=stay.exchange, by=stay.actor("visitor"), reason="The trade fair is off."
    )
    stay.go(AFTER)
    assert stay.exchange.state == "cancelled"
    assert not Questionnaire.objects.exists()
    assert stay.mails("exchange.report_due") == []


def test_row_of_other_dates_does_nothing(stay: Stay):
    stay.ready()
    OutboxItem.objects.filter(kind="exchange.start_due").update(
        payload={"id": stay.exchange.pk, "day": "2026-05-17"}
    )
    stay.go(FIRST_DAY)
    assert stay.exchange.state == "ready_to_start"


def test_end_of_stay_tells_visitor_and_host(stay: Stay):
    stay.ended()
    [due] = stay.mails("exchange.report_due")
    reference = stay.exchange.reference
    assert due.to_address == "vera@firm.example"
    assert due.subject == f"{reference}: please hand in your closing report"
    assert "Please send it by 21 June 2026." in due.text_body
    assert f"/files/{reference}/report/" in due.text_body
    [asked] = stay.mails("exchange.outcome_asked")
    assert asked.to_address == "hugo@azur.example"
    assert asked.subject == f"{reference}: did the visit of Elbe Sensors GmbH take place?"
    assert re.search(r"/answer/outcome/[\w-]{40,}/", asked.text_body)
    assert asked.sensitive


# --- what the host says ---


def test_host_answer_is_kept_and_can_be_corrected(stay: Stay):
    stay.ended()
    stay.host_says("shorter", FIRST_DAY, date(2026, 5, 20), "Left a day early.")
    stay.host_says("took_place")
    outcome = Outcome.objects.get()
    assert (outcome.host_kind, outcome.host_first_day, outcome.host_last_day) == (
        "took_place",
        FIRST_DAY,
        LAST_DAY,
    )
    assert outcome.host_answered_by == "Hugo Host"
    assert AuditEvent.objects.filter(action="outcome.said_by_host").count() == 2


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (None, LAST_DAY, "first_day"),
        (LAST_DAY, FIRST_DAY, "last_day"),
        (FIRST_DAY, date(2026, 5, 23), "last_day"),
    ],
)
def test_host_answer_with_impossible_days_is_refused(stay: Stay, first, last, field):
    stay.ended()
    with pytest.raises(InvalidInput) as caught:
        stay.host_says("took_place", first, last)
    assert caught.value.field == field
    assert not Outcome.objects.exists()


def test_host_answer_is_for_the_host_only(stay: Stay):
    stay.ended()
    for persona in ("visitor", "manager", "finance", "stranger"):
        with pytest.raises(NotAllowed):
            closing.record_host_outcome(exchange=stay.exchange, by=stay.actor(persona), kind="no_show")


def test_host_answer_is_closed_after_validation(stay: Stay):
    stay.ordered()
    with pytest.raises(Refused, match="no longer open"):
        stay.host_says()


def test_host_who_says_no_show_alarms_the_decider(stay: Stay):
    stay.ended()
    stay.host_says("no_show", comment="Nobody came.")
    outbox.run_due()
    [mail] = stay.mails("outcome.said")
    assert mail.to_address == "mara@elbe-valley.example"
    assert "The visitor did not come" in mail.text_body
    assert "Nobody came." in mail.text_body
    assert Outcome.objects.get().host_first_day is None


def test_host_who_answered_during_the_stay_is_not_asked_again(stay: Stay):
    stay.ongoing()
    stay.host_says("took_place", FIRST_DAY, FIRST_DAY)
    stay.go(AFTER)
    assert stay.mails("exchange.outcome_asked") == []


# --- the check ---


def test_validation_freezes_the_sum_and_credits_the_visit(stay: Stay):
    stay.reported()
    stay.go(CHECKED)
    closing.validate_report(exchange=stay.exchange, by=stay.actor("manager"))
    exchange = stay.exchange
    assert (exchange.state, exchange.credited_on) == ("validated", CHECKED)
    assert (exchange.actual_quote.amount, exchange.actual_quote.working_days) == (Decimal(450), 4)
    assert exchange.actual_quote.kind == "actual"
    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.confirmed_by, outcome.confirmed_at) == (
        "took_place",
        stay.actor("manager").user,
        clock.now(),
    )
    assert exchange.due_on == CHECKED + timedelta(days=10)


@pytest.mark.parametrize(
    "persona", ["visitor", "host", "host_manager", "finance", "coordinator", "auditor", "stranger"]
)
def test_validation_is_for_the_decider(stay: Stay, persona):
    stay.reported()
    with pytest.raises(NotAllowed):
        closing.validate_report(exchange=stay.exchange, by=stay.actor(persona))
    assert not Quote.objects.filter(kind="actual").exists()


def test_validation_without_a_report_is_the_wrong_moment(stay: Stay):
    stay.ended()
    with pytest.raises(WrongState):
        closing.validate_report(exchange=stay.exchange, by=stay.actor("manager"))
    with pytest.raises(WrongState):
        closing.find_not_eligible(exchange=stay.exchange, by=stay.actor("manager"), reason="x")


def test_validation_of_an_old_page_is_stale(stay: Stay):
    stay.reported()
    version = stay.exchange.version
    stay.host_says("shorter", FIRST_DAY, date(2026, 5, 20))
    with pytest.raises(StaleVersion):
        closing.validate_report(exchange=stay.exchange, by=stay.actor("manager"), version=version)
    assert stay.exchange.state == "report_submitted"
    assert not Quote.objects.filter(kind="actual").exists()


def test_five_planned_days_are_full_and_four_are_half(stay: Stay):
    stay.reported(
        start=date(2026, 6, 8),
        end=date(2026, 6, 11),
        planned_start=date(2026, 6, 8),
        planned_end=date(2026, 6, 12),
    )
    assert stay.exchange.planned_quote.amount == Decimal(900)
    closing.validate_and_order(exchange=stay.exchange, by=stay.actor("manager"))
    assert stay.exchange.actual_quote.amount == Decimal(450)
    assert (stay.payment().amount, Outcome.objects.get().kind) == (Decimal(450), "shorter")
    outbox.run_due()
    [mail] = stay.mails("exchange.validated")
    assert "You receive EUR 450 by 22 June 2026." in mail.text_body
    assert "Agreed were EUR 900." in mail.text_body


def test_two_days_are_not_eligible(stay: Stay):
    stay.reported(end=date(2026, 5, 19))
    with pytest.raises(Refused, match="not eligible"):
        closing.validate_report(exchange=stay.exchange, by=stay.actor("manager"))
    assert stay.exchange.actual_quote is None
    closing.find_not_eligible(
        exchange=stay.exchange, by=stay.actor("manager"), reason="Two working days only."
    )
    exchange = stay.exchange
    assert (exchange.state, exchange.end_reason) == ("not_eligible", "Two working days only.")
    assert (exchange.actual_quote.eligible, exchange.actual_quote.amount) == (False, Decimal(0))
    assert exchange.credited_on is None
    outbox.run_due()
    [mail] = stay.mails("exchange.found_not_eligible")
    assert "Two working days only." in mail.text_body
    assert Questionnaire.objects.filter(state="invited").count() == 2


def test_not_eligible_for_another_reason_keeps_no_sum(stay: Stay):
    stay.reported()
    closing.find_not_eligible(
        exchange=stay.exchange, by=stay.actor("manager"), reason="The visitor went on holiday."
    )
    assert stay.exchange.actual_quote is None
    assert not Quote.objects.filter(kind="actual").exists()


def test_more_days_than_agreed_pay_what_was_agreed(stay: Stay):
    stay.reported(end=date(2026, 5, 26))
    closing.validate_and_order(exchange=stay.exchange, by=stay.actor("manager"))
    assert stay.exchange.actual_quote.amount == Decimal(900)
    assert stay.payment().amount == Decimal(450)


def test_missing_proof_is_waived_with_a_reason(stay: Stay):
    stay.ended()
    stay.go(REPORTED)
    stay.write_report(evidence_note="Stayed with a friend.")
    stay.add_proofs("flight")
    closing.submit_report(exchange=stay.exchange, by=stay.actor("visitor"))
    manager = stay.actor("manager")
    with pytest.raises(Refused, match="lodging is missing"):
        closing.validate_report(exchange=stay.exchange, by=manager)
    with pytest.raises(InvalidInput):
        closing.waive_evidence(exchange=stay.exchange, by=manager, reason=" ")
    with pytest.raises(NotAllowed):
        closing.waive_evidence(exchange=stay.exchange, by=stay.actor("visitor"), reason="x")
    closing.waive_evidence(exchange=stay.exchange, by=manager, reason="The host confirms the nights.")
    closing.validate_report(exchange=stay.exchange, by=manager)
    assert stay.exchange.state == "validated"
    with pytest.raises(WrongState):
        closing.waive_evidence(exchange=stay.exchange, by=manager, reason="x")


def test_online_visit_is_credited_without_money(stay: Stay):
    stay.ended()
    stay.host_says("virtual")
    stay.write_report(evidence_note="We met online.")
    closing.submit_report(exchange=stay.exchange, by=stay.actor("visitor"))
    closing.validate_and_order(
        exchange=stay.exchange, by=stay.actor("manager"), outcome="virtual", expected=Decimal(0)
    )
    exchange = stay.exchange
    assert (exchange.state, exchange.actual_quote.amount, exchange.credited_on) == (
        "validated",
        Decimal(0),
        AFTER,
    )
    outbox.run_due()
    stay.answer("visitor")
    assert stay.exchange.state == "validated"
    stay.answer("host")
    assert stay.exchange.state == "closed"


def test_validation_of_a_visit_that_did_not_happen_is_refused(stay: Stay):
    stay.reported()
    with pytest.raises(Refused, match="did not take place"):
        closing.validate_report(exchange=stay.exchange, by=stay.actor("manager"), outcome="no_show")


def test_sum_that_changed_since_the_page_is_not_ordered(stay: Stay):
    stay.reported()
    with pytest.raises(StaleVersion, match="sum is another one"):
        closing.validate_and_order(exchange=stay.exchange, by=stay.actor("manager"), expected=Decimal(900))
    assert stay.exchange.state == "report_submitted"


# --- days off with a programme ---


def weekend(stay: Stay) -> None:
    """Friday to Monday, a weekend in between: two working days."""
    friday, monday = date(2026, 5, 29), date(2026, 6, 1)
    stay.reported(start=friday, end=monday, planned_start=date(2026, 5, 28), planned_end=monday)


def test_weekend_with_a_programme_counts_by_two_persons(stay: Stay):
    weekend(stay)
    manager, coordinator = stay.actor("manager"), stay.actor("coordinator")
    saturday = date(2026, 5, 30)
    with pytest.raises(Refused, match="not eligible"):
        closing.validate_report(exchange=stay.exchange, by=manager)
    closing.ask_day(exchange=stay.exchange, by=manager, day=saturday, reason="Fair on Saturday")
    with pytest.raises(Refused, match="not eligible"):
        closing.validate_report(exchange=stay.exchange, by=manager)
    with pytest.raises(Refused, match="Another person"):
        closing.confirm_day(exchange=stay.exchange, by=manager, day=saturday)
    for _ in range(2):
        closing.confirm_day(exchange=stay.exchange, by=coordinator, day=saturday)
    closing.validate_report(exchange=stay.exchange, by=manager)
    quote = stay.exchange.actual_quote
    assert (quote.working_days, quote.amount) == (3, Decimal(450))
    assert quote.inputs["overrides"] == {"2026-05-30": "Fair on Saturday"}
    assert DayDecision.objects.get().confirmed_by == coordinator.user


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        (date(2026, 5, 29), "Friday", "day"),
        (date(2026, 6, 6), "Outside", "day"),
        (date(2026, 5, 30), "  ", "reason"),
    ],
)
def test_day_that_cannot_be_asked_for(stay: Stay, day, reason, field):
    weekend(stay)
    with pytest.raises(InvalidInput) as caught:
        closing.ask_day(exchange=stay.exchange, by=stay.actor("manager"), day=day, reason=reason)
    assert caught.value.field == field


def test_day_is_asked_for_once_and_by_staff(stay: Stay):
    weekend(stay)
    day = date(2026, 5, 31)
    with pytest.raises(NotAllowed):
        closing.ask_day(exchange=stay.exchange, by=stay.actor("visitor"), day=day, reason="x")
    closing.ask_day(exchange=stay.exchange, by=stay.actor("manager"), day=day, reason="Workshop")
    with pytest.raises(InvalidInput, match="already asked"):
        closing.ask_day(exchange=stay.exchange, by=stay.actor("coordinator"), day=day, reason="Workshop")
    with pytest.raises(NotAllowed):
        closing.confirm_day(exchange=stay.exchange, by=stay.actor("host_manager"), day=day)


def test_days_are_fixed_once_validated(stay: Stay):
    stay.ordered()
    with pytest.raises(Refused, match="no longer be changed"):
        closing.ask_day(exchange=stay.exchange, by=stay.actor("manager"), day=date(2026, 5, 21), reason="x")


# --- broken off, no show ---


def test_broken_off_after_the_start_asks_both_sides(stay: Stay):
    stay.ongoing()
    closing.discontinue_exchange(
        exchange=stay.exchange, by=stay.actor("manager"), reason="The visitor fell ill."
    )
    outbox.run_due()
    exchange = stay.exchange
    assert (exchange.state, exchange.end_reason, exchange.ended_on) == (
        "discontinued",
        "The visitor fell ill.",
        FIRST_DAY,
    )
    assert [mail.to_address for mail in stay.mails("exchange.discontinued")] == [
        "vera@firm.example",
        "hugo@azur.example",
    ]
    assert set(Questionnaire.objects.values_list("respondent", "wave", "state")) == {
        ("visitor", 0, "invited"),
        ("host", 0, "invited"),
    }
    stay.go(date(2027, 6, 1))
    assert Questionnaire.objects.count() == 2
    assert stay.exchange.state == "discontinued"


def test_no_show_closes_the_questionnaires(stay: Stay):
    stay.ended()
    assert Questionnaire.objects.filter(state="invited").count() == 2
    stay.host_says("no_show")
    closing.discontinue_exchange(
        exchange=stay.exchange, by=stay.actor("manager"), reason="The visitor never came.", outcome="no_show"
    )
    outbox.run_due()
    assert (
        list(Questionnaire.objects.values_list("state", "bypass_reason"))
        == [("bypassed", "The visit did not take place.")] * 2
    )
    assert Outcome.objects.get().kind == "no_show"


def test_no_show_said_before_the_end_is_not_asked_about(stay: Stay):
    stay.ongoing()
    stay.host_says("no_show")
    stay.go(AFTER)
    assert not Questionnaire.objects.exists()
    closing.discontinue_exchange(
        exchange=stay.exchange, by=stay.actor("manager"), reason="No show.", outcome="no_show"
    )
    outbox.run_due()
    assert not Questionnaire.objects.exists()


def test_host_who_was_wrong_about_a_no_show_is_asked_after_the_check(stay: Stay):
    stay.ongoing()
    stay.host_says("no_show")
    stay.reported_after()
    closing.validate_report(exchange=stay.exchange, by=stay.actor("manager"), outcome="took_place")
    outbox.run_due()
    assert Questionnaire.objects.filter(state="invited", wave=0).count() == 2


def test_breaking_off_is_for_the_decider_and_needs_a_reason(stay: Stay):
    stay.ongoing()
    for persona in ("visitor", "host", "finance", "coordinator"):
        with pytest.raises(NotAllowed):
            closing.discontinue_exchange(exchange=stay.exchange, by=stay.actor(persona), reason="x")
    with pytest.raises(Refused):
        closing.discontinue_exchange(exchange=stay.exchange, by=stay.actor("manager"), reason="")
    assert (stay.exchange.state, stay.exchange.ended_on) == ("ongoing", None)


def test_every_move_of_the_visit_is_offered_by_the_table(stay: Stay):
    stay.reported()
    names = [offer.name for offer in workflow.available(stay.exchange, stay.actor("manager"))]
    assert names == ["return_report", "validate", "find_not_eligible", "discontinue"]
