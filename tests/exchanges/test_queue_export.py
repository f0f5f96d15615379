"""The list of files as a table to take away: exactly what the list shows, typed, safe, for its maker only, for a week."""

import io
import tracemalloc
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from clusters.models import Organisation, Role
from core import clock, exports, outbox
from core.exceptions import NotAllowed, Refused
from core.models import ExportJob, StoredFile
from core.services import exports as services
from core.spreadsheet import csv_lines
from core.tables import DATE, MONEY, TEXT, Field, lines
from exchanges.exporting import FILES
from exchanges.services import desk
from tests.support.world import FIRST_DAY

pytestmark = pytest.mark.django_db
EXPORT = reverse("exchanges:queue_export")


def asked(world, persona="manager", file_format="xlsx", **given):
    answer = world.client(persona).post(EXPORT, {"file_format": file_format} | given)
    job = ExportJob.objects.latest("id")
    assert answer.url == reverse("core:export_run", args=[job.pk])
    return job


def made(world, persona="manager", **given):
    job = asked(world, persona, **given)
    outbox.run_due()
    job.refresh_from_db()
    return job


def content(world, job, persona="manager"):
    answer = world.client(persona).get(reverse("core:export_file", args=[job.pk]))
    return b"".join(answer.streaming_content)


def workbook(world, job, persona="manager"):
    return load_workbook(io.BytesIO(content(world, job, persona)))


def test_workbook_holds_the_filtered_rows_in_the_chosen_columns_typed(world):
    accepted, _sent = world.accepted(), world.submitted()
    job = made(world, query="stage=matching&cols=reference,dates,sum")
    book = workbook(world, job)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("Reference", "First day", "Last day", "Lump sum in EUR")
    assert rows[1][0] == accepted.reference
    assert rows[1][1].date() == FIRST_DAY
    assert rows[1][3] == 450
    assert len(rows) == 2
    assert book.worksheets[0].freeze_panes == "B2"
    about = list(book.worksheets[1].iter_rows(values_only=True))
    assert ("Stage", "Looking for a host") in about
    link = book.worksheets[1].cell(len(about), 2)
    assert link.hyperlink.target.endswith("/files/?stage=matching&cols=reference,dates,sum")


def test_csv_of_the_job_equals_the_direct_one(world):
    world.accepted()
    job = made(world, file_format="csv", query="order=due")
    direct = world.client("manager").get(reverse("exchanges:queue_csv"), {"order": "due"})
    assert content(world, job) == b"".join(direct.streaming_content)


def test_ticked_files_only(world):
    wanted, _other = world.submitted(), world.submitted()
    job = made(world, f=[wanted.pk])
    assert [row[0].value for row in workbook(world, job).worksheets[0].iter_rows(min_row=2)] == [
        wanted.reference
    ]


def test_archived_files_stay_out_as_in_the_list(world):
    from exchanges.services import applications

    over = applications.withdraw_application(application=world.submitted(), by=world.actor("visitor"))
    desk.act_on(act="archive", numbers=[over.pk], by=world.actor("manager"))
    assert made(world).row_count == 0
    assert made(world, query="archived=with").row_count == 1


def test_text_that_looks_like_a_formula_stays_text(world):
    world.submitted()
    Organisation.objects.filter(pk=world.firm.pk).update(name='=HYPERLINK("x")')
    cell = workbook(world, made(world)).worksheets[0].cell(2, 2)
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("x")')
    text = content(world, made(world, file_format="csv")).decode("utf-8-sig")
    assert "'=HYPERLINK" in text


def test_rows_are_those_the_person_sees(world):
    world.submitted()
    assert made(world, "coordinator").row_count == 1
    assert made(world, "other_manager").row_count == 0
    assert world.client("visitor").post(EXPORT, {"file_format": "csv"}).status_code == 403


def test_table_is_for_its_maker_in_the_same_role_only(world):
    world.submitted()
    job = made(world)
    for persona in ("coordinator", "host_manager", "visitor", "auditor"):
        for name in ("export_run", "export_file"):
            assert world.client(persona).get(reverse(f"core:{name}", args=[job.pk])).status_code == 404
        assert "Files, XLSX" not in world.client(persona).get(reverse("core:exports")).content.decode()
    assert "Files, XLSX" in world.client("manager").get(reverse("core:exports")).content.decode()
    Role.objects.filter(pk=world.actor("manager").hat.pk).update(ended_at=clock.now())
    assert world.client("manager").get(reverse("core:export_file", args=[job.pk])).status_code == 404


def test_who_lost_the_role_before_the_worker_came_gets_the_reason(world):
    world.submitted()
    job = asked(world)
    Role.objects.filter(pk=job.hat_id).update(ended_at=clock.now())
    outbox.run_due()
    job.refresh_from_db()
    assert job.problem == "You no longer have the role with which you asked for this table."
    assert job.file is None


def test_page_shows_the_way_from_waiting_to_ready(world):
    world.submitted()
    job = asked(world)
    page = reverse("core:export_run", args=[job.pk])
    waiting = world.client("manager").get(page).content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    assert "The table waits for its turn." in waiting
    assert "http-equiv" not in waiting
    outbox.run_due()
    ready = world.client("manager").get(page).content.decode()
    assert "Ready: 1 row," in ready
    assert "hx-trigger" not in ready.split('id="export"')[1].split(">")[0]


def test_failure_is_told_and_tried_again(world, monkeypatch):
    world.submitted()
    job = asked(world)
    with monkeypatch.context() as patch:
        patch.setattr(services, "_write", lambda target, job: 1 / 0)
        outbox.run_due()
    page = reverse("core:export_run", args=[job.pk])
    assert "Try again; if it fails again, tell us." in world.client("manager").get(page).content.decode()
    world.client("manager").post(reverse("core:export_again", args=[job.pk]))
    outbox.run_due()
    job.refresh_from_db()
    assert (job.row_count, job.problem) == (1, "")


def test_table_is_deleted_after_a_week(world):
    world.submitted()
    job = made(world)
    stored = job.file
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        outbox.run_due()
        assert ExportJob.objects.exists()
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        outbox.run_due()
    assert not ExportJob.objects.exists()
    assert not StoredFile.objects.filter(pk=stored.pk).exists()


def test_no_more_than_three_are_made_at_once(world):
    for _ in range(services.AT_ONCE):
        asked(world)
    with pytest.raises(Refused, match="Wait until one is ready"):
        services.ask(
            exporter=exports.named(FILES), query="", options={}, file_format="csv", by=world.actor("manager")
        )
    with pytest.raises(NotAllowed):
        services.ask(
            exporter=exports.named(FILES), query="", options={}, file_format="csv", by=world.actor("visitor")
        )


def test_made_table_has_a_file_and_an_end(world):
    job = asked(world)
    with pytest.raises(IntegrityError, match="export_job_made_has_file"), transaction.atomic():
        ExportJob.objects.filter(pk=job.pk).update(made_at=clock.now())


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_each_number_of_tables(world, number, django_assert_num_queries):
    for _ in range(number):
        asked(world, file_format="csv")
    client = world.client("manager")
    client.get(reverse("core:exports"))
    with django_assert_num_queries(7):
        client.get(reverse("core:exports"))


def csv_of(target, source, rows):
    exports.write_csv(target, csv_lines(lines(source.fields, rows)), lambda done: None)


@pytest.mark.parametrize("write", [csv_of, exports.write_xlsx])
def test_memory_does_not_grow_with_the_rows(write):
    fields = [
        Field("Name", TEXT, lambda row: f"Organisation number {row}"),
        Field("Day", DATE, lambda row: FIRST_DAY),
        Field("Sum", MONEY, lambda row: row * 10),
    ]

    def peak(rows: int) -> int:
        source = exports.Source("Files", "https://portal.example/", [], fields, rows, range(rows))
        tracemalloc.start()
        try:
            write(_Sink(), source, source.rows)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(6000) < peak(300) + 300_000


class _Sink(io.RawIOBase):
    """Takes bytes and keeps none."""

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[override]
        return len(data)
