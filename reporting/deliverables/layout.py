"""The parts of a report: numbered sections with numbered figures and tables, ready for the template to print."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.charts import Chart
from core.dates import human
from core.money import format_eur
from reporting.deliverables import markup

MOST_ON_A_PAGE = 25
# Letters of the widest cells of all columns, up to which a table need not be as wide as the page.
NARROW = 66
# Rows that a table may have to stay on one page.
SHORT = 9
_NUMBER = re.compile(r"(EUR )?[+-]?[\d,.]+( %)?( of \d+)?|–")
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|–")


@dataclass(frozen=True)
class Shown:
    """A cell that prints other words than its value, which programs get: a sum in euro, a day, a short code."""

    text: str
    value: Any


@dataclass(frozen=True)
class Table:
    """`numbers` is the place of the first column with numbers; those stand right. A `wide` one lies across.

    What programs read, `data` under `data_columns`, may say more than what is printed.
    """

    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int
    note: str = ""
    wide: bool = False
    data: tuple[tuple[Any, ...], ...] = ()
    data_columns: tuple[str, ...] = ()
    # How many such tables stand beside each other; 1 is a table of its own.
    beside: int = 1
    # As wide as the page, whatever stands in it: tables of one kind below each other look alike.
    full: bool = False

    @property
    def looks(self) -> tuple[str, ...]:
        """How each column stands: numbers to the right, days in one line."""
        return tuple(self._look(place) for place in range(len(self.columns)))

    def _look(self, place: int) -> str:
        cells = [row[place] for row in self.rows]
        words = {_("not shown"), _("nothing recorded"), _("free"), _("not known")}
        if place >= self.numbers and all(_NUMBER.fullmatch(text) or text in words for text in cells):
            return "num"
        return "whole" if all(_DAY.fullmatch(text) for text in cells) else ""

    @property
    def head(self) -> list[tuple[str, str]]:
        """(column, how it stands)."""
        return list(zip(self.columns, self.looks, strict=True))

    @property
    def body(self) -> list[list[tuple[str, str]]]:
        """(cell, how it stands) by row."""
        looks = self.looks
        return [list(zip(row, looks, strict=True)) for row in self.rows]

    @property
    def narrow(self) -> bool:
        widest = [max(map(len, column)) for column in zip(self.columns, *self.rows, strict=True)]
        return self.beside == 1 and not self.full and sum(widest) <= NARROW

    @property
    def anchor(self) -> str:
        return f"table-{self.number}"

    @property
    def first_rows(self) -> list[list[tuple[str, str, str]]]:
        """What a page of the portal shows of a long table: (column, cell, how it stands) by row."""
        looks = self.looks
        return [list(zip(self.columns, row, looks, strict=True)) for row in self.rows[:MOST_ON_A_PAGE]]

    @property
    def more_rows(self) -> int:
        return max(0, len(self.rows) - MOST_ON_A_PAGE)

    @property
    def short(self) -> bool:
        """Short enough to stay on one page."""
        return len(self.rows) <= SHORT


@dataclass(frozen=True)
class Picture:
    number: int
    chart: Chart
    told: bool = False

    @property
    def title(self) -> str:
        return self.chart.title

    @property
    def anchor(self) -> str:
        return f"figure-{self.number}"


@dataclass(frozen=True)
class Record:
    """One thing with its facts, under a heading of its own, such as a best practice. `lines` are (label, text)."""

    number: str
    title: str
    lines: tuple[tuple[str, str], ...]

    @property
    def anchor(self) -> str:
        return f"record-{self.number}".lower().replace(".", "-")


@dataclass(frozen=True)
class Quotes:
    """Sentences of others; `lines` are (sentence, who said it or nothing)."""

    lines: tuple[tuple[str, str], ...]
    note: str = ""


Block = Table | Picture | Record | Quotes
_BLOCKS = {Table: "table", Picture: "picture", Record: "record", Quotes: "quotes"}


@dataclass
class Section:
    """What people wrote, then what the portal says, then its tables and pictures."""

    number: str
    title: str
    paragraphs: list[str] = field(default_factory=list)
    parts: list[Block] = field(default_factory=list)
    written: tuple[markup.Block, ...] = ()
    key: str = ""
    compared: tuple[markup.Block, ...] = ()

    def say(self, *paragraphs: str) -> None:
        """Add sentences of the portal's own; empty ones are left out."""
        self.paragraphs.extend(text for text in paragraphs if text)

    def record(self, title: str, lines: Sequence[tuple[str, Any]]) -> None:
        """Facts under a heading of their own; empty ones are left out."""
        told = tuple((label, cell(text)) for label, text in lines if text not in (None, ""))
        self.parts.append(Record(f"{self.number}.{len(self.records) + 1}", title, told))

    def quote(self, lines: Sequence[tuple[str, str]], note: str = "") -> None:
        self.parts.append(Quotes(tuple(lines), note))

    @property
    def across(self) -> bool:
        """Nothing but a wide table and what leads to it: heading and all lie across."""
        wide = [isinstance(part, Table) and part.wide for part in self.parts]
        return bool(wide) and all(wide) and not self.written

    @property
    def records(self) -> list[Record]:
        return [part for part in self.parts if isinstance(part, Record)]

    @property
    def has_content(self) -> bool:
        return bool(self.written or self.paragraphs or self.parts)

    @property
    def anchor(self) -> str:
        return f"section-{self.number}".lower()

    @property
    def tables_and_pictures(self) -> list[dict[str, Any]]:
        return [{_BLOCKS[type(part)]: part} for part in self.parts]


@dataclass
class Report:
    """A document under construction; sections, figures and tables number themselves."""

    code: str
    title: str
    work_package: str
    snapshot: dict[str, Any]
    subject: str = ""
    about: str = ""
    sections: list[Section] = field(default_factory=list)
    _tables: int = 0
    _pictures: int = 0

    def section(self, title: str, *, annex: bool = False) -> Section:
        annexes = sum(section.number.startswith("A") for section in self.sections)
        number = f"A{annexes + 1}" if annex else str(len(self.sections) - annexes + 1)
        made = Section(number, title)
        self.sections.append(made)
        return made

    def table(
        self,
        section: Section,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
        *,
        numbers: int = 1,
        note: str = "",
        wide: bool = False,
        data: tuple[Sequence[str], Sequence[Sequence[Any]]] | None = None,
        beside: int = 1,
        full: bool = False,
    ) -> None:
        """Without rows, the section says so instead. `data` is (columns, rows) for programs where print says less."""
        if not rows:
            section.paragraphs.append(_("%(title)s: nothing to show in this period.") % {"title": title})
            return
        self._tables += 1
        cells = tuple(tuple(cell(value) for value in row) for row in rows)
        section.parts.append(
            Table(
                self._tables,
                title,
                tuple(columns),
                cells,
                numbers,
                note,
                wide,
                tuple(tuple(map(value_of, row)) for row in (data[1] if data else rows)),
                tuple(data[0] if data else columns),
                beside,
                full,
            )
        )

    def see(self, key: str) -> str:
        """Where another part stands, for a sentence: "annex A1". It is filled in when all parts are there."""
        return f"\0{key}\0"

    def settle_references(self) -> None:
        """A sentence about a part that is not in this document goes with it."""
        places = {}
        for section in self.sections:
            word = _("annex %(number)s") if section.number.startswith("A") else _("section %(number)s")
            places[section.key] = word % {"number": section.number}
        for section in self.sections:
            told = [text.split("\0") for text in section.paragraphs]
            section.paragraphs[:] = [
                "".join(places[part] if place % 2 else part for place, part in enumerate(parts))
                for parts in told
                if all(key in places for key in parts[1::2])
            ]

    def picture(self, section: Section, chart: Chart, *, told: bool = False) -> None:
        """`told`: a table of the section has the same numbers; else they stand in the annex behind the figures."""
        if not chart.svg:
            section.paragraphs.append(f"{chart.title}: {chart.reading}")
            return
        self._pictures += 1
        section.parts.append(Picture(self._pictures, chart, told))

    @property
    def tables(self) -> list[Table]:
        return [part for section in self.sections for part in section.parts if isinstance(part, Table)]

    @property
    def pictures(self) -> list[Picture]:
        return [part for section in self.sections for part in section.parts if isinstance(part, Picture)]

    @property
    def partnership(self) -> dict[str, Any]:
        return dict(self.snapshot["partnership"])

    @property
    def start(self) -> date:
        return date.fromisoformat(self.partnership["start"])

    @property
    def end(self) -> date:
        return date.fromisoformat(self.partnership["end"])

    @property
    def until(self) -> date:
        return date.fromisoformat(self.snapshot["period"]["until"])

    @property
    def period(self) -> str:
        since = self.snapshot["period"]["since"]
        if since is None:
            return _("Up to %(until)s") % {"until": human(self.until)}
        return _("%(since)s to %(until)s") % {
            "since": human(date.fromisoformat(since)),
            "until": human(self.until),
        }

    @property
    def is_public(self) -> bool:
        return bool(self.snapshot["edition"] == "public")

    @property
    def edition(self) -> str:
        return _("Public edition") if self.is_public else _("Confidential edition")


def value_of(value: Any) -> Any:
    return value.value if isinstance(value, Shown) else value


def cell(value: Any) -> str:
    """A value as a table prints it: None is a dash."""
    if isinstance(value, Shown):
        return value.text
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def day(text: str | None) -> str:
    return human(date.fromisoformat(text)) if text else "–"


def stay(first: str, last: str) -> str:
    """ "11 to 14 October 2022"."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if start == end:
        return human(start)
    if (start.year, start.month) == (end.year, end.month):
        return _("%(first)d to %(last)s") % {"first": start.day, "last": human(end)}
    return _("%(first)s to %(last)s") % {"first": human(start), "last": human(end)}


def on(text: str | None) -> Shown:
    """A day in a table: in words for readers, as ISO for programs."""
    return Shown(day(text), text)


def eur(text: str | None) -> str:
    return format_eur(Decimal(text)) if text is not None else "–"


def euro(text: str | None) -> Shown:
    """A sum in a table: with its currency for readers, as a number for programs."""
    return Shown(eur(text), text)


def figure_value(row: dict[str, Any]) -> str:
    if row["hidden"]:
        return _("not shown")
    if row["value"] is None:
        return _("nothing recorded")
    return cell(row["value"])
