"""CSV that PostgreSQL writes: one statement whose rows are ready lines, for tables of any length.

The cells are those of `core.spreadsheet.csv_lines` over the same fields; `tests/exchanges/test_queue_csv.py` and
`tests/reporting/test_exports_agree.py` hold both together.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from core.spreadsheet import csv_lines, safe_cell
from core.tables import LIST, PLACE, TEXT, Field

CHUNK = 1000
# What needs an apostrophe in front, or quotes around it: begins like a formula, or holds a comma, quote or line break.
_RARE = r"""^ *[-=+@\t\r\n|%]|[",\r\n]"""
_ACTIVE = r"^ *[-=+@\t\r\n|%]"
_BREAKING = r'[",\r\n]'


def lines(rows: QuerySet[Any], fields: Sequence[Field], alias: Callable[[str], str]) -> Iterator[str]:
    """The table as text in pieces. `rows` gives a column for each fact; `alias` says under which name."""
    yield from csv_lines([[str(field.label) for field in fields]])
    statement, params = _statement(rows, fields, alias)
    # A cursor of a transaction reads as it goes; one that outlives it would first be filled with all rows.
    with transaction.atomic(), connection.cursor() as settings:
        # All rows are wanted: the plan that ends soonest, without compiling it.
        settings.execute("SET LOCAL cursor_tuple_fraction = 1; SET LOCAL jit = off")
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement, params)
            while found := cursor.fetchmany(CHUNK):
                yield "".join(line for (line,) in found)


def _statement(
    rows: QuerySet[Any], fields: Sequence[Field], alias: Callable[[str], str]
) -> tuple[str, list[Any]]:
    inner, inner_params = rows.query.sql_with_params()
    cells, params = [], []
    for field in fields:
        cell, given = _cell(field, lambda fact: f'facts."{alias(fact)}"')
        cells.append(cell)
        params += given
    # OFFSET keeps the facts apart, so that each is told once however often a cell looks at it.
    line = ", ',', ".join(cells)
    return f"SELECT concat({line}, E'\\r\\n') FROM ({inner} OFFSET 0) facts", [*params, *inner_params]  # noqa: S608  names only


def _cell(field: Field, column: Callable[[str], str]) -> tuple[str, list[Any]]:
    """Numbers and days are written as they are."""
    fact = column(field.fact)
    if field.note and field.words is not None:
        return _noted(fact, column(field.note), field.words())
    if field.words is not None:
        return _worded(fact, field.words())
    if field.kind == LIST:
        return _told_once(f"array_to_string({fact}, ', ')")
    return _text(fact) if field.kind == TEXT else (fact, [])


def _text(text: str) -> tuple[str, list[Any]]:
    safe = f"CASE WHEN {text} ~ %s THEN '''' || {text} ELSE {text} END"
    quoted = f"CASE WHEN {text} ~ %s THEN '\"' || replace({safe}, '\"', '\"\"') || '\"' ELSE {safe} END"
    return f"CASE WHEN {text} ~ %s THEN {quoted} ELSE {text} END", [_RARE, _BREAKING, _ACTIVE, _ACTIVE]


def _told_once(text: str, params: Sequence[Any] = ()) -> tuple[str, list[Any]]:
    """For a text that has to be made first."""
    cell, own = _text("made.text")
    return f"(SELECT {cell} FROM (SELECT {text} AS text OFFSET 0) made)", [*own, *params]  # noqa: S608  names only


def _worded(codes: str, words: Mapping[str, str]) -> tuple[str, list[Any]]:
    """One code, as nearly always, is looked up as a ready cell; several are joined first."""
    ready = json.dumps({code: _written(word) for code, word in words.items()})
    other, other_params = _text(codes)
    several, several_params = _told_once(
        "(SELECT string_agg(coalesce(%s::jsonb ->> code, code), ', ' ORDER BY place) "  # noqa: S608  names only
        f"FROM unnest(string_to_array({codes}, ' ')) WITH ORDINALITY AS given (code, place))",
        [json.dumps(dict(words))],
    )
    cell = (
        f"CASE WHEN {codes} = '' THEN '' WHEN strpos({codes}, ' ') > 0 THEN {several} "
        f"ELSE coalesce(%s::jsonb ->> {codes}, {other}) END"
    )
    return cell, [*several_params, ready, *other_params]


def _noted(text: str, note: str, patterns: Mapping[str, str]) -> tuple[str, list[Any]]:
    plain, plain_params = _text(text)
    noted, noted_params = _told_once(
        f"replace(%s::jsonb ->> {note}, %s, {text})", [json.dumps(dict(patterns)), PLACE]
    )
    return f"CASE WHEN {note} = '' THEN {plain} ELSE {noted} END", [*plain_params, *noted_params]


def _written(text: str) -> str:
    """The text as the cell of a line."""
    written: list[str] = []
    csv.writer(_Into(written), lineterminator="").writerow([safe_cell(text), ""])
    return written[0][:-1]


class _Into:
    def __init__(self, written: list[str]) -> None:
        self._written = written

    def write(self, text: str) -> None:
        self._written.append(text)
