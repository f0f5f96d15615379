"""An issue of a closed period prints what was frozen with it, whatever happens to the data and to the period afterwards."""

import io
import itertools
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pypdf import PdfReader

from core import clock, outbox
from core.exceptions import InvalidInput
from exchanges.selectors import event_reports
from reporting import indicators, period_snapshots
from reporting.deliverables import catalogue, freezing
from reporting.models import Deliverable, DeliverableEdition, FrozenDocument, ReportingPeriod
from reporting.periods import Period
from reporting.selectors import figure_sources
from reporting.selectors.tally import Tally
from reporting.services import deliverables as service
from reporting.services import reporting_periods as periods
from tests.support import deliverables, meetings
from tests.support import world as worlds
from tests.support.credited import credited, organisation
from tests.support.world import World

pytestmark = pytest.mark.django_db
FIRST, LAST, IN = date(2025, 7, 1), date(2025, 12, 31), date(2025, 11, 3)
_numbers = itertools.count()
PLAN = "/partnerships/test/deliverables/"


@pytest.fixture
def world() -> World:
    return worlds.build()


def planned(
    world: World, first: date = FIRST, last: date = LAST, title: str = "Half-year 2"
) -> ReportingPeriod:
    return periods.plan_period(
        partnership=world.partnership, title=title, first_day=first, last_day=last,
        due_on=last + timedelta(days=30), by=world.actor("coordinator"),
    )  # fmt: skip


def closed(world: World, **days: Any) -> ReportingPeriod:
    return periods.close_period(period=planned(world, **days), by=world.actor("coordinator"))


def six_visits(world: World) -> None:
    for number in range(6):
        credited(world, organisation(f"Guest {number}", "tech_centre", "DE"), world.host, IN)


def late_visit(world: World) -> None:
    """A visit of the period that was validated after it was closed, as all figures of today tell it."""
    credited(world, organisation(f"Late guest {next(_numbers)}", "tech_centre", "DE"), world.host, IN)


def explained(world: World, period: ReportingPeriod) -> None:
    """Every difference to a count of today, noted by one person and agreed to by another."""
    from reporting.selectors.reporting_periods import changes_since

    first, *_others = periods.note_corrections(
        period=period, differences={change.code: change.left for change in changes_since(period)},
        change="One visit", reason="Its report came late.", by=world.actor("manager"),
    )  # fmt: skip
    periods.review_correction(correction=first, agreed=True, by=world.actor("coordinator"))


def begun(world: World, period: ReportingPeriod, code: str = "D1.3", **facts: Any) -> Deliverable:
    return deliverables.draft(world, code, until=None, period=period, **facts)


def exchanges(issue: Deliverable, edition: str = "confidential") -> int:
    rows = issue.editions.get(edition=edition).snapshot["figures"]
    return next(row["value"] for row in rows if row["code"] == "O2.exchanges")


def plain(html: bytes) -> str:
    return " ".join(html.decode().split())


def test_page_csv_and_pdf_say_what_the_period_said_after_the_data_moved(world: World) -> None:
    six_visits(world)
    period = closed(world)
    late_visit(world)
    client = world.client("coordinator")
    answer = client.post(f"{PLAN}D1.3/begin/", {"figures": f"period:{period.pk}"})
    issue = Deliverable.objects.get()
    assert answer.status_code == 302
    assert (issue.period, issue.since, issue.as_of) == (period, None, LAST)
    assert exchanges(deliverables.draft(world)) == 7
    assert exchanges(issue) == 6
    # The page of the section, the page of the period and its CSV.
    html = plain(client.get(f"/periods/{period.pk}/").content).partition('id="figures"')[2]
    assert re.search(r"Exchanges\s*</th>\s*<td[^>]*>6</td>", html)
    assert re.search(
        r"<td[^>]*>\s*6\s*</td>", plain(client.get(f"/deliverables/{issue.pk}/parts/objectives/").content)
    )
    lines = b"".join(client.get(f"/periods/{period.pk}/figures.csv").streaming_content).decode()
    assert re.search(r"O2\.exchanges,[^,]*,6,6,", lines)
    # The file: printed, and attached.
    deliverables.written_parts(world, issue)
    deliverables.move(world, issue, "send")
    deliverables.move(world, issue, "approve", "finance")
    outbox.run_due()
    late_visit(world)
    edition = issue.editions.select_related("pdf").get(edition="confidential")
    with edition.pdf.file.open("rb") as file:
        document = file.read()
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)
    assert re.search(r"O2\s+Exchanges\s+6\s", text)
    assert period.snapshot_hash in re.sub(r"\s", "", text)
    with pikepdf.open(io.BytesIO(document)) as pdf:
        attached = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
    snapshot = json.loads(next(data for name, data in attached.items() if name.endswith(".json")))
    assert snapshot["source"]["hash"] == period.snapshot_hash
    assert snapshot == edition.snapshot
    tables = [data.decode() for name, data in attached.items() if name.endswith(".csv")]
    assert any(re.search(r"O2\.exchanges,[^\r]*?,6,", table) for table in tables)


def test_period_and_its_issues_lead_to_each_other(world: World) -> None:
    period = closed(world)
    client = world.client("coordinator")
    address = f"/periods/{period.pk}/"
    assert "No report takes its figures from this period yet." in plain(client.get(address).content)
    html = plain(client.get(address).content)
    assert f'action="{PLAN}D1.3/begin/"' in html
    sent = dict(re.findall(r'<input type="hidden" name="(figures|keep_texts)" value="([^"]+)"', html))
    client.post(f"{PLAN}D1.3/begin/", sent)
    issue = Deliverable.objects.get()
    assert issue.period == period
    assert f'href="/deliverables/{issue.pk}/"' in plain(client.get(address).content)
    html = plain(client.get(f"/deliverables/{issue.pk}/").content)
    assert f'<a href="{address}">Half-year 2</a>' in html
    assert period.snapshot_hash in html


def test_every_type_is_frozen_with_the_period_and_its_hash_covers_them(world: World) -> None:
    six_visits(world)
    period = closed(world)
    rows = FrozenDocument.objects.filter(period=period)
    assert {(row.code, row.edition) for row in rows} == {
        (code, edition) for code in catalogue.KINDS for edition in ("public", "confidential")
    }
    for row in rows:
        assert freezing.digest(row.snapshot) == row.snapshot_hash
        assert period.snapshot["documents"][row.code][row.edition] == row.snapshot_hash  # type: ignore[index]
    assert period_snapshots.digest(period.snapshot) == period.snapshot_hash  # type: ignore[arg-type]


def test_closing_reads_events_and_recipients_once_for_all_types(world: World, monkeypatch: Any) -> None:
    """At ten thousand files each further reading would be seconds more that somebody waits."""
    mission = meetings.scene(world).mission
    read: list[str] = []

    def noted(name: str, really: Any) -> Any:
        return lambda *given: read.append(name) or really(*given)

    for place, name in ((event_reports, "who_came"), (freezing, "recipients")):
        monkeypatch.setattr(place, name, noted(name, getattr(place, name)))
    until = Period(world.partnership, until=mission.end_on)
    tally = Tally(until)
    documents = {
        (code, edition): document
        for code, edition, document in catalogue.freeze_all(until, tally, indicators.measure(until, tally))
    }
    assert sorted(read) == ["recipients", "who_came"]
    alone = catalogue.freeze("D5.2", until, "public")
    assert documents["D5.2", "public"] == alone
    assert alone["events"][0]["title"] == mission.title


def test_usual_choice_is_the_last_closed_period_without_the_report(world: World) -> None:
    kind = catalogue.KINDS["D1.3"]
    assert figure_sources.sources(world.partnership, kind)[1] == "today"
    first = closed(world, first=date(2025, 1, 1), last=date(2025, 6, 30), title="Half-year 1")
    second = closed(world)
    found, usual = figure_sources.sources(world.partnership, kind)
    assert [source.value for source in found] == [
        f"period:{second.pk}",
        f"period:{first.pk}",
        "today",
        "days",
    ]
    assert usual == f"period:{second.pk}"
    begun(world, second)
    assert figure_sources.sources(world.partnership, kind)[1] == f"period:{first.pk}"
    begun(world, first)
    assert figure_sources.sources(world.partnership, kind)[1] == "today"
    begun(world, second, "D6.2")
    assert figure_sources.sources(world.partnership, catalogue.KINDS["D6.2"])[1] == "today"


def test_correction_shows_on_the_issue_and_a_new_one_takes_the_corrected_figures(world: World) -> None:
    six_visits(world)
    period = closed(world)
    issue = begun(world, period)
    client = world.client("coordinator")
    address = f"/deliverables/{issue.pk}/"
    late_visit(world)
    assert "The period was corrected" not in plain(client.get(address).content)
    with clock.at(clock.now() + timedelta(days=1)):
        explained(world, period)
    html = plain(client.get(address).content)
    assert "The period was corrected" in html
    assert "the last on 3 March 2026" in html
    assert exchanges(issue) == 6
    with clock.at(clock.now() + timedelta(days=2)):
        newer = begun(world, period, corrected=True)
    assert exchanges(newer) == 7
    assert "The period was corrected" not in plain(client.get(f"/deliverables/{newer.pk}/").content)
    told = newer.editions.get(edition="confidential").snapshot["source"]["corrections"]
    assert {"code": "O2.exchanges", "difference": "+1", "change": "One visit"}.items() <= told[0].items()
    hidden = newer.editions.get(edition="public").snapshot["source"]["corrections"]
    assert set(hidden[0]) == {"code", "label", "agreed_on"}
    report = catalogue.compose(newer.editions.get(edition="confidential").snapshot)
    assert "Corrections of the closed period" in [section.title for section in report.sections]


def test_corrected_figures_wait_until_every_difference_is_explained(world: World) -> None:
    six_visits(world)
    period = closed(world)
    with pytest.raises(InvalidInput, match="Nobody has agreed"):
        begun(world, period, corrected=True)
    late_visit(world)
    (correction,) = periods.note_corrections(
        period=period, differences={"O2.exchanges": Decimal(1)}, change="One visit", reason="Late.",
        by=world.actor("manager"),
    )  # fmt: skip
    periods.review_correction(correction=correction, agreed=True, by=world.actor("coordinator"))
    answer = world.client("coordinator").post(f"{PLAN}D1.3/begin/", {"figures": f"corrected:{period.pk}"})
    assert "no agreed correction says why" in answer.content.decode()
    assert not Deliverable.objects.exists()


def test_who_takes_a_consent_back_is_not_in_a_later_issue(world: World) -> None:
    guest = organisation("Guest that agreed", "tech_centre", "DE", listed=True)
    credited(world, guest, world.host, IN)
    period = closed(world)
    names = [
        row[0]
        for row in begun(world, period, "D6.2").editions.get(edition="public").snapshot["organisations"]
    ]
    assert guest.name in names
    type(guest).objects.filter(pk=guest.pk).update(listed=False)
    later = begun(world, period, "D6.2")
    assert guest.name not in json.dumps(later.editions.get(edition="public").snapshot)


def test_draft_moves_from_days_to_a_period_and_back(world: World) -> None:
    period = closed(world)
    issue = deliverables.draft(world)
    client = world.client("coordinator")
    client.post(
        f"/deliverables/{issue.pk}/freeze/", {"figures": f"period:{period.pk}", "version": issue.version}
    )
    issue.refresh_from_db()
    assert (issue.period, issue.as_of) == (period, LAST)
    client.post(f"/deliverables/{issue.pk}/freeze/", {"figures": "days", "until": "2026-02-01"})
    issue.refresh_from_db()
    assert (issue.period, issue.as_of) == (None, date(2026, 2, 1))
    assert "source" not in issue.editions.get(edition="public").snapshot


def test_running_or_foreign_period_gives_no_figures(world: World) -> None:
    running = planned(world, date(2026, 1, 1), date(2026, 6, 30))
    with pytest.raises(InvalidInput, match="Choose a closed period"):
        begun(world, running)
    answer = world.client("coordinator").post(f"{PLAN}D1.3/begin/", {"figures": f"period:{running.pk}"})
    assert answer.status_code == 200
    assert not Deliverable.objects.exists()


def test_database_keeps_an_issue_to_its_period(world: World) -> None:
    six_visits(world)
    period = closed(world)
    issue = begun(world, period)
    edition = issue.editions.get(edition="public")
    row = FrozenDocument.objects.filter(period=period, code="D1.3").first()
    assert row is not None
    other = edition.snapshot | {"figures": []}

    def forged(snapshot: Any) -> None:
        DeliverableEdition.objects.filter(pk=edition.pk).delete()
        DeliverableEdition.objects.create(
            deliverable=issue,
            edition="public",
            snapshot=snapshot,
            snapshot_hash="0" * 64,
            proof="AAAA-BBBB-CCCC",
        )

    for act in (
        lambda: forged(other),
        lambda: forged(edition.snapshot | {"source": edition.snapshot["source"] | {"hash": "0" * 64}}),
        lambda: Deliverable.objects.filter(pk=issue.pk).update(as_of=LAST - timedelta(days=1)),
        lambda: FrozenDocument.objects.filter(pk=row.pk).update(snapshot={}),
        lambda: FrozenDocument.objects.filter(pk=row.pk).delete(),
        lambda: FrozenDocument.objects.create(period=period, code="D9.9", edition="public", snapshot={}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(IntegrityError, match="deliverable_of_a_whole_period"), transaction.atomic():
        Deliverable.objects.filter(pk=issue.pk).update(since=FIRST)
    running = planned(world, date(2026, 1, 1), date(2026, 6, 30))
    twice = [FrozenDocument(period=running, code="D1.3", edition="public", snapshot={}) for _ in range(2)]
    with pytest.raises(IntegrityError, match="frozen_document_once"), transaction.atomic():
        FrozenDocument.objects.bulk_create(twice)
    with transaction.atomic():
        forged(edition.snapshot)
    service.freeze_again(deliverable=issue, by=world.actor("coordinator"), until=date(2026, 2, 1))
