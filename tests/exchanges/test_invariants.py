"""check_invariants finds what must never be, and nothing in a sound database."""

import json
from datetime import timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection

from core import clock
from core.models import OutboxItem, TransitionLog
from exchanges import invariants
from exchanges.models import Application, Exchange, Payment, Questionnaire, Quote
from tests.support.stay import Stay


def broken(check: str) -> list[str]:
    """The findings, which are all of this one check."""
    findings = invariants.run()
    assert {finding.check for finding in findings} == {check}
    return [finding.sentence for finding in findings]


def closed(stay: Stay) -> Exchange:
    stay.paid()
    stay.answer("visitor")
    stay.answer("host")
    assert stay.exchange.state == "closed"
    settle()
    return stay.exchange


def settle() -> None:
    """The audit chain is written at the commit; a rolled-back test makes it happen now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("step", ["ready", "ongoing", "ended", "reported", "ordered", "approved", "paid"])
def test_sound_database_has_no_finding(stay: Stay, step):
    getattr(stay, step)()
    settle()
    assert invariants.run() == []


def test_command_says_all_is_well(stay: Stay, capsys):
    closed(stay)
    call_command("check_invariants", json=True)
    document = json.loads(capsys.readouterr().out)
    assert (document["ok"], document["findings"]) == (True, [])
    assert "log_explains_state" in document["checks"]


def test_command_lists_findings_and_exits_with_1(stay: Stay, capsys):
    exchange = closed(stay)
    with pgtrigger.ignore("exchanges.Exchange:workflow_edges"):
        Exchange.objects.update(state="paid")
    with pytest.raises(SystemExit) as caught:
        call_command("check_invariants", json=True)
    assert caught.value.code == 1
    document = json.loads(capsys.readouterr().out)
    assert document["findings"] == [
        {
            "check": "log_explains_state",
            "object": f"exchanges.exchange {exchange.pk}",
            "sentence": "The state is paid, the log says closed.",
        }
    ]
    with pytest.raises(SystemExit):
        call_command("check_invariants")
    assert "1 findings." in capsys.readouterr().out


def test_missing_log_row_is_found(stay: Stay):
    exchange = closed(stay)
    TransitionLog.objects.filter(subject_type="exchanges.exchange", name="start").delete()
    assert broken("log_explains_state") == ["The move end does not follow from the log."]
    assert Exchange.objects.get(pk=exchange.pk).state == "closed"


def test_second_decision_is_found(stay: Stay):
    closed(stay)
    log = TransitionLog.objects.get(name="accept")
    log.pk = None
    log.save(force_insert=True)
    assert "It was decided 2 times." in [finding.sentence for finding in invariants.one_decision()]


def test_payment_of_another_sum_is_found(stay: Stay):
    closed(stay)
    Payment.objects.update(amount=Decimal(900))
    assert broken("payment_is_the_sum") == ["EUR 900.00 ordered, EUR 450.00 due."]


def test_paid_visit_without_payment_is_found(stay: Stay):
    closed(stay)
    Payment.objects.all().delete()
    assert broken("paid_has_payment") == ["The visit is closed without a paid payment."]


def test_stuck_and_given_up_work_is_found(stay: Stay):
    closed(stay)
    item = OutboxItem.objects.filter(kind="exchange.ended").get()
    OutboxItem.objects.filter(pk=item.pk).update(
        done_at=None, due_at=clock.now() - timedelta(minutes=16), attempts=2
    )
    assert invariants.run() == []
    OutboxItem.objects.filter(pk=item.pk).update(recorded_at=clock.machine_now() - timedelta(minutes=16))
    assert len(broken("nothing_is_stuck")) == 1
    OutboxItem.objects.filter(pk=item.pk).update(failed_at=clock.now(), last_error="OSError: down")
    assert broken("nothing_is_stuck") == ["Given up: OSError: down"]


def test_side_that_was_not_asked_is_found(stay: Stay):
    closed(stay)
    asked = Questionnaire.objects.get(respondent="host")
    TransitionLog.objects.filter(subject_type="exchanges.questionnaire", subject_id=asked.pk).delete()
    asked.delete()
    assert broken("asked_once") == ["1 of 2 sides were asked."]


def test_open_questionnaire_of_a_closed_file_is_found(stay: Stay):
    closed(stay)
    with pgtrigger.ignore("exchanges.Questionnaire:workflow_edges"):
        Questionnaire.objects.filter(respondent="host").update(state="invited")
    assert "The file is closed, the questionnaire is open." in [
        item.sentence for item in invariants.asked_once()
    ]


def test_sum_that_does_not_come_out_again_is_found(stay: Stay):
    closed(stay)
    with pgtrigger.ignore("exchanges.Quote:immutable"):
        Quote.objects.filter(kind="planned").update(amount=Decimal(900))
    sentences = [item.sentence for item in invariants.sums_recount()]
    assert sentences == ["Stored EUR 900.00, eligible, 4 days, counted again EUR 450.00, eligible, 4 days."]


def test_counted_visit_of_two_days_is_found(stay: Stay):
    closed(stay)
    with pgtrigger.ignore("exchanges.Quote:immutable"):
        Quote.objects.filter(kind="actual").update(working_days=2)
    assert [item.sentence for item in invariants.credited_is_eligible()] == [
        "It counts without enough working days."
    ]


def test_files_have_a_current_exchange(stay: Stay):
    exchange = closed(stay)
    assert Application.objects.get().current_exchange == exchange


@pytest.mark.parametrize("change", ["first_day", "capacity", "none"])
def test_span_of_an_offer_is_that_of_its_periods(stay: Stay, change):
    offer = stay.world.offer
    settle()
    assert invariants.run() == []
    if change == "none":
        offer.periods.all().delete()
    elif change == "capacity":
        offer.periods.update(capacity=9)
    else:
        offer.periods.update(first_day=offer.available_from - timedelta(days=1))
    assert broken("periods_make_the_span") == ["Its span is not that of its free periods."]
