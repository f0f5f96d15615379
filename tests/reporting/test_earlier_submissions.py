"""Deliverables that were handed in before the portal was used."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from core import clock
from core.exceptions import InvalidInput, NotAllowed
from core.models import StoredFile
from reporting.models import PlannedIssue
from reporting.selectors.deliverables import plan_of
from reporting.services import deliverables
from reporting.services.earlier_submissions import note_earlier_submission
from tests.support.world import World, moment

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)


@pytest.fixture(autouse=True)
def today() -> object:
    with clock.at(moment(date(2026, 4, 1))):
        yield


def note(world: World, code: str = "D2.2", number: int = 1, **given: object) -> PlannedIssue:
    fields = {"submitted_on": DAY, "title": "Catalogue, as sent", "public": True, **given}
    return note_earlier_submission(
        partnership=world.partnership, code=code, number=number, by=world.actor("coordinator"), **fields
    )  # type: ignore[arg-type]


def status(world: World, persona: str, url: str) -> int:
    answer = world.client(persona).get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def address(world: World, rest: str) -> str:
    return f"/partnerships/{world.partnership.slug}/{rest}"


def test_it_counts_as_done_in_the_plan_and_stands_on_the_public_page(world: World) -> None:
    note(world, link="https://cluster.example/d2-2.pdf")
    (row,) = plan_of(world.partnership, "D2.2")
    assert (row.state, row.late, row.submitted_on) == ("submitted", False, DAY)
    plan = world.client("coordinator").get(address(world, "deliverables/")).content.decode()
    assert "1 more was submitted without the portal." in plan
    page = world.client("anonymous").get(address(world, "")).content.decode()
    assert '<a href="https://cluster.example/d2-2.pdf">D2.2 Catalogue, as sent</a>' in page
    assert "10 February 2026" in page


def test_what_is_not_public_is_in_the_plan_only(world: World) -> None:
    file = SimpleUploadedFile("d.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    row = note(world, title="Canary title", public=False, file=file)
    assert "Canary title" not in world.client("anonymous").get(address(world, "")).content.decode()
    assert status(world, "anonymous", row.document_url) == 404
    assert status(world, "stranger", row.document_url) == 404
    assert status(world, "coordinator", row.document_url) == 200
    note(world, public=True)
    assert status(world, "anonymous", row.document_url) == 200


def test_taking_it_back_takes_the_file_too(world: World) -> None:
    file = SimpleUploadedFile("d.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    row = note(world, file=file)
    address_of_file = row.document_url
    back = note(world, submitted_on=None)
    assert (back.submitted_title, back.submitted_file, back.submitted_public) == ("", None, False)
    assert not StoredFile.objects.filter(name="d.pdf").exists()
    assert status(world, "anonymous", address_of_file) == 404


def test_the_next_issue_made_here_comes_after_it(world: World) -> None:
    note(world, "D1.3", 1)
    note(world, "D1.3", 2)
    made = deliverables.begin_deliverable(
        partnership=world.partnership, code="D1.3", by=world.actor("coordinator"), until=DAY
    )
    assert made.number == 3
    states = [(row.number, row.state) for row in plan_of(world.partnership, "D1.3")]
    assert states[:3] == [(1, "submitted"), (2, "submitted"), (3, "draft")]


def test_only_the_coordinator_notes_it_and_no_day_to_come(world: World) -> None:
    with pytest.raises(NotAllowed):
        note_earlier_submission(
            partnership=world.partnership,
            code="D2.2",
            number=1,
            by=world.actor("manager"),
            submitted_on=DAY,
        )
    for day, words in ((date(2026, 4, 2), "not come yet"), (date(2019, 1, 1), "had not begun")):
        with pytest.raises(InvalidInput, match=words):
            note(world, submitted_on=day)


def test_form_keeps_the_input_and_says_what_is_wrong(world: World) -> None:
    url = address(world, "deliverables/D2.2/plan/1/earlier/")
    client = world.client("coordinator")
    answer = client.post(url, {"submitted_on": "2026-05-01", "title": "Kept title"})
    assert "This day has not come yet." in answer.content.decode()
    assert "Kept title" in answer.content.decode()
    answer = client.post(url, {"submitted_on": "2026-02-10", "title": "Sent", "public": "on"}, follow=True)
    assert "It counts as submitted." in answer.content.decode()
    assert "Submitted without the portal on" in answer.content.decode()


def test_form_without_a_day_asks_for_it_and_takes_nothing_back(world: World) -> None:
    url = address(world, "deliverables/D2.2/plan/1/earlier/")
    client = world.client("coordinator")
    assert "Take the note back" not in client.get(url).content.decode()
    answer = client.post(url, {"submitted_on": "", "title": "Kept title"})
    assert (answer.status_code, "Kept title" in answer.content.decode()) == (200, True)
    note(world)
    client.post(url, {"submitted_on": "", "title": "Kept title"})
    assert PlannedIssue.objects.get(code="D2.2").submitted_on == DAY
    answer = client.post(url, {"take_back": "1"}, follow=True)
    assert "The note is taken back." in answer.content.decode()
    assert PlannedIssue.objects.get(code="D2.2").submitted_on is None


def test_database_keeps_what_was_submitted_with_its_day(world: World) -> None:
    with pytest.raises(IntegrityError, match="planned_issue_submitted_with_a_day"), transaction.atomic():
        PlannedIssue.objects.create(partnership=world.partnership, code="D2.2", number=1, submitted_title="T")
