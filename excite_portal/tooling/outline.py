"""Makes `static/img/europe.svg` from a TopoJSON file of countries: `python -m excite_portal.tooling.outline FILE`.

FILE is `countries-50m.json` of the npm package world-atlas. Only needed to change the map; the result is in the repository.
"""

import json
import sys
from pathlib import Path
from typing import Any

from core.europe import HEIGHT, WIDTH, point

TARGET = Path(__file__).resolve().parents[2] / "static" / "img" / "europe.svg"
# Points nearer than this to the straight line (of 1,000 across) are left out, and shapes smaller than this.
TOLERANCE, SMALLEST = 0.55, 3.0
# Beyond the edges shapes are cut to a margin, so that far coasts cost nothing.
MARGIN = 30
Line = list[tuple[float, float]]
NOTICE = "Outline: world-atlas 2.0.2, ISC licence, copyright 2013-2019 Michael Bostock; shapes: Natural Earth, public domain."


def main(source: Path) -> None:
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [simplified(line) for line in _arcs(topology)]
    parts = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        path = "".join(_path(_ring(ring, arcs)) for polygon in polygons for ring in polygon)
        if path:
            parts.append(path)
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><!-- {NOTICE} -->'
        f'<symbol id="land" viewBox="0 0 {WIDTH} {HEIGHT}"><path d="{"".join(parts)}"/></symbol></svg>\n',
        encoding="utf-8",
    )
    print(f"{TARGET.stat().st_size / 1024:.0f} kB")


def _arcs(topology: dict[str, Any]) -> list[Line]:
    """The lines of the file in points of the map, clamped to a margin around it."""
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            longitude, latitude = x * scale_x + shift_x, y * scale_y + shift_y
            if not (-60 < longitude < 85 and 10 < latitude < 84):
                line.append((-9999.0, -9999.0))
                continue
            px, py = point(latitude, longitude)
            line.append((min(max(px, -MARGIN), WIDTH + MARGIN), min(max(py, -MARGIN), HEIGHT + MARGIN)))
        lines.append(line)
    return lines


def simplified(line: Line, tolerance: float = TOLERANCE) -> Line:
    """Douglas and Peucker: the points that lie further than `tolerance` from the line of the others."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5

    def away(at: tuple[float, float]) -> float:
        if length == 0:
            return ((at[0] - x1) ** 2 + (at[1] - y1) ** 2) ** 0.5
        return abs((x2 - x1) * (y1 - at[1]) - (x1 - at[0]) * (y2 - y1)) / length

    index = max(range(1, len(line) - 1), key=lambda number: away(line[number]))
    if away(line[index]) <= tolerance:
        return [line[0], line[-1]]
    return simplified(line[: index + 1], tolerance)[:-1] + simplified(line[index:], tolerance)


def _ring(numbers: list[int], arcs: list[Line]) -> Line:
    ring: Line = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += line[1:] if ring else line
    return [at for at in ring if at[0] > -9000]


def _path(ring: Line) -> str:
    """The ring in whole points, as short as SVG can say it; nothing for what is off the map or too small to see."""
    inside = [at for at in ring if -MARGIN < at[0] < WIDTH + MARGIN and -MARGIN < at[1] < HEIGHT + MARGIN]
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
    if len(ring) < 4 or not inside or area < SMALLEST:
        return ""
    steps, (x, y) = "", (round(ring[0][0]), round(ring[0][1]))
    start = f"M{x} {y}"
    for px, py in ring[1:]:
        dx, dy = round(px) - x, round(py) - y
        if dx or dy:
            steps += f" {dx}" if steps and dx >= 0 else f"{dx}"
            steps += f" {dy}" if dy >= 0 else f"{dy}"
            x, y = x + dx, y + dy
    return f"{start}l{steps}z" if steps else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
