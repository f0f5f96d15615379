"""The best set of matches under limits that do not nest: split by numbers, look around the best, and prove what is left.

The linear program bounds the sum and gives an answer that is nearly whole. Where it splits a match of others, of SMEs or of those
that cost the same, every set has one match less of them or one more: both parts are bounded by themselves, and so on. Each
better set that is found leaves fewer pairs that a still better one could have. A small search among the pairs of the program's
answer, and those that lose least beside them, finds what rounding has missed; where few pairs are left, it is proven.
Steps are counted, nothing looks at a clock: the same problem has the same answer on every machine.
"""

from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
from ortools.linear_solver.python.model_builder_helper import ModelSolverHelper

from exchanges.matching.flow import Flow, Ints, Mask
from exchanges.matching.limits import Tally, meet_share
from exchanges.matching.linear import SCALE, Answer, Limit, Program, likely, model
from exchanges.matching.network import Rest

# Programs are solved until they had so many pairs together; a small one costs as much as one with so many pairs.
_EFFORT = 220_000
_LEAST_EFFORT = 7_000
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
class Step:
    """Of the counted pairs number `of` at most `most` are taken; with `sign` -1 at least as many, `most` being negative."""

    of: int
    sign: int
    most: int


@dataclass(frozen=True)
class Part:
    """Those sets of matches that keep `steps` too. None brings more than `bound` points: that is what `answer` says, or of a part
    that is not solved yet the answer of the one that it is a half of.
    """

    steps: tuple[Step, ...]
    bound: int
    answer: Answer | None = None

    def narrowed(self, kept: Mask) -> "Part":
        if self.answer is None:
            return self
        parts, loss = self.answer.parts[kept], self.answer.loss[kept]
        return replace(self, answer=replace(self.answer, parts=parts, loss=loss))


def best(rest: Rest, first: Flow, known: Tally | None = None) -> tuple[Tally, int]:
    """The best set found, and what no set brings more than. `first`: the answer under the limits that nest; `known`: a set that
    keeps all limits.
    """
    search = _Search(rest, first, known)
    search.look_around(_AROUND[0])
    search.split()
    for number in _AROUND:
        search.look_around(number)
    search.prove()
    return search.best, search.bound


class _Search:
    """Each better set is in one of the parts: `open` are not solved yet, `closed` are, and split no match that is counted."""

    def __init__(self, rest: Rest, first: Flow, known: Tally | None) -> None:
        self.program = Program(rest, likely(first.loss()))
        self.counted = _counted(self.program)
        self.start = Tally(rest.problem, rest.fixed).score
        self.best = known or _repaired(rest, first.taken, self._nearest())
        if known is not None:
            self._take(first.taken)
        self.proven: int | None = None
        self.whole = self._solved(())
        self.open: list[Part] = []
        self.closed = [self.whole]

    @property
    def bound(self) -> int:
        """In points."""
        found = max([self.best.score, *(part.bound for part in (*self.open, *self.closed))])
        return found if self.proven is None else min(found, max(self.proven, self.best.score))

    def split(self) -> None:
        """Parts that hold every better set; those that cannot are left out."""
        self._narrow()
        self.closed = []
        self._halve(self.whole)
        left = _EFFORT
        while self.open and left > 0:
            part = self.open.pop(max(range(len(self.open)), key=lambda at: (self.open[at].bound, at)))
            before = self.best.score
            if part.bound > before:
                left -= max(int(self.program.inside.sum()), _LEAST_EFFORT)
                self._halve(self._solved(part.steps))
                if self.best.score > before:
                    self._narrow()

    def prove(self) -> None:
        """Search all pairs that a better set could have, if they are few."""
        could = np.zeros(len(self.program.score), dtype=bool)
        for part in [self.whole] if self.open else self.closed:
            could |= self._could(part)
        if self.bound > self.best.score and could.sum() <= _PROVEN_PAIRS:
            nodes = _PROVEN_NODES // max(int(could.sum()), 100)
            self.proven = self._searched(self.program.narrowed(could), nodes)

    def look_around(self, number: int) -> None:
        """The best among the pairs of the answer at hand, of the program's, and so many that lose least."""
        if self.bound <= self.best.score:
            return
        part = max(self.closed, key=lambda part: part.bound) if self.closed else self.whole
        assert part.answer is not None
        near = part.answer.parts > 0
        near[np.isin(self.program.rest.free, list(self.best.matched.values()))] = True
        order = np.argsort(np.where(near, np.iinfo(np.int64).max, part.answer.loss), kind="stable")
        near[order[:number]] = True
        self._searched(self.program.narrowed(near), _NODES)

    def _solved(self, steps: tuple[Step, ...]) -> Part:
        limits = [Limit.on_sum(one.sign * self.counted[one.of].astype(np.int64), one.most) for one in steps]
        answer = self.program.relaxed(limits, enough=self.best.score - self.start)
        self._take(answer.parts > 0.5)
        return Part(steps, self.start + answer.bound // SCALE, answer)

    def _halve(self, part: Part) -> None:
        """If its answer splits a match of those counted: at most as many as whole ones, or at least one more; the nearer last."""
        if part.bound <= self.best.score:
            return
        assert part.answer is not None
        for of, among in enumerate(self.counted):
            number = float(part.answer.parts[among].sum())
            if abs(number - round(number)) > _NEARLY:
                halves = [Step(of, 1, floor(number)), Step(of, -1, -ceil(number))]
                if number - floor(number) < 0.5:
                    halves.reverse()
                self.open += [Part((*part.steps, half), part.bound) for half in halves]
                return
        self.closed.append(part)

    def _narrow(self) -> None:
        """Leave out the pairs that no better set has."""
        kept = self._could(self.whole)
        self.program = self.program.narrowed(kept)
        self.counted = [among[kept] for among in self.counted]
        self.whole = self.whole.narrowed(kept)
        self.closed = [part.narrowed(kept) for part in self.closed]

    def _could(self, part: Part) -> Mask:
        """Pairs that a better set in this part could have."""
        assert part.answer is not None
        could: Mask = part.answer.loss <= part.answer.bound - SCALE * (self.best.score - self.start + 1)
        return could

    def _take(self, taken: Mask) -> None:
        self.best = max(self.best, _repaired(self.program.rest, taken, self._nearest()), key=_rank)

    def _nearest(self) -> Ints:
        """The pairs in the program, the best first: what a freed place may be filled with."""
        rest = self.program.rest
        inside = rest.free[self.program.inside]
        return inside[np.argsort(-rest.problem.pairs.score[inside], kind="stable")]

    def _searched(self, program: Program, nodes: int) -> int | None:
        """Branch and bound; what no set of the program's pairs brings more than, None if nothing is known."""
        start, every = Tally(program.rest.problem, program.rest.fixed).score, np.arange(len(program.score))
        if not len(every):
            return start
        rows, counted = list(program.rows(every, program.limits)), _counted(program)
        helper = model(program.score, program.visitor, rows, whole=True, counted=counted)
        solver = ModelSolverHelper("scip")
        solver.set_solver_specific_parameters(f"limits/totalnodes = {nodes}\nseparating/maxroundsroot = 3")
        solver.solve(helper)
        if not solver.has_solution():
            return None
        found = np.array(solver.variable_values())[: len(every)] > 0.5
        self.best = max(self.best, program.rest.whole(found), key=_rank)
        return start + floor(solver.best_objective_bound() + _ROUNDING)


def _counted(program: Program) -> list[Mask]:
    """Pairs of which every set has a whole number: of others and of SMEs, and of each lump sum."""
    problem, found = program.rest.problem, []
    if problem.limits.sme_share:
        sme = np.array([one.sme for one in problem.visitors], dtype=bool)[program.visitor]
        found += [~sme, sme]
    if problem.limits.budget is not None:
        found += [program.cost == cost for cost in np.unique(program.cost)]
    return found


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
