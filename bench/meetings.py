"""`.venv/bin/python -m bench.meetings`: plans of B2B meetings by size; time, wishes met, bound, and what the greedy loses."""

import random
import time

from exchanges.matching.meeting_problem import Person, Problem, Worth
from exchanges.matching.meetings import plan

# People, slots, tables, wishes of each, most meetings in a row.
SIZES = (
    (15, 8, 8, 5, None),
    (15, 8, 5, 6, 4),
    (60, 12, 15, 6, 4),
    (60, 12, 15, 12, None),
    (60, 12, 15, 15, 4),
    (120, 16, 30, 10, 4),
)
HEAD = "people slots tables pairs  time s  mutual (at most)  served  single  gaps   greedy: mutual served single gaps  proven"


def problem(people: int, slots: int, tables: int, wishes: int, most: int | None, seed: int = 1) -> Problem:
    """Half visitors, half local companies; each wants some of the other half, and a third of them wants back."""
    drawn = random.Random(seed)
    halves = (range(people // 2), range(people // 2, people))
    wants = {
        (one, two)
        for side in (0, 1)
        for one in halves[side]
        for two in drawn.sample(halves[1 - side], min(wishes, people // 2))
    }
    wants |= {(two, one) for one, two in sorted(wants) if drawn.random() < 1 / 3}
    free = [frozenset(slot for slot in range(slots) if drawn.random() > 0.08) for _ in range(people)]
    persons = tuple(Person(key, f"organisation {key}", free[key]) for key in range(people))
    avoids = frozenset(drawn.sample(sorted(wants), people // 10))
    return Problem(
        persons, tuple(slot * 2 // slots for slot in range(slots)), tables, frozenset(wants), avoids, most
    )


def main() -> None:
    print(HEAD)
    for size in SIZES:
        of = problem(*size)
        begun = time.perf_counter()
        found = plan(of)
        took = time.perf_counter() - begun
        print(
            f"{size[0]:6} {size[1]:5} {size[2]:6} {len(of.pairs):5}  {took:6.2f}"
            f"  {found.worth.mutual:6} ({found.mutual_bound:7})  {_rest(found.worth)}"
            f"   {found.greedy.mutual:14} {_rest(found.greedy)}  {'yes' if found.proven else 'no'}"
        )


def _rest(worth: Worth) -> str:
    return f"{worth.served:6} {worth.single:6} {worth.gaps:5}"


if __name__ == "__main__":
    main()
