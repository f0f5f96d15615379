"""Charts over time: a running total against its plan, with what is to be expected, and columns by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.charts.look import INK, MUTED, PAPER, SERIES, Cell, Number, plain, text_of
from core.charts.picture import Chart, chart
from core.charts.vega import drawn_by
from core.dates import human

Points = Sequence[tuple[date, Number]]
# A label stands behind its line where this part of the width is free there.
FREE = 0.3


@dataclass(frozen=True, slots=True)
class Outlook:
    """When a number will be reached: at the earliest, most likely, at the latest."""

    value: Number
    earliest: date
    likeliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Line:
    """One running total. `points` are (day, total), in order."""

    label: str
    points: Points


def burn_up(
    title: str,
    reading: str,
    points: Points,
    *,
    plan: Points = (),
    value_label: str = "",
    part: Line | None = None,
    outlook: Outlook | None = None,
    as_of: str = "",
) -> Chart:
    """A running total as a step line, a part of it below, the plan dashed, and the outlook as a band."""
    label = value_label or _("Total")
    columns, rows = _table(label, points, plan, part, outlook)

    def burn_up_spec(alt: Any) -> Any:
        ends = [(None, 1), *((None, outlook.value) for _once in range(1) if outlook)]
        top = max(float(value) for _day, value in [*points, *plan, *ends]) * 1.12
        drawing = _Drawing(alt, label, top, _last_day(points, plan, part, outlook))
        layers = []
        # Two labels at one end would cover each other: then the plan's stands below its line.
        near = points and plan and abs(float(points[-1][1]) - float(plan[-1][1])) < top / 8
        if outlook and points:
            layers += drawing.band(points[-1], outlook)
        if plan:
            layers += [
                drawing.line(plan, color=MUTED, strokeDash=[6, 4], strokeWidth=2),
                drawing.end(plan, _("Plan"), MUTED, 16 if near else -10),
            ]
        if part and part.points:
            layers += [
                drawing.line(part.points, color=SERIES[1], strokeWidth=2, interpolate="step-after"),
                drawing.end(part.points, f"{part.label}: {text_of(part.points[-1][1])}", SERIES[1], -10, 6),
            ]
        if points:
            layers.append(drawing.line(points, color=SERIES[0], strokeWidth=3, interpolate="step-after"))
            layers.append(drawing.end(points, text_of(points[-1][1]), SERIES[0], -12, -10))
        return alt.layer(*layers).properties(height=280)

    more = [part and [part.label, len(part.points)], outlook]
    return chart(drawn_by(burn_up_spec), title, reading, columns, rows, as_of, more=more)


def _table(
    label: str, points: Points, plan: Points, part: Line | None, outlook: Outlook | None
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """One row for each day that any line names; an empty column is left out."""
    named: list[tuple[str, dict[date, Cell]]] = [(label, dict(points))]
    if part:
        named.append((part.label, dict(part.points)))
    if plan:
        named.append((_("Plan"), dict(plan)))
    if outlook:
        expected: dict[date, Cell] = dict.fromkeys(
            (outlook.earliest, outlook.likeliest, outlook.latest), outlook.value
        )
        named.append((_("Expected"), expected))
    days = sorted({day for _label, values in named for day in values})
    columns = (_("Day"), *(name for name, _values in named))
    return columns, tuple((human(day), *(values.get(day) for _label, values in named)) for day in days)


def _last_day(points: Points, plan: Points, part: Line | None, outlook: Outlook | None) -> date:
    lines = [points, plan, part.points if part else (), [(outlook.latest, 0)] if outlook else []]
    return max(day for values in lines for day, _value in values)


class _Drawing:
    """The layers of one chart over time, on shared axes."""

    def __init__(self, alt: Any, label: str, top: float, last: date) -> None:
        self.alt = alt
        self.last = last
        self.x = alt.X(
            "d:T",
            title=None,
            scale=alt.Scale(type="utc"),
            axis=alt.Axis(format="%m/%Y", tickCount=6, grid=False, labelOverlap=True),
        )
        scale = alt.Scale(domain=[0, top])
        self.y = alt.Y("v:Q", title=label, axis=alt.Axis(tickMinStep=1, tickCount=5), scale=scale)

    def _chart(self, values: Points, **more: Any) -> Any:
        data = [{"d": day.isoformat(), "v": plain(value)} | more for day, value in values]
        return self.alt.Chart(self.alt.Data(values=data))

    def line(self, values: Points, **mark: Any) -> Any:
        return self._chart(values).mark_line(**mark).encode(x=self.x, y=self.y)

    def end(self, values: Points, text: str, colour: str, dy: int, beside: int = 0) -> Any:
        """The name or number at the end of a line: behind it where there is room, else above or below it."""
        whole = max((self.last - values[0][0]).days, 1)
        is_free = (self.last - values[-1][0]).days / whole > FREE
        place: dict[str, Any] = {"align": "right", "dx": -4, "dy": dy}
        if is_free:
            place = {"align": "left", "dx": 6, "dy": beside}
        mark = self._chart(values[-1:], text=text).mark_text(color=colour, fontWeight=600, **place)
        return mark.encode(x=self.x, y=self.y, text="text:N")

    def band(self, last: tuple[date, Number], outlook: Outlook) -> list[Any]:
        """From today's number to the days between which the value is reached, and the likeliest way there."""
        day, reached = last[0], float(last[1])
        value = float(outlook.value)
        days = sorted({day, outlook.earliest, outlook.likeliest, outlook.latest})

        def on_the_way(at: date, end: date) -> float:
            whole = (end - day).days
            return value if at >= end or whole <= 0 else reached + (value - reached) * (at - day).days / whole

        data = [
            {
                "d": at.isoformat(),
                "low": on_the_way(at, outlook.latest),
                "v": on_the_way(at, outlook.earliest),
            }
            for at in days
        ]
        area = self.alt.Chart(self.alt.Data(values=data)).mark_area(color=SERIES[0], opacity=0.2)
        likely = [(day, reached), (outlook.likeliest, value)]
        return [
            area.encode(x=self.x, y=self.y, y2="low:Q"),
            self.line(likely, color=SERIES[0], strokeDash=[2, 3], strokeWidth=2),
        ]


def columns(
    title: str,
    reading: str,
    months: Sequence[tuple[str, Mapping[str, Number]]],
    *,
    series: Sequence[str],
    row_label: str = "",
    as_of: str = "",
) -> Chart:
    """Upright bars, one for each stretch of time, of up to six parts with their sum on top."""
    if len(series) > len(SERIES):
        raise ValueError(f"At most {len(SERIES)} parts can be told apart; put the rest together.")
    rows = tuple((label, *(parts.get(name, 0) for name in series)) for label, parts in months)

    def columns_spec(alt: Any) -> Any:
        data: list[dict[str, Any]] = []
        sums: list[dict[str, Any]] = []
        for label, parts in months:
            place = 0.0
            for name in series:
                size = float(parts.get(name, 0))
                data.append({"k": label, "s": name, "v": size, "from": place, "to": place + size})
                data[-1] |= {"middle": place + size / 2, "text": text_of(size)}
                place += size
            sums.append({"k": label, "v": place, "text": text_of(place) if place else ""})
        top = max((row["v"] for row in sums), default=0) * 1.15 or 1
        names = alt.Axis(labelAngle=0, labelOverlap=True, domain=True, ticks=False, labelPadding=6)
        # Named, since a month without a bar would else stand behind all that have one.
        places = alt.Scale(paddingInner=0.2, domain=[label for label, _parts in months])
        x = alt.X("k:N", sort=None, title=None, axis=names, scale=places)
        y = alt.Y("from:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top], nice=False))
        colours = alt.Scale(domain=list(series), range=list(SERIES[: len(series)]))
        legend = alt.Legend(orient="top", title=None, symbolType="square", labelLimit=220)
        base = alt.Chart(alt.Data(values=data)).encode(x=x)
        fits = f"datum.v * 220 >= {top} * 15 && width >= {len(months)} * (6 + 10 * length(datum.text))"
        figures = base.transform_filter(fits).mark_text(color=PAPER, baseline="middle")
        ends = alt.Chart(alt.Data(values=sums)).mark_text(dy=-8, color=INK)
        return alt.layer(
            base.transform_filter("datum.v > 0")
            .mark_bar(y2Offset=-1)
            .encode(y=y, y2="to", color=alt.Color("s:N", scale=colours, legend=legend, sort=list(series))),
            *([figures.encode(y="middle:Q", text="text:N")] if len(series) > 1 else []),
            ends.encode(x=x, y="v:Q", text="text:N"),
        ).properties(height=220)

    return chart(drawn_by(columns_spec), title, reading, (row_label or _("Time"), *series), rows, as_of)
