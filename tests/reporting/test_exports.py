"""Any list as a table to take away: what the page shows this person, whole, in its order; never a row of somebody else."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from clusters.exporting import wearing
from clusters.models import Lead
from core import clock, exports, outbox
from core.exceptions import NotAllowed
from core.models import ExportJob
from core.spreadsheet import csv_lines
from reporting import exporting
from reporting.models import Activity
from tests.support import credited, meetings
from tests.support.foreign import foreign, foreign_partnership
from tests.support.world import moment

pytestmark = pytest.mark.django_db
PERSONAS = ("visitor", "host", "manager", "host_manager", "deputy", "finance", "coordinator", "auditor")
OF_A_PARTNERSHIP = {listing.name for listing in exporting.LISTINGS}
FOREIGN = ("Canary", "OTHER partnership")


def table(world, persona, name, query="", scope=""):
    answer = world.client(persona).get(
        reverse("core:export_at_once", args=[name]), {"query": query, "scope": scope}
    )
    if answer.status_code != 200:
        return answer.status_code
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def workbook(world, persona, name, query="", scope=""):
    client = world.client(persona)
    sent = {"file_format": "xlsx", "query": query, "scope": scope}
    page = client.post(reverse("core:export_new", args=[name]), sent).url
    outbox.run_due()
    job = ExportJob.objects.latest("id")
    assert page == reverse("core:export_run", args=[job.pk])
    assert job.problem == ""
    answer = client.get(reverse("core:export_file", args=[job.pk]))
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def scope_of(name, slug, event):
    if name == "records":
        return f"{slug}/O2.exchanges/1"
    if name in OF_A_PARTNERSHIP:
        return slug
    return event if name.startswith(("mission-", "meeting")) else ""


def test_no_list_gives_a_row_of_another_partnership_to_anybody(world):
    """Every exporter, for every persona, with a full file of another partnership beside."""
    world.submitted()
    other = foreign_partnership(world)
    foreign(world, other)
    Lead.objects.create(
        partnership=other, name="Canary Lead", email="c@x.example", organisation="Canary", country_id="DE"
    )
    recorder = world.actor("other_manager").user
    Activity.objects.create(
        partnership=other,
        cluster=world.clusters["sofia"],
        kind="training",
        title="Canary training",
        held_on=clock.today(),
        recorded_by=recorder,
        recorded_at=clock.now(),
        state="recorded",
        state_since=clock.now(),
    )
    event = meetings.scene(world).mission.slug
    wrong, read = [], 0
    for name in exports.names():
        for persona in PERSONAS:
            for slug in (world.partnership.slug, other.slug):
                text = table(world, persona, name, scope=scope_of(name, slug, event))
                if isinstance(text, int):
                    assert text in (403, 404)
                elif slug == other.slug and name in OF_A_PARTNERSHIP:
                    wrong.append((name, persona, "the other partnership"))
                else:
                    read += 1
                    wrong += [(name, persona, word) for word in FOREIGN if word in text]
    assert wrong == []
    assert read > 60


def test_records_behind_a_figure_are_a_workbook_with_the_rows_of_the_page(world):
    first = credited.credited(world, world.firm, world.host, moment(clock.today()).date())
    scope = f"{world.partnership.slug}/O2.exchanges/1"
    book = workbook(world, "coordinator", "records", scope=scope)
    head, row = book.worksheets[0].iter_rows(values_only=True)
    assert head[0] == "Reference"
    assert row[0] == first.reference
    assert row[5].date() == first.first_day
    about = dict(line[:2] for line in book.worksheets[1].iter_rows(values_only=True) if len(line) > 1)
    assert about["Indicator"] == "O2.exchanges Exchanges"
    assert about["As of"] == clock.today().isoformat()


def test_figures_are_those_of_the_page_and_numbers_are_numbers(world):
    credited.credited(world, world.firm, world.host, clock.today())
    sheet = workbook(world, "coordinator", "figures", scope=world.partnership.slug).worksheets[0]
    by_code = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert by_code["O2.exchanges"][2:4] == (1, 96)
    assert by_code["O3.services"][2] is None


def test_filter_and_order_of_the_page_are_those_of_the_table(world):
    for title, kind in (("A course", "training"), ("B course", "training"), ("A survey", "survey")):
        Activity.objects.create(
            partnership=world.partnership,
            cluster=world.clusters["dresden"],
            kind=kind if kind == "training" else "strategy_review",
            title=title,
            held_on=clock.today(),
            recorded_by=world.actor("manager").user,
            recorded_at=clock.now(),
            state="recorded",
            state_since=clock.now(),
        )
    page = world.client("manager").get(
        reverse("reporting:activities", args=[world.partnership.slug]), {"kind": "training", "page": "1"}
    )
    assert "/exports/new/activities/?query=kind%3Dtraining&amp;scope=test" in page.content.decode()
    lines = table(world, "manager", "activities", "kind=training", world.partnership.slug).splitlines()
    assert [line.split(",")[0] for line in lines] == ["Title", "B course", "A course"]
    sheet = workbook(world, "manager", "activities", "kind=training", world.partnership.slug)
    assert ("Type", "Training of cluster staff") in list(sheet.worksheets[1].iter_rows(values_only=True))


def test_page_says_how_many_rows_in_which_columns_before_it_makes_them(world):
    world.submitted()
    page = world.client("manager").get(reverse("core:export_new", args=["members"])).content.decode()
    assert "Members, 0 rows" in page
    assert "Registration number" in page
    assert world.client("stranger").get(reverse("core:export_new", args=["missions"])).status_code == 403
    assert world.client("manager").get(reverse("core:export_new", args=["nothing"])).status_code == 404


def test_who_lost_the_role_gets_no_table(world):
    actor = world.actor("manager")
    assert wearing(actor.user, actor.hat.pk).hat == actor.hat
    actor.hat.ended_at = clock.now()
    actor.hat.save()
    with pytest.raises(NotAllowed):
        wearing(actor.user, actor.hat.pk)


def test_csv_and_workbook_of_a_list_say_the_same(world):
    credited.credited(world, world.firm, world.host, clock.today())
    scope = f"{world.partnership.slug}/O2.exchanges/1"
    rows = workbook(world, "auditor", "records", scope=scope).worksheets[0].iter_rows(values_only=True)
    plain = [[cell.date() if hasattr(cell, "date") else cell for cell in row] for row in rows]
    assert "".join(csv_lines(plain)).removeprefix("\ufeff") == table(world, "auditor", "records", scope=scope)
