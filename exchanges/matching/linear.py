"""All limits at once as a linear program: its prices bound every set of matches, its answer is mostly made of whole matches.

The program holds few of the pairs. Its prices are tried on all of them, and those that beat the ones in it are taken in.
The bound is worked out in whole numbers from rounded prices, so it is a proof, whatever the program itself rounds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import gcd

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper

from exchanges.matching.flow import Ints, Mask
from exchanges.matching.limits import Tally
from exchanges.matching.network import Rest

Floats = NDArray[np.float64]
# Of a point: prices are mostly whole points, halves, thirds and so on, so that rounding them loses nothing.
SCALE = 5040
# So little more room at every host chooses the lowest of equally good prices: then few other pairs beat those in the program.
_ROOM = 1e-5
# What is as near to a whole number is one; the room above moves less.
_WHOLE = 0.01
_ROUNDS = 12
# Three times as fast as the simplex method that GLOP chooses by itself: many pairs are worth the same.
_SIMPLEX = "use_dual_simplex: true perturb_costs_in_dual_simplex: true"
# So many pairs are in the program at first; so many are taken in at once if they come near to those in it.
_FIRST_PAIRS = 8_000
_MORE_PAIRS = 5_000
_NEAR = 3 * SCALE
# What breaking a limit costs that the demanded matches may break: more than anybody brings.
_BROKEN = 100_000


@dataclass(frozen=True)
class Limit:
    """The sum of `weight` over the matches with the same `number` is at most `most[number]`; -1: not limited."""

    number: Ints
    weight: Ints
    most: Ints

    @classmethod
    def on_sum(cls, weight: Ints, most: int) -> "Limit":
        return cls(np.zeros(len(weight), dtype=np.int64), weight, np.array([most], dtype=np.int64))

    def price(self, prices: Ints) -> Ints:
        """Of each pair."""
        return np.append(prices, 0)[self.number] * self.weight


@dataclass(frozen=True)
class Row:
    """A row of the program over pairs by their place in it; of limit `limit`, or of the host's places on a day if -1."""

    limit: int
    number: int
    day: int
    pairs: Ints
    weight: Ints
    most: int


@dataclass(frozen=True)
class Answer:
    """`parts` of each pair, between 0 and 1. No set of matches brings more than `bound`, none with a pair more than that
    without the pair's `loss`; both in parts of a point.
    """

    parts: Floats
    bound: int
    loss: Ints


class Program:
    """The free pairs of a problem and all its limits. `inside`: the pairs in the program; they only get more."""

    def __init__(self, rest: Rest, inside: Mask) -> None:
        problem, pairs = rest.problem, rest.problem.pairs
        self.rest, self.inside = rest, inside
        self.visitor, self.slot, self.score, self.cost = (
            column[rest.free] for column in (pairs.visitor, pairs.slot, pairs.score, pairs.cost)
        )
        self.visitors = len(problem.visitors)
        self.stays = _Stays(rest)
        self.limits = _limits(rest)
        self._of_stays: tuple[Ints, list[Row]] = (np.zeros(0, dtype=np.int64), [])

    def narrowed(self, kept: Mask) -> "Program":
        """The same without the other pairs."""
        return Program(replace(self.rest, free=self.rest.free[kept]), self.inside[kept])

    def relaxed(self, more: Sequence[Limit] = (), enough: int = -1) -> Answer:
        """The best where parts of matches are allowed, under `more` limits too. Ends early with a bound of `enough` points."""
        limits, bound, loss = [*self.limits, *more], None, np.zeros(0, dtype=np.int64)
        for _round in range(_ROUNDS):
            chosen = np.flatnonzero(self.inside)
            parts, rows, prices = self._solved(chosen, limits)
            value, brings = self._value(rows, prices, limits)
            best = np.zeros(self.visitors, dtype=np.int64)
            np.maximum.at(best, self.visitor, brings)
            value += int(best.sum())
            if bound is None or value <= bound:
                bound, loss = value, best[self.visitor] - brings
            best_inside = np.zeros(self.visitors, dtype=np.int64)
            np.maximum.at(best_inside, self.visitor[chosen], brings[chosen])
            without_others = value - int((best - best_inside).sum())
            if bound // SCALE <= max(without_others // SCALE, enough):
                break
            if not self._take_in(best_inside[self.visitor] - brings):
                break
        assert bound is not None, "there is a first round"
        whole = np.zeros(len(self.score))
        whole[chosen] = parts
        return Answer(whole, bound, loss)

    def rows(self, chosen: Ints, limits: Sequence[Limit]) -> Iterator[Row]:
        """Every limit that these pairs could break, but that a visitor has one match."""
        if not np.array_equal(self._of_stays[0], chosen):
            self._of_stays = chosen, list(self.stays.rows(chosen, self.slot[chosen]))
        yield from self._of_stays[1]
        for at, limit in enumerate(limits):
            numbers = limit.number[chosen]
            for number, pairs in _by_number(numbers):
                weight, most = limit.weight[chosen][pairs], int(limit.most[number]) if number >= 0 else 0
                if number >= 0 and (most < 0 or weight.clip(0).sum() > most):
                    yield Row(at, number, 0, pairs, weight, most)

    def _take_in(self, behind: Ints) -> bool:
        outside = np.flatnonzero(~self.inside & (behind < _NEAR))
        number = max(_MORE_PAIRS, int((behind[outside] < 0).sum()))
        if number < len(outside):
            outside = outside[np.argpartition(behind[outside], number)[:number]]
        self.inside[outside] = True
        return len(outside) > 0

    def _solved(self, chosen: Ints, limits: Sequence[Limit]) -> tuple[Floats, list[Row], Ints]:
        rows = list(self.rows(chosen, limits))
        helper = model(self.score[chosen], self.visitor[chosen], rows, room=_ROOM)
        solver = ModelSolverHelper("glop")
        solver.set_solver_specific_parameters(_SIMPLEX)
        solver.solve(helper)
        if not solver.has_solution():
            # No prices are prices too: they bound the sum, if badly.
            return np.zeros(len(chosen)), rows, np.zeros(len(rows), dtype=np.int64)
        parts = np.array(solver.variable_values(), dtype=np.float64)[: len(chosen)]
        near = np.rint(parts)
        parts = np.where(np.abs(parts - near) < _WHOLE, near, parts)
        prices = np.maximum(np.array(solver.dual_values(), dtype=np.float64)[: len(rows)], 0)
        return parts, rows, np.rint(prices * SCALE).astype(np.int64)

    def _value(self, rows: list[Row], prices: Ints, limits: Sequence[Limit]) -> tuple[int, Ints]:
        """What the limits are worth at these prices, and what each pair brings beyond them."""
        of_days = self.stays.nothing()
        of_limits = [np.zeros(len(limit.most), dtype=np.int64) for limit in limits]
        worth = 0
        for row, price in zip(rows, prices.tolist(), strict=True):
            worth += price * row.most
            if row.limit < 0:
                of_days[row.number, row.day + 1] += price
            else:
                of_limits[row.limit][row.number] += price
        brings = SCALE * self.score - self.stays.price(of_days, self.slot)
        for limit, price_of in zip(limits, of_limits, strict=True):
            if price_of.any():
                brings = brings - limit.price(price_of)
        return worth, brings


def likely(loss: Ints) -> Mask:
    """The pairs that a program starts with: those that lose least elsewhere."""
    last = min(_FIRST_PAIRS, len(loss)) - 1
    return loss <= np.partition(loss, last)[last] if len(loss) else np.zeros(0, dtype=bool)


class _Stays:
    """Who would be where on which day, and the stays that have places already. Days count from the first one."""

    def __init__(self, rest: Rest) -> None:
        problem, fixed = rest.problem, Tally(rest.problem, rest.fixed)
        stays = np.array([(one.first, one.last) for one in problem.visitors], dtype=np.int64).reshape(-1, 2)
        zero = int(stays.min()) if len(stays) else 0
        stays -= zero
        self.days = int(stays.max()) + 2 if len(stays) else 2
        self.first, self.last = stays[rest.problem.pairs.visitor[rest.free]].T
        self.places = [slot.places for slot in problem.slots]
        self.held = [
            [(first - zero, last - zero) for first, last in slot.held]
            + [(int(stays[one, 0]), int(stays[one, 1])) for one in fixed.stays.get(at, ())]
            for at, slot in enumerate(problem.slots)
        ]

    def nothing(self) -> Ints:
        return np.zeros((len(self.places), self.days), dtype=np.int64)

    def price(self, of_days: Ints, slot: Ints) -> Ints:
        """Of each pair: the sum over its days; `of_days` is moved on by one."""
        until, width = of_days.cumsum(axis=1).reshape(-1), self.days
        return until[slot * width + self.last + 1] - until[slot * width + self.first]

    def rows(self, chosen: Ints, slots: Ints) -> Iterator[Row]:
        for slot, pairs in _by_number(slots):
            if len(pairs) + len(self.held[slot]) > self.places[slot]:
                first, last = self.first[chosen[pairs]], self.last[chosen[pairs]]
                for day, there, most in self._full(slot, first, last):
                    yield Row(-1, slot, day, pairs[there], np.ones(int(there.sum()), dtype=np.int64), most)

    def _full(self, slot: int, first: Ints, last: Ints) -> list[tuple[int, Mask, int]]:
        """Days on which these stays could need more places than there are; none whose stays are all there on the day after it
        with no more room.
        """
        held = self.held[slot]
        days = sorted({*first.tolist(), *(day for day, _last in held if 0 <= day < self.days)})
        found: list[tuple[int, Mask, int]] = []
        for day in days:
            there = (first <= day) & (day <= last)
            most = max(self.places[slot] - sum(begin <= day <= end for begin, end in held), 0)
            if found and found[-1][2] >= most and not (found[-1][1] & ~there).any():
                found.pop()
            elif found and most >= found[-1][2] and not (there & ~found[-1][1]).any():
                continue
            found.append((day, there, most))
        return [row for row in found if row[1].sum() > row[2]]


def model(
    score: Ints,
    visitor: Ints,
    rows: Sequence[Row],
    *,
    room: float = 0,
    whole: bool = False,
    counted: Sequence[Mask] = (),
) -> ModelBuilderHelper:
    """For a solver: a number between 0 and 1 for each pair; the rows, then that each visitor has one match.

    How many of the `counted` pairs are taken is a number of its own, so that a search can branch on it.
    """
    helper = ModelBuilderHelper()
    helper.set_maximize(True)
    for points in score.tolist():
        _variable(helper, points, whole=whole)
    for row in rows:
        constraint = _row(helper, row.most + (room if row.limit < 0 else 0))
        for at, weight in zip(row.pairs.tolist(), row.weight.tolist(), strict=True):
            if weight:
                helper.add_term_to_constraint(constraint, at, weight)
        if row.most < 0:
            helper.add_term_to_constraint(constraint, _variable(helper, -_BROKEN, most=float("inf")), -1)
    for _visitor, pairs in _by_number(visitor):
        constraint = _row(helper, 1)
        for at in pairs.tolist():
            helper.add_term_to_constraint(constraint, at, 1)
    for among in counted:
        constraint = _row(helper, 0)
        helper.set_constraint_lower_bound(constraint, 0)
        helper.add_term_to_constraint(constraint, _variable(helper, 0, whole=True, most=float("inf")), -1)
        for at in np.flatnonzero(among).tolist():
            helper.add_term_to_constraint(constraint, at, 1)
    return helper


def _variable(
    helper: ModelBuilderHelper, points: int, *, whole: bool = False, most: float | None = None
) -> int:
    at: int = helper.add_var()
    helper.set_var_lower_bound(at, 0)
    helper.set_var_upper_bound(at, 1 if most is None else most)
    helper.set_var_objective_coefficient(at, points)
    if whole:
        helper.set_var_integrality(at, True)
    return at


def _row(helper: ModelBuilderHelper, most: float) -> int:
    at: int = helper.add_linear_constraint()
    helper.set_constraint_lower_bound(at, -float("inf"))
    helper.set_constraint_upper_bound(at, most)
    return at


def _limits(rest: Rest) -> list[Limit]:
    """All but the places and the one match of a visitor, less what the demanded matches use."""
    problem, limits, fixed = rest.problem, rest.problem.limits, Tally(rest.problem, rest.fixed)
    visitor, slot = problem.pairs.visitor[rest.free], problem.pairs.slot[rest.free]
    one, found = np.ones(len(rest.free), dtype=np.int64), []
    if limits.sme_share:
        share = limits.sme_share
        smes = np.array([person.sme for person in problem.visitors], dtype=np.int64)[visitor]
        found.append(Limit.on_sum(share.numerator - share.denominator * smes, -fixed.share_gap()))
    if limits.budget is not None:
        unit = gcd(*problem.pairs.cost.tolist()) or 1
        found.append(
            Limit.on_sum(problem.pairs.cost[rest.free] // unit, (limits.budget - fixed.cost) // unit)
        )
    if limits.per_host is not None:
        hosts, number = np.unique([place.host for place in problem.slots], return_inverse=True)
        left = [max(limits.per_host - fixed.hosts[host], 0) for host in hosts.tolist()]
        found.append(Limit(number.reshape(-1)[slot], one, np.array(left, dtype=np.int64)))
    for caps, used, codes, at in (
        (limits.host_countries, fixed.host_countries, [place.country for place in problem.slots], slot),
        (
            limits.home_countries,
            fixed.home_countries,
            [person.country for person in problem.visitors],
            visitor,
        ),
    ):
        if caps:
            known = sorted(caps)
            number = np.array([known.index(code) if code in caps else -1 for code in codes], dtype=np.int64)
            left = [max(caps[code] - used[code], 0) for code in known]
            found.append(Limit(number[at], one, np.array(left, dtype=np.int64)))
    return found


def _by_number(numbers: Ints) -> Iterator[tuple[int, Ints]]:
    """Where each number stands."""
    order = np.argsort(numbers, kind="stable")
    starts = np.flatnonzero(np.diff(numbers[order], prepend=-2))
    for at in np.split(order, starts[1:]) if len(order) else ():
        yield int(numbers[at[0]]), at
