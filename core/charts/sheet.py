"""A sheet to draw on where no grammar of charts has the picture: lines, boxes, paths and words, as SVG."""

from collections.abc import Sequence
from xml.etree import ElementTree

from core.charts.look import INK, LETTERS

# Mean width of a letter of the portal's font, in parts of its size; wide enough that words do not touch.
LETTER = 0.52


def width_of(text: str, size: float = LETTERS) -> float:
    return len(text) * size * LETTER


def fitted(text: str, width: float, size: float = LETTERS) -> str:
    """The text, cut with an ellipsis where it is longer than `width`."""
    most = max(int(width / (size * LETTER)), 1)
    return text if len(text) <= most else text[: max(most - 1, 1)].rstrip() + "…"


class Sheet:
    def __init__(self, width: float, height: float) -> None:
        self.root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"})
        self.root.attrib |= {"width": _n(width), "height": _n(height)}
        self.root.set("viewBox", f"0 0 {_n(width)} {_n(height)}")

    def box(self, x: float, y: float, width: float, height: float, fill: str, **more: str | float) -> None:
        self._add("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), fill=fill, **more)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, **more: str | float) -> None:
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **more)

    def dot(self, cx: float, cy: float, r: float, fill: str, **more: str | float) -> None:
        self._add("circle", cx=cx, cy=cy, r=r, fill=fill, **more)

    def path(self, d: str, *, fill: str = "none", **more: str | float) -> None:
        self._add("path", d=d, fill=fill, **more)

    def shape(self, points: Sequence[tuple[float, float]], fill: str, **more: str | float) -> None:
        self.path("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z", fill=fill, **more)

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        fill: str = INK,
        size: float = LETTERS,
        strong: bool = False,
    ) -> None:
        more = {"font-weight": "600"} if strong else {}
        element = self._add("text", x=x, y=y, fill=fill, font_size=size, **more)
        if anchor != "start":
            element.set("text-anchor", anchor)
        element.text = text

    def _add(self, tag: str, **attributes: str | float) -> ElementTree.Element:
        named = {
            name.replace("_", "-"): value if isinstance(value, str) else _n(value)
            for name, value in attributes.items()
        }
        return ElementTree.SubElement(self.root, tag, named)

    def __str__(self) -> str:
        return ElementTree.tostring(self.root, encoding="unicode")


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
