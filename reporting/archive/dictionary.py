"""The dictionary of an archive: what each column of each table means. It is made from the columns themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.archive.columns import TYPES, Level, Settled, Table

HEAD = (
    "table", "column", "place", "meaning", "type", "unit", "allowed_values", "joins", "about_a_person", "free_text", "source",
)  # fmt: skip
_YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Entry:
    """One column of one table, in words."""

    table: str
    column: str
    place: int
    meaning: str
    type: str
    unit: str
    allowed: list[tuple[str, str]]
    joins: str
    personal: bool
    free_text: bool
    source: str

    def cells(self) -> list[str]:
        allowed = "; ".join(f"{code} = {label}" for code, label in self.allowed)
        return [
            self.table,
            self.column,
            str(self.place),
            self.meaning,
            self.type,
            self.unit,
            allowed,
            self.joins,
            _YES_NO[self.personal],
            _YES_NO[self.free_text],
            self.source,
        ]


def entries(tables: Iterable[Table], level: Level) -> list[tuple[Table, list[Entry]]]:
    """The tables of an archive of this level, each with its columns."""
    return [
        (table, [_entry(table, item, place) for place, item in enumerate(table.columns_at(level), start=1)])
        for table in tables
        if table.level <= level
    ]


def _entry(table: Table, item: Settled, place: int) -> Entry:
    return Entry(
        table.name,
        item.name,
        place,
        item.column.meaning,
        TYPES[item.kind][0],
        item.column.unit,
        item.allowed(),
        item.column.joins,
        item.personal,
        item.free_text,
        item.source,
    )
