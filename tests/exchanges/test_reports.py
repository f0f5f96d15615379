"""The closing report: kept in parts, with proofs and follow-ups, sent, returned and sent again."""

from datetime import date

import pytest

from core import clock, outbox
from core.exceptions import InvalidInput, NotAllowed, Refused, StaleVersion, WrongState
from exchanges.models import ClosingReport, Evidence
from exchanges.services import closing
from tests.support.stay import AFTER, PDF, Stay, upload
from tests.support.world import FIRST_DAY, LAST_DAY


def test_report_is_kept_in_parts(stay: Stay):
    stay.ended()
    visitor = stay.actor("visitor")
    closing.save_report(
        exchange=stay.exchange,
        by=visitor,
        actual_start=FIRST_DAY,
        actual_end=LAST_DAY,
        travel_days=[FIRST_DAY],
    )
    closing.save_report(exchange=stay.exchange, by=visitor, results="  A test plan. ")
    report = ClosingReport.objects.get()
    assert (report.actual_start, report.travel_days, report.results) == (
        FIRST_DAY,
        ["2026-05-18"],
        "A test plan.",
    )


def test_travel_day_outside_the_reported_days_is_dropped(stay: Stay):
    stay.ended()
    stay.write_report(date(2026, 5, 19), LAST_DAY, travel_days=[FIRST_DAY, LAST_DAY])
    assert ClosingReport.objects.get().travel_days == ["2026-05-21"]


def test_report_from_an_old_page_is_stale(stay: Stay):
    stay.ended()
    version = stay.exchange.version
    stay.write_report(version=version)
    with pytest.raises(StaleVersion) as caught:
        stay.write_report(version=version, results="Other words.")
    assert caught.value.current.results == "A shared test plan."
    assert ClosingReport.objects.get().results == "A shared test plan."


def test_proof_does_not_make_the_open_report_stale(stay: Stay):
    stay.ended()
    version = stay.exchange.version
    stay.add_proofs("flight")
    stay.write_report(version=version)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"actual_end": date(2026, 5, 23)}, "actual_end"),
        ({"actual_start": LAST_DAY, "actual_end": FIRST_DAY}, "actual_end"),
        ({"quote_consent": True}, "quote"),
    ],
)
def test_report_that_cannot_be_is_refused(stay: Stay, fields, field):
    stay.ended()
    with pytest.raises(InvalidInput) as caught:
        stay.write_report(
            **({"start": FIRST_DAY, "end": LAST_DAY} if "actual_end" not in fields else {}), **fields
        )
    assert caught.value.field == field


def test_report_has_no_other_fields(stay: Stay):
    stay.ended()
    with pytest.raises(InvalidInput, match="validated_at"):
        stay.write_report(validated_at=clock.now())


def test_report_is_for_the_visitor_after_the_start(stay: Stay):
    stay.ready()
    with pytest.raises(WrongState):
        stay.write_report()
    stay.go(AFTER)
    for persona in ("host", "manager", "coordinator", "stranger"):
        with pytest.raises(NotAllowed):
            closing.save_report(exchange=stay.exchange, by=stay.actor(persona), results="x")


def test_follow_ups_come_and_go(stay: Stay):
    stay.ended()
    visitor = stay.actor("visitor")
    kept = closing.add_follow_up(
        exchange=stay.exchange,
        by=visitor,
        kind="project",
        partner=" Mobilité Azur ",
        status="planned",
        expected_on=date(2026, 9, 1),
    )
    gone = closing.add_follow_up(exchange=stay.exchange, by=visitor, kind="other", partner="X", status="done")
    closing.remove_follow_up(exchange=stay.exchange, by=visitor, follow_up=gone.pk)
    closing.remove_follow_up(exchange=stay.exchange, by=visitor, follow_up=gone.pk)
    assert [(row.pk, row.partner) for row in stay.exchange.follow_ups.all()] == [(kept.pk, "Mobilité Azur")]
    with pytest.raises(InvalidInput):
        closing.add_follow_up(exchange=stay.exchange, by=visitor, kind="other", partner=" ", status="done")


def test_proof_is_judged_by_its_content(stay: Stay):
    stay.ended()
    with pytest.raises(InvalidInput, match="another type"):
        closing.add_evidence(
            exchange=stay.exchange,
            by=stay.actor("visitor"),
            kind="hotel",
            upload=upload("hotel.pdf", b"MZ not a pdf"),
        )
    assert not Evidence.objects.exists()


def test_same_proof_twice_is_kept_once(stay: Stay):
    stay.ended()
    for _ in range(2):
        closing.add_evidence(
            exchange=stay.exchange, by=stay.actor("visitor"), kind="train", upload=upload(), note="out"
        )
    assert Evidence.objects.count() == 1


def test_proof_names_a_traveller_of_this_file(stay: Stay):
    stay.ended()
    traveller = stay.exchange.application.travellers.get()
    proof = closing.add_evidence(
        exchange=stay.exchange, by=stay.actor("visitor"), kind="train", upload=upload(), traveller=traveller
    )
    assert proof.traveller == traveller
    traveller.application_id += 1
    with pytest.raises(InvalidInput):
        closing.add_evidence(
            exchange=stay.exchange, by=stay.actor("visitor"), kind="car", upload=upload(), traveller=traveller
        )


def test_proof_can_be_taken_back_and_stays_on_record(stay: Stay):
    stay.ended()
    stay.add_proofs("flight")
    proof = Evidence.objects.get()
    for _ in range(2):
        closing.remove_evidence(exchange=stay.exchange, by=stay.actor("visitor"), evidence=proof.pk)
    assert Evidence.objects.get().removed_at == clock.now()


def test_report_without_proof_needs_a_reason(stay: Stay):
    stay.ended()
    stay.write_report()
    stay.add_proofs("flight")
    with pytest.raises(Refused, match="proof of lodging is missing"):
        closing.submit_report(exchange=stay.exchange, by=stay.actor("visitor"))
    stay.write_report(evidence_note="The hotel lost the invoice.")
    closing.submit_report(exchange=stay.exchange, by=stay.actor("visitor"))
    assert stay.exchange.state == "report_submitted"


def test_sent_report_waits_for_the_decider(stay: Stay):
    stay.reported()
    outbox.run_due()
    assert stay.exchange.waiting_for == "visitor_cluster"
    [mail] = stay.mails("exchange.report_submitted")
    assert mail.to_address == "mara@elbe-valley.example"
    assert f"/files/{stay.exchange.reference}/check/" in mail.text_body
    with pytest.raises(WrongState):
        stay.write_report()


def test_returned_report_says_why_and_comes_back(stay: Stay):
    stay.reported()
    with pytest.raises(Refused):
        closing.return_report(exchange=stay.exchange, by=stay.actor("manager"), reason=" ")
    closing.return_report(
        exchange=stay.exchange, by=stay.actor("manager"), reason="Please add the return flight."
    )
    outbox.run_due()
    [mail] = stay.mails("exchange.report_returned")
    assert mail.to_address == "vera@firm.example"
    assert "Please add the return flight." in mail.text_body
    assert ClosingReport.objects.get().return_reason == "Please add the return flight."
    stay.add_proofs("train")
    closing.submit_report(exchange=stay.exchange, by=stay.actor("visitor"))
    assert (stay.exchange.state, ClosingReport.objects.get().return_reason) == ("report_submitted", "")


def test_proof_file_is_kept_with_its_hash(stay: Stay):
    stay.ended()
    closing.add_evidence(
        exchange=stay.exchange, by=stay.actor("visitor"), kind="flight", upload=upload(content=PDF)
    )
    stored = Evidence.objects.get().file
    assert (stored.content_type, stored.size) == ("application/pdf", len(PDF))
