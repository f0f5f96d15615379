"""Writes an archive: tables, dictionary, PDFs of deliverables, and the hash of every part. Memory does not grow with it.

Each table is read once; its lines go into the CSV and the workbook as they come, so both say the same.
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from clusters.models import Partnership
from core import clock, exports
from core.spreadsheet import safe_cell
from core.tables import Field
from reporting.archive import dictionary
from reporting.archive.columns import TYPES, Level, Table
from reporting.archive.partnership import TABLES
from reporting.models import DeliverableEdition, PlannedIssue

CHUNK = 1 << 16
# The most rows that a sheet can hold, its head among them.
SHEET = 1_048_576
EVERY = 500
# ZIP knows no time zone; one fixed moment makes equal archives equal.
ENTRY_DATE = (2020, 1, 1, 0, 0, 0)
WORDS = {
    Level.PUBLIC: "Only what may be published: no persons, no visitors, no hosts; small numbers are hidden.",
    Level.NAMED: "Without persons and without free text. Organisations are named: not for publication.",
    Level.FULL: "Confidential: with personal data. Keep it as you keep the records of the grant.",
}
Note = Callable[[int, int], None]


@dataclass
class Part:
    """One file of the archive, as its manifest tells it."""

    name: str
    size: int
    sha256: str
    rows: int | None = None


@dataclass
class _Work:
    """How far the archive is."""

    total: int
    note: Note
    done: int = 0
    parts: list[Part] = field(default_factory=list)

    def step(self) -> None:
        self.done += 1
        if self.done % EVERY == 0:
            self.note(self.done, max(self.done, self.total))


def tables_at(level: Level) -> list[Table]:
    return [table for table in TABLES if table.level <= level]


def write(target: BinaryIO, partnership: Partnership, level: Level, note: Note) -> int:
    """The number of rows in all tables."""
    tables = tables_at(level)
    work = _Work(sum(table.total(partnership, level) for table in tables), note)
    note(0, work.total)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, translation.override("en"):
        for table in tables:
            _add_table(archive, work, table, partnership, level)
        _add_deliverables(archive, work, partnership, level)
        _add_earlier(archive, work, partnership, level)
        _add_words(archive, work, partnership, level)
        rows = sum(part.rows or 0 for part in work.parts if part.name.startswith("csv/"))
        _add_manifest(archive, work)
    note(max(work.done, work.total), max(work.done, work.total))
    return rows


def _add_table(
    archive: zipfile.ZipFile, work: _Work, table: Table, partnership: Partnership, level: Level
) -> None:
    columns = table.columns_at(level)
    with TemporaryFile() as lines, TemporaryFile() as book:
        text = io.TextIOWrapper(lines, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text)
        text.write("\ufeff")
        writer.writerow([item.name for item in columns])
        count = _Counter()

        def rows() -> Iterator[list[Any]]:
            for row in table.read(partnership, level):
                writer.writerow([safe_cell(value) for value in row])
                work.step()
                count.number += 1
                if count.number < SHEET:
                    yield row

        fields = [
            Field(item.name, TYPES[item.kind][1], lambda row, place=place: row[place])  # type: ignore[misc]
            for place, item in enumerate(columns)
        ]
        source = exports.Source(table.name, "", [("About", table.about)], fields, 0, ())
        exports.write_xlsx(book, source, rows())
        text.detach()
        _add(archive, work, f"csv/{table.name}.csv", _chunks(lines), count.number)
        if count.number < SHEET:
            _add(archive, work, f"xlsx/{table.name}.xlsx", _chunks(book), count.number)


@dataclass
class _Counter:
    number: int = 0


def _add_deliverables(archive: zipfile.ZipFile, work: _Work, partnership: Partnership, level: Level) -> None:
    rows = DeliverableEdition.objects.filter(deliverable__partnership=partnership, pdf__isnull=False)
    if level == Level.PUBLIC:
        rows = rows.filter(deliverable__state="published", edition="public")
    elif level == Level.NAMED:
        rows = rows.filter(edition="public")
    for row in rows.select_related("pdf", "deliverable").defer("snapshot").order_by("pk"):
        assert row.pdf is not None
        issue = row.deliverable
        name = f"deliverables/{slugify(issue.code.replace('.', '-'))}-{row.edition}-{issue.number}.pdf"
        with row.pdf.file.open("rb") as content:
            _add(archive, work, name, content.chunks(CHUNK))


def _add_earlier(archive: zipfile.ZipFile, work: _Work, partnership: Partnership, level: Level) -> None:
    """Documents that were handed in without the portal. Nobody took names out of those that are not public."""
    rows = PlannedIssue.objects.filter(partnership=partnership, submitted_file__isnull=False)
    if level < Level.FULL:
        rows = rows.filter(submitted_public=True)
    for row in rows.select_related("submitted_file").order_by("code", "number"):
        stored = row.submitted_file
        assert stored is not None
        code = slugify(row.code.replace(".", "-"))
        name = f"deliverables/earlier/{code}-{row.number}{PurePath(stored.name).suffix.lower()}"
        with stored.file.open("rb") as content:
            _add(archive, work, name, content.chunks(CHUNK))


def _add_words(archive: zipfile.ZipFile, work: _Work, partnership: Partnership, level: Level) -> None:
    found = dictionary.entries(TABLES, level)
    text = io.StringIO()
    csv.writer(text).writerows(
        [dictionary.HEAD, *(entry.cells() for _table, rows in found for entry in rows)]
    )
    context = {
        "partnership": partnership,
        "made_at": clock.now(),
        "words": WORDS[level],
        "tables": found,
    }
    for name, content in (
        ("dictionary.csv", "\ufeff" + text.getvalue()),
        ("dictionary.html", render_to_string("reporting/archive/dictionary.html", context)),
        ("README.txt", render_to_string("reporting/archive/readme.txt", context)),
    ):
        _add(archive, work, name, [content.encode()])


def _add_manifest(archive: zipfile.ZipFile, work: _Work) -> None:
    """The hashes of all parts, as `sha256sum --check SHA256SUMS` reads them, and with sizes and rows as a table."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["file", "rows", "bytes", "sha256"])
    for part in work.parts:
        writer.writerow([part.name, "" if part.rows is None else part.rows, part.size, part.sha256])
    sums = "".join(f"{part.sha256}  {part.name}\n" for part in work.parts)
    archive.writestr(_info("manifest.csv"), text.getvalue())
    archive.writestr(_info("SHA256SUMS"), sums)


def _add(
    archive: zipfile.ZipFile, work: _Work, name: str, content: Iterable[bytes], rows: int | None = None
) -> None:
    digest, size = hashlib.sha256(), 0
    with archive.open(_info(name), "w", force_zip64=True) as target:
        for chunk in content:
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    work.parts.append(Part(name, size, digest.hexdigest(), rows))


def _chunks(source: Any) -> Iterator[bytes]:
    source.seek(0)
    while chunk := source.read(CHUNK):
        yield chunk


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, ENTRY_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
