"""An address as a picture that a phone reads."""

from itertools import groupby
from typing import Any

import segno

# Light modules around a code, so that a phone finds it.
_MARGIN = 2


def qr_code(address: str) -> dict[str, Any]:
    """The width of the square and the path of its dark parts: lines of a module's height, in modules, with the margin."""
    rows = segno.make(address, error="m").matrix_iter(border=_MARGIN)
    parts, size = [], 0
    for y, row in enumerate(rows):
        x = 0
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                parts.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
        size = x
    return {"size": size, "path": "".join(parts)}
