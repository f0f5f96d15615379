"""The plan of pre-arranged meetings: who meets whom in which slot at which table. Pure: no database, no clock, no chance.

What counts, in this order: wishes that both sides have; that nobody who has wishes goes without a meeting; wishes of one
side; few idle slots between a person's meetings. A bound that leaves slots aside says how far the best can be away. A
greedy plan is kept where it reaches the bound; else CP-SAT searches (one worker, fixed seed, deterministic time).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exchanges.matching.meeting_gaps import closer
from exchanges.matching.meeting_problem import Meeting, Pair, Problem, Worth, greedy, worth_of

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# Of CP-SAT's own measure, which is the same on every machine; about seconds on a quick one.
BOUND_TIME, PLACING_TIME, SEARCH_TIME = 0.4, 1.0, 1.2
# Pairs times slots: beyond, loading a search takes longer than people wait; the greedy plan is kept, with its bound.
MOST_PLACINGS = 10_000


@dataclass(frozen=True)
class Plan:
    """`meetings` are the new ones. No plan has more mutual wishes than `mutual_bound`; with as many mutual wishes none
    serves more people, and with both none meets more single wishes, than the other bounds say.
    """

    meetings: tuple[Meeting, ...]
    worth: Worth
    mutual_bound: int
    served_bound: int
    single_bound: int
    greedy: Worth = field(default_factory=Worth)

    @property
    def proven(self) -> bool:
        """No other plan meets more wishes, in the order that counts."""
        worth = self.worth
        return (worth.mutual, worth.served, worth.single) == (
            self.mutual_bound,
            self.served_bound,
            self.single_bound,
        )


def plan(problem: Problem) -> Plan:
    """The best plan found for the wishes; the same problem has the same plan."""
    first = greedy(problem)
    start = worth_of(problem, first)
    best, bound = dict(first), _Bound(problem)
    small = sum(map(len, problem.possible.values())) <= MOST_PLACINGS
    if small and bound.chosen and bound.value > _value(problem, start):
        best = _placed(problem, bound.chosen) or best
        if _value(problem, worth_of(problem, best)) < bound.value:
            best, least = _searched(problem, best)
            bound.lower_to(least)
    best = closer(problem, best)
    made = worth_of(problem, best)
    return Plan(_at_tables(problem, best), made, *bound.split(made), greedy=start)


def _weights(problem: Problem) -> tuple[int, int]:
    """Of a mutual wish and of a person served, where a single wish counts 1: each outweighs all that comes after it."""
    singles = sum(not problem.is_mutual(pair) for pair in problem.pairs)
    served = singles + 1
    return served * (len(problem.wishing) + 1), served


def _value(problem: Problem, worth: Worth) -> int:
    mutual, served = _weights(problem)
    return worth.mutual * mutual + worth.served * served + worth.single


class _Model:
    """Which pairs meet, and what that is worth; with slots or without them."""

    def __init__(self, problem: Problem) -> None:
        # It brings pandas along, a tenth of the time in which the portal starts.
        from ortools.sat.python import cp_model  # noqa: PLC0415

        self.problem, self.model = problem, cp_model.CpModel()
        self.meets = {
            pair: self.model.new_bool_var(f"meets {pair}") for pair in problem.pairs if problem.possible[pair]
        }
        self.mine: dict[int, list[Any]] = defaultdict(list)
        for pair, meets in self.meets.items():
            for key in pair:
                self.mine[key].append(meets)
        self.at: dict[tuple[Pair, int], Any] = {}

    def value(self) -> Any:
        mutual, served = _weights(self.problem)
        terms = [
            meets * (mutual if self.problem.is_mutual(pair) else 1) for pair, meets in self.meets.items()
        ]
        for key in self.problem.wishing:
            has = self.model.new_bool_var(f"served {key}")
            self.model.add(sum(self.mine[key]) >= has)
            terms.append(has * served)
        return sum(terms)

    def in_total(self) -> None:
        """What holds over all slots together; true of every plan."""
        problem = self.problem
        used = Counter(meeting.slot for meeting in problem.fixed)
        open_slots = [slot for slot in range(len(problem.days)) if slot not in problem.late]
        self.model.add(
            sum(self.meets.values()) <= sum(max(problem.tables - used[slot], 0) for slot in open_slots)
        )
        for key, mine in self.mine.items():
            slots = {slot for pair in self.meets if key in pair for slot in problem.possible[pair]}
            self.model.add(sum(mine) <= self._most(key, slots))

    def _most(self, key: int, slots: set[int]) -> int:
        """How many meetings fit into the slots with the breaks; exact by taking each as early as it goes."""
        most, taken, in_a_row, before = self.problem.most_in_a_row, 0, 0, None
        for slot in sorted(slots):
            follows = before == slot - 1 and self.problem.days[slot] == self.problem.days[slot - 1]
            in_a_row = in_a_row if follows else 0
            if most is not None and in_a_row >= most:
                in_a_row = 0
                continue
            taken, in_a_row, before = taken + 1, in_a_row + 1, slot
        return taken

    def in_slots(self) -> None:
        problem = self.problem
        by_slot: dict[int, list[Any]] = defaultdict(list)
        by_seat: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for pair, meets in self.meets.items():
            places = []
            for slot in problem.possible[pair]:
                here = self.at[pair, slot] = self.model.new_bool_var(f"{pair} at {slot}")
                places.append(here)
                by_slot[slot].append(here)
                for key in pair:
                    by_seat[key, slot].append(here)
            self.model.add(sum(places) == meets)
        used = Counter(meeting.slot for meeting in problem.fixed)
        for slot, at_tables in by_slot.items():
            self.model.add(sum(at_tables) <= problem.tables - used[slot])
        for of_one in by_seat.values():
            self.model.add_at_most_one(of_one)
        self._breaks(by_seat)

    def _breaks(self, by_seat: Mapping[tuple[int, int], list[Any]]) -> None:
        fixed = {(key, meeting.slot) for meeting in self.problem.fixed for key in meeting.pair}
        for run in self.problem.runs:
            for key in self.mine:
                here = [one for slot in run for one in by_seat.get((key, slot), ())]
                if here:
                    self.model.add(sum(here) <= len(run) - 1 - sum((key, slot) in fixed for slot in run))

    def hint(self, placed: Mapping[Pair, int]) -> None:
        for pair, meets in self.meets.items():
            self.model.add_hint(meets, pair in placed)
        for (pair, slot), here in self.at.items():
            self.model.add_hint(here, placed.get(pair) == slot)

    def solved(self, time: float) -> "cp_model.CpSolver | None":
        from ortools.sat.python import cp_model  # noqa: PLC0415  as above

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = time
        found = solver.solve(self.model)
        return solver if found in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def placed(self, solver: "cp_model.CpSolver") -> dict[Pair, int]:
        return {pair: slot for (pair, slot), here in self.at.items() if solver.boolean_value(here)}


class _Bound:
    """The best choice of pairs when slots are left aside: no plan can be worth more."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.chosen, self.value = problem, tuple[Pair, ...](), 0
        model = _Model(problem)
        if not model.meets:
            return
        model.model.maximize(model.value())
        model.in_total()
        solver = model.solved(BOUND_TIME)
        if solver is None:
            self.value = _value(problem, Worth(len(problem.pairs), len(problem.wishing), len(problem.pairs)))
            return
        self.value = int(solver.best_objective_bound + 1e-6)
        self.chosen = tuple(pair for pair, meets in model.meets.items() if solver.boolean_value(meets))

    def lower_to(self, value: int) -> None:
        self.value = min(self.value, value)

    def split(self, made: Worth) -> tuple[int, int, int]:
        """The bounds of mutual wishes, people served and single wishes; the later ones hold where the earlier are met."""
        mutual, served = _weights(self.problem)
        wanted = sum(map(self.problem.is_mutual, self.problem.pairs))
        most_mutual = min(self.value // mutual, wanted)
        rest = self.value - made.mutual * mutual
        if most_mutual > made.mutual:
            return most_mutual, len(self.problem.wishing), len(self.problem.pairs) - wanted
        most_served = min(rest // served, len(self.problem.wishing))
        if most_served > made.served:
            return most_mutual, most_served, len(self.problem.pairs) - wanted
        return most_mutual, most_served, rest - made.served * served


def _placed(problem: Problem, chosen: Collection[Pair]) -> dict[Pair, int] | None:
    """Slots for exactly these pairs; None where none were found."""
    model = _Model(problem)
    for pair, meets in model.meets.items():
        model.model.add(meets == (pair in chosen))
    model.in_slots()
    solver = model.solved(PLACING_TIME)
    return model.placed(solver) if solver is not None else None


def _searched(problem: Problem, start: Mapping[Pair, int]) -> tuple[dict[Pair, int], int]:
    """A plan at least as good as the one to start with, and a bound for the value of all plans."""
    model = _Model(problem)
    model.model.maximize(model.value())
    model.in_slots()
    model.hint(start)
    solver = model.solved(SEARCH_TIME)
    if solver is None:
        return dict(start), _value(
            problem, Worth(len(problem.pairs), len(problem.wishing), len(problem.pairs))
        )
    found = model.placed(solver)
    better = _value(problem, worth_of(problem, found)) > _value(problem, worth_of(problem, start))
    return found if better else dict(start), int(solver.best_objective_bound + 1e-6)


def _at_tables(problem: Problem, placed: Mapping[Pair, int]) -> tuple[Meeting, ...]:
    """Each meeting at a table; people stay where they sat before, where that is free."""
    free = {
        slot: set(range(1, problem.tables + 1)) - {one.table for one in problem.fixed if one.slot == slot}
        for slot in range(len(problem.days))
    }
    load = Counter(key for pair in placed for key in pair)
    home: dict[int, int] = {}
    made = []
    for pair, slot in sorted(placed.items(), key=lambda item: (item[1], item[0])):
        # Who has more meetings stays seated.
        settled = sorted(pair, key=lambda key: (-load[key], key))
        wished = [home[key] for key in settled if key in home and home[key] in free[slot]]
        unused = sorted(free[slot] - set(home.values())) or sorted(free[slot])
        table = wished[0] if wished else unused[0]
        free[slot].discard(table)
        for key in settled:
            home.setdefault(key, table)
        made.append(Meeting(*pair, slot, table))
    return tuple(made)
