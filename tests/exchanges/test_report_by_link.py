"""A visitor without an account hands in the closing report by the link in the mail."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from core.models import AccessLink
from exchanges.models import Application, Party
from exchanges.services import closing
from tests.support.stay import Stay, upload

pytestmark = pytest.mark.django_db
DAYS = {"actual_start": "2026-05-18", "actual_end": "2026-05-21"}


def text(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def link_in(stay: Stay, event: str) -> str:
    mail = stay.mails(event)[-1]
    assert (mail.to_address, mail.sensitive) == ("otto@firm.example", True)
    found = re.search(r"http://[^/]+(/answer/report/[\w-]+/)", mail.text_body)
    assert found is not None, mail.text_body
    return found.group(1)


@pytest.fixture
def otto(stay: Stay) -> Stay:
    """The visit of a firm whose contact has no account, the day after it ended."""
    stay.ongoing()
    Application.objects.update(contact_email="otto@firm.example", contact_name="Otto Outside")
    Party.objects.filter(role="visitor").update(
        contact_email="otto@firm.example", contact_name="Otto Outside", contact_user=None
    )
    stay.go(stay.exchange.stay.upper)
    return stay


def version(stay: Stay) -> int:
    return int(stay.exchange.version)


def fill(stay: Stay, client: Client, link: str) -> None:
    client.post(f"{link}days/", DAYS | {"version": version(stay)})
    client.post(f"{link}activities/", {"activities": "We rode along.", "version": version(stay)})
    results = {"results": "A test plan.", "learnings": "Much.", "version": version(stay)}
    client.post(f"{link}results/", results)
    follow_up = {"kind": "project", "status": "planned", "partner": "Host SAS", "counterpart": "business"}
    client.post(f"{link}follow-ups/", follow_up)
    for kind, name in (("flight", "flight.pdf"), ("hotel", "hotel.pdf")):
        client.post(f"{link}proofs/", {"kind": kind, "upload": upload(name, b"%PDF-1.4 " + name.encode())})


def test_report_is_written_and_sent_without_an_account(otto: Stay) -> None:
    link, client = link_in(otto, "exchange.report_due"), Client()
    overview = text(client.get(link))
    assert "The days you were there" in overview and "Otto" not in overview
    fill(otto, client, link)
    report = otto.exchange.report
    assert (report.activities, report.results) == ("We rode along.", "A test plan.")
    assert [str(day) for day in (report.actual_start, report.actual_end)] == list(DAYS.values())
    assert otto.exchange.follow_ups.get().partner == "Host SAS"
    check = text(client.get(f"{link}send/"))
    assert "flight.pdf" in check and "Host SAS" in check
    assert f'href="{link}days/"' in check and "/files/" not in check
    sent = client.post(f"{link}send/", {"version": version(otto)}, follow=True)
    assert otto.exchange.state == "report_submitted"
    assert "Thank you. Your report is sent." in text(sent)
    assert sent.redirect_chain[-1][0] == link
    # Once sent, no page of it opens again, and nothing can be added.
    again = client.post(
        f"{link}follow-ups/",
        {"kind": "project", "status": "planned", "partner": "Late", "counterpart": "business"},
    )
    assert (again.status_code, again["Location"], otto.exchange.follow_ups.count()) == (302, link, 1)


def test_proofs_and_follow_ups_can_be_taken_back_by_link(otto: Stay) -> None:
    link, client = link_in(otto, "exchange.report_due"), Client()
    fill(otto, client, link)
    page = client.get(f"{link}proofs/").content.decode()
    assert "/stored/" not in page and "/files/" not in page
    for path in re.findall(rf'action="({link}proofs/\d+/remove/)"', page):
        client.post(path)
    [path] = re.findall(
        rf'action="({link}follow-ups/\d+/remove/)"', client.get(f"{link}follow-ups/").content.decode()
    )
    client.post(path)
    assert not otto.exchange.evidence.filter(removed_at=None).exists()
    assert not otto.exchange.follow_ups.exists()
    client.post(f"{link}proofs/missing/", {"evidence_note": "Lost on the way.", "version": version(otto)})
    assert otto.exchange.report.evidence_note == "Lost on the way."


def test_mistake_is_shown_and_keeps_what_was_typed(otto: Stay) -> None:
    link, client = link_in(otto, "exchange.report_due"), Client()
    page = text(
        client.post(
            f"{link}days/",
            {"actual_start": "2026-05-21", "actual_end": "2026-05-18", "version": version(otto)},
        )
    )
    assert 'value="2026-05-21"' in page and "error" in page
    shown = text(client.get(f"{link}sum/", DAYS | {"version": version(otto)}, headers={"HX-Request": "true"}))
    assert "Your lump sum by these days" in shown


def test_returned_report_comes_with_a_new_link_and_the_old_one_is_dead(otto: Stay) -> None:
    old, client = link_in(otto, "exchange.report_due"), Client()
    fill(otto, client, old)
    client.post(f"{old}send/", {"version": version(otto)})
    closing.return_report(exchange=otto.exchange, by=otto.actor("manager"), reason="The hotel is missing.")
    otto.go(otto.exchange.due_on)
    new = link_in(otto, "exchange.report_returned")
    assert new != old
    assert client.get(old).status_code == 410
    assert "The hotel is missing." in text(client.get(new))
    client.post(f"{new}send/", {"version": version(otto)})
    assert otto.exchange.state == "report_submitted"


def test_link_opens_the_report_and_nothing_else(otto: Stay) -> None:
    link, client = link_in(otto, "exchange.report_due"), Client()
    token = link.split("/")[3]
    for other in ("outcome", "sign", "application", "proposal"):
        assert client.get(f"/answer/{other}/{token}/").status_code == 404
    assert client.get(f"/files/{otto.exchange.reference}/report/").status_code == 302
    assert client.get("/answer/report/unknown/days/").status_code == 404
    answer = client.get(link)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
    AccessLink.objects.filter(purpose="report").update(revoked_at=otto.exchange.state_since)
    before = otto.exchange.follow_ups.count()
    refused = client.post(
        f"{link}follow-ups/",
        {"kind": "project", "status": "planned", "partner": "X", "counterpart": "business"},
    )
    assert (refused.status_code, otto.exchange.follow_ups.count()) == (410, before)


def test_visitor_with_an_account_gets_no_link(stay: Stay) -> None:
    stay.ended()
    [mail] = stay.mails("exchange.report_due")
    assert "/answer/" not in mail.text_body and f"/files/{stay.exchange.reference}/report/" in mail.text_body
    assert not AccessLink.objects.filter(purpose="report").exists()
