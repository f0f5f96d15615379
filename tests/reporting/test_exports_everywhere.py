"""Each list of staff has its button, which takes away the rows that the page shows this person, and nobody else's."""

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from core import exports
from tests.reporting.test_exports_agree import EMPTY, OF_A_PARTNERSHIP, places, sources
from tests.support import all_lists
from tests.support.world import World

ROOT = Path(__file__).resolve().parents[2] / "templates"
# Lists in pages without a table to take away, and why.
WITHOUT = {
    "clusters/consents.html": "what one person agreed to; all of it is in the copy of their data",
    "clusters/directory.html": "public: no table of addresses for harvesters",
    "clusters/retention.html": "numbers of what was deleted, no records",
    "core/exports.html": "the person's own tables",
    "core/_import_problems.html": "problems of a table that somebody brought; it has a table of its own",
    "core/_import_rows.html": "rows of a table that somebody brought",
    "core/gallery.html": "shows components to developers",
    "core/_gallery_more.html": "shows components to developers",
    "core/imports.html": "the person's own tables",
    "exchanges/_calendar_list.html": "part of the calendar, which has the button",
    "exchanges/demo_mailbox.html": "the mailbox of the demo",
    "exchanges/file_mails.html": "mails of one file, which go with its dossier",
    "exchanges/matching_compare.html": "differences of two runs, each of which has the button",
    "exchanges/matching_run.html": "has the button",
    "exchanges/my_meeting_wishes.html": "a participant's catalogue of people to meet",
    "reporting/cluster_page.html": "public page of a cluster",
    "reporting/contact.html": "public addresses",
    "reporting/library.html": "public library",
    "reporting/library_modules.html": "public library",
    "reporting/news.html": "public news",
    "reporting/opportunities_found.html": "results to take over; they are records of their own files",
    "reporting/partnerships.html": "public page",
    "reporting/practices_found.html": "reports to take over; they are records of their own files",
    "reporting/schedule.html": "runs of the person's own export",
    "reporting/schedules.html": "the person's own exports",
    "reporting/targets.html": "changes of targets; the targets are in the table of figures",
}  # fmt: skip
PAGED = re.compile(r"{%\s*pagination\b")
BUTTON = re.compile(r"{%\s*export_button\b|queue_export")
# Their first column is told in other words on the page, or stands there in a picture or behind a tab.
TOLD_OTHERWISE = {"calendar", "double-claims", "figures", "matching-run", "meetings"}


def test_each_list_in_pages_has_a_button_or_a_reason_why_not() -> None:
    found = {
        str(path.relative_to(ROOT)): path.read_text()
        for path in ROOT.rglob("*.html")
        if PAGED.search(path.read_text())
    }
    bare = {name for name, text in found.items() if not BUTTON.search(text)}
    assert bare - set(WITHOUT) - _parts_of_pages_with_a_button(bare) == set()


def _parts_of_pages_with_a_button(names: set[str]) -> set[str]:
    pages = [path.read_text() for path in ROOT.rglob("*.html")]
    return {name for name in names if any(f'"{name}"' in text and BUTTON.search(text) for text in pages)}


@pytest.mark.django_db
def test_page_and_table_have_the_same_rows_in_the_same_order(world: World) -> None:
    scopes = all_lists.scopes(world)
    wrong, seen = [], set()
    for persona in ("manager", "coordinator", "host_manager"):
        actor, client = world.actor(persona), world.client(persona)
        for exporter, query, scope in sources(actor, world.partnership.slug, scopes):
            source = exporter.source(actor, query, {"scope": scope})
            answer = client.get(source.address.removeprefix(settings.PORTAL_URL))
            if answer.status_code != 200 or not source.total:
                wrong += [(exporter.name, persona, answer.status_code)] * (answer.status_code != 200)
                continue
            page = told(answer)
            rows = list(csv.reader(io.StringIO("".join(exporter.lines(actor, query, {"scope": scope}))[1:])))[
                1:
            ]
            names = [row[0].removeprefix("'") for row in rows]
            if f"/exports/new/{exporter.name}/" not in page and exporter.name != "files":
                wrong.append((exporter.name, persona, "no button"))
            if exporter.name not in TOLD_OTHERWISE and not in_order(page, names):
                wrong.append((exporter.name, persona, names))
            seen.add(exporter.name)
    assert wrong == []
    assert set(exports.names()) - seen <= {
        *EMPTY,
        "double-claims",
        "matching-run",
        "matching-runs",
        "news",
        "periods",
        "team",
        "mission-certificates",
    }


def told(answer: Any) -> str:
    return (
        " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split()) + answer.content.decode()
    )


def in_order(page: str, names: list[str]) -> bool:
    place = 0
    for name in names:
        place = page.find(" ".join(name.split()), place)
        if place < 0:
            return False
    return True


@pytest.mark.django_db
def test_filter_of_the_page_is_that_of_the_table(world: World) -> None:
    all_lists.fill(world)
    client, scope = world.client("coordinator"), world.partnership.slug
    for name, query, first, number in (
        ("leads", "q=Best", 'The "Best"', 1),
        ("past-exchanges", "q=%3DHYPER", '\'=HYPERLINK("x"),1-0', 1),
        ("activities", "q=no+such+word", "", 0),
    ):
        place = scope if name in OF_A_PARTNERSHIP else ""
        address = reverse("core:export_at_once", args=[name])
        text = b"".join(client.get(address, {"query": query, "scope": place}).streaming_content).decode(
            "utf-8-sig"
        )
        rows = list(csv.reader(io.StringIO(text)))[1:]
        assert len(rows) == number, name
        assert not number or rows[0][0] == first


@pytest.mark.django_db
def test_stranger_gets_no_table_of_any_list(world: World) -> None:
    scopes = all_lists.scopes(world)
    public = {"missions", "offers"}
    for persona in ("anonymous", "stranger"):
        for name in exports.names():
            for query, scope in places(name, world.partnership.slug, scopes)[:1]:
                given = {"query": query, "scope": scope}
                answer = world.client(persona).get(reverse("core:export_at_once", args=[name]), given)
                expected = (302,) if persona == "anonymous" else (200,) if name in public else (403, 404)
                assert answer.status_code in expected, (name, persona)
                answer = world.client(persona).post(reverse("core:export_new", args=[name]), given)
                assert answer.status_code in (302, 403, 404), (name, persona)
                assert persona == "anonymous" or answer.status_code != 302
