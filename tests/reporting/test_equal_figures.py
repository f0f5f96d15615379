"""One number, wherever it is read: on a page, in the records, in the PDF as printed, in its CSV and in its JSON."""

import csv
import json
from collections import Counter
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from pypdf import PdfReader

from core import clock
from reporting.deliverables import catalogue, documents
from reporting.deliverables.layout import Report
from reporting.enums import ActivityKind, Edition
from reporting.models import Activity, BestPractice, TrainingModule
from reporting.periods import Period
from tests.support import knowledge
from tests.support import world as worlds
from tests.support.credited import at, credited, organisation
from tests.support.world import World

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 2, 20)


@pytest.fixture
def world() -> World:
    """Nine credited visits, six by SMEs; activities of every type; three practices and two modules."""
    made = worlds.build()
    host = organisation("Host", "innovation_hub", "FR")
    for number in range(9):
        visitor = organisation(f"Visitor {number}", "sme" if number < 6 else "cluster", "DE")
        credited(made, visitor, host, date(2025, 9, 1) + timedelta(days=number), state="paid")
    for number, kind in enumerate(ActivityKind):
        for cluster in ("dresden", "nice")[: 1 + number % 2]:
            _counted(made, kind, cluster, 2 + number)
    with clock.at(at(date(2026, 2, 10))):
        for title in ("First", "Second", "Third"):
            knowledge.accepted(made, title=title)
        knowledge.submitted(made, title="Not reviewed")
        for title in ("Reading", "Writing"):
            knowledge.module(made, title=title, link=f"https://school.example/{title.lower()}/")
    return made


def _counted(world: World, kind: str, cluster: str, count: int) -> None:
    Activity.objects.create(
        partnership=world.partnership, cluster=world.clusters[cluster], kind=kind, title=f"{kind} of {cluster}",
        held_on=date(2025, 6, 1), count=count, state="counted", state_since=at(UNTIL), recorded_by=world.actor("manager").user,
        recorded_at=at(UNTIL), reviewed_by=world.actor("coordinator").user, reviewed_at=at(UNTIL),
    )  # fmt: skip


class Papers:
    """One edition with all it carries, read back from the finished file."""

    def __init__(self, world: World, code: str, edition: str = Edition.CONFIDENTIAL) -> None:
        snapshot = catalogue.freeze(code, Period(world.partnership, UNTIL), edition)
        reader = PdfReader(BytesIO(catalogue.make_pdf(snapshot, made_on=UNTIL)))
        self.text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        files = {name: content[0] for name, content in reader.attachments.items()}
        self.json = json.loads(next(body for name, body in files.items() if name.endswith(".json")))
        self.csv = {name: _rows(body) for name, body in files.items() if name.endswith(".csv")}

    def table(self, words: str) -> list[dict[str, str]]:
        return next(rows for name, rows in self.csv.items() if words in name)


def _rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(body.decode("utf-8-sig"))))


def _page(world: World, path: str) -> str:
    answer: Any = world.client("coordinator").get(f"/partnerships/test/{path}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8-sig"))


def test_exchanges_and_smes_of_the_scoreboard(world: World) -> None:
    papers = Papers(world, "D1.3")
    told = {row["code"]: row["value"] for row in papers.json["figures"]}
    listed = {row["Code"]: row["Value"] for rows in papers.csv.values() for row in rows if row.get("Value")}
    page = {row[0]: row[2] for row in csv.reader(StringIO(_page(world, f"figures.csv?until={UNTIL}")))}
    assert (told["O2.exchanges"], told["O2.smes"]) == (9, 6)
    for code, label in (
        ("O2.exchanges", "Exchanges"),
        ("O2.smes", "SMEs involved"),
        ("O2.sme_exchanges", "Exchanges with a visiting SME"),
        ("EU5.organisations", "Organisations taking part"),
        ("EU5.participating_smes", None),
    ):
        assert listed[code] == page[code] == str(told[code])
        assert label is None or f"{label} {told[code]}" in papers.text
    assert {code: value for code, value in listed.items() if code in told} == {
        code: str(told[code]) for code in listed if code in told
    }


@pytest.mark.parametrize("code", list(catalogue.KINDS))
def test_activities_of_every_report_are_the_records(world: World, code: str) -> None:
    """By type: what is printed, what is attached, and the sum of the reviewed records."""
    snapshot = catalogue.freeze(code, Period(world.partnership, UNTIL), Edition.CONFIDENTIAL)
    if "activities" not in snapshot:
        return
    sums: Counter[str] = Counter()
    for row in Activity.objects.filter(state="counted").order_by("id"):
        sums[str(row.get_kind_display())] += row.count
    report = catalogue.compose(snapshot)
    frozen = {kind: number for kind, _records, number in snapshot["activities"]}
    assert frozen
    assert frozen == {kind: sums[kind] for kind in frozen}
    assert _printed(report, frozen) == frozen
    one_by_one: Counter[str] = Counter()
    for _day, kind, _title, _cluster, number in snapshot["activity_list"]:
        one_by_one[kind] += number
    assert one_by_one == frozen


def _printed(report: Report, frozen: dict[str, int]) -> dict[str, int]:
    found = [table for table in report.tables if table.title == "Activities by type"]
    if not found:
        ((kind, number),) = frozen.items()
        said = [text for section in report.sections for text in section.paragraphs]
        assert any(f"{kind}, {number}." in text for text in said)
        return frozen
    attached = {row["Type"]: int(row["Number"]) for row in _rows(documents.as_csv(found[0]))}
    assert {row[0]: int(row[2]) for row in found[0].rows} == attached
    return attached


@pytest.mark.parametrize("code", ["D1.4", "D1.5"])
def test_practices_of_the_collection(world: World, code: str) -> None:
    papers = Papers(world, code)
    number = BestPractice.objects.filter(state="accepted").count()
    assert number == 3
    assert f"The collection has {number} practices" in papers.text
    assert len(papers.json["practices"]) == len(papers.table("practices-at-a-glance")) == number
    assert [row["Title"] for row in papers.table("section")] == ["First", "Second", "Third"]
    page = _page(world, "practices/")
    assert all(title in page for title in ("First", "Second", "Third"))
    assert "Not reviewed" not in papers.text


def test_modules_of_the_catalogue(world: World) -> None:
    papers = Papers(world, "D2.2", Edition.PUBLIC)
    number = TrainingModule.objects.count()
    assert f"The catalogue has {number} modules" in papers.text
    assert len(papers.json["modules"]) == len(papers.table("the-modules")) == number == 2
    by_level = papers.table("modules-by-level")
    assert [(row["Level"], row["Modules"]) for row in by_level] == [("Beginners", "2")]
    assert "Beginners 2" in papers.text
    public = world.client("anonymous").get("/partnerships/test/library/modules/").content.decode()
    assert all(title in public for title in ("Reading", "Writing"))


def test_every_figure_has_its_numbers_in_the_document(world: World) -> None:
    """In a table beside it, or in the annex; the picture says in words what it shows."""
    for code in ("D1.3", "D6.2", "D6.3"):
        snapshot = catalogue.freeze(code, Period(world.partnership, UNTIL), Edition.CONFIDENTIAL)
        report = catalogue.compose(snapshot)
        assert report.pictures
        cells = {cell for table in report.tables for row in table.data for cell in map(str, row)}
        for picture in report.pictures:
            numbers = {str(cell) for row in picture.chart.rows for cell in row[1:] if isinstance(cell, int)}
            assert numbers - {"0"} <= cells, picture.title
            assert "<title>" in str(picture.chart.svg) or "aria-label" in str(picture.chart.svg)
