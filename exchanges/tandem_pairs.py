"""Which clusters could learn from each other: the needs of one among the strengths of the other. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

# Both ways counts so many single fields more.
MUTUAL = 10


@dataclass(frozen=True, slots=True)
class Learner:
    cluster: int
    country: str
    strengths: frozenset[int] = frozenset()
    needs: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """`first_learns`: what the first needs and the second is strong in."""

    first: int
    second: int
    first_learns: frozenset[int]
    second_learns: frozenset[int]

    @property
    def both_ways(self) -> bool:
        return bool(self.first_learns and self.second_learns)

    @property
    def score(self) -> int:
        return len(self.first_learns) + len(self.second_learns) + MUTUAL * self.both_ways


def pairs(learners: Iterable[Learner], taken: Collection[frozenset[int]] = ()) -> list[Pair]:
    """The best first. Never two of one country, nor a pair of clusters that is `taken`."""
    found = []
    for one, other in combinations(sorted(learners, key=lambda learner: learner.cluster), 2):
        if one.country == other.country or frozenset({one.cluster, other.cluster}) in taken:
            continue
        pair = Pair(one.cluster, other.cluster, one.needs & other.strengths, other.needs & one.strengths)
        if pair.score:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def seen_from(pair: Pair, cluster: int) -> Pair:
    """The same pair with this cluster first."""
    if pair.first == cluster:
        return pair
    return Pair(pair.second, pair.first, pair.second_learns, pair.first_learns)


def by_cluster(rows: Iterable[tuple[int, str, str, int]]) -> Mapping[int, Learner]:
    """From rows of cluster, country, side and term."""
    found: dict[int, tuple[str, dict[str, set[int]]]] = {}
    for cluster, country, side, term in rows:
        _country, sides = found.setdefault(cluster, (country, {"strength": set(), "need": set()}))
        sides[side].add(term)
    return {
        cluster: Learner(cluster, country, frozenset(sides["strength"]), frozenset(sides["need"]))
        for cluster, (country, sides) in found.items()
    }
