"""What is different between two issues: figures then and now, texts by words."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reporting.deliverables.kinds import Kind
from reporting.deliverables.layout import Report, figure_value
from reporting.deliverables.markup import Block, Run

# Above this, texts are compared by lines: comparing words takes the square of their number.
MOST_WORDS = 4000
_WORDS, _LINES = re.compile(r"\S+\s*|\s+"), re.compile(r".*\n|.+")


@dataclass(frozen=True)
class Figure:
    code: str
    label: str
    then: str
    now: str
    change: str


@dataclass(frozen=True)
class ChangedText:
    heading: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Changes:
    number: int
    figures: tuple[Figure, ...]
    texts: tuple[ChangedText, ...]

    @property
    def is_empty(self) -> bool:
        return not self.texts and all(figure.then == figure.now for figure in self.figures)


def between(
    kind: Kind,
    number: int,
    then: tuple[Mapping[str, Any], Mapping[str, str]],
    now: tuple[Mapping[str, Any], Mapping[str, str]],
) -> Changes:
    """`then` and `now` are (snapshot, texts); `number` is that of the earlier issue."""
    texts = [
        ChangedText(str(part.heading), words(then[1].get(part.key, ""), now[1].get(part.key, "")))
        for part in kind.written
        if then[1].get(part.key, "") != now[1].get(part.key, "")
    ]
    return Changes(number, figures(then[0], now[0]), tuple(texts))


def figures(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Figure, ...]:
    """Every figure that either snapshot has, in the order of the newer one."""
    old = {row["code"]: row for row in then.get("figures", [])}
    new = {row["code"]: row for row in now.get("figures", [])}
    return tuple(
        Figure(
            code,
            (new.get(code) or old[code])["label"],
            figure_value(old[code]) if code in old else "–",
            figure_value(new[code]) if code in new else "–",
            _change(old.get(code), new.get(code)),
        )
        for code in [*new, *(code for code in old if code not in new)]
    )


def _change(old: dict[str, Any] | None, new: dict[str, Any] | None) -> str:
    """What was added, where both values are told."""
    if old is None or new is None or old["value"] is None or new["value"] is None:
        return "–"
    step = Decimal(str(new["value"])) - Decimal(str(old["value"]))
    return f"{step:+,f}" if step else "0"


def words(old: str, new: str) -> tuple[Run, ...]:
    """The newer text with what was removed and added marked."""
    pattern = _WORDS if max(len(old), len(new)) < MOST_WORDS * 7 else _LINES
    before, after = pattern.findall(old), pattern.findall(new)
    runs: list[Run] = []
    for kind, first, last, start, end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind != "equal" and first < last:
            runs.extend(_marked("".join(before[first:last]), "removed"))
        if kind == "equal" or start < end:
            runs.extend(_marked("".join(after[start:end]), "" if kind == "equal" else "added"))
    return tuple(runs)


def _marked(text: str, mark: str) -> list[Run]:
    """Lines stay lines."""
    runs: list[Run] = []
    for place, line in enumerate(text.split("\n")):
        if place:
            runs.append(Run("\n"))
        if line:
            runs.append(Run(line, mark=mark))
    return runs


def add_section(report: Report, changes: Changes) -> None:
    """An annex with the difference to the last issue."""
    section = report.section(_("What is different from the last issue"), annex=True)
    section.say(_("Compared with issue %(number)d.") % {"number": changes.number})
    moved = [figure for figure in changes.figures if figure.then != figure.now]
    report.table(
        section,
        _("Figures then and now"),
        (_("Code"), _("Figure"), _("Then"), _("Now"), _("Change")),
        [(figure.code, figure.label, figure.then, figure.now, figure.change) for figure in moved],
        numbers=2,
    )
    for text in changes.texts:
        section.compared += (Block("h", ((Run(text.heading),),)), Block("p", (text.runs,)))
