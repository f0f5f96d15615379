"""Pre-arranged meetings as plain values: who is free when, who wants whom, and what a plan is worth."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

Pair = tuple[int, int]


@dataclass(frozen=True)
class Person:
    """`free` holds the positions of the slots in which the person can meet."""

    key: int
    organisation: str
    free: frozenset[int]


@dataclass(frozen=True)
class Meeting:
    """`one` < `other`; `slot` is a position; tables count from 1."""

    one: int
    other: int
    slot: int
    table: int

    @property
    def pair(self) -> Pair:
        return self.one, self.other


@dataclass(frozen=True)
class Problem:
    """`days` gives for each slot its day; slots of a day stand in order. `wants` and `avoids` hold (from, to).

    `fixed` stays as it is and takes its places. `most_in_a_row`: then one slot is free; None: no such rule. `late`
    names slots for which nothing new is planned.
    """

    people: tuple[Person, ...]
    days: tuple[int, ...]
    tables: int
    wants: frozenset[Pair]
    avoids: frozenset[Pair] = frozenset()
    most_in_a_row: int | None = None
    fixed: tuple[Meeting, ...] = ()
    late: frozenset[int] = frozenset()

    @cached_property
    def by_key(self) -> Mapping[int, Person]:
        return {person.key: person for person in self.people}

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Pairs that somebody wants and nothing forbids, in order; not those that meet already."""
        met = {meeting.pair for meeting in self.fixed}
        wanted = {(min(pair), max(pair)) for pair in self.wants}
        return tuple(sorted(pair for pair in wanted - met if self._may_meet(pair)))

    def _may_meet(self, pair: Pair) -> bool:
        one, other = (self.by_key.get(key) for key in pair)
        if one is None or other is None or one.organisation == other.organisation:
            return False
        return pair not in self.avoids and pair[::-1] not in self.avoids

    def is_mutual(self, pair: Pair) -> bool:
        return pair in self.wants and pair[::-1] in self.wants

    @cached_property
    def possible(self) -> Mapping[Pair, tuple[int, ...]]:
        """For each pair the slots in which both are free and nothing is fixed for them."""
        taken = {(key, meeting.slot) for meeting in self.fixed for key in meeting.pair}
        used = Counter(meeting.slot for meeting in self.fixed)
        slots = [slot for slot in range(len(self.days)) if slot not in self.late and used[slot] < self.tables]
        return {
            pair: tuple(
                slot
                for slot in slots
                if all(slot in self.by_key[key].free and (key, slot) not in taken for key in pair)
            )
            for pair in self.pairs
        }

    @cached_property
    def wishing(self) -> tuple[int, ...]:
        """People with a wish that could come true at some time, and no meeting yet."""
        met = {key for meeting in self.fixed for key in meeting.pair}
        wishes = {key for pair, slots in self.possible.items() if slots for key in self._wishers(pair)}
        return tuple(sorted(wishes - met))

    def _wishers(self, pair: Pair) -> Iterable[int]:
        return (key for key, wanted in ((pair[0], pair), (pair[1], pair[::-1])) if wanted in self.wants)

    @cached_property
    def runs(self) -> tuple[tuple[int, ...], ...]:
        """Every stretch of slots of one day that is one longer than may be in a row."""
        most = self.most_in_a_row
        if most is None:
            return ()
        numbered = groupby(range(len(self.days)), key=lambda slot: self.days[slot])
        days = [list(slots) for _day, slots in numbered]
        return tuple(tuple(day[at : at + most + 1]) for day in days for at in range(len(day) - most))


@dataclass(frozen=True)
class Worth:
    """What a plan is worth, the more important first. `gaps` are idle slots between meetings."""

    mutual: int = 0
    served: int = 0
    single: int = 0
    gaps: int = 0

    def order(self) -> tuple[int, int, int, int]:
        return self.mutual, self.served, self.single, -self.gaps


def greedy(problem: Problem) -> dict[Pair, int]:
    """Mutual wishes first, those with the fewest possible slots first, each in its first free slot."""
    order = sorted(
        problem.pairs, key=lambda pair: (not problem.is_mutual(pair), len(problem.possible[pair]), pair)
    )
    state = Seats(problem)
    for pair in order:
        slot = next((slot for slot in problem.possible[pair] if state.fits(pair, slot)), None)
        if slot is not None:
            state.take(pair, slot)
    return state.placed


def worth_of(problem: Problem, placed: Mapping[Pair, int]) -> Worth:
    mutual = sum(problem.is_mutual(pair) for pair in placed)
    served = set(problem.wishing) & {key for pair in placed for key in pair}
    return Worth(mutual, len(served), len(placed) - mutual, gaps_of(problem, placed))


def breaks_rules(problem: Problem, placed: Mapping[Pair, int]) -> list[str]:
    """Names of the hard rules that a plan breaks, for tests."""
    busy = Counter((key, slot) for pair, slot in placed.items() for key in pair)
    busy.update((key, meeting.slot) for meeting in problem.fixed for key in meeting.pair)
    tables = Counter(placed.values())
    tables.update(meeting.slot for meeting in problem.fixed)
    fixed = {meeting.pair for meeting in problem.fixed}
    found = []
    if any(times > 1 for times in busy.values()):
        found.append("clash")
    if any(number > problem.tables for number in tables.values()):
        found.append("tables")
    if any(pair in fixed or slot not in problem.possible.get(pair, ()) for pair, slot in placed.items()):
        found.append("not possible")
    new = {(key, slot) for pair, slot in placed.items() for key in pair}
    taken, people = set(busy), {key for key, _slot in new}
    for run in problem.runs:
        for key in people:
            at = {(key, slot) for slot in run}
            found += ["in a row"] if at <= taken and at & new else []
    return found


class Seats:
    """A plan in the making: what is taken, and whether one more meeting fits."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.placed = problem, dict[Pair, int]()
        self.busy = {(key, meeting.slot) for meeting in problem.fixed for key in meeting.pair}
        self.tables = Counter(meeting.slot for meeting in problem.fixed)
        self.runs: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for run in problem.runs:
            for slot in run:
                self.runs[slot].append(run)

    def fits(self, pair: Pair, slot: int) -> bool:
        if self.tables[slot] >= self.problem.tables or any((key, slot) in self.busy for key in pair):
            return False
        return not any(
            all((key, at) in self.busy for at in run if at != slot) for key in pair for run in self.runs[slot]
        )

    def take(self, pair: Pair, slot: int) -> None:
        self.placed[pair] = slot
        self.tables[slot] += 1
        self.busy |= {(key, slot) for key in pair}


def gaps_of(problem: Problem, placed: Mapping[Pair, int]) -> int:
    busy: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pair, slot in [*placed.items(), *((meeting.pair, meeting.slot) for meeting in problem.fixed)]:
        for key in pair:
            busy[key, problem.days[slot]].append(slot)
    return sum(max(slots) - min(slots) + 1 - len(set(slots)) for slots in busy.values())
