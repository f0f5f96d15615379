"""The two walks through a file: check every row, and save every row. Both see a chunk at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from core.imports import progress, reading
from core.imports.columns import Unreadable, shown
from core.imports.importer import WRONG, Importer, Row, Session
from core.models import ImportProblem, ImportRow, ImportRun

CHUNK = 200
_SHOWN = 300


class Stopped(Exception):
    """The person asked to stop; the caller takes everything back."""


class Wrong(Exception):
    """Since the check something changed, so that rows no longer fit."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__("rows no longer fit")
        self.rows = rows


def rows_of(run: ImportRun, importer: Importer, data: bytes) -> list[Row]:
    """Every line with what its cells mean, and what cannot be read."""
    sheet = reading.read(data)
    return [_row(importer, run.mapping, number, cells) for number, cells in sheet.rows]


def _row(importer: Importer, mapping: dict[str, int], number: int, cells: list[Any]) -> Row:
    row = Row(number, {}, {})
    for column in importer.columns:
        place = mapping.get(column.key)
        cell = cells[place] if place is not None and place < len(cells) else None
        row.raw[column.key] = shown(cell)
        row.values[column.key] = None
        try:
            row.values[column.key] = column.read(cell)
        except Unreadable as problem:
            row.wrong(problem.kind, column.key, problem.sentence)
    return row


def check(run: ImportRun, rows: list[Row], session: Session) -> None:
    """Judge all rows. Also those with unreadable cells are judged, so that everything wrong is told at once."""
    for chunk in _chunks(run, rows):
        session.judge(chunk)
        for row in chunk:
            if row.problems:
                row.action = WRONG


def save(run: ImportRun, rows: list[Row], session: Session) -> None:
    """Judge and save all rows in the caller's transaction. Raises Stopped or Wrong; the caller takes all back."""
    for chunk in _chunks(run, rows):
        session.judge(chunk)
        if any(row.problems for row in chunk):
            raise Wrong(rows)
        session.save(chunk)


def _chunks(run: ImportRun, rows: Sequence[Row]) -> Iterator[list[Row]]:
    progress.note(run.pk, 0, len(rows))
    for start in range(0, len(rows), CHUNK):
        chunk = list(rows[start : start + CHUNK])
        # Another transaction sets it while this one runs; a plain read sees what was committed.
        if ImportRun.objects.filter(pk=run.pk, cancel_asked_at__isnull=False).exists():
            raise Stopped
        yield chunk
        progress.note(run.pk, start + len(chunk), len(rows))


def keep(run: ImportRun, importer: Importer, rows: Sequence[Row]) -> dict[str, Any]:
    """Write what each row does and what is wrong, in place of an earlier walk; returns the sums."""
    ImportProblem.objects.filter(run=run).delete()
    ImportRow.objects.filter(run=run).delete()
    problems = [
        ImportProblem(
            run=run,
            number=row.number,
            kind=problem.kind,
            column=problem.column,
            value=row.raw.get(problem.column, "")[:_SHOWN],
            sentence=problem.sentence[:500],
        )
        for row in rows
        for problem in row.problems
    ]
    ImportRow.objects.bulk_create((_kept(run, importer, row) for row in rows), batch_size=1000)
    ImportProblem.objects.bulk_create(problems, batch_size=1000)
    return {
        "counts": dict(Counter(row.action for row in rows)),
        "row_count": len(rows),
        "problem_count": len(problems),
    }


def _kept(run: ImportRun, importer: Importer, row: Row) -> ImportRow:
    return ImportRow(
        run=run,
        number=row.number,
        values={key: text[:_SHOWN] for key, text in row.raw.items() if text},
        action=row.action,
        label=row.label[:250],
        note=row.note[:300],
        object_type=importer.object_type if row.target else "",
        object_id=row.target,
    )
