"""Every list as a table: the database, the fields and the workbook write the same cells, whoever takes it away."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404
from django.utils import translation
from openpyxl import load_workbook

from core import exports
from core.actors import Actor
from core.exceptions import PortalError
from core.spreadsheet import csv_lines, safe_cell
from core.tables import lines
from reporting import exporting, indicators, knowledge_exporting
from tests.support import all_lists
from tests.support.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OF_A_PARTNERSHIP = {item.name for item in (*exporting.LISTINGS, *knowledge_exporting.LISTINGS)}
# Not a list: it writes its own file.
EMPTY = ["archive"]
# Worked out in Python for their page, and not longer than a team, a plan, an event, a month or what waits for a host.
WORKED_OUT = {
    "calendar",
    "deliverables",
    "double-claims",
    "figures",
    "matching-run",
    "meetings",
    "mission-certificates",
    "mission-people",
    "mission-visits",
    "team",
    "unmet-demand",
    "waiting",
}


@pytest.fixture
def scopes(world: World) -> dict[str, str]:
    return all_lists.scopes(world)


def places(name: str, slug: str, scopes: dict[str, str]) -> list[tuple[str, str]]:
    """Where a list can be asked for: its query and its scope."""
    if name == "records":
        return [("", f"{slug}/{code}/{number}") for code in indicators.REGISTRY for number in (1, 2, 3)]
    if name in OF_A_PARTNERSHIP:
        return [("", slug)]
    return [("show=all", scopes.get(name, ""))]


def sources(actor: Actor, slug: str, scopes: dict[str, str]) -> Iterator[tuple[Any, str, str]]:
    for name in exports.names():
        exporter = exports.named(name)
        if exporter.write is not None:
            continue
        for query, scope in places(name, slug, scopes):
            try:
                exporter.source(actor, query, {"scope": scope})
            except (PortalError, Http404):
                continue
            yield exporter, query, scope


def three_ways(exporter: Any, actor: Actor, query: str, scope: str) -> tuple[str, str, str]:
    """As it is sent at once, as its fields tell it, and as a spreadsheet reads the workbook."""
    source = exporter.source(actor, query, {"scope": scope})
    written = io.BytesIO()
    exports.write_xlsx(written, source, source.rows)
    table = list(load_workbook(written).worksheets[0].iter_rows())
    assert not [cell for row in table for cell in row if cell.data_type == "f"]
    sheet = [
        [cell.value.date() if hasattr(cell.value, "date") else cell.value for cell in row] for row in table
    ]
    again = exporter.source(actor, query, {"scope": scope})
    fields = "".join(csv_lines(lines(again.fields, again.rows)))
    return "".join(exporter.lines(actor, query, {"scope": scope})), fields, "".join(csv_lines(sheet))


def shortened(text: str) -> str:
    """Sums are numbers in a workbook, so 450.50 is read as 450.5."""
    return re.sub(r"(\.\d*?)0+\b", r"\1", text).replace(".,", ",")


def test_database_fields_and_workbook_write_the_same_cells_of_every_list(
    world: World, scopes: dict[str, str]
) -> None:
    wrong, rows = [], dict.fromkeys(exports.names(), 0)
    for persona, language in (("coordinator", "de"), ("manager", "en")):
        actor = world.actor(persona)
        with translation.override(language):
            for exporter, query, scope in sources(actor, world.partnership.slug, scopes):
                at_once, fields, sheet = three_ways(exporter, actor, query, scope)
                plain = [shortened(text) for text in (fields, sheet)]
                wrong += [(exporter.name, scope, persona)] * (at_once != fields or plain[0] != plain[1])
                rows[exporter.name] = max(rows[exporter.name], at_once.count("\r\n") - 1)
    assert wrong == []
    assert [name for name, number in rows.items() if not number] == EMPTY
    assert min(rows["records"], rows["members"]) >= len(all_lists.NASTY)


def test_text_that_looks_like_a_formula_stays_text_in_every_list(
    world: World, scopes: dict[str, str]
) -> None:
    found = set()
    for exporter, query, scope in sources(world.actor("coordinator"), world.partnership.slug, scopes):
        text = "".join(exporter.lines(world.actor("coordinator"), query, {"scope": scope}))
        assert '"=HYPER' not in text, exporter.name
        if safe_cell(all_lists.NASTY[0]).replace('"', '""') in text:
            found.add(exporter.name)
    assert found >= {
        "activities",
        "leads",
        "matching-run",
        "matching-runs",
        "networks",
        "news",
        "offers",
        "payments",
        "periods",
        "practices",
        "records",
        "services",
        "tandems",
    }


def test_lists_that_can_be_long_are_written_by_the_database(world: World, scopes: dict[str, str]) -> None:
    slow = set()
    for exporter, query, scope in sources(world.actor("coordinator"), world.partnership.slug, scopes):
        source = exporter.source(world.actor("coordinator"), query, {"scope": scope})
        if not all(field.fact for field in source.fields):
            slow.add(exporter.name)
    assert slow <= WORKED_OUT
