"""Tables as people bring them, for the tests of imports."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from core import outbox
from core.actors import Actor
from core.imports.importer import named
from core.models import ImportRun
from core.services import imports


def xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def upload(data: bytes, name: str = "table.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def brought(importer: str, data: bytes, by: Actor, **options: Any) -> ImportRun:
    """A file on its way, its guessed columns taken, every row checked."""
    run = imports.upload_file(importer=named(importer), upload=upload(data), by=by)
    imports.check_rows(run=run, by=by, mapping=run.mapping, options=options)
    outbox.run_due()
    run.refresh_from_db()
    return run


def imported(run: ImportRun, by: Actor) -> ImportRun:
    imports.save_rows(run=run, by=by)
    outbox.run_due()
    run.refresh_from_db()
    return run


def problems(run: ImportRun) -> list[tuple[int, str, str]]:
    return list(run.problems.order_by("number", "id").values_list("number", "column", "kind"))
