"""All types of deliverables: each composes with little and with much, public ones hide what they must, figures agree."""

import csv
import io
import json
from datetime import date, time
from typing import Any

import pytest
from django.utils import translation

from clusters.models import Country
from core import clock
from exchanges.enums import EventKind
from exchanges.models import LearningTopic, Mission
from exchanges.services import missions, participants, programme
from reporting.deliverables import catalogue
from reporting.deliverables.layout import Record, Report, Table
from reporting.models import Service
from reporting.periods import Period
from reporting.services import news
from tests.support import knowledge
from tests.support.world import World, moment

pytestmark = pytest.mark.django_db
NAMED = [
    "D1.3", "D1.4", "D1.5", "D2.2", "D2.4", "D3.3", "D4.1", "D4.3", "D4.4", "D5.1", "D5.2", "D5.3", "D5.5", "D5.6",
    "D5.7", "D5.8", "D6.1", "D6.2", "D6.3", "D7.1",
]  # fmt: skip
LAST = date(2026, 3, 31)


def composed(world: World, code: str, edition: str = "public", until: date = LAST) -> Report:
    snapshot = catalogue.freeze(code, Period(world.partnership, until=until), edition)
    # What is attached and hashed is JSON; the document is made from that.
    return catalogue.compose(json.loads(json.dumps(snapshot)))


def table(report: Report, title: str) -> Table:
    return next(one for one in report.tables if one.title == title)


def record(report: Report, title: str) -> Record:
    return next(one for section in report.sections for one in section.records if one.title == title)


def said(report: Report) -> str:
    told = [paragraph for section in report.sections for paragraph in section.paragraphs]
    told += [
        text for section in report.sections for one in section.records for line in one.lines for text in line
    ]
    return "\n".join(
        [*told, *(cell for one in report.tables for row in one.rows for cell in (one.title, *row))]
    )


def event(
    world: World, kind: str, title: str, people: dict[str, int], day: date = date(2026, 3, 10)
) -> Mission:
    by = world.actor("host_manager")
    with clock.at(moment(date(2026, 2, 1))):
        made = missions.create_mission(
            partnership=world.partnership, by=by, title=title, kind=kind, with_lump_sum=False,
            host_cluster=world.clusters["nice"], host=world.host, country=world.host.country, city="Nice", start_on=day,
            end_on=day, languages=["en"],
        )  # fmt: skip
        programme.add_session(
            mission=made, by=by, day=day, title="Test road", starts_at=time(9), ends_at=time(10)
        )
        missions.publish_mission(mission=made, by=by)
        for code, number in people.items():
            for place in range(number):
                participants.add_participant(
                    mission=made, by=by, first_name="Canary", last_name=f"Person{place}",
                    country=Country.objects.get(code=code), organisation_name=f"Secret {code} {place}",
                )  # fmt: skip
    return made


def test_all_twenty_public_deliverables_are_there() -> None:
    assert [code for code in catalogue.KINDS if code in NAMED] == NAMED


@pytest.mark.parametrize("edition", ["public", "confidential"])
def test_every_type_composes_where_nothing_is_recorded(world: World, edition: str) -> None:
    for code in NAMED:
        with translation.override("de"):
            report = composed(world, code, edition)
        empty = [one.key for one in report.sections if not (one.written or one.paragraphs or one.parts)]
        assert empty == [], code
        assert [section.number for section in report.sections if section.number.isdecimal()] == [
            str(number + 1) for number in range(sum(one.number.isdecimal() for one in report.sections))
        ]
        # A report without anything still says so.
        assert report.sections or code in ("D5.2",), code


# --- best practices ------------------------------------------------------------------------------------------------


def test_practices_of_both_editions(world: World) -> None:
    knowledge.accepted(world, title="For everybody")
    knowledge.accepted(world, title="Inside only", may_publish=False)
    knowledge.submitted(world, title="Not reviewed")
    public, inside = composed(world, "D1.4"), composed(world, "D1.4", "confidential")
    assert [row[0] for row in table(public, "Practices at a glance").rows] == ["For everybody"]
    assert "Inside only" not in json.dumps(public.snapshot)
    assert [row[0] for row in table(inside, "Practices at a glance").rows] == ["For everybody", "Inside only"]
    assert "Not reviewed" not in json.dumps(inside.snapshot)
    assert ("What was done", "Members called each other.") in record(public, "For everybody").lines
    assert "The collection has 1 practice of 1 cluster." in said(public)


def test_updated_collection_says_what_is_new(world: World) -> None:
    knowledge.accepted(world, title="Old one")
    world.partnership.start_on = date(2025, 1, 1)
    with clock.at(moment(date(2025, 6, 1))):
        knowledge.accepted(world, title="From the start")
    report = composed(world, "D1.5")
    assert [row[0] for row in table(report, "New since the first collection").rows] == ["Old one"]
    assert "1 of the 2 practices were accepted after it." in said(report)


# --- training modules ----------------------------------------------------------------------------------------------


def test_figures_of_the_catalogue_agree_in_page_csv_and_document(world: World) -> None:
    knowledge.module(world, title="Data", hours="12.5", cost=0)
    knowledge.module(world, title="Law", hours="4", cost="90", languages=["de"], link="https://x.example/")
    gone = knowledge.module(world, title="Gone", link="https://gone.example/")
    from reporting.services import modules

    modules.mark_gone(module=gone, by=world.actor("manager"))
    report = composed(world, "D2.2")
    client = world.client("coordinator")
    page = client.get("/partnerships/test/modules/?state=listed")
    lines = client.get("/exports/at-once/modules.csv?scope=test&query=state%3Dlisted")
    rows = list(csv.DictReader(io.StringIO(b"".join(lines.streaming_content).decode("utf-8-sig"))))
    titles = [row[0] for row in table(report, "The modules").rows]
    assert titles == ["Data", "Law"]
    assert [module.title for module in page.context["page"]] == titles
    assert [row["Title"] for row in rows] == titles
    assert [row[5] for row in table(report, "The modules").rows] == [
        f"{float(row['Hours']):g}" for row in rows
    ]
    assert "The catalogue has 2 modules by 1 provider, in 3 languages." in said(report)
    assert "Free of charge: 1. Together they take 16.5 hours." in said(report)


# --- opportunities -------------------------------------------------------------------------------------------------


def test_public_opportunities_say_only_what_their_cluster_agreed_to(world: World) -> None:
    told = {"note": "Canary partner", "next_step": "Canary step", "outcome": "Canary result"}
    knowledge.opportunity(world, title="For everybody", may_publish=True, **told)
    knowledge.opportunity(world, title="Canary inside")
    public, inside = composed(world, "D4.1"), composed(world, "D4.1", "confidential")
    assert "Canary" not in json.dumps(public.snapshot)
    assert [row[0] for row in table(public, "Opportunities at a glance").rows] == ["For everybody"]
    assert "Canary step" in said(inside)
    assert "Canary partner" not in json.dumps(inside.snapshot)


# --- services ---


def test_report_is_about_its_service_and_keeps_the_price_inside(world: World) -> None:
    facts = {
        "partnership": world.partnership, "cluster": world.clusters["dresden"], "novelty": "new", "stage": "piloted",
        "summary": "A desk.", "added_by": world.actor("manager").user, "pilot_from": date(2026, 2, 1),
        "business_model": "Canary model", "price": "Canary price",
    }  # fmt: skip
    Service.objects.create(name="Soft-landing desk", pilot_users=3, **facts)
    Service.objects.create(name="Export check", pilot_users=30, **facts)
    snapshot = catalogue.freeze("D3.3", Period(world.partnership, until=LAST), "public")
    assert "Canary" not in json.dumps(snapshot)
    report = catalogue.compose(snapshot, subject="soft-landing desk")
    assert [row[0] for row in table(report, "Pilots").rows] == ["Soft-landing desk"]
    assert table(report, "Pilots").rows[0][4] == "–"
    assert [row[0] for row in table(catalogue.compose(snapshot), "Pilots").rows] == [
        "Export check",
        "Soft-landing desk",
    ]
    inside = composed(world, "D3.3", "confidential")
    assert ("Price", "Canary price") in record(inside, "Export check").lines


# --- events --------------------------------------------------------------------------------------------------------


def test_event_counts_people_and_names_nobody(world: World) -> None:
    event(world, EventKind.STUDY_VISIT, "Study visit to Nice", {"DE": 6, "FR": 7, "LT": 1})
    for edition in ("public", "confidential"):
        report = composed(world, "D5.1", edition)
        assert "Canary" not in json.dumps(report.snapshot)
        assert "Secret" not in json.dumps(report.snapshot)
        assert table(report, "Events at a glance").rows[0][4:] == ("14", "3")
        assert table(report, "Programme: Study visit to Nice").rows[0][1:3] == ("09:00–10:00", "Test road")
    public = table(composed(world, "D5.1"), "Participants by country")
    assert "Lithuania" not in str(public.rows)
    inside = table(composed(world, "D5.1", "confidential"), "Participants by country")
    assert ("Lithuania", "1", "7 %") in inside.rows


def test_few_people_are_not_counted_in_public_nor_by_subtraction(world: World) -> None:
    event(world, EventKind.WEBINAR, "Big", {"DE": 20})
    event(world, EventKind.WEBINAR, "Small", {"DE": 3}, date(2026, 3, 11))
    public = composed(world, "D5.3")
    assert [row[4] for row in table(public, "Events at a glance").rows] == ["20", "not shown"]
    assert "23" not in said(public)
    assert "In all 23 places were taken" in said(composed(world, "D5.3", "confidential"))


def test_matchmaking_events_are_numbered_by_date(world: World) -> None:
    event(world, EventKind.MATCHMAKING, "Second", {"DE": 6}, date(2026, 3, 20))
    event(world, EventKind.MATCHMAKING, "First", {"DE": 5}, date(2026, 3, 10))
    event(world, EventKind.WEBINAR, "No meetings", {"DE": 9}, date(2026, 3, 5))
    assert ("Event", "First") in record(composed(world, "D5.2"), "The event in short").lines
    assert ("Event", "Second") in record(composed(world, "D5.5"), "The event in short").lines
    assert "no event of this number" in said(composed(world, "D5.6"))
    assert "no event of this number" in said(composed(world, "D5.5", until=date(2026, 3, 15)))


# --- skills and outreach -------------------------------------------------------------------------------------------


def test_what_a_cluster_needs_to_learn_is_not_public(world: World) -> None:
    from clusters.models import Term

    term = Term.objects.get(taxonomy="theme", code="green")
    LearningTopic.objects.create(cluster=world.clusters["dresden"], side="need", term=term)
    assert (
        "Elbe Valley"
        in table(
            composed(world, "D2.4", "confidential"),
            "What clusters are strong in, and what they want to learn",
        ).rows[0]
    )
    assert "topics" not in composed(world, "D2.4").snapshot["skills"]


def test_outreach_counts_what_was_published(world: World) -> None:
    for title, publish in (("Told", True), ("Draft", False)):
        news.write_news(
            partnership=world.partnership, by=world.actor("coordinator"), kind="news", title=title, text="X",
            dated_on=date(2026, 3, 1), publish=publish,
        )  # fmt: skip
    knowledge.accepted(world)
    report = composed(world, "D7.1")
    rows = dict(table(report, "Figures of outreach").rows)
    assert (rows["News"], rows["Best practices in the public library"]) == ("1", "1")
    assert "Draft" not in json.dumps(report.snapshot)


def test_final_report_tells_the_whole_story(world: World) -> None:
    knowledge.accepted(world, title="Buddies")
    event(world, EventKind.STUDY_VISIT, "Study visit to Nice", {"DE": 6, "FR": 7})
    report = composed(world, "D6.3")
    keys = [section.key for section in report.sections]
    assert keys == [
        "summary", "objectives", "scheme", "over-time", "who", "where", "missions", "money", "feedback", "outcome",
        "events", "activities", "practices", "organisations", "rules",
    ]  # fmt: skip
    assert any(row[0] == "Buddies" for row in table(report, "Best practices").rows)


def test_values_are_plain() -> None:
    kinds: list[Any] = list(catalogue.KINDS.values())
    assert all(kind.about and kind.due_months for kind in kinds)
