"""Where the boxes and bands of a flow diagram stand. Pure: numbers in, places out.

What is kept: every column has the same sum; the bands at a box are as high together as the box; no box and no band of
a column lies over another one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Names in the pictures need this much height each, whatever small number they stand for.
GAP = 15.0
MOST = 12

Way = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    column: int
    name: str
    value: int
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Band:
    """From (top, bottom) at the box `source` of `column` to (top, bottom) at the box `target` of the next one."""

    column: int
    source: str
    target: str
    value: int
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    height: float

    def box(self, column: int, name: str) -> Box:
        return next(box for box in self.boxes if (box.column, box.name) == (column, name))


def grouped(ways: Mapping[Way, int], other: str, most: int = MOST) -> dict[Way, int]:
    """At most `most` names in each column: the largest stay, the rest is put together as `other`."""
    ways = {way: number for way, number in ways.items() if number > 0}
    columns = len(next(iter(ways), ()))
    kept = [_largest(ways, column, most, other) for column in range(columns)]
    found: dict[Way, int] = defaultdict(int)
    for way, number in ways.items():
        found[tuple(name if name in kept[place] else other for place, name in enumerate(way))] += number
    return dict(found)


def _largest(ways: Mapping[Way, int], column: int, most: int, other: str) -> set[str]:
    sums: dict[str, int] = defaultdict(int)
    for way, number in ways.items():
        sums[way[column]] += number
    if len(sums) <= most:
        return set(sums)
    named = [name for name in sums if name != other]
    return set(sorted(named, key=lambda name: (-sums[name], name))[: most - 1])


def layout(ways: Mapping[Way, int], *, scale_height: float, last: str = "") -> Layout:
    """Boxes and bands for ways through columns, for example (home, cluster, host) -> number.

    `scale_height` is how high all numbers together stand, without the gaps. `last` is the name that goes to the foot.
    """
    ways = {way: number for way, number in ways.items() if number > 0}
    if not ways:
        return Layout((), (), 0)
    columns = len(next(iter(ways)))
    unit = scale_height / sum(ways.values())
    sums: list[dict[str, int]] = [defaultdict(int) for _column in range(columns)]
    links: list[dict[tuple[str, str], int]] = [defaultdict(int) for _column in range(columns - 1)]
    for way, number in ways.items():
        for column, name in enumerate(way):
            sums[column][name] += number
        for column, pair in enumerate(zip(way, way[1:], strict=False)):
            links[column][pair] += number
    height = scale_height + GAP * (max(len(names) for names in sums) - 1)
    boxes: list[dict[str, Box]] = []
    for column in range(columns):
        if column == 0:
            order = sorted(sums[0], key=lambda name: (name == last, -sums[0][name], name))
        else:
            order = _by_weight(sums[column], links[column - 1], boxes[column - 1], last)
        boxes.append(_stacked(column, order, sums[column], unit, height))
    bands = [band for column in range(columns - 1) for band in _bands(column, links[column], boxes, unit)]
    return Layout(tuple(box for names in boxes for box in names.values()), tuple(bands), height)


def _by_weight(
    names: Mapping[str, int], links: Mapping[tuple[str, str], int], before: Mapping[str, Box], last: str
) -> list[str]:
    """Each name beside where most of it comes from, so that few bands cross."""
    weight: dict[str, float] = defaultdict(float)
    for (source, target), number in links.items():
        weight[target] += before[source].middle * number
    return sorted(names, key=lambda name: (name == last, weight[name] / names[name], name))


def _stacked(
    column: int, order: Sequence[str], sums: Mapping[str, int], unit: float, height: float
) -> dict[str, Box]:
    """One above the other with a gap between them, spread over the whole height."""
    filled = sum(sums.values()) * unit
    gap = (height - filled) / (len(order) - 1) if len(order) > 1 else 0.0
    gap = min(gap, GAP * 3)
    top = (height - filled - gap * (len(order) - 1)) / 2
    found = {}
    for name in order:
        bottom = top + sums[name] * unit
        found[name] = Box(column, name, sums[name], top, bottom)
        top = bottom + gap
    return found


def _bands(
    column: int, links: Mapping[tuple[str, str], int], boxes: Sequence[Mapping[str, Box]], unit: float
) -> list[Band]:
    """At each box the bands lie in the order of the boxes on the other side."""
    left, right = boxes[column], boxes[column + 1]
    order = sorted(links, key=lambda pair: (left[pair[0]].top, right[pair[1]].top))
    used_left = {name: box.top for name, box in left.items()}
    used_right = {name: box.top for name, box in right.items()}
    found = []
    for source, target in order:
        high = links[source, target] * unit
        start, end = used_left[source], used_right[target]
        found.append(
            Band(column, source, target, links[source, target], (start, start + high), (end, end + high))
        )
        used_left[source], used_right[target] = start + high, end + high
    return found
