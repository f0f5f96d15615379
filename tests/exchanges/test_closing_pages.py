"""The pages from the end of the stay to the checked report: what each persona sees, may do, and is refused."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from clusters.selectors.consents import allows
from core import outbox
from core.models import AccessLink
from exchanges.models import ClosingReport, DayDecision, Evidence, Exchange, Outcome
from exchanges.services import closing
from tests.support.stay import PDF, Stay, upload

AFTER_MOMENT = "2026-05-22T10:00:00Z"


def url(stay: Stay, name: str, **more: object) -> str:
    return reverse(f"exchanges:{name}", kwargs={"reference": stay.exchange.reference, **more})


def file_of(stay: Stay) -> str:
    return url(stay, "file")


def text(response) -> str:
    """The words of a page, without tags and doubled spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def outcome_link(stay: Stay) -> str:
    [mail] = stay.mails("exchange.outcome_asked")
    return re.search(r"http://[^/]+(/answer/outcome/[\w-]+/)", mail.text_body).group(1)


# --- outcome ---


def test_host_answers_by_link_without_account(stay: Stay):
    stay.ended()
    client = stay.world.client("anonymous")
    page = client.get(outcome_link(stay))
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert "Elbe Sensors GmbH planned to visit Mobilité Azur SAS." in text(page)
    assert not Outcome.objects.exists()
    data = {"kind": "shorter", "first_day": "2026-05-18", "last_day": "2026-05-20", "comment": "Left early."}
    sent = client.post(outcome_link(stay), data)
    assert (sent.status_code, sent["Location"]) == (302, outcome_link(stay))
    outcome = Outcome.objects.get()
    assert (outcome.host_kind, outcome.host_last_day, outcome.host_answered_by) == (
        "shorter",
        date(2026, 5, 20),
        "Hugo Host",
    )
    again = client.get(outcome_link(stay))
    assert "You said: The visit was shorter than planned , 18 to 20 May 2026 ." in text(again)
    assert AccessLink.objects.get(purpose="outcome").last_used_at is not None


def test_outcome_page_says_what_is_missing(stay: Stay):
    stay.ended()
    client = stay.world.client("anonymous")
    page = client.post(outcome_link(stay), {"kind": "took_place", "first_day": "", "last_day": "2026-05-21"})
    assert "Enter the first day the visitor was with you." in text(page)
    assert "<title>Error: " in page.content.decode()
    future = client.post(
        outcome_link(stay), {"kind": "took_place", "first_day": "2026-05-18", "last_day": "2026-05-23"}
    )
    assert "The last day lies in the future." in text(future)
    assert not Outcome.objects.exists()


def test_link_of_an_unknown_token_is_404_and_a_dead_one_says_why(stay: Stay):
    stay.ended()
    client = stay.world.client("anonymous")
    assert client.get("/answer/outcome/unknown/").status_code == 404
    path = outcome_link(stay)
    AccessLink.objects.filter(purpose="outcome").update(revoked_at=AFTER_MOMENT)
    dead = client.get(path)
    assert dead.status_code == 410
    assert "This link was replaced by a newer one." in text(dead)
    assert client.post(path, {"kind": "no_show"}).status_code == 410
    assert not Outcome.objects.exists()


def test_outcome_link_after_the_check_shows_that_it_is_closed(stay: Stay):
    stay.ordered()
    page = stay.world.client("anonymous").get(outcome_link(stay))
    assert "This question is no longer open for this visit." in text(page)
    sent = stay.world.client("anonymous").post(outcome_link(stay), {"kind": "no_show"})
    assert sent.status_code == 302
    assert not Outcome.objects.exclude(host_kind="").exists()


def test_host_with_account_answers_in_the_portal(stay: Stay):
    stay.ended()
    path = url(stay, "outcome_record")
    page = stay.world.client("host").get(path)
    assert 'value="2026-05-18"' in page.content.decode()
    stay.world.client("host").post(path, {"kind": "no_show"})
    assert Outcome.objects.get().host_kind == "no_show"


# --- the report ---


def test_visitor_writes_and_sends_the_report_without_script(stay: Stay):
    stay.ended()
    client = stay.world.client("visitor")
    overview = client.get(url(stay, "report_edit"))
    assert overview.context["tasks"][0]["state"] == "not_started"
    page = client.get(url(stay, "report_page", page="days"))
    assert 'value="2026-05-18"' in page.content.decode()
    version = page.context["form"].initial["version"]
    sent = client.post(
        url(stay, "report_page", page="days"),
        {"version": version, "actual_start": "2026-05-18", "actual_end": "2026-05-21", "travel_days": []},
    )
    assert sent["Location"] == url(stay, "report_page", page="activities")
    page = client.get(sent["Location"])
    assert "18 May 2026\r\n- Working day 1, Test site" in page.context["form"].initial["activities"].replace(
        "\n", "\r\n"
    )
    sent = client.post(sent["Location"], {"version": version + 1, "activities": "Met the host."})
    assert sent["Location"] == url(stay, "report_page", page="results")
    page = client.get(sent["Location"])
    assert "See smart mobility on real roads." in text(page)
    sent = client.post(
        sent["Location"],
        {"version": version + 2, "results": "A plan.", "quote": "Great.", "quote_consent": "on"},
    )
    assert sent["Location"] == url(stay, "report_follow_ups")
    follow_up = {
        "kind": "project",
        "partner": "Azur",
        "counterpart": "business",
        "status": "planned",
        "expected_on": "2026-09-01",
    }
    client.post(sent["Location"], follow_up)
    assert "Joint project: Azur" in text(client.get(sent["Location"]))
    proofs = url(stay, "evidence_add")
    for kind in ("train", "hotel"):
        client.post(proofs, {"kind": kind, "upload": upload(f"{kind}.pdf", PDF + kind.encode()), "note": ""})
    page = client.get(url(stay, "report_submit"))
    assert page.context["reasons"] == []
    assert "Send the report to Elbe Valley" in text(page)
    assert "EUR 450" in text(page)
    sent = client.post(url(stay, "report_submit"), {"version": page.context["form"].initial["version"]})
    assert (sent.status_code, sent["Location"]) == (302, file_of(stay))
    report = ClosingReport.objects.get()
    assert (report.activities, report.results) == ("Met the host.", "A plan.")
    assert allows("quote", report)
    assert stay.exchange.state == "report_submitted"
    assert list(Evidence.objects.values_list("kind", flat=True)) == ["train", "hotel"]


def test_sum_follows_the_days_as_fragment_and_as_page(stay: Stay):
    stay.ended()
    client = stay.world.client("visitor")
    query = {"actual_start": "2026-05-18", "actual_end": "2026-05-19"}
    fragment = client.get(url(stay, "report_sum"), query, headers={"HX-Request": "true"})
    assert fragment.content.decode().lstrip().startswith('<section id="report-sum"')
    assert "By these days the visit is not eligible. Nothing can be paid." in text(fragment)
    page = client.get(url(stay, "report_sum"), query)
    assert "<h1>" in page.content.decode()
    assert fragment.content.decode().strip() in page.content.decode()
    wrong = client.get(url(stay, "report_sum"), {"actual_start": "2026-05-21", "actual_end": "2026-05-18"})
    assert wrong.status_code == 200
    assert "EUR" not in text(wrong)


def test_report_page_keeps_what_was_typed_wrong(stay: Stay):
    stay.ended()
    client = stay.world.client("visitor")
    days = client.post(
        url(stay, "report_page", page="days"), {"actual_start": "2026-05-18", "actual_end": "2026-05-25"}
    )
    assert "The last day lies in the future." in text(days)
    assert 'value="2026-05-25"' in days.content.decode()
    empty = client.post(url(stay, "report_page", page="activities"), {"activities": ""})
    assert "Fill in “What you did, day by day”." in text(empty)
    follow_up = client.post(
        url(stay, "report_follow_ups"), {"kind": "project", "status": "planned", "partner": ""}
    )
    assert "Fill in “With whom”." in text(follow_up)
    proof = client.post(url(stay, "evidence_add"), {"kind": "hotel", "upload": upload("x.pdf", b"MZ")})
    assert "This file is of another type." in text(proof)
    assert not Evidence.objects.exists()


def test_report_of_an_old_page_is_409_with_both_texts(stay: Stay):
    stay.ended()
    stay.write_report()
    client = stay.world.client("visitor")
    stale = client.post(
        url(stay, "report_page", page="activities"), {"version": 1, "activities": "My words."}
    )
    assert stale.status_code == 409
    assert "My words." in text(stale)
    assert "Monday: met the host." in text(stale)


def test_missing_proof_is_explained(stay: Stay):
    stay.ended()
    stay.write_report()
    client = stay.world.client("visitor")
    page = client.get(url(stay, "report_submit"))
    assert "Add it, or say why it is missing." in text(page)
    sent = client.post(
        url(stay, "evidence_note"),
        {"version": stay.exchange.version, "evidence_note": "Stayed with a friend."},
    )
    assert sent["Location"] == url(stay, "report_submit")
    assert "Send the report to Elbe Valley" in text(client.get(sent["Location"]))


def test_follow_up_and_proof_can_be_taken_back(stay: Stay):
    stay.ended()
    stay.add_proofs("flight")
    client = stay.world.client("visitor")
    client.post(url(stay, "evidence_remove", pk=Evidence.objects.get().pk))
    assert Evidence.objects.get().removed_at is not None
    row = closing.add_follow_up(
        exchange=stay.exchange, by=stay.actor("visitor"), kind="other", partner="X", status="done"
    )
    client.post(url(stay, "report_follow_up_remove", pk=row.pk))
    assert not stay.exchange.follow_ups.exists()


def test_report_page_that_does_not_exist_is_404(stay: Stay):
    stay.ended()
    assert stay.world.client("visitor").get(url(stay, "report_page", page="poems")).status_code == 404


@pytest.mark.parametrize(
    "name", ["report_edit", "evidence_add", "report_submit", "report_follow_ups", "report_sum"]
)
def test_report_is_for_the_visitor_alone(stay: Stay, name):
    stay.ended()
    path = url(stay, name)
    assert stay.world.client("stranger").get(path).status_code == 404
    assert stay.world.client("other_manager").get(path).status_code == 404
    for persona in ("host", "manager", "finance", "auditor"):
        assert stay.world.client(persona).get(path).status_code == 403
    assert stay.world.client("anonymous").get(path)["Location"].startswith("/accounts/login/")


def test_report_before_the_visit_is_the_wrong_moment(stay: Stay):
    stay.ready()
    sent = stay.world.client("visitor").post(
        url(stay, "report_submit"), headers={"Referer": f"http://testserver{file_of(stay)}"}
    )
    assert (sent.status_code, sent["Location"]) == (302, f"http://testserver{file_of(stay)}")
    assert not ClosingReport.objects.exists()


# --- the check ---


def test_manager_checks_and_orders_in_one_act(stay: Stay):
    stay.reported()
    stay.host_says()
    client = stay.world.client("manager")
    page = client.get(url(stay, "report_validate"))
    assert page.context["problems"] == []
    assert "Validate and order payment of EUR 450" in text(page)
    assert "The host says the same days as the visitor." in text(page)
    form = page.context["validate_form"].initial
    sent = client.post(
        url(stay, "report_validate"), {key: str(form[key]) for key in ("version", "outcome", "expected")}
    )
    assert (sent.status_code, sent["Location"]) == (302, file_of(stay))
    assert stay.exchange.state == "payment_ordered"
    again = client.post(
        url(stay, "report_validate"),
        {key: str(form[key]) for key in ("version", "outcome", "expected")},
        headers={"Referer": f"http://testserver{file_of(stay)}"},
    )
    assert again.status_code in (302, 409)
    assert stay.exchange.payments.count() == 1


def test_check_shows_a_shorter_visit_and_a_host_who_differs(stay: Stay):
    stay.reported(
        start=date(2026, 6, 8),
        end=date(2026, 6, 11),
        planned_start=date(2026, 6, 8),
        planned_end=date(2026, 6, 12),
    )
    stay.host_says("shorter", date(2026, 6, 8), date(2026, 6, 10), "Left on Wednesday.")
    words = text(stay.world.client("manager").get(url(stay, "report_validate")))
    assert "4 working days; planned were 5." in words
    assert "The host says other days: 8 June 2026 to 10 June 2026." in words
    assert "The visit was shorter than agreed, so the sum is smaller." in words
    assert "Validate and order payment of EUR 450" in words


def test_check_of_two_days_greys_the_button(stay: Stay):
    stay.reported(end=date(2026, 5, 19))
    page = stay.world.client("manager").get(url(stay, "report_validate"))
    assert page.context["problems"] == ["By the actual days this visit is not eligible."]
    assert re.search(
        r"<button class=\"button\" disabled>Validate; nothing is paid</button>", page.content.decode()
    )


def test_other_outcome_with_another_sum_is_shown_first(stay: Stay):
    stay.reported()
    client = stay.world.client("manager")
    form = client.get(url(stay, "report_validate")).context["validate_form"].initial
    data = {"version": form["version"], "outcome": "virtual", "expected": "450.00"}
    shown = client.post(url(stay, "report_validate"), data)
    assert shown.status_code == 200
    assert "By what happened the sum is another one." in text(shown)
    assert stay.exchange.state == "report_submitted"
    data["expected"] = str(shown.context["validate_form"].initial["expected"])
    client.post(url(stay, "report_validate"), data)
    exchange = stay.exchange
    assert (exchange.state, exchange.actual_quote.amount) == ("validated", Decimal(0))


def test_report_is_sent_back_with_a_reason(stay: Stay):
    stay.reported()
    client = stay.world.client("manager")
    empty = client.post(url(stay, "report_return"), {"return-reason": ""})
    assert "Fill in “What should the visitor correct?”." in text(empty)
    sent = client.post(url(stay, "report_return"), {"return-reason": "Please add the return flight."})
    assert sent["Location"] == file_of(stay)
    assert "Please add the return flight." in text(stay.world.client("visitor").get(url(stay, "report_edit")))


def test_missing_proof_is_waived_on_the_page(stay: Stay):
    stay.ended()
    stay.write_report(evidence_note="Lost.")
    stay.add_proofs("flight")
    closing.submit_report(exchange=stay.exchange, by=stay.actor("visitor"))
    client = stay.world.client("manager")
    page = client.get(url(stay, "report_validate"))
    assert "Do without the missing proof" in text(page)
    client.post(url(stay, "evidence_waive"), {"waive-reason": "The host confirms the nights."})
    page = client.get(url(stay, "report_validate"))
    assert page.context["problems"] == []
    assert "Waived: The host confirms the nights." in text(page)


def test_not_eligible_ends_the_file_on_the_page(stay: Stay):
    stay.reported(end=date(2026, 5, 19))
    stay.world.client("manager").post(url(stay, "report_not_eligible"), {"not_eligible-reason": "Two days."})
    assert stay.exchange.state == "not_eligible"
    page = stay.world.client("auditor").get(url(stay, "report_validate"))
    assert (page.status_code, page.context["may_decide"]) == (200, False)


def test_weekend_is_asked_and_confirmed_by_two(stay: Stay):
    stay.reported(
        start=date(2026, 5, 29),
        end=date(2026, 6, 1),
        planned_start=date(2026, 5, 28),
        planned_end=date(2026, 6, 1),
    )
    client = stay.world.client("manager")
    wrong = client.post(url(stay, "day_ask"), {"day-day": "2026-05-29", "day-reason": "x"})
    assert wrong.status_code == 200
    client.post(url(stay, "day_ask"), {"day-day": "2026-05-30", "day-reason": "Fair"})
    assert "Confirm the day" not in text(client.get(url(stay, "report_validate")))
    second = stay.world.client("coordinator")
    assert "Confirm the day" in text(second.get(url(stay, "report_validate")))
    second.post(url(stay, "day_confirm"), {"day": "2026-05-30"})
    assert DayDecision.objects.get().confirmed_by == stay.actor("coordinator").user
    assert client.get(url(stay, "report_validate")).context["problems"] == []


def test_check_is_for_staff_of_the_file(stay: Stay):
    stay.reported()
    path = url(stay, "report_validate")
    assert stay.world.client("stranger").get(path).status_code == 404
    for persona in ("visitor", "host", "host_manager"):
        assert stay.world.client(persona).get(path).status_code == 403
        assert (
            stay.world.client(persona).post(url(stay, "report_return"), {"return-reason": "x"}).status_code
            == 403
        )
    for persona in ("auditor", "finance", "coordinator"):
        page = stay.world.client(persona).get(path)
        assert (page.status_code, page.context["may_decide"]) == (200, False)
        assert (
            stay.world.client(persona).post(url(stay, "report_return"), {"return-reason": "x"}).status_code
            == 403
        )
    assert stay.exchange.state == "report_submitted"


def test_check_without_a_report_leads_to_the_file(stay: Stay):
    stay.ended()
    sent = stay.world.client("manager").get(url(stay, "report_validate"))
    assert (sent.status_code, sent["Location"]) == (302, file_of(stay))


# --- broken off ---


def test_manager_records_a_visit_that_broke_off(stay: Stay):
    stay.ongoing()
    client = stay.world.client("manager")
    assert "Nothing is paid for this visit" in text(client.get(url(stay, "discontinue")))
    sent = client.post(url(stay, "discontinue"), {"outcome": "broken_off", "reason": "Illness."})
    assert sent["Location"] == file_of(stay)
    assert (stay.exchange.state, Outcome.objects.filter(kind="").count()) == ("discontinued", 0)
    again = client.get(url(stay, "discontinue"))
    assert again["Location"] == file_of(stay)


def test_manager_records_a_no_show(stay: Stay):
    stay.ended()
    stay.host_says("no_show", comment="Nobody came.")
    client = stay.world.client("manager")
    assert "Nobody came." in text(client.get(url(stay, "discontinue")))
    client.post(url(stay, "discontinue"), {"outcome": "no_show", "reason": "Never came."})
    assert Outcome.objects.get().kind == "no_show"
    outbox.run_due()
    assert Exchange.objects.get().state == "discontinued"


def test_breaking_off_is_refused_to_others(stay: Stay):
    stay.ongoing()
    for persona in ("visitor", "host", "finance", "coordinator"):
        assert stay.world.client(persona).get(url(stay, "discontinue")).status_code == 403
    assert stay.world.client("stranger").get(url(stay, "discontinue")).status_code == 404
