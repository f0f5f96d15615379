"""What an applicant takes away after sending, and a new application from an old one."""

import io
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from pypdf import PdfReader

from exchanges.models import Application
from exchanges.services import applications, decisions
from exchanges.services.quotes import as_days
from tests.support.foreign import foreign, foreign_partnership

pytestmark = pytest.mark.django_db
NEW = "/applications/new/"
OUTSIDE = [("host", 403), ("other_manager", 404), ("stranger", 404)]


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def printed(response):
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def address(name, application):
    return reverse(f"exchanges:{name}", args=[application.reference])


def test_receipt_offers_pdf_calendar_and_file(world):
    application = world.submitted()
    page = text(world.client("visitor").get(address("application_sent", application)))
    assert "The lump sum is estimated at EUR 450." in page
    for name in ("application_pdf", "application_ics", "file"):
        assert f'href="{address(name, application)}"' in page


def test_receipt_of_an_application_that_ended_promises_nothing(world):
    application = world.submitted()
    client = world.client("visitor")
    assert "What happens next" in text(client.get(address("application_sent", application)))
    applications.withdraw_application(application=application, by=world.actor("visitor"))
    page = text(client.get(address("application_sent", application)))
    assert "The application has moved on since: <strong>Withdrawn</strong>" in page
    assert "What happens next" not in page


def test_pdf_holds_every_answer(world):
    application = world.submitted(travel_days=[date(2026, 5, 20)])
    content = printed(world.client("visitor").get(address("application_pdf", application)))
    for said in (
        application.reference,
        world.firm.name,
        "We want to see how smart mobility is tested on real roads.",
        "A shared test plan with the host.",
        "Vera Visitor, CTO, vera@firm.example",
        "18 May 2026",
        "20 May 2026",
        "Elbe Valley",
        "Confirmed",
        "EUR 450",
        "2022-1",
    ):
        assert said in content
    assert "Decided on" not in content
    decisions.accept_application(application=application, by=world.actor("manager"))
    assert "Decided on" in printed(world.client("visitor").get(address("application_pdf", application)))


def test_calendar_holds_the_planned_days_until_the_file_ends(world):
    application = world.submitted()
    event = world.client("visitor").get(address("application_ics", application)).content.decode()
    assert "DTSTART;VALUE=DATE:20260518" in event
    assert "DTEND;VALUE=DATE:20260522" in event
    assert "STATUS:TENTATIVE" in event
    assert f"SUMMARY:Planned visit {application.reference}" in event
    applications.withdraw_application(application=application, by=world.actor("visitor"))
    later = world.client("visitor").get(address("application_ics", application)).content.decode()
    assert "STATUS:CANCELLED" in later
    uid = next(line for line in event.splitlines() if line.startswith("UID"))
    assert uid in later


@pytest.mark.parametrize("name", ["application_pdf", "application_ics"])
@pytest.mark.parametrize(("persona", "status"), OUTSIDE)
def test_copies_are_for_the_visiting_side_only(world, name, persona, status):
    application = world.building().application
    response = world.client(persona).get(address(name, application))
    assert response.status_code == status
    assert b"vera@firm.example" not in response.content


def test_old_application_becomes_a_new_draft(world):
    old = world.submitted(travel_days=[date(2026, 5, 20)])
    applications.withdraw_application(application=old, by=world.actor("visitor"))
    client = world.client("visitor")
    assert f'href="{NEW}?copy={old.reference}"' in text(client.get(address("file", old)))
    assert f"Copy {old.reference}" in text(client.get(NEW))
    page = text(client.get(f"{NEW}?copy={old.reference}"))
    assert f"You start from {old.reference}" in page
    client.post(f"{NEW}?copy={old.reference}")
    draft = Application.objects.get(state="draft")
    kept = ("uses", "activity_types", "motivation", "expected_results", "languages", "host_offer_id")
    assert {name: getattr(draft, name) for name in kept} == {name: getattr(old, name) for name in kept}
    assert (draft.planned_start, as_days(draft.travel_days)) == (
        old.planned_start,
        frozenset({date(2026, 5, 20)}),
    )
    assert [person.email for person in draft.travellers.all()] == ["vera@firm.example"]
    given = (draft.residence_confirmed, draft.no_double_funding, draft.privacy_version, draft.earlier_visit)
    assert given == (False, False, "", None), "declarations are given anew"
    assert (draft.reference, draft.partnership, draft.submitted_at) == (None, None, None)


def test_days_that_are_over_are_left_out(world):
    old = world.submitted()
    Application.objects.filter(pk=old.pk).update(
        planned_start=date(2026, 1, 12), planned_end=date(2026, 1, 16)
    )
    world.client("visitor").post(f"{NEW}?copy={old.reference}")
    draft = Application.objects.get(state="draft")
    assert (draft.planned_start, draft.planned_end, draft.travel_days) == (None, None, [])


def test_nobody_copies_the_application_of_others(world):
    other = foreign(world, foreign_partnership(world))
    Application.objects.filter(pk=other.pk).update(motivation="A secret of others")
    client = world.client("visitor")
    assert other.reference not in text(client.get(f"{NEW}?copy={other.reference}")).replace("copy=", "")
    client.post(f"{NEW}?copy={other.reference}")
    assert Application.objects.get(state="draft", organisation=world.firm).motivation == ""


@pytest.mark.parametrize("files", [1, 3])
def test_start_page_asks_as_much_for_one_earlier_file_as_for_three(world, files, django_assert_num_queries):
    for _number in range(files):
        world.submitted()
    client = world.client("visitor")
    with django_assert_num_queries(8):
        assert text(client.get(NEW)).count("?copy=") == files
