"""An archive is of one moment: what others write while it is being made is in all of its tables or in none."""

import csv
import io
import threading
import zipfile
from contextlib import nullcontext

import pytest
from django.db import InternalError, connection

from clusters.models import Organisation
from core import clock, outbox
from core.models import ExportJob
from core.services import exports
from core.transactions import snapshot
from reporting.archive import export, writing
from reporting.models import Activity
from tests.support import credited
from tests.support.world import World, make_organisation


def asked(world: World) -> ExportJob:
    by = world.actor("coordinator")
    return exports.ask(
        exporter=export.exports.named(export.ARCHIVE),
        query="",
        options=export.options_of(world.partnership, "full"),
        file_format="zip",
        by=by,
    )


def visit(world: World, name: str) -> None:
    firm: Organisation = make_organisation(name, "sme", "DE", "Dresden", ("51.05041", "13.73726"))
    credited.credited(world, firm, world.host, clock.today())
    Activity.objects.create(
        partnership=world.partnership, cluster=world.clusters["dresden"], kind="training", title=name,
        held_on=clock.today(), recorded_by=world.actor("manager").user, recorded_at=clock.now(),
        state="recorded", state_since=clock.now(),
    )  # fmt: skip


def written_meanwhile(world: World, monkeypatch: pytest.MonkeyPatch) -> zipfile.ZipFile:
    """The archive, while somebody else saves a visit and an activity after its first table."""
    add, names = writing._add_table, []

    def elsewhere() -> None:
        try:
            visit(world, "Written meanwhile")
        finally:
            connection.close()

    def slow(archive: zipfile.ZipFile, work: object, table: writing.Table, *place: object) -> None:
        add(archive, work, table, *place)  # type: ignore[arg-type]
        names.append(table.name)
        if len(names) == 1:
            writer = threading.Thread(target=elsewhere)
            writer.start()
            writer.join(30)

    monkeypatch.setattr(writing, "_add_table", slow)
    job = asked(world)
    outbox.run_due()
    job.refresh_from_db()
    assert (job.problem, len(names) > 20) == ("", True)
    assert job.file is not None
    with job.file.file.open("rb") as content:
        return zipfile.ZipFile(io.BytesIO(content.read()))


def table(found: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.read(f"csv/{name}.csv").decode("utf-8-sig"))))


def test_archive_is_of_one_moment_while_others_write(
    world: World, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(world, "Written before")
    found = written_meanwhile(world, monkeypatch)
    assert Activity.objects.count() == 2
    assert [row["title"] for row in table(found, "activities")] == ["Written before"]
    assert len(table(found, "files")) == len(table(found, "exchanges")) == 1
    assert {row["name"] for row in table(found, "organisations")} >= {"Written before"}
    assert "Written meanwhile" not in {row["name"] for row in table(found, "organisations")}
    exchanges = next(row for row in table(found, "figures") if row["code"] == "O2.exchanges")
    assert exchanges["value"] == "1"


def test_without_one_snapshot_its_tables_would_disagree(
    world: World, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same race without the snapshot, so that the test above is known to see it."""
    monkeypatch.setattr(exports, "snapshot", nullcontext)
    visit(world, "Written before")
    found = written_meanwhile(world, monkeypatch)
    assert [row["title"] for row in table(found, "activities")] == ["Written before", "Written meanwhile"]


def test_nothing_can_be_written_while_an_archive_reads(world: World, fresh_database: str) -> None:
    with pytest.raises(InternalError, match="read-only"), snapshot():
        visit(world, "Written inside")
