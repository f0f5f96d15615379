"""Fewer idle slots: the same meetings in other slots, by swapping what hangs together in two slots of a plan."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from exchanges.matching.meeting_problem import Pair, Problem, breaks_rules, gaps_of

_ROUNDS = 12


def closer(problem: Problem, placed: dict[Pair, int]) -> dict[Pair, int]:
    """As long as a swap helps, at most a dozen rounds. Who meets whom stays."""
    best, idle = dict(placed), _Idle(problem, placed)
    for _round in range(_ROUNDS):
        before = idle.total
        for one, other in combinations(range(len(problem.days)), 2):
            for chain in _chains(best, one, other):
                moved = {pair: other if best[pair] == one else one for pair in chain}
                if all(slot in problem.possible[pair] for pair, slot in moved.items()) and idle.helps(moved):
                    trial = best | moved
                    # Tables and breaks are the rules that a swap may break.
                    if not breaks_rules(problem, trial):
                        best = trial
                        idle.take(moved)
        if idle.total == before:
            break
    return best


def _chains(placed: dict[Pair, int], one: int, other: int) -> Iterator[list[Pair]]:
    """Meetings of two slots that hang together by their people; each such chain can change slots as a whole."""
    of_person: dict[int, list[Pair]] = defaultdict(list)
    here = sorted(pair for pair, slot in placed.items() if slot in (one, other))
    for pair in here:
        for key in pair:
            of_person[key].append(pair)
    seen: set[Pair] = set()
    for start in here:
        if start in seen:
            continue
        chain, waiting = [], [start]
        seen.add(start)
        while waiting:
            pair = waiting.pop()
            chain.append(pair)
            for near in (near for key in pair for near in of_person[key] if near not in seen):
                seen.add(near)
                waiting.append(near)
        yield chain


class _Idle:
    """The idle slots of a plan, and whether a swap makes them fewer; looks only at the people who move."""

    def __init__(self, problem: Problem, placed: dict[Pair, int]) -> None:
        self.problem, self.placed = problem, dict(placed)
        self.total = gaps_of(problem, placed)
        self.busy: dict[int, set[int]] = defaultdict(set)
        rows = [*placed.items(), *((meeting.pair, meeting.slot) for meeting in problem.fixed)]
        for pair, slot in rows:
            for key in pair:
                self.busy[key].add(slot)

    def helps(self, moved: dict[Pair, int]) -> bool:
        after = self._after(moved)
        return sum(map(self._of, after.values())) < sum(self._of(self.busy[key]) for key in after)

    def take(self, moved: dict[Pair, int]) -> None:
        after = self._after(moved)
        self.total += sum(map(self._of, after.values())) - sum(self._of(self.busy[key]) for key in after)
        self.busy.update(after)
        self.placed.update(moved)

    def _after(self, moved: dict[Pair, int]) -> dict[int, set[int]]:
        people = {key for pair in moved for key in pair}
        after = {key: set(self.busy[key]) for key in people}
        for pair in moved:
            for key in pair:
                after[key].discard(self.placed[pair])
        for pair, slot in moved.items():
            for key in pair:
                after[key].add(slot)
        return after

    def _of(self, slots: set[int]) -> int:
        days: dict[int, list[int]] = defaultdict(list)
        for slot in slots:
            days[self.problem.days[slot]].append(slot)
        return sum(max(same) - min(same) + 1 - len(same) for same in days.values())
