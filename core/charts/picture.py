"""A picture with its twin table, drawn once for its numbers and then remembered."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from core.charts.look import LOOK, NARROW, WIDTH, Cell
from core.svg import clean_svg

CACHE_SECONDS = 7 * 24 * 3600
MOST_HERE = 200

Draw = Callable[[int], str]


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


def chart(
    draw: Draw,
    title: str,
    reading: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
    as_of: str,
    *,
    more: Any = None,
    fits_phone: bool = True,
) -> Chart:
    """`draw` makes the raw SVG for a width. `more` is what it draws beyond title, sentence and table."""
    description = reading or title
    if not rows:
        return Chart(SafeString(""), title, reading, description, columns, rows, as_of)
    identity = json.dumps([LOOK, draw.__qualname__, title, description, columns, rows, more], default=str)

    def picture(width: int) -> SafeString:
        key = hashlib.sha256(f"{width} {identity}".encode()).hexdigest()[:24]
        svg = _remembered(key)
        if svg is None:
            svg = clean_svg(draw(width), title=title, description=description, prefix=f"c{key[:10]}")
            _remember(key, svg)
        # The text in it is escaped by the XML writer, and clean_svg lets through no script, style or address.
        return mark_safe(svg)

    narrow = (lambda: picture(NARROW)) if fits_phone else None
    return Chart(picture(WIDTH), title, reading, description, columns, rows, as_of, narrow)


_here: dict[str, str] = {}  # the pictures this process showed last, in front of the shared cache


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
