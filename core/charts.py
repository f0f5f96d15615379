"""Charts made on the server: one picture for page, print and PDF, with the same numbers as a table beside it.

Colours are the light values of static/css/tokens.css; components.css swaps them for the tokens, so that a chart
follows the dark theme. Each helper takes the sentence that reads the chart: what a person should see in it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.dates import human
from core.svg import clean_svg

SERIES = ("#0072B2", "#007a58", "#b84a00", "#8f4d8a", "#7a5c00", "#5b6560")
INK, MUTED, LINE = "#1c2321", "#5b6560", "#d9d5cb"
# Cells of a matrix stay pale enough for ink to be read on them, on light and on dark paper.
FAINTEST, STRONGEST = 0.06, 0.5
# Only for measuring; the PostScript name, because the renderer cannot read a family name that holds a digit.
FONT = "SourceSans3-Regular"
WIDTH = 720
# For a phone of 320 px: the same picture with letters that can be read, and names cut earlier.
NARROW = 288
ROW = 30
CACHE_SECONDS = 7 * 24 * 3600
LOOK = 1  # raise when the look changes: it is part of the key under which pictures are kept

Number = int | float | Decimal
Cell = str | Number | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and its twin. `columns` and `rows` are the table; `reading` is the sentence beside the picture.

    `narrow` makes the picture for a phone, only where it is asked for; None where the picture does not fit there.
    """

    svg: SafeString
    title: str
    reading: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    as_of: str = ""
    narrow: Callable[[], SafeString] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Number | None
    target: Number | None = None


def bar(
    title: str,
    reading: str,
    bars: Sequence[Bar],
    *,
    columns: tuple[str, str, str] | None = None,
    as_of: str = "",
) -> Chart:
    """Horizontal bars, each with a tick at its target. A value of None is "not recorded", never 0."""
    head = columns or (_("Name"), _("Value"), _("Target"))
    has_targets = any(item.target is not None for item in bars)
    rows = tuple(
        (item.label, item.value, item.target) if has_targets else (item.label, item.value) for item in bars
    )

    def spec(alt: Any) -> Any:
        data = [
            {
                "k": item.label,
                "v": _plain(item.value) or 0,
                "t": _plain(item.target),
                "text": _text(item.value)
                if item.target is None
                else f"{_text(item.value)} / {_text(item.target)}",
                "end": max(_plain(item.value) or 0, _plain(item.target) or 0),
            }
            for item in bars
        ]
        base = alt.Chart(alt.Data(values=data)).encode(y=_names(alt))
        layers = [
            base.mark_bar(color=SERIES[0], height=16).encode(x=_lengths(alt, "v", _top(data, "end"))),
            base.mark_text(align="left", dx=8, color=INK).encode(x="end:Q", text="text:N"),
        ]
        if has_targets:
            ticks = base.mark_tick(color=INK, thickness=3, height=24, opacity=1)
            layers.insert(1, ticks.transform_filter("datum.t !== null").encode(x="t:Q"))
        return alt.layer(*layers).properties(height=ROW * len(bars))

    return _chart(spec, title, reading, head[: 3 if has_targets else 2], rows, as_of)


def burn_up(
    title: str,
    reading: str,
    points: Sequence[tuple[date, Number]],
    *,
    plan: Sequence[tuple[date, Number]] = (),
    value_label: str = "",
    as_of: str = "",
) -> Chart:
    """A running total as a step line, with the plan as a dashed line. `points` are (day, total), in order."""
    label = value_label or _("Total")
    planned = dict(plan)
    days = sorted({day for day, _total in points} | set(planned))
    totals = dict(points)
    rows = tuple((human(day), totals.get(day), planned.get(day)) for day in days)

    def spec(alt: Any) -> Any:
        x = alt.X(
            "d:T",
            title=None,
            scale=alt.Scale(type="utc"),
            axis=alt.Axis(format="%m/%Y", tickCount=6, grid=False),
        )
        top = max(float(value) for _day, value in [*points, *plan, (None, 1)]) * 1.12
        y = alt.Y(
            "v:Q", title=label, axis=alt.Axis(tickMinStep=1, tickCount=5), scale=alt.Scale(domain=[0, top])
        )

        def line(values: Sequence[tuple[date, Number]], **mark: Any) -> Any:
            data = [{"d": day.isoformat(), "v": _plain(value)} for day, value in values]
            return alt.Chart(alt.Data(values=data)).mark_line(**mark).encode(x=x, y=y)

        def last(values: Sequence[tuple[date, Number]], text: str, colour: str, dy: int) -> Any:
            data = [{"d": values[-1][0].isoformat(), "v": _plain(values[-1][1]), "text": text}]
            mark = alt.Chart(alt.Data(values=data)).mark_text(
                align="right", dx=-4, dy=dy, color=colour, fontWeight=600
            )
            return mark.encode(x=x, y=y, text="text:N")

        layers = []
        # Two labels at one end would cover each other: then the plan's stands below its line.
        near = points and plan and abs(float(points[-1][1]) - float(plan[-1][1])) < top / 8
        if plan:
            layers += [
                line(plan, color=MUTED, strokeDash=[6, 4], strokeWidth=2),
                last(plan, _("Plan"), MUTED, 16 if near else -10),
            ]
        if points:
            layers.append(line(points, color=SERIES[0], strokeWidth=3, interpolate="step-after"))
            layers.append(last(points, _text(points[-1][1]), SERIES[0], -12))
        return alt.layer(*layers).properties(height=260)

    columns = (_("Day"), label, _("Plan")) if plan else (_("Day"), label)
    return _chart(spec, title, reading, columns, rows if plan else tuple(row[:2] for row in rows), as_of)


def funnel(title: str, reading: str, stages: Sequence[tuple[str, int]], *, as_of: str = "") -> Chart:
    """How many reach each stage, and which part of the first stage that is."""
    first = stages[0][1] if stages else 0
    rows = tuple((label, count, _share(count, first)) for label, count in stages)

    def spec(alt: Any) -> Any:
        data = [
            {"k": label, "v": count, "text": f"{_text(count)}  ({share})"} for label, count, share in rows
        ]
        base = alt.Chart(alt.Data(values=data)).encode(y=_names(alt))
        return alt.layer(
            base.mark_bar(color=SERIES[0], height=20).encode(x=_lengths(alt, "v", _top(data, "v"))),
            base.mark_text(align="left", dx=8, color=INK).encode(x="v:Q", text="text:N"),
        ).properties(height=ROW * len(rows))

    return _chart(spec, title, reading, (_("Step"), _("Number"), _("Share of the first")), rows, as_of)


def matrix(
    title: str,
    reading: str,
    values: Mapping[tuple[str, str], int],
    *,
    row_names: Sequence[str],
    column_names: Sequence[str],
    corner: str = "",
    as_of: str = "",
) -> Chart:
    """A heat map of counts, for example home country by host country; nothing is written where there is none."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (row, *(values.get((row, column), 0) for column in column_names)) for row in row_names
    )

    def spec(alt: Any) -> Any:
        data = [
            {"r": row, "c": column, "v": values.get((row, column), 0)}
            for row in row_names
            for column in column_names
        ]
        most = max(values.values(), default=0)
        base = alt.Chart(alt.Data(values=data)).encode(
            x=alt.X("c:N", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=0, labelLimit=110)),
            y=_names(alt, "r"),
        )
        strength = alt.Scale(domain=[0, max(most, 1)], range=[FAINTEST, STRONGEST])
        return alt.layer(
            base.mark_rect(color=SERIES[0], stroke=LINE).encode(
                fillOpacity=alt.FillOpacity("v:Q", legend=None, scale=strength)
            ),
            base.mark_text(color=INK).transform_filter("datum.v > 0").encode(text="v:Q"),
        ).properties(height=ROW * len(row_names))

    columns = (corner or _("From"), *column_names)
    return _chart(spec, title, reading, columns, rows, as_of, fits_phone=False)


def stacked(
    title: str,
    reading: str,
    bars: Sequence[tuple[str, Mapping[str, Number]]],
    *,
    series: Sequence[str],
    row_label: str = "",
    as_of: str = "",
) -> Chart:
    """Horizontal bars of up to six parts, in the order of `series`, with a legend and the sum at the end."""
    if len(series) > len(SERIES):
        raise ValueError(f"At most {len(SERIES)} parts can be told apart; put the rest together.")
    rows = tuple((label, *(parts.get(name, 0) for name in series)) for label, parts in bars)

    def spec(alt: Any) -> Any:
        data, sums = _segments(bars, series)
        top = _top(sums, "v")
        colours = alt.Scale(domain=list(series), range=list(SERIES[: len(series)]))
        legend = alt.Legend(orient="top", title=None, symbolType="square", labelLimit=220, columns=3)
        base = alt.Chart(alt.Data(values=data)).encode(y=_names(alt))
        x = _lengths(alt, "from", top)
        # A figure is written only where its part is wide enough for its letters.
        fits = f"datum.v * width >= {top} * (6 + 8 * length(datum.text))"
        figures = base.transform_filter(fits).mark_text(color="#ffffff")
        ends = alt.Chart(alt.Data(values=sums)).mark_text(align="left", dx=8, color=INK)
        return alt.layer(
            base.mark_bar(height=20, x2Offset=-2).encode(
                x=x, x2="to", color=alt.Color("s:N", scale=colours, legend=legend, sort=list(series))
            ),
            figures.encode(x="middle:Q", text="text:N"),
            ends.encode(y=_names(alt), x="v:Q", text="text:N"),
        ).properties(height=ROW * len(bars))

    return _chart(spec, title, reading, (row_label or _("Name"), *series), rows, as_of)


# --- from a description to a picture -----------------------------------------------------------------------------


def _chart(
    spec: Callable[[Any], Any],
    title: str,
    reading: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
    as_of: str,
    *,
    fits_phone: bool = True,
) -> Chart:
    description = reading or title
    if not rows:
        return Chart(SafeString(""), title, reading, description, columns, rows, as_of)
    identity = json.dumps([LOOK, spec.__qualname__, title, description, columns, rows], default=str)

    def picture(width: int) -> SafeString:
        key = hashlib.sha256(f"{width} {identity}".encode()).hexdigest()[:24]
        svg = _remembered(key)
        if svg is None:
            drawn = _render(spec, width)
            svg = clean_svg(drawn, title=title, description=description, prefix=f"c{key[:10]}")
            _remember(key, svg)
        # The text in it is escaped by the XML writer, and clean_svg lets through no script, style or address.
        return mark_safe(svg)

    narrow = (lambda: picture(NARROW)) if fits_phone else None
    return Chart(picture(WIDTH), title, reading, description, columns, rows, as_of, narrow)


_here: dict[str, str] = {}  # the pictures this process showed last, in front of the shared cache
MOST_HERE = 200


def _remembered(key: str) -> str | None:
    if key in _here:
        return _here[key]
    with suppress(Exception):  # a broken cache costs time, not the page
        if found := cache.get(f"chart:{key}"):
            _here[key] = found
            return str(found)
    return None


def _remember(key: str, svg: str) -> None:
    while len(_here) >= MOST_HERE:
        _here.pop(next(iter(_here)), None)
    _here[key] = svg
    with suppress(Exception):
        cache.set(f"chart:{key}", svg, CACHE_SECONDS)


def _render(spec: Callable[[Any], Any], width: int) -> str:
    """Half a second for the first chart of a process, which loads the renderer; then some 40 ms."""
    import altair  # noqa: PLC0415  heavy, and not needed while all charts are remembered
    import vl_convert  # noqa: PLC0415  as above

    _know_fonts(vl_convert)
    size = altair.AutoSizeParams(type="fit-x", contains="padding")
    chart = spec(altair).configure(**_look(width)).properties(width=width, autosize=size, padding=4)
    version = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    return str(
        vl_convert.vegalite_to_svg(chart.to_json(validate=False), vl_version=version, allowed_base_urls=[])
    )


@lru_cache
def _know_fonts(vl_convert: Any) -> None:
    vl_convert.register_font_directory(str(Path(settings.BASE_DIR) / "static" / "fonts"))


def _look(width: int) -> dict[str, Any]:
    words = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": INK, "labelFontSize": 14}
    return {
        "background": "transparent",
        "font": FONT,
        "axis": {
            **words,
            "titleFontSize": 14,
            "titleFontWeight": "normal",
            "labelLimit": width // 3,
            "domainColor": LINE,
            "tickColor": LINE,
        }
        | {"gridColor": LINE},
        "legend": {**words, "symbolSize": 160},
        "text": {"font": FONT, "fontSize": 14},
        "view": {"stroke": None},
    }


def _names(alt: Any, field: str = "k") -> Any:
    axis = alt.Axis(domain=False, ticks=False, labelPadding=8)
    return alt.Y(f"{field}:N", sort=None, title=None, axis=axis)


def _lengths(alt: Any, field: str, top: Number) -> Any:
    """A scale with room for the figure at the end of the longest bar; the figures make an axis superfluous."""
    return alt.X(f"{field}:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top], nice=False))


def _segments(
    bars: Sequence[tuple[str, Mapping[str, Number]]], series: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Each part of each bar with its place, and the sum of each bar."""
    parts_found: list[dict[str, Any]] = []
    sums: list[dict[str, Any]] = []
    for label, parts in bars:
        place = 0.0
        for name in series:
            size = float(parts.get(name, 0))
            middle = place + size / 2
            parts_found.append(
                {"k": label, "s": name, "v": size, "from": place, "to": place + size, "middle": middle}
                | {"text": _text(size)}
            )
            place += size
        sums.append({"k": label, "v": place, "text": _text(place)})
    return parts_found, sums


def _top(data: Sequence[Mapping[str, Any]], field: str) -> float:
    return max((float(row[field]) for row in data), default=0) * 1.18 or 1


def _plain(value: Number | None) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value


def _text(value: Number | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _share(count: int, whole: int) -> str:
    return f"{count / whole:.0%}" if whole else "–"
