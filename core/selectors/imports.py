"""Imports as their pages show them."""

from typing import Any

from django.db.models import Count, QuerySet

from core.imports import reading
from core.imports.columns import shown
from core.imports.importer import CREATE, LEFT_OUT, UNCHANGED, UPDATE, Importer
from core.models import ImportProblem, ImportRow, ImportRun

DOING = (CREATE, UPDATE, LEFT_OUT, UNCHANGED)
_SAMPLES = 3


def runs(importer: Importer, scope: int) -> QuerySet[ImportRun]:
    rows = ImportRun.objects.filter(importer=importer.name, scope=scope)
    return rows.select_related("file", "created_by").order_by("-id")


def with_file(rows: QuerySet[ImportRun]) -> QuerySet[ImportRun]:
    return rows.select_related("file", "created_by")


def samples(run: ImportRun) -> list[list[str]]:
    """For each column of the file, its first few values."""
    with run.file.file.open("rb") as content:
        rows = reading.read(content.read()).rows[:_SAMPLES]
    return [
        [shown(cells[place]) for _number, cells in rows if place < len(cells) and shown(cells[place])]
        for place in range(len(run.header))
    ]


def kinds(run: ImportRun, importer: Importer) -> list[dict[str, Any]]:
    """Kinds of problem with their numbers, most first."""
    labels = importer.kind_labels()
    found = ImportProblem.objects.filter(run=run).order_by().values("kind").annotate(number=Count("id"))
    rows = [
        {"kind": row["kind"], "label": labels.get(row["kind"], row["kind"]), "number": row["number"]}
        for row in found
    ]
    return sorted(rows, key=lambda row: (-row["number"], row["kind"]))


def problems(run: ImportRun, kind: str = "") -> QuerySet[ImportProblem]:
    rows = ImportProblem.objects.filter(run=run)
    return (rows.filter(kind=kind) if kind else rows).order_by("number", "id")


def rows(run: ImportRun, action: str = "") -> QuerySet[ImportRow]:
    found = ImportRow.objects.filter(run=run)
    return (found.filter(action=action) if action else found).order_by("number")


def wrong_rows(run: ImportRun) -> list[tuple[int, list[Any], list[str], set[int]]]:
    """The lines of the file that are wrong, as they are, with their sentences and the places of the wrong cells."""
    sentences: dict[int, list[str]] = {}
    places: dict[int, set[int]] = {}
    for problem in problems(run):
        sentences.setdefault(problem.number, []).append(problem.sentence)
        if problem.column in run.mapping:
            places.setdefault(problem.number, set()).add(run.mapping[problem.column])
    with run.file.file.open("rb") as content:
        sheet = reading.read(content.read())
    return [
        (number, cells, sentences[number], places.get(number, set()))
        for number, cells in sheet.rows
        if number in sentences
    ]


def made_by_import(object_type: str, object_id: int) -> ImportRun | None:
    """The newest import that made or changed a record."""
    row = (
        ImportRow.objects.filter(object_type=object_type, object_id=object_id, run__state="imported")
        .exclude(action=UNCHANGED)
        .select_related("run__file", "run__created_by")
        .order_by("-run_id")
        .first()
    )
    return row.run if row is not None else None
