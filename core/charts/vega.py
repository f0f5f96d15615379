"""From a Vega-Lite description to SVG, on the server, without a request to anywhere."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from core.charts.look import FONT, INK, LETTERS, LINE, NARROW, Number
from core.charts.picture import Draw

Spec = Callable[[Any], Any]


def drawn_by(spec: Spec) -> Draw:
    """`spec` describes the chart with the altair module it is given; its name is part of the picture's key."""

    def draw(width: int) -> str:
        return _render(spec, width)

    draw.__qualname__ = spec.__qualname__
    return draw


def _render(spec: Spec, width: int) -> str:
    """Half a second for the first chart of a process, which loads the renderer; then some 40 ms."""
    import altair  # noqa: PLC0415  heavy, and not needed while all charts are remembered
    import vl_convert  # noqa: PLC0415  as above

    know_fonts(vl_convert)
    size = altair.AutoSizeParams(type="fit-x", contains="padding")
    chart = spec(altair).configure(**_look(width)).properties(width=width, autosize=size, padding=4)
    version = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    return str(
        vl_convert.vegalite_to_svg(chart.to_json(validate=False), vl_version=version, allowed_base_urls=[])
    )


@lru_cache
def know_fonts(vl_convert: Any) -> None:
    vl_convert.register_font_directory(str(Path(settings.BASE_DIR) / "static" / "fonts"))


def _look(width: int) -> dict[str, Any]:
    words = {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": LETTERS,
    }
    return {
        "background": "transparent",
        "font": FONT,
        "axis": {
            **words,
            "titleFontSize": LETTERS,
            "titleFontWeight": "normal",
            "labelLimit": width // 3,
            "domainColor": LINE,
            "tickColor": LINE,
        }
        | {"gridColor": LINE},
        "legend": {**words, "symbolSize": 160, "columns": 3 if width > NARROW else 2},
        "text": {"font": FONT, "fontSize": LETTERS},
        "view": {"stroke": None},
    }


def names_axis(alt: Any, field: str = "k") -> Any:
    axis = alt.Axis(domain=False, ticks=False, labelPadding=8)
    return alt.Y(f"{field}:N", sort=None, title=None, axis=axis)


def lengths(alt: Any, field: str, top: Number) -> Any:
    """A scale with room for the figure at the end of the longest bar; the figures make an axis superfluous."""
    return alt.X(f"{field}:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top], nice=False))


def top_of(data: Sequence[Mapping[str, Any]], field: str) -> float:
    return max((float(row[field]) for row in data), default=0) * 1.18 or 1
