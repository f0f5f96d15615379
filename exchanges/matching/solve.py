"""The best set of matches under all limits, proven; or an answer with a bound that says how far the best can be away.

First the limits that nest, as a flow: exact. If that answer keeps the other limits too, it is the best there is. If only
the share of SMEs is broken, the best number of others is searched for; each try is a flow, so the answer is exact again.
Whatever else is broken gets a price (`prices`). Scores are whole numbers and nothing is drawn by chance, so the same
problem has the same answer.
"""

from collections import Counter

import numpy as np

from exchanges.matching import flow, prices
from exchanges.matching.limits import Tally, least_smes
from exchanges.matching.network import Rest, network_of, rest_of
from exchanges.matching.problem import Conflict, NoSolution, Problem, Solution

# Of numbers of others, where the search by halves proves nothing.
_MOST_TRIES = 64


def solve(problem: Problem) -> Solution:
    """Raises NoSolution with every limit that the demanded matches break."""
    rest = rest_of(problem, _demanded(problem))
    network = network_of(rest)
    first = flow.best(network)
    whole = rest.whole(first.taken)
    broken = prices.broken(whole)
    if not broken:
        return prices.solution(whole, prices.score_of(whole))
    _check_share(rest, network)
    if broken == {"sme_share"} and not problem.limits.home_countries:
        found = _by_share(rest, network, first)
        if found is not None and not prices.broken(found):
            return prices.solution(found, prices.score_of(found))
    return prices.solve(rest, network, first)


def _demanded(problem: Problem) -> list[int]:
    """Positions of the pairs that must be matches."""
    wanted, pairs = set(problem.limits.must), problem.pairs
    if not wanted:
        return []
    numbers = [number for number, one in enumerate(problem.visitors) if one.key in {key for key, _ in wanted}]
    found: dict[tuple[int, int], int] = {}
    for position in np.flatnonzero(np.isin(pairs.visitor, numbers)).tolist():
        visitor, slot = (
            problem.visitors[int(pairs.visitor[position])],
            problem.slots[int(pairs.slot[position])],
        )
        found[visitor.key, slot.host] = position
    chosen = sorted(found[pair] for pair in wanted & set(found))
    conflicts = _contradictions(problem, set(found)) or Tally(problem, chosen).conflicts()
    if conflicts:
        raise NoSolution(conflicts)
    return chosen


def _contradictions(problem: Problem, possible: set[tuple[int, int]]) -> list[Conflict]:
    """Demands that forbid each other, or that no limit could allow."""
    wanted, banned = set(problem.limits.must), set(problem.limits.must_not)
    hosts_of = Counter(visitor for visitor, _host in wanted)
    pairs = [("must_and_must_not", pair) for pair in sorted(wanted & banned)]
    pairs += [("impossible", pair) for pair in sorted(wanted - possible)]
    return [Conflict(limit, {"visitor": visitor, "host": host}) for limit, (visitor, host) in pairs] + [
        Conflict("two_hosts", {"visitor": visitor})
        for visitor, times in sorted(hosts_of.items())
        if times > 1
    ]


def _check_share(rest: Rest, network: flow.Network) -> None:
    """The demanded matches of others may need more SMEs than can be matched at all."""
    problem = rest.problem
    fixed = Tally(problem, rest.fixed)
    if fixed.share_gap() <= 0:
        return
    smes = np.array([visitor.sme for visitor in problem.visitors], dtype=bool)
    most = flow.best(network.scored(smes[network.visitor].astype(np.int64))).total
    others = len(fixed.matched) - fixed.smes
    if fixed.smes + most < least_smes(problem.limits.sme_share, others):
        values = {"others": others, "smes": fixed.smes + most}
        raise NoSolution([Conflict("sme_share", values)])


def _by_share(rest: Rest, network: flow.Network, first: flow.Flow) -> Tally | None:
    """The best number of others; None where this search proves nothing.

    It lies between as many as the SMEs of the first answer allow (taking others away only frees places for SMEs) and as
    many as the first answer has. The best sum is concave in it where each of them needs a whole number of SMEs.
    """
    search = _ShareSearch(rest, network)
    lowest, highest = search.range_of(first.taken)
    start = search.best_with(lowest)
    # A pair that costs more than the answer at hand falls behind the first one is in no better answer.
    search.keep(first.loss() <= first.total - start.total)
    if search.whole_steps:
        while lowest < highest:
            middle = (lowest + highest) // 2
            if search.worth(middle + 1) > search.worth(middle):
                lowest = middle + 1
            else:
                highest = middle
    elif highest - lowest <= _MOST_TRIES:
        lowest = max(range(lowest, highest + 1), key=search.worth)
    else:
        return None
    return search.rest.whole(search.best_with(lowest).taken)


class _ShareSearch:
    """The best answer with at most so many who are no SMEs, and the SMEs that those need."""

    def __init__(self, rest: Rest, network: flow.Network) -> None:
        problem, fixed = rest.problem, Tally(rest.problem, rest.fixed)
        self.rest, self.network, self.share = rest, network, problem.limits.sme_share
        self.fixed_smes, self.fixed_others = fixed.smes, len(fixed.matched) - fixed.smes
        self.smes = np.array([visitor.sme for visitor in problem.visitors], dtype=bool)
        self.found: dict[int, flow.Flow] = {}

    @property
    def whole_steps(self) -> bool:
        return self.share >= 1 or (self.share / (1 - self.share)).denominator == 1

    def needed(self, others: int) -> int:
        return max(least_smes(self.share, self.fixed_others + others) - self.fixed_smes, 0)

    def range_of(self, taken: flow.Mask) -> tuple[int, int]:
        smes = int(self.smes[self.network.visitor[taken]].sum())
        highest = int(taken.sum()) - smes
        return max((k for k in range(highest + 1) if self.needed(k) <= smes), default=0), highest

    def keep(self, mask: flow.Mask) -> None:
        self.rest, self.network = self.rest.only(mask), self.network.kept(mask)
        self.found.clear()

    def best_with(self, others: int) -> flow.Flow:
        if others not in self.found:
            groups = np.where(self.smes, 0, 1)
            most, least = [len(self.smes), others], [min(self.needed(others), len(self.smes)), 0]
            self.found[others] = flow.best(self.network.grouped(groups, most, least))
        return self.found[others]

    def worth(self, others: int) -> int:
        found = self.best_with(others)
        return found.total if found.least_met and self.needed(others) <= len(self.smes) else -1
