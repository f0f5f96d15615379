"""The CSV of the list is written by the database; page and workbook tell the same cells from the same facts."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import translation

from clusters.models import Organisation
from core import csv_sql
from core.spreadsheet import csv_lines
from core.tables import lines
from exchanges.models import Application
from exchanges.selectors import queue, queue_columns, queue_facts, queue_filter
from exchanges.services import applications, desk
from tests.support.world import World

pytestmark = pytest.mark.django_db
# What a cell must not do: run, break the line, or end the cell early.
NAMES = (
    '=HYPERLINK("x"),1',
    "  -1+1",
    "Müller, Söhne & Co",
    'The "Best"',
    "Line\nbreak",
    "|pipe",
    "%7s {}",
    "\\N",
)


def both_ways(world: World, persona: str, order: str = "") -> tuple[str, str]:
    """All columns of choice, as the database writes them and as the fields tell them."""
    actor = world.actor(persona)
    columns = queue_columns.fields_of(queue_columns.ALL)
    rows = queue.in_order(queue_filter.found(actor, queue_filter.Wanted()), order)
    told = queue_facts.read_from(rows, queue_facts.NAMES)
    written = "".join(csv_sql.lines(told, columns, queue_facts.alias))
    more = queue_columns.needs_of(queue_columns.ALL)
    return written, "".join(csv_lines(lines(columns, queue.stream(rows, more))))


def named(world: World) -> None:
    for name in NAMES:
        file = world.submitted()
        firm = Organisation.objects.get(pk=file.organisation_id)
        firm.pk, firm.name = None, name
        firm.save()
        Application.objects.filter(pk=file.pk).update(
            organisation=firm, responsible=world.actor("manager").user
        )


@pytest.mark.parametrize("language", ["en", "de"])
def test_database_and_fields_write_the_same_cells(world: World, language: str) -> None:
    named(world)
    world.accepted()
    world.commitment_signing()
    over = applications.withdraw_application(application=world.submitted(), by=world.actor("visitor"))
    by = world.actor("manager")
    desk.act_on(act="tag", numbers=[over.pk], by=by, value="=cmd, now")
    desk.act_on(act="tag", numbers=[over.pk], by=by, value="later")
    with translation.override(language):
        written, told = both_ways(world, "manager", "organisation")
    assert written == told
    table = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))
    assert len(table) == len(NAMES) + 4
    cells = {cell for row in table for cell in row}
    assert {
        f"'{name}" for name in ('=HYPERLINK("x"),1', "  -1+1", "|pipe", "%7s {}", "=cmd, now, later")
    } <= cells
    assert {"Müller, Söhne & Co", 'The "Best"', "Line\nbreak", "\\N"} <= cells


def test_several_sides_are_named_one_after_the_other(world: World) -> None:
    exchange = world.commitment_signing()
    written, told = both_ways(world, "coordinator")
    assert written == told
    assert len(exchange.waiting_for.split()) > 1
    words = ", ".join(str(queue_facts.WHO[code]) for code in exchange.waiting_for.split())
    assert f'"{words}"' in written


@pytest.mark.parametrize("number", [1, 3])
def test_csv_costs_the_same_for_each_number_of_rows(
    world: World, number: int, django_assert_num_queries
) -> None:
    for _ in range(number):
        world.submitted()
    client = world.client("manager")
    client.get(reverse("exchanges:queue_csv"))
    with django_assert_num_queries(7):
        answer = client.get(reverse("exchanges:queue_csv"))
        assert len(b"".join(answer.streaming_content).splitlines()) == number + 1
