"""Demanded matches of others may need more SMEs than the other limits let in: says which limits cannot be kept together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from exchanges.matching.limits import Tally, least_smes
from exchanges.matching.network import Rest
from exchanges.matching.problem import Conflict, NoSolution, Problem, Solution

Solver = Callable[[Problem], Solution]
# What can be let off, in the order of trying.
_OTHERS = ("budget", "per_host", "host_country", "home_country", "places")


def enough_smes(rest: Rest, solve: Solver) -> Tally:
    """A set of matches that keeps all limits: the demanded ones and as many SMEs as can be. Raises NoSolution if these are
    too few, with the share of SMEs and a smallest set of other limits that stand against it.
    """
    problem, fixed = rest.problem, Tally(rest.problem, rest.fixed)
    others = len(fixed.matched) - fixed.smes
    needed = least_smes(problem.limits.sme_share, others)
    found = _most_smes(problem, solve)
    if found.smes >= needed:
        return found
    off: list[str] = []
    for name in _OTHERS:
        if _most_smes(_without(problem, [*off, name]), solve).smes < needed:
            off.append(name)
    against = [name for name in _OTHERS if name not in off]
    share = Conflict("sme_share", {"others": others, "smes": found.smes})
    raise NoSolution([share, *map(Conflict, against)])


def _most_smes(problem: Problem, solve: Solver) -> Tally:
    """The same with a point for each SME, and none for others but those who must be matched."""
    pairs, wanted = problem.pairs, set(problem.limits.must)
    kept = np.array(
        [
            problem.visitors[visitor].sme
            or (problem.visitors[visitor].key, problem.slots[slot].host) in wanted
            for visitor, slot in zip(pairs.visitor.tolist(), pairs.slot.tolist(), strict=True)
        ],
        dtype=bool,
    )
    few = replace(
        pairs,
        visitor=pairs.visitor[kept],
        slot=pairs.slot[kept],
        score=np.ones(int(kept.sum()), dtype=np.int64),
        cost=pairs.cost[kept],
    )
    limits = replace(problem.limits, sme_share=Fraction(0))
    solution = solve(replace(problem, pairs=few, limits=limits))
    return Tally(problem, np.flatnonzero(kept)[list(solution.taken)].tolist())


def _without(problem: Problem, names: Sequence[str]) -> Problem:
    limits, slots = problem.limits, problem.slots
    if "budget" in names:
        limits = replace(limits, budget=None)
    if "per_host" in names:
        limits = replace(limits, per_host=None)
    if "host_country" in names:
        limits = replace(limits, host_countries={})
    if "home_country" in names:
        limits = replace(limits, home_countries={})
    if "places" in names:
        slots = tuple(replace(slot, places=len(problem.visitors) + len(slot.held)) for slot in slots)
    return replace(problem, slots=slots, limits=limits)
