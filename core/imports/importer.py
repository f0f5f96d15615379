"""What an importer brings: its columns, who may use it for which place, and what a row becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from core.actors import Actor
from core.imports.columns import KINDS, Column, Problem
from core.models import ImportRun

# What a row does: the words stand on the page.
CREATE, UPDATE, UNCHANGED, LEFT_OUT, WRONG = "create", "update", "unchanged", "left_out", "wrong"


@dataclass
class Row:
    """One line of the file on its way in. `target` is the number of the record it became, or will change."""

    number: int
    raw: dict[str, str]
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    action: str = ""
    note: str = ""
    target: int | None = None
    label: str = ""
    extra: Any = None

    def wrong(self, kind: str, column: str, sentence: Any) -> None:
        self.problems.append(Problem(kind, column, str(sentence)))


class Session(Protocol):
    """One walk through a file. It sees the rows a chunk at a time and remembers what came before."""

    def judge(self, rows: Sequence[Row]) -> None:
        """Say for each row what it would do, or what is wrong. The number of statements is the same for any chunk."""

    def save(self, rows: Sequence[Row]) -> None:
        """Do it, and set `target`; the rows were judged just before, in the same transaction."""


@dataclass(frozen=True)
class Option:
    """A question beside the columns. Without choices it is a box to tick."""

    key: str
    label: Any
    help_text: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    initial: Any = ""


class Importer:
    """Register one for each kind of table. `name` stands in the address and on the rows."""

    name = ""
    title: Any = ""
    # What one row is called, and where it leads to.
    noun: Any = ""
    explanation: Any = ""
    columns: tuple[Column, ...] = ()
    options: tuple[Option, ...] = ()
    object_type = ""
    kinds: Mapping[str, Any] = {}

    def scope_of(self, actor: Actor) -> int | None:
        """The place that the present hat may import for; None when it may not."""
        raise NotImplementedError

    def place(self, scope: int) -> str:
        """The place in words."""
        raise NotImplementedError

    def session(self, run: ImportRun, by: Actor) -> Session:
        """`by` is the person who asked for this walk; the hat's number stands on the run."""
        raise NotImplementedError

    def address(self, target: int) -> str:
        """The page of a record that a row became."""
        raise NotImplementedError

    def done_address(self, scope: int) -> str:
        """The page that now shows what came in."""
        raise NotImplementedError

    def kind_labels(self) -> dict[str, Any]:
        return KINDS | dict(self.kinds)

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> Importer:
    _importers[importer.name] = importer
    return importer


def get(name: str) -> Importer | None:
    return _importers.get(name)


def named(name: str) -> Importer:
    return _importers[name]


def offered_to(actor: Actor) -> list[tuple[Importer, int]]:
    """The importers that the hat may use, each with its place."""
    found = ((importer, importer.scope_of(actor)) for importer in _importers.values())
    return [(importer, scope) for importer, scope in found if scope is not None]
