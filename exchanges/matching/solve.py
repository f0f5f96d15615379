"""The best set of matches under all limits, proven; or an answer with a bound that says how far the best can be away.

First the limits that nest, as a flow: exact. If that answer keeps the other limits too, it is the best there is. Else all
limits together are a linear program whose prices bound the sum, and a small search finds whole matches (`search`). Scores are
whole numbers and nothing is drawn by chance, so the same problem has the same answer.
"""

from collections import Counter

import numpy as np

from exchanges.matching import contradiction, flow, search
from exchanges.matching.limits import Tally
from exchanges.matching.network import network_of, rest_of
from exchanges.matching.problem import Conflict, NoSolution, Problem, Solution


def solve(problem: Problem) -> Solution:
    """Raises NoSolution with every limit that the demanded matches break."""
    rest = rest_of(problem, _demanded(problem))
    first = flow.best(network_of(rest))
    whole = rest.whole(first.taken)
    if not whole.broken():
        return _solution(whole, whole.score)
    known = None
    if Tally(problem, rest.fixed).share_gap() > 0:
        known = contradiction.enough_smes(rest, solve)
    return _solution(*search.best(rest, first, known))


def _solution(whole: Tally, bound: int) -> Solution:
    return Solution(tuple(sorted(whole.matched.values())), whole.score, bound)


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
