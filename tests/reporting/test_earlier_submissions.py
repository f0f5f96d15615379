"""Deliverables that were handed in before the portal was used."""

import csv
import hashlib
import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.exceptions import InvalidInput, NotAllowed
from core.models import StoredFile
from reporting.archive import writing
from reporting.archive.columns import Level
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


def test_whoever_holds_its_document_can_ask_whether_it_is_genuine(world: World) -> None:
    content = b"%PDF-1.7\nas sent\n%%EOF\n"
    row = note(world, public=False, file=SimpleUploadedFile("d.pdf", content, "application/pdf"))
    client = world.client("anonymous")

    def asked() -> str:
        file = SimpleUploadedFile("copy.pdf", content, "application/pdf")
        return client.post("/verify/", {"file": file}).content.decode()

    page = asked()
    assert "<strong>D2.2 Catalogue, as sent</strong>" in page and "10 February 2026" in page
    assert row.document_url not in page
    note(world, public=True)
    assert row.document_url in asked()
    note(world, submitted_on=None)
    assert "We do not know it" in asked()


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


def listed(world: World, persona: str = "coordinator", query: str = "") -> list[dict[str, str]]:
    scope = {"query": query, "scope": world.partnership.slug}
    answer = world.client(persona).get(reverse("core:export_at_once", args=["deliverables"]), scope)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_list_to_take_away_has_it_beside_issues_and_what_is_still_to_come(world: World) -> None:
    note(world, link="https://cluster.example/d2-2.pdf")
    deliverables.begin_deliverable(
        partnership=world.partnership, code="D1.4", by=world.actor("coordinator"), until=DAY
    )
    rows = listed(world)
    told = [(row["Code"], row["Title"], row["State"], row["Submitted on"]) for row in rows]
    assert ("D2.2", "Catalogue, as sent", "Submitted", "2026-02-10") in told
    assert ("D6.3", "ClusterXchange final report", "Planned", "") in told
    editions = [row["Edition"] for row in rows if row["Code"] == "D1.4"]
    assert editions == ["Public edition", "Confidential edition"]
    assert [row["Edition"] for row in listed(world, "manager") if row["Code"] == "D1.4"] == ["Public edition"]
    (row,) = listed(world, query="state=submitted")
    assert row["Submitted without the portal, to be read at"] == "https://cluster.example/d2-2.pdf"
    assert {row["State"] for row in listed(world, query="state=draft")} == {"Draft"}


def test_archive_has_it_with_its_document_as_far_as_it_may_be_read(world: World) -> None:
    secret = SimpleUploadedFile("d.pdf", b"%PDF-1.7\nsecret\n%%EOF\n", "application/pdf")
    shown = SimpleUploadedFile("d.pdf", b"%PDF-1.7\nshown\n%%EOF\n", "application/pdf")
    note(world, "D1.4", public=False, file=secret)
    note(world, "D2.2", file=shown)
    for level, names, codes in (
        (Level.PUBLIC, ["d2-2-1.pdf"], ["D2.2"]),
        (Level.NAMED, ["d2-2-1.pdf"], ["D1.4", "D2.2"]),
        (Level.FULL, ["d1-4-1.pdf", "d2-2-1.pdf"], ["D1.4", "D2.2"]),
    ):
        target = io.BytesIO()
        writing.write(target, world.partnership, level, lambda done, total: None)
        found = zipfile.ZipFile(target)
        documents = [name for name in found.namelist() if name.startswith("deliverables/earlier/")]
        assert [name.rpartition("/")[2] for name in documents] == names
        text = found.read("csv/deliverable_plan.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [(row["code"], row["submitted_on"]) for row in rows] == [
            (code, "2026-02-10") for code in codes
        ]
        sums = {hashlib.sha256(found.read(name)).hexdigest() for name in documents}
        assert sums <= {row["sha256"] for row in rows}
