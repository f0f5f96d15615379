"""Bars that stand against something: objectives against target and plan, steps of a way, a small line in a table."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.charts.look import INK, LINE, MUTED, SERIES, Number, share_of, text_of
from core.charts.picture import Chart, chart
from core.charts.sheet import Sheet, fitted, width_of
from core.svg import clean_svg

EDGE = 4
# A bar longer than this part of its target is cut and ends in an arrow; its number is written beside it.
MOST_SHARE = 1.6
BROAD = 500


@dataclass(frozen=True, slots=True)
class Goal:
    """What was promised: how much there is (None: nothing recorded), and how much the plan has by now."""

    label: str
    value: Number | None
    target: Number
    expected: Number | None = None
    unit: str = ""

    @property
    def share(self) -> float:
        return float(self.value or 0) / float(self.target) if self.target else 0.0

    @property
    def words(self) -> str:
        """ "98 of 96, 102 %"."""
        target = f"{text_of(self.target)}{self.unit}"
        if self.value is None:
            return _("nothing yet of %(target)s") % {"target": target}
        told = {"value": text_of(self.value), "target": target, "share": f"{self.share * 100:.0f}"}
        if self.unit:
            told["value"] += self.unit
            return _("%(value)s, target %(target)s") % told
        return _("%(value)s of %(target)s, %(share)s %%") % told


def bullets(title: str, reading: str, goals: Sequence[Goal], *, as_of: str = "") -> Chart:
    """One bar for each goal in parts of its target: a thick mark at the target, a wedge at the plan by now."""
    head = (_("Objective"), _("Value"), _("Target"), _("Share of the target"), _("Plan by now"))
    rows = tuple(
        (
            goal.label,
            goal.value,
            goal.target,
            "–" if goal.value is None else share_of(goal.value, goal.target),
            goal.expected,
        )
        for goal in goals
    )

    def draw_bullets(width: int) -> str:
        return _bullets(goals, width)

    return chart(draw_bullets, title, reading, head, rows, as_of, more=[goal.unit for goal in goals])


def _bullets(goals: Sequence[Goal], width: int) -> str:
    two_lines = width < BROAD
    high = 62 if two_lines else 46
    sheet = Sheet(width, len(goals) * high + 26)
    shares = [goal.share for goal in goals] + [
        float(goal.expected) / float(goal.target) for goal in goals if goal.expected and goal.target
    ]
    whole = min(max([1.02, *shares]), MOST_SHARE)
    scale = (width - 2 * EDGE - 14) / whole
    for number, goal in enumerate(goals):
        top = number * high
        words = goal.words
        if two_lines:
            sheet.words(EDGE, top + 15, fitted(goal.label, width - 2 * EDGE))
            sheet.words(EDGE, top + 32, words, strong=True)
        else:
            sheet.words(EDGE, top + 15, fitted(goal.label, width - width_of(words) - 30))
            sheet.words(width - EDGE, top + 15, words, anchor="end", strong=True)
        _bullet(sheet, goal, top + (39 if two_lines else 22), scale, whole)
    _legend(sheet, len(goals) * high + 18, any(goal.expected is not None for goal in goals))
    return str(sheet)


def _bullet(sheet: Sheet, goal: Goal, top: float, scale: float, whole: float) -> None:
    sheet.box(EDGE, top, scale, 14, LINE, rx=2)
    end = min(goal.share, whole) * scale
    if end:
        sheet.box(EDGE, top + 3, end, 8, SERIES[0], rx=2)
    if goal.share > whole:
        x = EDGE + end
        sheet.shape([(x, top), (x + 10, top + 7), (x, top + 14)], SERIES[0])
    if goal.expected is not None and goal.target:
        x = EDGE + min(float(goal.expected) / float(goal.target), whole) * scale
        sheet.shape([(x - 5, top + 20), (x + 5, top + 20), (x, top + 11)], INK)
    sheet.box(EDGE + scale - 2, top - 3, 4, 20, INK)


def _legend(sheet: Sheet, y: float, with_plan: bool) -> None:
    sheet.box(EDGE, y - 11, 4, 14, INK)
    target = _("Target")
    sheet.words(EDGE + 10, y, target, fill=MUTED)
    if with_plan:
        x = EDGE + 10 + width_of(target) + 22
        sheet.shape([(x - 5, y), (x + 5, y), (x, y - 9)], INK)
        sheet.words(x + 10, y, _("Plan by now"), fill=MUTED)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a way: how many reached it, the median days since the step before, and who left before the next."""

    label: str
    count: int
    days: Number | None = None
    left: Sequence[tuple[str, int]] = ()


def steps(title: str, reading: str, way: Sequence[Step], *, as_of: str = "") -> Chart:
    """How many reach each step, how long it takes, and why some do not go on."""
    first = way[0].count if way else 0
    head = (_("Step"), _("Number"), _("Share of the first"), _("Median days"), _("Left before the next step"))
    rows = tuple(
        (step.label, step.count, share_of(step.count, first), step.days, _reasons(step) or "–")
        for step in way
    )

    def draw_steps(width: int) -> str:
        return _steps(way, width)

    return chart(draw_steps, title, reading, head, rows, as_of)


def _reasons(step: Step) -> str:
    return ", ".join(f"{name} {count}" for name, count in step.left if count)


def _steps(way: Sequence[Step], width: int) -> str:
    high = 60
    sheet = Sheet(width, len(way) * high)
    most = max((step.count for step in way), default=0) or 1
    for number, step in enumerate(way):
        top = number * high
        told = f"{text_of(step.count)}  ({share_of(step.count, way[0].count)})"
        sheet.words(EDGE, top + 15, fitted(step.label, width - width_of(told) - 30))
        sheet.words(width - EDGE, top + 15, told, anchor="end", strong=True)
        sheet.box(EDGE, top + 21, (width - 2 * EDGE) * step.count / most, 12, SERIES[0], rx=2)
        notes = []
        if step.days is not None:
            notes.append(_("median %(days)s days") % {"days": text_of(step.days)})
        if reasons := _reasons(step):
            notes.append(_("left: %(reasons)s") % {"reasons": reasons})
        sheet.words(EDGE, top + 48, fitted(" · ".join(notes), width - 2 * EDGE, 13), fill=MUTED, size=13)
    return str(sheet)


def sparkline(label: str, values: Sequence[Number], *, target: Number | None = None) -> SafeString:
    """A running total as a small line, with its target dotted; `label` says in words what it shows."""
    wide, high = 120, 28
    sheet = Sheet(wide, high)
    top = max([1.0, *(float(value) for value in values), float(target or 0)])

    def y(value: Number) -> float:
        return high - 3 - (high - 6) * float(value) / top

    if target:
        sheet.line(0, y(target), wide - 1, y(target), MUTED, stroke_dasharray="2 3")
    step = (wide - 8) / max(len(values) - 1, 1)
    points = [(2 + number * step, y(value)) for number, value in enumerate(values)]
    if points:
        sheet.path("M" + "L".join(f"{x:.1f} {v:.1f}" for x, v in points), stroke=SERIES[0], stroke_width=2)
        sheet.dot(*points[-1], 3, SERIES[0])
    key = hashlib.sha256(f"{label}{values}".encode()).hexdigest()[:10]
    return mark_safe(clean_svg(str(sheet), title=label, description=label, prefix=f"s{key}"))
