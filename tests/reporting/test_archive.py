"""The whole partnership as one archive: it recounts the dashboard, explains each column, tells no more than it may."""

import csv
import hashlib
import io
import tracemalloc
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from clusters.models import Role
from core import clock, outbox
from core.exceptions import NotAllowed
from core.models import DownloadLog, ExportJob, StoredFile
from core.services import exports
from exchanges.models import Party
from reporting.archive import writing
from reporting.archive.columns import Level
from reporting.archive.partnership import TABLES
from reporting.dashboards import Dashboard
from reporting.models import Activity
from reporting.periods import Period
from tests.support import credited
from tests.support.foreign import fill, foreign, foreign_partnership
from tests.support.world import make_organisation

pytestmark = pytest.mark.django_db


def archive(world, level):
    target = io.BytesIO()
    writing.write(target, world.partnership, level, lambda done, total: None)
    return zipfile.ZipFile(target)


def table(found, name):
    text = found.read(f"csv/{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def everything(found):
    """All that can be read in it as text."""
    parts = []
    for name in found.namelist():
        if name.endswith(".xlsx"):
            for sheet in load_workbook(io.BytesIO(found.read(name))):
                parts += [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
        elif not name.endswith(".pdf"):
            parts.append(found.read(name).decode())
    return "\n".join(parts)


@pytest.fixture
def busy(world):
    """Three visits that count, two of them paid, with a row of every kind; another partnership beside."""
    paid = []
    for number in range(3):
        firm = make_organisation(f"Firm {number}", "sme", "DE", "Dresden", ("51.05041", "13.73726"))
        exchange = credited.credited(world, firm, world.host, clock.today())
        if number < 2:
            paid.append(exchange)
            credited.paid(world, exchange, clock.today())
    fill_one = paid[0]
    fill_one.application.travellers.update(first_name="Tamsin", last_name="Traveller")
    Activity.objects.create(
        partnership=world.partnership,
        cluster=world.clusters["dresden"],
        kind="training",
        title="Course with Tamsin",
        held_on=clock.today(),
        count=12,
        recorded_by=world.actor("manager").user,
        recorded_at=clock.now(),
        reviewed_by=world.actor("coordinator").user,
        reviewed_at=clock.now(),
        state="counted",
        state_since=clock.now(),
    )
    foreign(world, foreign_partnership(world))
    return world


def test_recount_of_the_archive_is_what_the_dashboard_says(busy):
    found = archive(busy, Level.FULL)
    page = Dashboard(Period(busy.partnership, until=clock.today()))
    told = {row["code"]: row["value"] for row in page.shown.values()}
    rows = [*table(found, "exchanges"), *table(found, "past_exchanges")]
    counted = [row for row in rows if row["credited_on"] and row["credited_on"] <= clock.today().isoformat()]
    assert len(counted) == told["O2.exchanges"] == 3
    payments = table(found, "payments")
    assert sum(Decimal(row["sum"]) for row in payments if row["paid_on"]) == page.money.paid > 0
    trained = sum(
        int(row["number"])
        for row in table(found, "activities")
        if (row["kind"], row["state"]) == ("training", "counted")
    )
    assert trained == told["O1.staff"] == 12
    figures = {row["code"]: row["value"] for row in table(found, "figures")}
    assert figures["O2.exchanges"] == "3"


@pytest.mark.parametrize("level", list(Level))
def test_dictionary_explains_each_column_of_each_table_and_no_other(busy, level):
    found = archive(busy, level)
    explained = {}
    text = found.read("dictionary.csv").decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        assert row["meaning"]
        assert row["type"]
        explained.setdefault(row["table"], []).append(row["column"])
    heads = {
        name[4:-4]: next(csv.reader(io.StringIO(found.read(name).decode("utf-8-sig"))))
        for name in found.namelist()
        if name.startswith("csv/")
    }
    assert heads == explained
    page = found.read("dictionary.html").decode()
    assert all(f'id="{name}"' in page for name in heads)


@pytest.mark.parametrize("level", list(Level))
def test_each_join_that_the_dictionary_names_finds_its_column(busy, level):
    found = archive(busy, level)
    text = found.read("dictionary.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = {f"{row['table']}.{row['column']}" for row in rows}
    assert {row["joins"] for row in rows if row["joins"]} <= columns
    for row in rows:
        if row["joins"]:
            other, name = row["joins"].split(".")
            known = {line[name] for line in table(found, other)}
            assert {line[row["column"]] for line in table(found, row["table"])} <= known | {""}


def test_workbook_says_the_same_as_the_csv_with_numbers_as_numbers(busy):
    found = archive(busy, Level.FULL)
    sheet = load_workbook(io.BytesIO(found.read("xlsx/exchanges.xlsx"))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    plain = table(found, "exchanges")
    place = {name: number for number, name in enumerate(head)}
    assert [row[place["reference"]] for row in rows] == [row["reference"] for row in plain]
    assert {row[place["credited_on"]].date() for row in rows} == {clock.today()}
    assert [str(row[place["exchange"]]) for row in rows] == [row["exchange"] for row in plain]


def test_allowed_values_are_those_of_the_model_and_every_value_is_allowed(busy):
    found = archive(busy, Level.FULL)
    text = found.read("dictionary.csv").decode("utf-8-sig")
    checked = 0
    for row in csv.DictReader(io.StringIO(text)):
        allowed = {part.partition(" = ")[0] for part in row["allowed_values"].split("; ")} - {""}
        if allowed:
            values = {line[row["column"]] for line in table(found, row["table"])} - {""}
            given = {
                code for value in values for code in (value.split() if "codes" in row["type"] else [value])
            }
            assert given <= allowed, row
            checked += len(given)
    assert checked > 10


def test_manifest_has_the_hash_of_each_part(busy):
    found = archive(busy, Level.NAMED)
    sums = dict(reversed(line.split("  ")) for line in found.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(found.namelist()) - {"SHA256SUMS", "manifest.csv"}
    assert all(hashlib.sha256(found.read(name)).hexdigest() == value for name, value in sums.items())
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(found.read("manifest.csv").decode()))}
    assert rows["csv/exchanges.csv"]["rows"] == "3"
    assert int(rows["csv/exchanges.csv"]["bytes"]) == len(found.read("csv/exchanges.csv"))


def test_persons_and_free_text_are_in_the_confidential_archive_only(busy):
    exchange = busy.partnership.exchanges.latest("pk")
    Party.objects.create(
        application=exchange.application, exchange=exchange, role="visitor", organisation=exchange.visitor
    )
    fill(exchange, busy)
    full, named, public = (everything(archive(busy, level)) for level in reversed(Level))
    for word in ("Tamsin", "Course with", "canary@"):
        assert word in full
        assert word not in named
        assert word not in public
    assert "Firm 1" in named
    assert "Firm 1" not in public
    assert exchange.reference not in public
    assert "DE89370400440532013000" not in full


def test_nothing_of_another_partnership_is_in_any_archive(busy):
    for level in Level:
        text = everything(archive(busy, level))
        assert not [name for name in ("Canary Visitor", "Canary Host", "Canary Cluster") if name in text]
        assert "OTHER partnership" not in text


def test_small_numbers_are_hidden_where_it_may_be_published(busy):
    rows = {row["code"]: row["value"] for row in table(archive(busy, Level.PUBLIC), "figures")}
    assert rows["O2.exchanges"] == ""
    assert rows["O1.staff"] == "12"


def test_every_table_and_every_column_is_named_once():
    names = [table.name for table in TABLES]
    assert len(names) == len(set(names))
    for item in TABLES:
        columns = [column.name for column in item.columns]
        assert len(columns) == len(set(columns))


# --- asked for in the portal -----------------------------------------------------------------------------------------


def asked(world, persona, edition="full"):
    page = reverse("reporting:archive", args=[world.partnership.slug])
    return world.client(persona).post(page, {"edition": edition})


def test_job_makes_it_and_each_download_is_noted(busy):
    answer = asked(busy, "coordinator")
    outbox.run_due()
    job = ExportJob.objects.get()
    assert answer.url == reverse("core:export_run", args=[job.pk])
    assert job.problem == ""
    assert "rows" in busy.client("coordinator").get(answer.url).content.decode()
    file = busy.client("coordinator").get(reverse("core:export_file", args=[job.pk]))
    assert file["Content-Disposition"].endswith('.zip"')
    found = zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content)))
    assert found.testzip() is None
    noted = DownloadLog.objects.get()
    assert (noted.user, noted.sha256) == (busy.actor("coordinator").user, job.file.sha256)
    assert busy.client("finance").get(reverse("core:export_file", args=[job.pk])).status_code == 404
    assert DownloadLog.objects.count() == 1


def test_one_at_a_time_for_each_partnership(world):
    asked(world, "coordinator")
    page = world.client("auditor").post(
        reverse("reporting:archive", args=[world.partnership.slug]), {"edition": "named"}, follow=True
    )
    assert "This is being made already." in page.content.decode()
    first = ExportJob.objects.get()
    with pytest.raises(IntegrityError, match="export_job_exclusive"), transaction.atomic():
        ExportJob.objects.create(
            exporter="archive",
            user=first.user,
            hat_id=first.hat_id,
            file_format="zip",
            exclusive=first.exclusive,
        )
    outbox.run_due()
    asked(world, "auditor", "named")
    assert ExportJob.objects.count() == 2


@pytest.mark.parametrize("persona", ["manager", "finance", "host_manager"])
def test_others_are_refused(world, persona):
    page = reverse("reporting:archive", args=[world.partnership.slug])
    assert world.client(persona).get(page).status_code == 403
    assert asked(world, persona).status_code == 403
    assert (
        "/archive/"
        not in world.client(persona)
        .get(reverse("reporting:dashboard", args=[world.partnership.slug]))
        .content.decode()
    )


def test_support_office_gets_no_person(world):
    world.add_support()
    page = reverse("reporting:archive", args=[world.partnership.slug])
    assert "With personal data" not in world.client("support").get(page).content.decode()
    assert asked(world, "support").status_code == 200
    assert not ExportJob.objects.exists()
    asked(world, "support", "named")
    assert ExportJob.objects.get().options == {"scope": "test/named"}


def test_right_is_asked_again_by_the_worker_and_at_the_download(world):
    asked(world, "coordinator")
    outbox.run_due()
    job = ExportJob.objects.get()
    hat = world.actor("coordinator").hat
    Role.objects.filter(pk=hat.pk).update(kind="finance")
    assert world.client("coordinator").get(reverse("core:export_file", args=[job.pk])).status_code == 403
    assert not DownloadLog.objects.exists()
    ExportJob.objects.update(made_at=None, file=None, expires_at=None, failed_at=clock.now())
    job.refresh_from_db()
    with pytest.raises(NotAllowed):
        exports.again(job=job, by=world.actor("coordinator"))


def test_it_is_deleted_after_a_week_with_its_file(world):
    asked(world, "coordinator")
    outbox.run_due()
    stored = ExportJob.objects.get().file_id
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        outbox.run_due()
    assert not ExportJob.objects.exists()
    assert not StoredFile.objects.filter(pk=stored).exists()


def test_memory_does_not_grow_with_the_rows(busy, monkeypatch):
    def peak(times):
        monkeypatch.setattr(
            writing.Table,
            "read",
            lambda table, partnership, level: iter([["x"] * len(table.columns_at(level))] * times),
        )
        tracemalloc.start()
        try:
            archive(busy, Level.PUBLIC)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    assert peak(4000) < peak(400) * 2 + 500_000
