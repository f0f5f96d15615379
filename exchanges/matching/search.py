"""The best set of matches under limits that do not nest: split by numbers, look around the best, and prove what is left.

The linear program bounds the sum and gives an answer that is nearly whole. Where the share of SMEs splits a match, every answer
has one match less of others or one more. A small search among the pairs of the program's answer, and those that lose least
beside them, finds the best whole set or nearly; where few pairs are left that a better set could have, it is proven.
Steps are counted, nothing looks at a clock: the same problem has the same answer on every machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from ortools.linear_solver.python.model_builder_helper import ModelSolverHelper

from exchanges.matching.flow import Flow, Ints, Mask
from exchanges.matching.limits import Tally, meet_share
from exchanges.matching.linear import SCALE, Answer, Limit, Program, model
from exchanges.matching.network import Rest

_SPLITS = 4
# A number of matches as near to a whole one is whole: the program is told of a little more room than there is.
_NEARLY = 0.02
# So many pairs beside those of the program's answer are searched, first and then.
_AROUND = (200, 500)
_NODES = 20
# If no more pairs could be in a better answer, all of them are searched; the more, the fewer steps.
_PROVEN_PAIRS = 2_000
_PROVEN_NODES = 200_000
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Part:
    """Those sets of matches that keep `limits` too; none brings more than `bound` points."""

    limits: tuple[Limit, ...]
    answer: Answer
    bound: int


def best(rest: Rest, first: Flow, known: Tally | None = None) -> tuple[Tally, int]:
    """The best set found, and what no set brings more than. `first`: the answer under the limits that nest; `known`: a set that
    keeps all limits.
    """
    search = _Search(rest, first, known)
    search.split()
    for number in _AROUND:
        search.look_around(number)
    search.prove()
    return search.best, search.bound


class _Search:
    def __init__(self, rest: Rest, first: Flow, known: Tally | None) -> None:
        self.rest, self.program = rest, Program(rest, first.loss())
        self.start = Tally(rest.problem, rest.fixed).score
        sme = np.array([one.sme for one in rest.problem.visitors], dtype=np.int64)[self.program.visitor]
        # Whole numbers in every set of matches, of others and of SMEs.
        self.counted = (1 - sme, sme)
        self.best = known or _repaired(rest, first.taken, self._nearest())
        if known is not None:
            self._take(first.taken)
        self.proven: int | None = None
        self.parts: list[Part] = []

    @property
    def bound(self) -> int:
        """In points."""
        found = max([self.best.score, *(part.bound for part in self.parts)])
        return found if self.proven is None else min(found, max(self.proven, self.best.score))

    def split(self) -> None:
        """Parts that hold every better set; those that cannot are left out."""
        self.parts = [self._part(())]
        for _number in range(_SPLITS):
            open_ = [part for part in self.parts if part.bound > self.best.score]
            for part in sorted(open_, key=lambda part: -part.bound):
                halves = list(self._halves(part))
                if halves:
                    self.parts = [one for one in self.parts if one is not part]
                    self.parts += [self._part((*part.limits, half)) for half in halves]
                    break
            else:
                return

    def look_around(self, number: int) -> None:
        """The best among the pairs of the answer at hand, of the program's, and so many that lose least."""
        for part in sorted(self.parts, key=lambda part: -part.bound)[:1]:
            if part.bound > self.best.score:
                near = part.answer.parts > 0
                near[np.isin(self.rest.free, list(self.best.matched.values()))] = True
                order = np.argsort(np.where(near, np.iinfo(np.int64).max, part.answer.loss), kind="stable")
                near[order[:number]] = True
                self._searched(near, _NODES)

    def prove(self) -> None:
        """Search all pairs that a better set could have, if they are few."""
        could = np.zeros(len(self.rest.free), dtype=bool)
        for part in self.parts:
            spare = part.answer.bound - SCALE * (self.best.score - self.start + 1)
            could |= part.answer.loss <= spare
        if self.bound > self.best.score and could.sum() <= _PROVEN_PAIRS:
            self.proven = self._searched(could, _PROVEN_NODES // max(int(could.sum()), 100))

    def _part(self, limits: tuple[Limit, ...]) -> Part:
        answer = self.program.relaxed(limits, enough=self.best.score - self.start)
        self._take(answer.parts > 0.5)
        return Part(limits, answer, self.start + answer.bound // SCALE)

    def _halves(self, part: Part) -> Iterator[Limit]:
        """If its answer splits a match of others, or of SMEs: at most as many as whole ones, and at least one more."""
        if not self.rest.problem.limits.sme_share:
            return
        for weight in self.counted:
            number = float(part.answer.parts @ weight)
            if abs(number - round(number)) > _NEARLY:
                yield Limit.on_sum(weight, floor(number))
                yield Limit.on_sum(-weight, -ceil(number))
                return

    def _take(self, taken: Mask) -> None:
        self.best = max(self.best, _repaired(self.rest, taken, self._nearest()), key=_rank)

    def _nearest(self) -> Ints:
        """The pairs in the program, the best first: what a freed place may be filled with."""
        inside = self.rest.free[self.program.inside]
        return inside[np.argsort(-self.rest.problem.pairs.score[inside], kind="stable")]

    def _searched(self, among: Mask, nodes: int) -> int | None:
        """Branch and bound; what no set of these pairs brings more than, None if nothing is known."""
        chosen = np.flatnonzero(among)
        if not len(chosen):
            return self.start
        program = self.program
        rows = list(program.rows(chosen, program.limits))
        helper = model(program.score[chosen], program.visitor[chosen], rows, whole=True)
        solver = ModelSolverHelper("scip")
        solver.set_solver_specific_parameters(f"limits/totalnodes = {nodes}\nseparating/maxroundsroot = 3")
        solver.solve(helper)
        if not solver.has_solution():
            return None
        found = np.zeros(len(among), dtype=bool)
        found[chosen] = np.array(solver.variable_values())[: len(chosen)] > 0.5
        self.best = max(self.best, self.rest.whole(found), key=_rank)
        return self.start + floor(solver.best_objective_bound() + _ROUNDING)


def _rank(whole: Tally) -> tuple[bool, int]:
    return not whole.broken(), whole.score


def _repaired(rest: Rest, taken: Mask, others: Ints) -> Tally:
    """As many of `taken` as keep every limit, the best first; then what still fits from `others`, in their order."""
    whole, pairs = Tally(rest.problem, rest.fixed), rest.problem.pairs
    positions = rest.free[taken]
    worth = pairs.score[positions] / (
        1 if rest.problem.limits.budget is None else np.maximum(pairs.cost[positions], 1)
    )
    for at in positions[np.argsort(-worth, kind="stable")].tolist():
        if whole.fits(at):
            whole.add(at)
    meet_share(whole, set(rest.fixed))
    waiting = ~np.isin(pairs.visitor[others], list(whole.matched))
    whole.fill(others[waiting].tolist())
    return whole
