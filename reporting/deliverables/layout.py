"""The parts of a report: numbered sections with numbered figures and tables, ready for the template to print."""

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


@dataclass(frozen=True)
class Table:
    """`numbers` is the place of the first column with numbers; those stand right. A `wide` one lies across."""

    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int
    note: str = ""
    wide: bool = False
    # The values behind the printed cells, for programs.
    data: tuple[tuple[Any, ...], ...] = ()

    @property
    def first_number(self) -> int:
        return self.numbers + 1

    @property
    def anchor(self) -> str:
        return f"table-{self.number}"

    @property
    def first_rows(self) -> list[list[tuple[str, str]]]:
        """What a page of the portal shows of a long table: (column, cell) by row."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows[:MOST_ON_A_PAGE]]

    @property
    def more_rows(self) -> int:
        return max(0, len(self.rows) - MOST_ON_A_PAGE)

    @property
    def short(self) -> bool:
        """Short enough to stay on one page."""
        return len(self.rows) <= 16


@dataclass(frozen=True)
class Picture:
    number: int
    chart: Chart

    @property
    def title(self) -> str:
        return self.chart.title

    @property
    def anchor(self) -> str:
        return f"figure-{self.number}"


@dataclass
class Section:
    """What people wrote, then what the portal says, then its tables and pictures."""

    number: str
    title: str
    paragraphs: list[str] = field(default_factory=list)
    parts: list[Table | Picture] = field(default_factory=list)
    written: tuple[markup.Block, ...] = ()
    key: str = ""
    compared: tuple[markup.Block, ...] = ()

    def say(self, *paragraphs: str) -> None:
        """Add sentences of the portal's own; empty ones are left out."""
        self.paragraphs.extend(text for text in paragraphs if text)

    @property
    def has_content(self) -> bool:
        return bool(self.written or self.paragraphs or self.parts)

    @property
    def anchor(self) -> str:
        return f"section-{self.number}".lower()

    @property
    def tables_and_pictures(self) -> list[dict[str, Any]]:
        return [{"table" if isinstance(part, Table) else "picture": part} for part in self.parts]


@dataclass
class Report:
    """A document under construction; sections, figures and tables number themselves."""

    code: str
    title: str
    work_package: str
    snapshot: dict[str, Any]
    subject: str = ""
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
    ) -> None:
        """Without rows, the section says so instead."""
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
                tuple(tuple(row) for row in rows),
            )
        )

    def picture(self, section: Section, chart: Chart) -> None:
        if not chart.svg:
            section.paragraphs.append(f"{chart.title}: {chart.reading}")
            return
        self._pictures += 1
        section.parts.append(Picture(self._pictures, chart))

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


def cell(value: Any) -> str:
    """A value as a table prints it: None is a dash."""
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


def eur(text: str | None) -> str:
    return format_eur(Decimal(text)) if text is not None else "–"


def figure_value(row: dict[str, Any]) -> str:
    if row["hidden"]:
        return _("not shown")
    if row["value"] is None:
        return _("nothing recorded")
    return cell(row["value"])
