"""Pictures made for a page: cleaned so that they can stand inside HTML under a strict content policy, and in a PDF.

No script, no style attribute (the policy blocks both), no address of any kind, ids that are unique on a page.
"""

import re
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
FONTS = "'Source Sans 3', 'Portal Sans', 'Noto Sans', sans-serif"
TAGS = frozenset(
    {"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "defs", "clipPath", "title", "desc"}
)
# Everything else is dropped: styles, handlers, addresses, and the roles of parts (the whole picture is one image).
ATTRIBUTES = frozenset(
    {
        "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "d", "width", "height", "viewBox",
        "transform", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
        "stroke-linecap", "stroke-linejoin", "opacity", "font-size", "font-weight", "text-anchor", "clip-path", "id",
    }
)  # fmt: skip
NUMBER = re.compile(r"-?\d+\.\d{3,}")
LOCAL_REFERENCE = re.compile(r"url\(#([\w-]+)\)")


def clean_svg(source: str, *, title: str, description: str, prefix: str) -> str:
    """The picture as one image with a title and a description; `prefix` makes its ids unique on a page."""
    root = ElementTree.fromstring(source)  # noqa: S314  made by our own renderer, not by a person
    _clean(root, prefix)
    _remove_sheet(root)
    # Names without a prefix: the XML library's table of prefixes is shared with whoever else writes XML.
    root.set("xmlns", SVG)
    root.set("role", "img")
    root.set("font-family", FONTS)
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    for name, text in (("desc", description), ("title", title)):
        element = ElementTree.Element(name, {"id": f"{prefix}-{name}"})
        element.text = text
        root.insert(0, element)
    return ElementTree.tostring(root, encoding="unicode")


def _clean(element: ElementTree.Element, prefix: str) -> None:
    _styles_to_attributes(element)
    for name, value in list(element.attrib.items()):
        if name not in ATTRIBUTES or _is_idle(name, value):
            del element.attrib[name]
            continue
        value = NUMBER.sub(lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), value)
        value = LOCAL_REFERENCE.sub(rf"url(#{prefix}-\1)", value)
        element.set(name, f"{prefix}-{value}" if name == "id" else value.removesuffix("px"))
    element.tag = element.tag.removeprefix(f"{{{SVG}}}")
    for child in list(element):
        _clean(child, prefix)
        if child.tag not in TAGS or _is_empty(child):
            element.remove(child)


def _styles_to_attributes(element: ElementTree.Element) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        name, colon, value = declaration.partition(":")
        if colon and name.strip() in ATTRIBUTES:
            element.set(name.strip(), value.strip())


def _is_idle(name: str, value: str) -> bool:
    foreign = "url(" in value and not LOCAL_REFERENCE.fullmatch(value)
    return (
        foreign
        or (name in {"opacity", "fill-opacity"} and value == "1")
        or (name, value) == ("stroke-width", "0")
    )


def _is_empty(element: ElementTree.Element) -> bool:
    tag = element.tag
    if tag == "path":
        return element.get("d", "") in {"", "M0,0h0v0h0Z"}
    if tag in {"g", "defs"}:
        return not len(element)
    return tag in {"text", "tspan"} and not len(element) and not (element.text or "").strip()


def _remove_sheet(root: ElementTree.Element) -> None:
    """The renderer paints a sheet behind the chart; the page has its own, light or dark."""
    for child in list(root):
        if child.tag == "rect" and child.get("width") == root.get("width"):
            root.remove(child)
