"""What the whole scheme tells everybody. Pure: partnerships' counts in, public counts out.

Every number is a sum of numbers that the public pages of the partnerships show themselves. So this page, alone or
together with theirs, tells nothing that they do not tell: no cell can be worked out by subtracting one from another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reporting.suppression import Breakdown, group_small, is_small


@dataclass(frozen=True)
class Counts:
    """Credited exchanges of one partnership: all, and by group of visitor, home and host country."""

    name: str
    exchanges: int
    visitors: Mapping[str, int]
    homes: Mapping[str, int]
    hosts: Mapping[str, int]


@dataclass(frozen=True)
class Impact:
    """`told` of `partnerships` have exchanges enough to be counted here. A breakdown has its rest under no name."""

    partnerships: int
    told: tuple[tuple[str, int], ...]
    visitors: Breakdown
    homes: Breakdown
    hosts: Breakdown

    @property
    def exchanges(self) -> int:
        return sum(number for _name, number in self.told)


def impact(all_counts: Sequence[Counts]) -> Impact:
    told = [counts for counts in all_counts if counts.exchanges and not is_small(counts.exchanges)]
    return Impact(
        len(all_counts),
        tuple((counts.name, counts.exchanges) for counts in told),
        _together(group_small(counts.visitors) for counts in told),
        _together(group_small(counts.homes) for counts in told),
        _together(group_small(counts.hosts) for counts in told),
    )


def _together(parts: Iterable[Breakdown]) -> Breakdown:
    """What each partnership shows, added up; what each puts together stays together."""
    shown: dict[str, int] = {}
    rest = 0
    for part in parts:
        rest += part.rest
        for name, number in part.shown.items():
            shown[name] = shown.get(name, 0) + number
    return Breakdown(dict(sorted(shown.items(), key=lambda item: (-item[1], item[0]))), (), rest)
