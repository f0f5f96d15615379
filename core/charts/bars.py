"""Horizontal bars: plain ones with targets, stacked ones, and answers around a middle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.charts.look import INK, PAPER, ROW, SERIES, Cell, Number, plain, share_of, text_of
from core.charts.picture import Chart, chart
from core.charts.vega import drawn_by, lengths, names_axis, top_of


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

    def bar_spec(alt: Any) -> Any:
        data = [
            {
                "k": item.label,
                "v": plain(item.value) or 0,
                "t": plain(item.target),
                "text": text_of(item.value)
                if item.target is None
                else f"{text_of(item.value)} / {text_of(item.target)}",
                "end": max(plain(item.value) or 0, plain(item.target) or 0),
            }
            for item in bars
        ]
        base = alt.Chart(alt.Data(values=data)).encode(y=names_axis(alt))
        layers = [
            base.mark_bar(color=SERIES[0], height=16).encode(x=lengths(alt, "v", top_of(data, "end"))),
            base.mark_text(align="left", dx=8, color=INK).encode(x="end:Q", text="text:N"),
        ]
        if has_targets:
            ticks = base.mark_tick(color=INK, thickness=3, height=24, opacity=1)
            layers.insert(1, ticks.transform_filter("datum.t !== null").encode(x="t:Q"))
        return alt.layer(*layers).properties(height=ROW * len(bars))

    return chart(drawn_by(bar_spec), title, reading, head[: 3 if has_targets else 2], rows, as_of)


def funnel(title: str, reading: str, stages: Sequence[tuple[str, int]], *, as_of: str = "") -> Chart:
    """How many reach each stage, and which part of the first stage that is."""
    first = stages[0][1] if stages else 0
    rows = tuple((label, count, share_of(count, first)) for label, count in stages)

    def funnel_spec(alt: Any) -> Any:
        data = [
            {"k": label, "v": count, "text": f"{text_of(count)}  ({share})"} for label, count, share in rows
        ]
        base = alt.Chart(alt.Data(values=data)).encode(y=names_axis(alt))
        return alt.layer(
            base.mark_bar(color=SERIES[0], height=20).encode(x=lengths(alt, "v", top_of(data, "v"))),
            base.mark_text(align="left", dx=8, color=INK).encode(x="v:Q", text="text:N"),
        ).properties(height=ROW * len(rows))

    return chart(
        drawn_by(funnel_spec), title, reading, (_("Step"), _("Number"), _("Share of the first")), rows, as_of
    )


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

    def stacked_spec(alt: Any) -> Any:
        data, sums = _segments(bars, series)
        top = top_of(sums, "v")
        colours = alt.Scale(domain=list(series), range=list(SERIES[: len(series)]))
        # Only parts that are drawn: without colour, the order of the legend is the order in the bar.
        drawn = [name for name in series if any(row["s"] == name and row["v"] > 0 for row in data)]
        legend = alt.Legend(orient="top", title=None, symbolType="square", labelLimit=220, values=drawn)
        base = alt.Chart(alt.Data(values=data)).encode(y=names_axis(alt))
        x = lengths(alt, "from", top)
        # A figure is written only where its part is wide enough for its letters.
        fits = f"datum.v * width >= {top} * (6 + 8 * length(datum.text))"
        figures = base.transform_filter(fits).mark_text(color=PAPER)
        ends = alt.Chart(alt.Data(values=sums)).mark_text(align="left", dx=8, color=INK)
        return alt.layer(
            base.transform_filter("datum.v > 0")
            .mark_bar(height=20, x2Offset=-2)
            .encode(x=x, x2="to", color=alt.Color("s:N", scale=colours, legend=legend, sort=list(series))),
            figures.encode(x="middle:Q", text="text:N"),
            ends.encode(y=names_axis(alt), x="v:Q", text="text:N"),
        ).properties(height=ROW * len(bars))

    return chart(drawn_by(stacked_spec), title, reading, (row_label or _("Name"), *series), rows, as_of)


def _segments(
    bars: Sequence[tuple[str, Mapping[str, Number]]], series: Sequence[str], start: Sequence[float] = ()
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Each part of each bar with its place, and the sum of each bar. A bar begins at 0, or at its `start`."""
    parts_found: list[dict[str, Any]] = []
    sums: list[dict[str, Any]] = []
    for number, (label, parts) in enumerate(bars):
        place = start[number] if start else 0.0
        for name in series:
            size = float(parts.get(name, 0))
            middle = place + size / 2
            parts_found.append(
                {"k": label, "s": name, "v": size, "from": place, "to": place + size, "middle": middle}
                | {"text": text_of(size)}
            )
            place += size
        sums.append({"k": label, "v": place, "text": text_of(place)})
    return parts_found, sums


# Poor answers left of the middle, good ones right; the figures and the order tell them apart without colour.
_SCALE = (SERIES[2], SERIES[4], SERIES[5], SERIES[1], SERIES[0])


def diverging(
    title: str,
    reading: str,
    bars: Sequence[tuple[str, Sequence[int]]],
    *,
    steps: Sequence[str],
    row_label: str = "",
    as_of: str = "",
) -> Chart:
    """Answers on five steps from poor to good, in per cent of each bar, set around the middle of the third."""
    if len(steps) != len(_SCALE):
        raise ValueError("The scale has five steps.")
    told = [(label, tuple(counts)) for label, counts in bars if sum(counts)]
    rows: tuple[tuple[Cell, ...], ...] = tuple((label, *counts) for label, counts in told)

    def diverging_spec(alt: Any) -> Any:
        data: list[dict[str, Any]] = []
        for label, counts in told:
            shares = [count / sum(counts) * 100 for count in counts]
            left = -(shares[0] + shares[1] + shares[2] / 2)
            placed, _sums = _segments([(label, dict(zip(steps, shares, strict=True)))], steps, [left])
            data += [row | {"text": text_of(count)} for row, count in zip(placed, counts, strict=True)]
        edge = max((max(-row["from"], row["to"]) for row in data), default=50) * 1.04
        x = alt.X("from:Q", title=None, axis=None, scale=alt.Scale(domain=[-edge, edge], nice=False))
        colours = alt.Scale(domain=list(steps), range=list(_SCALE))
        legend = alt.Legend(orient="top", title=None, symbolType="square", labelLimit=220)
        base = alt.Chart(alt.Data(values=data)).encode(y=names_axis(alt))
        fits = f"datum.v * width >= {edge * 2} * (6 + 8 * length(datum.text))"
        figures = base.transform_filter(fits).mark_text(color=PAPER)
        middle = alt.Chart(alt.Data(values=[{"at": 0}])).mark_rule(color=INK, strokeDash=[3, 3])
        return alt.layer(
            base.transform_filter("datum.v > 0")
            .mark_bar(height=22, x2Offset=-2)
            .encode(x=x, x2="to", color=alt.Color("s:N", scale=colours, legend=legend, sort=list(steps))),
            middle.encode(x="at:Q"),
            figures.encode(x="middle:Q", text="text:N"),
        ).properties(height=(ROW + 4) * len(told))

    return chart(drawn_by(diverging_spec), title, reading, (row_label or _("Name"), *steps), rows, as_of)
