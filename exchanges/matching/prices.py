"""For limits that do not nest: each broken one gets a price, which bounds the best sum; a small search closes the gap.

Prices are whole thousandths of a point, so every number is exact. The number of rounds is fixed and the search counts
its own steps instead of looking at a clock: the same problem has the same answer on every machine.
"""

from dataclasses import dataclass, replace
from math import floor, gcd

import numpy as np
from ortools.linear_solver.python import model_builder

from exchanges.matching import flow
from exchanges.matching.limits import Tally, meet_share
from exchanges.matching.network import Rest
from exchanges.matching.problem import Conflict, NoSolution, Solution

SCALE = 1000
_ROUNDS = 30
# Above so many pairs the prices are sought among so many of each visitor first.
_MANY_PAIRS = 100_000
_THIN = 30
# Pairs that may be left for the search, and its steps.
_SEARCHED_PAIRS = 20_000
_SEARCHED_NODES = 300
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Limit:
    """The sum of `weight` over the matches among the pairs `at` is at most `most`; `price` in thousandths of a point."""

    name: str
    at: flow.Ints
    weight: flow.Ints
    most: int
    price: int = 0
    # The free period and the day on which its places are counted.
    day: tuple[int, int] | None = None

    def excess(self, taken: flow.Mask) -> int:
        return int(self.weight[taken[self.at]].sum()) - self.most

    def kept(self, mask: flow.Mask) -> "Limit":
        place, there = np.cumsum(mask) - 1, mask[self.at]
        return replace(self, at=place[self.at[there]], weight=self.weight[there])


def solve(rest: Rest, network: flow.Network, first: flow.Flow) -> Solution:
    """The best answer found, and the bound that the prices prove; `first`: the answer under the nested limits alone.

    Raises NoSolution when none was found.
    """
    climb = Climb(rest, network, first)
    if len(rest.free) > _MANY_PAIRS:
        # The prices are sought among each visitor's best pairs; then they are tried on all.
        climb.rounds(_ROUNDS, among=_best_of_each(rest, network))
        climb.rounds(1)
    if len(climb.rest.free) <= _MANY_PAIRS:
        climb.rounds(_ROUNDS)
    best, bound = climb.best, climb.bound
    if score_of(best) < bound and len(climb.rest.free) <= _SEARCHED_PAIRS:
        best, bound = _search(climb.rest, climb.limits, best, bound)
    if broken(best):
        raise NoSolution([Conflict(name) for name in sorted(broken(best))])
    return solution(best, max(bound, score_of(best)))


class Climb:
    """Raises the prices round by round, and leaves out what can no longer be in a better answer than the one at hand."""

    def __init__(self, rest: Rest, network: flow.Network, first: flow.Flow) -> None:
        self.rest, self.network = rest, network
        self.start = score_of(Tally(rest.problem, rest.fixed))
        self.best, self.bound = _repaired(rest, first.taken), self.start + first.total
        self.limits = _with_prices(
            _crowded_too(_side_limits(rest), rest, first.taken),
            first.taken,
            self.bound - score_of(self.best),
            0,
        )

    def rounds(self, number: int, among: flow.Mask | None = None) -> None:
        """With `among` only these pairs are looked at: the prices and the answer get better, nothing is proven."""
        rest, network = self.rest, self.network
        if among is not None:
            self.rest, self.network = rest.only(among), network.kept(among)
            self.limits = _limits_like(self.limits, self.rest)
        for step in range(1, number + 1):
            if score_of(self.best) >= self.bound or not self._round(step, proves=among is None):
                break
        if among is not None:
            self.rest, self.network, self.limits = rest, network, _limits_like(self.limits, rest)

    def _round(self, step: int, *, proves: bool) -> bool:
        found = flow.best(
            self.network.scored(SCALE * self.network.score - _prices(self.limits, len(self.rest.free)))
        )
        # Whatever keeps the limits scores no more than the matches without their prices, plus what the limits allow.
        value = self.start + (found.total + sum(limit.price * limit.most for limit in self.limits)) // SCALE
        self.best = max(self.best, _repaired(self.rest, found.taken), key=_rank)
        gap = value - score_of(self.best)
        if proves:
            self.bound = min(self.bound, value)
        if gap <= 0:
            return False
        limits = _crowded_too(self.limits, self.rest, found.taken)
        self.limits = _with_prices(limits, found.taken, gap, step)
        if proves and gap < self.network.score.max(initial=0):
            # A pair that falls behind by more than the gap is in no better answer than the one at hand.
            kept = found.loss() < SCALE * (gap + 1)
            self.rest, self.network = self.rest.only(kept), self.network.kept(kept)
            self.limits = [limit.kept(kept) for limit in self.limits]
        return True


def _best_of_each(rest: Rest, network: flow.Network) -> flow.Mask:
    order = np.lexsort((-network.score, network.visitor))
    starts = np.searchsorted(network.visitor[order], np.arange(network.visitors))
    rank = np.arange(len(order)) - starts[network.visitor[order]]
    mask = np.zeros(len(order), dtype=bool)
    mask[order[rank < _THIN]] = True
    return mask


def _limits_like(limits: list[Limit], rest: Rest) -> list[Limit]:
    """The same limits with their prices, over other pairs."""
    days = [limit.day for limit in limits if limit.day is not None]
    prices = {limit.name: limit.price for limit in limits}
    return [
        replace(limit, price=prices[limit.name]) for limit in _side_limits(rest) + _day_limits(rest, days)
    ]


def solution(whole: Tally, bound: int) -> Solution:
    return Solution(tuple(sorted(whole.matched.values())), score_of(whole), bound)


def score_of(whole: Tally) -> int:
    return int(whole.problem.pairs.score[list(whole.matched.values())].sum())


def _rank(whole: Tally) -> tuple[bool, int]:
    return not broken(whole), score_of(whole)


def broken(whole: Tally) -> set[str]:
    """The names of the limits that these matches break."""
    names = {conflict.limit for conflict in whole.conflicts()}
    return names | {"sme_share"} if whole.share_gap() > 0 else names


def _side_limits(rest: Rest) -> list[Limit]:
    problem, limits, fixed = rest.problem, rest.problem.limits, Tally(rest.problem, rest.fixed)
    found, everywhere = [], np.arange(len(rest.free))
    if limits.sme_share:
        smes = np.array([visitor.sme for visitor in problem.visitors], dtype=np.int64)
        share = limits.sme_share
        weight = share.numerator - share.denominator * smes[problem.pairs.visitor[rest.free]]
        found.append(Limit("sme_share", everywhere, weight, -fixed.share_gap()))
    if limits.budget is not None:
        unit = gcd(*problem.pairs.cost.tolist()) or 1
        cost = problem.pairs.cost[rest.free] // unit
        found.append(Limit("budget", everywhere, cost, (limits.budget - fixed.cost) // unit))
    return found


def _crowded_too(limits: list[Limit], rest: Rest, taken: flow.Mask) -> list[Limit]:
    """A limit for each day on which these matches put more visitors into a free period than it has places."""
    known = {limit.day for limit in limits}
    new = [at for at in rest.whole(taken).crowded() if at not in known]
    return limits + _day_limits(rest, new)


def _day_limits(rest: Rest, slots_and_days: list[tuple[int, int]]) -> list[Limit]:
    if not slots_and_days:
        return []
    problem, pairs = rest.problem, rest.problem.pairs
    first = np.array([visitor.first for visitor in problem.visitors], dtype=np.int64)
    last = np.array([visitor.last for visitor in problem.visitors], dtype=np.int64)
    by_slot = np.argsort(pairs.slot[rest.free], kind="stable")
    slots = pairs.slot[rest.free][by_slot]
    fixed = Tally(problem, rest.fixed)
    found = []
    for slot, day in slots_and_days:
        at = by_slot[np.searchsorted(slots, slot) : np.searchsorted(slots, slot, side="right")]
        visitors = pairs.visitor[rest.free[at]]
        at = at[(first[visitors] <= day) & (last[visitors] >= day)]
        place = problem.slots[slot]
        there = sum(bool(first[one] <= day <= last[one]) for one in fixed.stays.get(slot, ()))
        places = max(place.places - place.held_on(day) - there, 0)
        found.append(
            Limit(f"places {slot} {day}", at, np.ones(len(at), dtype=np.int64), places, day=(slot, day))
        )
    return found


def _prices(limits: list[Limit], pairs: int) -> flow.Ints:
    found = np.zeros(pairs, dtype=np.int64)
    for limit in limits:
        found[limit.at] += limit.price * limit.weight
    return found


def _with_prices(limits: list[Limit], taken: flow.Mask, gap: int, number: int) -> list[Limit]:
    """Dearer what is broken, cheaper what has room left; the steps get smaller (subgradient)."""
    excesses = [limit.excess(taken) for limit in limits]
    norm = sum(excess * excess for excess in excesses) or 1
    step = SCALE * max(gap, 1) * 0.93**number / norm
    return [
        replace(limit, price=max(limit.price + round(step * excess), 0))
        for limit, excess in zip(limits, excesses, strict=True)
    ]


def _repaired(rest: Rest, taken: flow.Mask) -> Tally:
    """Take out the weakest matches until every limit is kept, then fill what has become free."""
    whole, pairs, fixed = rest.whole(taken), rest.problem.pairs, set(rest.fixed)

    def weakest(positions: list[int]) -> int:
        return min(positions, key=lambda at: (int(pairs.score[at]), -at))

    visitors = rest.problem.visitors
    for slot, day in whole.crowded():
        there = [one for one in whole.stays[slot] if visitors[one].first <= day <= visitors[one].last]
        place = rest.problem.slots[slot]
        while there and len(there) + place.held_on(day) > place.places:
            at = weakest([whole.matched[one] for one in there if whole.matched[one] not in fixed])
            whole.remove(at)
            there.remove(int(pairs.visitor[at]))
    budget = rest.problem.limits.budget
    if budget is not None and whole.cost > budget:
        dear = sorted(
            set(whole.matched.values()) - fixed,
            key=lambda at: (int(pairs.score[at]) / max(int(pairs.cost[at]), 1), -at),
        )
        for at in dear:
            if whole.cost <= budget:
                break
            whole.remove(at)
    meet_share(whole, fixed)
    waiting = rest.free[~np.isin(pairs.visitor[rest.free], list(whole.matched))]
    whole.fill(waiting[np.argsort(-pairs.score[waiting], kind="stable")].tolist())
    return whole


def _search(rest: Rest, limits: list[Limit], best: Tally, bound: int) -> tuple[Tally, int]:
    """Looks for something better than the answer at hand among the pairs that are left (branch and bound)."""
    model, choice = _model(rest, limits)
    start = score_of(Tally(rest.problem, rest.fixed))
    total = model_builder.LinearExpr.weighted_sum(choice, rest.problem.pairs.score[rest.free].tolist())
    model.maximize(total)
    solver = model_builder.Solver("scip")
    solver.set_solver_specific_parameters(f"limits/totalnodes = {_SEARCHED_NODES}")
    status = solver.solve(model)
    if status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE):
        found = rest.whole(np.array([round(solver.value(one)) == 1 for one in choice], dtype=bool))
        # Only answers at least as good as the one at hand are among these pairs, so the bound may lie below it.
        best = max(best, found, key=_rank)
        bound = min(bound, max(start + floor(solver.best_objective_bound + _ROUNDING), score_of(best)))
    return best, bound


def _model(rest: Rest, limits: list[Limit]) -> tuple[model_builder.Model, list[model_builder.Variable]]:
    problem, pairs = rest.problem, rest.problem.pairs
    model = model_builder.Model()  # type: ignore[no-untyped-call]
    choice = [model.new_bool_var(str(position)) for position in rest.free.tolist()]
    fixed = Tally(problem, rest.fixed)
    visitors = pairs.visitor[rest.free]
    hosts = np.array([slot.host for slot in problem.slots])[pairs.slot[rest.free]]
    countries = np.array([slot.country for slot in problem.slots])[pairs.slot[rest.free]]
    homes = np.array([visitor.country for visitor in problem.visitors])[visitors]
    caps = [(visitors == visitor, 1) for visitor in np.unique(visitors)]
    if problem.limits.per_host is not None:
        caps += [
            (hosts == host, problem.limits.per_host - fixed.hosts[host]) for host in np.unique(hosts).tolist()
        ]
    caps += [
        (countries == code, most - fixed.host_countries[code])
        for code, most in problem.limits.host_countries.items()
    ]
    caps += [
        (homes == code, most - fixed.home_countries[code])
        for code, most in problem.limits.home_countries.items()
    ]
    rows = [(np.flatnonzero(mask), np.ones(int(mask.sum()), dtype=np.int64), most) for mask, most in caps]
    sides = [limit for limit in limits if limit.day is None] + _all_days(rest)
    for at, weight, most in [*rows, *((limit.at, limit.weight, limit.most) for limit in sides)]:
        row = [choice[number] for number in at.tolist()]
        model.add(model_builder.LinearExpr.weighted_sum(row, weight.tolist()) <= most)
    return model, choice


def _all_days(rest: Rest) -> list[Limit]:
    """For each free period the first days of the stays in it: on no other day can there be more visitors."""
    pairs, visitors = rest.problem.pairs, rest.problem.visitors
    pairs_there = [*rest.fixed, *rest.free.tolist()]
    days = {(int(pairs.slot[at]), visitors[int(pairs.visitor[at])].first) for at in pairs_there}
    slots = {slot for slot, _day in days}
    days |= {(slot, first) for slot in slots for first, _last in rest.problem.slots[slot].held}
    return _day_limits(rest, sorted(days))
