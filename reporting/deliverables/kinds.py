"""What a type of deliverable is: facts, and parts in the order in which the document has them.

A type is one file in `reporting/deliverables/types/` with a `KIND`; nothing else names it. See `docs/deliverables.md`.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from reporting.deliverables.layout import Report, Section
from reporting.deliverables.publishing import View
from reporting.enums import Repeats, WorkPackage
from reporting.periods import Period

Text = str | Promise
TEMPLATE = "pdf/deliverable_report.html"


@dataclass(frozen=True)
class Part:
    """A numbered section. With `guidance` people write in it; with `fill` the portal does, below what was written.

    `start` is the text that a new issue begins with. A part that is `confidential` is in that edition only. `fill` reads
    the snapshot of the report and nothing else.
    """

    key: str
    heading: Text
    guidance: Text = ""
    required: bool = False
    start: Text = ""
    fill: Callable[[Report, Section], None] | None = None
    annex: bool = False
    confidential: bool = False

    @property
    def is_written(self) -> bool:
        return bool(self.guidance)

    @property
    def is_live(self) -> bool:
        return self.fill is not None


@dataclass(frozen=True)
class Kind:
    """`freeze` gives what the parts need of a period, as JSON, beside the frame that every snapshot has.

    `lead` is the place of the leading cluster in the partnership, from 0, the coordinator's. `due_months` count from the start
    of the partnership: 6 is the last day of its sixth month. Both are suggestions: grant agreements are not public, and of
    EXCITE only the half-yearly scoreboards and the days of its events are known. The plan of a partnership says what holds.
    """

    code: str
    title: Text
    about: Text
    work_package: WorkPackage
    parts: tuple[Part, ...]
    freeze: Callable[[Period, View], dict[str, Any]] = lambda period, view: {}
    lead: int = 0
    due_months: tuple[int, ...] = ()
    repeats: Repeats = Repeats.ONCE
    confidential: bool = False
    template: str = TEMPLATE

    def __post_init__(self) -> None:
        keys = [part.key for part in self.parts]
        if len(set(keys)) != len(keys):
            raise ValueError(f"{self.code}: two parts have the same key")
        if nameless := [part.key for part in self.parts if not (part.is_written or part.is_live)]:
            raise ValueError(f"{self.code}: nothing stands in {', '.join(nameless)}")

    @property
    def written(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.is_written)

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    def starting_texts(self) -> dict[str, str]:
        """In the language that is active."""
        return {part.key: str(part.start) for part in self.written}

    def due_days(self, start: date) -> list[date]:
        return [month_end(start, number) for number in self.due_months]


def month_end(start: date, number: int) -> date:
    """The last day of the month with this number, from 1, of something that starts on a day."""
    months = start.year * 12 + start.month - 1 + number - 1
    year, month = divmod(months, 12)
    if start.day == 1:
        return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    year, month = divmod(months + 1, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day - 1, last))
