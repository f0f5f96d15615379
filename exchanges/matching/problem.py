"""What a matching run decides, as plain values: who waits, who has places, which pairs are possible, which limits hold."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Visitor:
    """`first` and `last`: the days of the stay as ordinals, both included."""

    key: int
    sme: bool
    country: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A host's free period, with so many places at the same time; `held`: stays that have places already."""

    key: int
    host: int
    country: str
    places: int
    held: tuple[tuple[int, int], ...] = ()

    def held_on(self, day: int) -> int:
        return sum(first <= day <= last for first, last in self.held)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The possible matches as columns of equal length, for a million of them.

    `visitor` and `slot` are positions in the problem, `score` >= 1, `cost` in cents. A visitor has at most one pair with
    a host: the free period that holds the stay.
    """

    visitor: Ints
    slot: Ints
    score: Ints
    cost: Ints

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int]]) -> "Pairs":
        """From (visitor, slot, score, cost)."""
        table = np.array(list(rows), dtype=np.int64).reshape(-1, 4)
        return cls(*(np.ascontiguousarray(table[:, column]) for column in range(4)))

    def __len__(self) -> int:
        return len(self.score)


@dataclass(frozen=True)
class Limits:
    """None and missing keys: no limit. `must` and `must_not` hold pairs of visitor key and host key."""

    sme_share: Fraction = Fraction(0)
    per_host: int | None = None
    host_countries: Mapping[str, int] = field(default_factory=dict)
    home_countries: Mapping[str, int] = field(default_factory=dict)
    budget: int | None = None
    must: Collection[tuple[int, int]] = ()
    must_not: Collection[tuple[int, int]] = ()


@dataclass(frozen=True)
class Problem:
    visitors: tuple[Visitor, ...]
    slots: tuple[Slot, ...]
    pairs: Pairs
    limits: Limits = Limits()


@dataclass(frozen=True)
class Solution:
    """`taken`: positions of the pairs that become matches. No solution scores more than `bound`."""

    taken: tuple[int, ...]
    total: int
    bound: int

    @property
    def optimal(self) -> bool:
        return self.total == self.bound


@dataclass(frozen=True)
class Conflict:
    """Why no solution exists: a limit's name and the values for its sentence."""

    limit: str
    values: Mapping[str, int | str] = field(default_factory=dict)


class NoSolution(Exception):
    """The pairs that must be matches break limits."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        super().__init__(", ".join(conflict.limit for conflict in conflicts))
        self.conflicts = conflicts
