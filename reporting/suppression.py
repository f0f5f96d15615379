"""What a public page or document may not show: counts below five, also not by subtraction.

Pure: numbers in, numbers out. Every published breakdown goes through `group_small`, every published running total
through `coarsen`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

THRESHOLD = 5


@dataclass(frozen=True)
class Breakdown:
    """`shown` cells stand alone; `hidden` names are put together as `rest`. The total stays the same."""

    shown: dict[str, int]
    hidden: tuple[str, ...]
    rest: int


def is_small(number: int | None) -> bool:
    return number is not None and 0 < number < THRESHOLD


def group_small(cells: Mapping[str, int]) -> Breakdown:
    """Put the small cells of one breakdown together, with larger ones until none can be worked out.

    The reader knows the total, the names and this rule. So the rest has two cells at least, reaches the threshold,
    is neither all ones nor all fours (those sums have one solution only), and equal cells share one fate (or the
    names would tell which is which).
    """
    ordered = sorted(
        ((count, name) for name, count in cells.items() if count > 0), key=lambda item: (item[0], item[1])
    )
    small = [item for item in ordered if is_small(item[0])]
    if not small:
        return Breakdown(dict(_largest_first(ordered)), (), 0)
    together = len(small)
    while together < len(ordered) and not _is_safe([count for count, _name in ordered], together):
        together += 1
    hidden = ordered[:together]
    names = tuple(sorted(name for _count, name in hidden))
    return Breakdown(dict(_largest_first(ordered[together:])), names, sum(count for count, _name in hidden))


def _is_safe(counts: Sequence[int], together: int) -> bool:
    hidden, total = counts[:together], sum(counts[:together])
    if together < 2 or total < THRESHOLD or counts[together] == hidden[-1]:
        return False
    only_small = hidden[-1] < THRESHOLD
    return not only_small or together < total < together * (THRESHOLD - 1)


def _largest_first(cells: Sequence[tuple[int, str]]) -> list[tuple[str, int]]:
    return [(name, count) for count, name in sorted(cells, key=lambda item: (-item[0], item[1]))]


def coarsen(points: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    """A running total with so few points that each step is at least the threshold; the last point stays."""
    if not points or is_small(points[-1][1]):
        return []
    kept: list[tuple[date, int]] = []
    reached = 0
    for day, total in points:
        if total - reached >= THRESHOLD:
            kept.append((day, total))
            reached = total
    last_day, last_total = points[-1]
    if kept and kept[-1][1] != last_total:
        kept[-1] = (last_day, last_total)
    return kept
