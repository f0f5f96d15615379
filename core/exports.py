"""Tables that people take away. An app registers an exporter for each of its lists; a worker writes the file.

Rows are read by a server-side cursor and written as they come, so that memory does not grow with the table.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.functional import Promise

from core import sheets
from core.actors import Actor
from core.spreadsheet import csv_lines
from core.tables import Field, lines


@dataclass(frozen=True)
class Source:
    """What stands in the table: `facts` say which rows these are, `address` leads back to them."""

    title: str
    address: str
    facts: Sequence[tuple[str, str]]
    fields: Sequence[Field]
    total: int
    rows: Iterable[Any]


Asked = dict[str, Any]
# Hears how much is done, and of how much.
Note = Callable[[int, int], None]


@dataclass(frozen=True)
class Exporter:
    """`actor_of` raises NotAllowed when the person no longer has the role; `source` reads as that actor sees.

    `at_once` is the CSV as text in pieces, for a list whose table the database itself can write. What is no table is written
    by `write`, which returns the number of its rows. `check` raises NotAllowed or Refused; it is asked before the job, by the
    worker, and before each download. Of what `exclusive` names, one at a time is made.
    """

    name: str
    title: str | Promise
    actor_of: Callable[[Any, int], Actor]
    source: Callable[[Actor, str, Asked], Source]
    at_once: Callable[[Actor, str, Asked], Iterator[str]] | None = None
    write: Callable[[BinaryIO, Actor, Asked, Note], int] | None = None
    check: Callable[[Actor, Asked], None] | None = None
    exclusive: Callable[[Asked], str] | None = None

    def check_may(self, actor: Actor, options: Asked) -> None:
        if self.check is not None:
            self.check(actor, options)

    def lines(self, actor: Actor, query: str, options: Asked) -> Iterator[str]:
        """The CSV as text, a line or more at a time."""
        if self.at_once is not None:
            return self.at_once(actor, query, options)
        source = self.source(actor, query, options)
        return csv_lines(lines(source.fields, source.rows))


_exporters: dict[str, Exporter] = {}


def register(exporter: Exporter) -> None:
    _exporters[exporter.name] = exporter


def named(name: str) -> Exporter:
    return _exporters[name]


def names() -> list[str]:
    return sorted(_exporters)


def known(name: str) -> Exporter | None:
    return _exporters.get(name)


def write_csv(target: BinaryIO, parts: Iterable[str], note: Callable[[int], None], every: int = 500) -> None:
    """Head and rows only, as programs expect; what they are, the page of the export says. `note` hears now and then about
    how many lines are written.
    """
    done = told = 0
    for part in parts:
        target.write(part.encode())
        done += part.count("\r\n")
        if done >= told + every:
            told = done
            note(done)


def write_xlsx(target: BinaryIO, source: Source, rows: Iterable[Any]) -> None:
    sheets.write(
        target,
        source.fields,
        rows,
        total=source.total,
        title=source.title,
        facts=source.facts,
        address=source.address,
    )


def counted(rows: Iterable[Any], note: Callable[[int], None], every: int = 500) -> Iterator[Any]:
    """The rows; `note` hears how many were handed on."""
    done = 0
    for done, row in enumerate(rows, start=1):
        yield row
        if done % every == 0:
            note(done)
    note(done)
