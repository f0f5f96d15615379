"""From a frozen input and its limits to matches, alternates and reasons. Pure: the same input has the same answer.

`limits` is plain data, as it is kept on a run: `sme_share` ("1/2"), `per_host`, `host_countries`, `home_countries`, `budget`
(cents), and pairs of file and host in `must` and `must_not`. What is missing or None limits nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.metadata import version
from itertools import islice
from typing import Any

import numpy as np

from exchanges.matching.limits import Tally
from exchanges.matching.problem import Limits, Pairs, Problem, Slot, Visitor
from exchanges.matching.solve import solve

SOLVER = f"ortools {version('ortools')}"
ALTERNATES = 3
# Of those without a match so many of the best hosts are asked why not.
_ASKED_WHY = 30
Row = dict[str, Any]
Frozen = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """`matches` by file, with what could be instead; `unplaced`: a file each, with the reasons by number of hosts."""

    total: int
    bound: int
    cost: int
    smes: int
    matches: list[Row]
    unplaced: list[Row]


def answer(frozen: Frozen, limits: Mapping[str, Any]) -> Answer:
    """Raises NoSolution with every limit that the demanded matches break."""
    problem = problem_of(frozen, limits)
    solution = solve(problem)
    tally = Tally(problem, solution.taken)
    by_visitor = _by_visitor(problem)
    return Answer(
        total=solution.total,
        bound=solution.bound,
        cost=tally.cost,
        smes=tally.smes,
        matches=[
            _match(frozen, problem, tally, position, by_visitor[visitor])
            for visitor, position in sorted(tally.matched.items())
        ],
        unplaced=[
            {"file": row["file"], "why": _why(problem, tally, by_visitor[number], row)}
            for number, row in enumerate(frozen["visitors"])
            if number not in tally.matched
        ],
    )


def problem_of(frozen: Frozen, limits: Mapping[str, Any]) -> Problem:
    pairs = frozen["pairs"]
    return Problem(
        visitors=tuple(
            Visitor(row["file"], row["sme"], row["country"], _day(row["first"]), _day(row["last"]))
            for row in frozen["visitors"]
        ),
        slots=tuple(
            Slot(
                number,
                row["host"],
                row["country"],
                row["places"],
                tuple((first, last) for first, last in row["held"]),
            )
            for number, row in enumerate(frozen["slots"])
        ),
        pairs=Pairs(
            *(np.array(pairs[name], dtype=np.int64) for name in ("visitor", "slot", "score", "cost"))
        ),
        limits=Limits(
            sme_share=Fraction(limits.get("sme_share") or 0),
            per_host=limits.get("per_host"),
            host_countries=limits.get("host_countries") or {},
            home_countries=limits.get("home_countries") or {},
            budget=limits.get("budget"),
            must=[(file, host) for file, host in limits.get("must") or ()],
            must_not=[(file, host) for file, host in limits.get("must_not") or ()],
        ),
    )


def choices(frozen: Frozen, file: int) -> list[Row]:
    """All possible hosts of one file, the best first."""
    numbers = [number for number, row in enumerate(frozen["visitors"]) if row["file"] == file]
    found = [_pair(frozen, at) for at, visitor in enumerate(frozen["pairs"]["visitor"]) if visitor in numbers]
    return sorted(found, key=lambda row: (-row["score"], row["offer"]))


def has_days(frozen: Frozen, file: int, host: int) -> bool:
    """Whether a free period of the host holds the stay."""
    stay = next((row for row in frozen["visitors"] if row["file"] == file), None)
    return stay is not None and any(
        row["host"] == host and row["first"] <= stay["first"] and stay["last"] <= row["last"]
        for row in frozen["slots"]
    )


def _by_visitor(problem: Problem) -> list[list[int]]:
    """Positions of each visitor's pairs, the best first."""
    pairs = problem.pairs
    order = np.lexsort((np.arange(len(pairs)), -pairs.score, pairs.visitor))
    ends = np.searchsorted(pairs.visitor[order], np.arange(1, len(problem.visitors)))
    return [own.tolist() for own in np.split(order, ends)]


def _match(frozen: Frozen, problem: Problem, tally: Tally, position: int, own: list[int]) -> Row:
    row = _pair(frozen, position)
    banned = {host for file, host in problem.limits.must_not if file == row["file"]}
    others = (at for at in own if at != position and problem.slots[_slot(problem, at)].host not in banned)
    tally.remove(position)
    row["alternates"] = [
        {**_pair(frozen, at), "stop": "" if tally.fits(at) else tally.stops(at)[0]}
        for at in islice(others, ALTERNATES)
    ]
    tally.add(position)
    row["demanded"] = (row["file"], row["host"]) in set(problem.limits.must)
    return row


def _pair(frozen: Frozen, position: int) -> Row:
    pairs = frozen["pairs"]
    slot = frozen["slots"][pairs["slot"][position]]
    return {
        "file": frozen["visitors"][pairs["visitor"][position]]["file"],
        "offer": slot["offer"],
        "host": slot["host"],
        "score": pairs["score"][position],
        "cost": pairs["cost"][position],
        "parts": frozen["parts"][pairs["parts"][position]],
    }


def _why(problem: Problem, tally: Tally, own: list[int], row: Row) -> dict[str, int]:
    if not own:
        return dict(row["blocked"])
    banned = {host for file, host in problem.limits.must_not if file == row["file"]}
    found: Counter[str] = Counter()
    for at in own[:_ASKED_WHY]:
        host = problem.slots[_slot(problem, at)].host
        found[f"limit_{tally.stops(at)[0]}" if host not in banned else "limit_must_not"] += 1
    return dict(found)


def _slot(problem: Problem, position: int) -> int:
    return int(problem.pairs.slot[position])


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()
