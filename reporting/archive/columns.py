"""What a table of the archive is made of. The dictionary, the CSV and the workbook read the same columns.

Type, allowed values and whether a column is about a person are read from the model and from the registry of personal data, so
that none of them can say anything else than the portal does.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import Lower

from clusters.enums import OrganisationKind
from clusters.models import Partnership
from core import personal_data, workflow
from core.tables import DATE, MONEY, TEXT, WHOLE

CHUNK = 2000
MOMENT, YES_NO, NUMBER, CODES = "moment", "yes or no", "number", "codes"
# In words for the dictionary, and as a column of a workbook.
TYPES = {
    TEXT: ("text", TEXT),
    DATE: ("date, YYYY-MM-DD", DATE),
    WHOLE: ("whole number", WHOLE),
    MONEY: ("sum with two decimals", MONEY),
    NUMBER: ("number", MONEY),
    MOMENT: ("moment in UTC, YYYY-MM-DDThh:mm:ssZ", TEXT),
    YES_NO: ("yes or no", TEXT),
    CODES: ("codes, separated by blanks", TEXT),
}


class Level(IntEnum):
    """How much an archive tells: what may be published; organisations too; persons too."""

    PUBLIC = 0
    NAMED = 1
    FULL = 2


@dataclass(frozen=True)
class Column:
    """`path` leads from the table's model to the field it comes from; `value` is the expression that is read, where that
    is not the field itself. Without a path the column is made by the table, and `kind` says of which type it is.
    """

    name: str
    meaning: str
    path: str = ""
    value: Any = None
    kind: str = ""
    unit: str = ""
    choices: Callable[[], Iterable[tuple[Any, Any]]] | None = None
    # Which other table's column it joins: "files.reference".
    joins: str = ""
    level: Level = Level.PUBLIC
    free_text: bool = False


@dataclass(frozen=True)
class Settled:
    """A column of one table with all that is known of it."""

    column: Column
    field: "models.Field[Any, Any] | None"
    held_as: str
    level: Level

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def kind(self) -> str:
        return self.column.kind or _kind_of(self.field)

    @property
    def personal(self) -> bool:
        return self.held_as in ("parts", "personal", "cleared", "kept")

    @property
    def free_text(self) -> bool:
        return self.held_as == "texts" or self.column.free_text

    @property
    def source(self) -> str:
        if self.field is None:
            return "made for this table"
        return f"{self.field.model._meta.label}.{self.field.name}"

    def allowed(self) -> list[tuple[str, str]]:
        """Codes with their labels; empty where anything may stand."""
        if self.column.choices is not None:
            return [(str(code), str(label)) for code, label in self.column.choices()]
        if self.field is None:
            return []
        if self.field.name == "state":
            states = {item.model: item for item in workflow.registered()}
            table = states.get(self.field.model._meta.label_lower)
            if table is not None:
                return [(state.code, str(state.label)) for state in table.states]
        return [(str(code), str(label)) for code, label in self.field.flatchoices]


@dataclass(frozen=True)
class Table:
    """`rows` gives the records of a partnership; `expand` makes several lines of the values of one record. A table that
    no model stands for is read by `lines` instead.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    model: str = ""
    rows: Callable[[Partnership], models.QuerySet[Any]] | None = None
    expand: Callable[[tuple[Any, ...]], Iterator[tuple[Any, ...]]] | None = None
    # What `expand` takes: expressions that are read beside the columns with a path.
    reads: tuple[str, ...] = ()
    lines: Callable[[Partnership, Level], Iterable[tuple[Any, ...]]] | None = None
    level: Level = Level.NAMED
    # Which rows of it may be published, where it goes into the public archive.
    public_rows: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] = field(default=lambda rows: rows)

    @cached_property
    def settled(self) -> tuple[Settled, ...]:
        return tuple(_settle(self, column) for column in self.columns)

    def columns_at(self, level: Level) -> list[Settled]:
        return [item for item in self.settled if item.level <= level]

    def found(self, partnership: Partnership, level: Level) -> models.QuerySet[Any]:
        assert self.rows is not None
        rows = self.rows(partnership)
        return (self.public_rows(rows) if level == Level.PUBLIC else rows).order_by("pk")

    def total(self, partnership: Partnership, level: Level) -> int:
        return 0 if self.lines is not None else self.found(partnership, level).count()

    def read(self, partnership: Partnership, level: Level) -> Iterator[list[Any]]:
        """The lines of the table in its columns, as plain values."""
        places = [place for place, item in enumerate(self.settled) if item.level <= level]
        kinds = [item.kind for item in self.settled]
        for values in self._values(partnership, level):
            yield [plain(values[place], kinds[place]) for place in places]

    def wanted(self, partnership: Partnership, level: Level) -> models.QuerySet[Any]:
        """The columns that are read from the model, as tuples."""
        columns = [column.value or column.path for column in self.columns if column.path]
        return self.found(partnership, level).values_list(*columns, *self.reads)  # type: ignore[no-any-return]

    def _values(self, partnership: Partnership, level: Level) -> Iterable[tuple[Any, ...]]:
        if self.lines is not None:
            return self.lines(partnership, level)
        rows = self.wanted(partnership, level).iterator(chunk_size=CHUNK)
        if self.expand is None:
            return rows
        return (line for values in rows for line in self.expand(values))


def code_of_kind() -> list[tuple[Any, Any]]:
    return list(OrganisationKind.choices)


def key(name: str, meaning: str, path: str = "pk", **more: Any) -> Column:
    return Column(name, meaning, path, **more)


def first_day(path: str, meaning: str, name: str = "first_day") -> Column:
    return Column(name, meaning, path, Lower(path), kind=DATE)


def last_day(path: str, meaning: str, name: str = "last_day") -> Column:
    """A stay is kept as [first day, day after the last day)."""
    value = models.ExpressionWrapper(
        models.Func(models.F(path), function="upper", output_field=models.DateField()) - 1,
        output_field=models.DateField(),
    )
    return Column(name, meaning, path, value, kind=DATE)


def plain(value: Any, kind: str) -> Any:
    """A value as a program reads it: the same in the CSV and in the workbook."""
    if value is None or value == "":
        return None
    if kind == MOMENT:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if kind == YES_NO:
        return "yes" if value else "no"
    if kind == CODES:
        return " ".join(str(code) for code in value)
    if kind == DATE and isinstance(value, datetime):
        return value.date()
    if kind in (MONEY, NUMBER):
        return Decimal(str(value))
    return value


def _settle(table: Table, column: Column) -> Settled:
    if not column.path:
        return Settled(column, None, "", max(table.level, column.level))
    model: Any = apps.get_model(table.model)
    *way, last = column.path.split("__")
    for name in way:
        model = model._meta.get_field(name).related_model
    found = model._meta.pk if last == "pk" else model._meta.get_field(last)
    held_as = personal_data.held_as(model._meta.label, found.name)
    level = max(table.level, column.level, Level.PUBLIC if held_as == "plain" else Level.FULL)
    return Settled(column, found, held_as, Level(level))


_KINDS: tuple[tuple[Any, str], ...] = (
    (models.DateTimeField, MOMENT),
    (models.DateField, DATE),
    (models.BooleanField, YES_NO),
    (models.DecimalField, MONEY),
    (models.JSONField, CODES),
    (DateRangeField, DATE),
    (models.ForeignKey, WHOLE),
    (models.IntegerField, WHOLE),
    (models.AutoField, WHOLE),
)


def _kind_of(found: Any) -> str:
    if isinstance(found, models.ForeignKey):
        return _kind_of(found.target_field)
    return next((kind for field_type, kind in _KINDS if isinstance(found, field_type)), TEXT)
