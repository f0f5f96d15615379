"""Turns a problem into a network: what is fixed is taken off the limits, stays are sorted into cells."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from exchanges.matching.flow import Ints, Mask, Network
from exchanges.matching.limits import NO_LIMIT, Tally
from exchanges.matching.problem import Problem, Visitor


@dataclass(frozen=True)
class Rest:
    """What is left to decide once the demanded matches are made: `free` are the positions of the pairs still open."""

    problem: Problem
    fixed: tuple[int, ...]
    free: Ints

    def whole(self, taken: Mask) -> Tally:
        """All matches together, counted."""
        return Tally(self.problem, [*self.fixed, *self.free[taken].tolist()])


def rest_of(problem: Problem, fixed: Iterable[int]) -> Rest:
    pairs, fixed = problem.pairs, tuple(sorted(fixed))
    gone = set(pairs.visitor[list(fixed)].tolist())
    open_ = ~np.isin(pairs.visitor, list(gone))
    forbidden = set(problem.limits.must_not)
    if forbidden:
        keys = [visitor.key for visitor in problem.visitors]
        hosts = [slot.host for slot in problem.slots]
        banned = [
            (keys[visitor], hosts[slot]) in forbidden
            for visitor, slot in zip(pairs.visitor.tolist(), pairs.slot.tolist(), strict=True)
        ]
        open_ &= ~np.array(banned, dtype=bool)
    return Rest(problem, fixed, np.flatnonzero(open_))


def network_of(rest: Rest) -> Network:
    """With the limits that nest: places, hosts, their countries, and the visitors' countries."""
    problem, limits = rest.problem, rest.problem.limits
    fixed = Tally(problem, rest.fixed)
    days = _meeting_days(problem.visitors)
    visitor, slot = problem.pairs.visitor[rest.free], problem.pairs.slot[rest.free]
    cells, cell = np.unique(slot * len(problem.visitors) + days[visitor], return_inverse=True)
    cell_slot, cell_day = np.divmod(cells, max(len(problem.visitors), 1))
    hosts = sorted({slot.host for slot in problem.slots})
    place_of = {host: number for number, host in enumerate(hosts)}
    country_of = {slot.host: slot.country for slot in problem.slots}
    most = NO_LIMIT if limits.per_host is None else limits.per_host
    host_countries, home_countries = sorted(limits.host_countries), sorted(limits.home_countries)
    return Network(
        visitors=len(problem.visitors),
        visitor=visitor,
        cell=cell.reshape(-1),
        score=problem.pairs.score[rest.free],
        cell_places=_places(problem, fixed, cell_slot, _days(problem.visitors)[cell_day]),
        cell_host=np.array([place_of[problem.slots[at].host] for at in cell_slot.tolist()], dtype=np.int64),
        host_most=_left([most] * len(hosts), [fixed.hosts[host] for host in hosts]),
        host_country=_numbers([country_of[host] for host in hosts], host_countries),
        country_most=_left(
            [limits.host_countries[code] for code in host_countries],
            [fixed.host_countries[code] for code in host_countries],
        ),
        visitor_group=_numbers([visitor.country for visitor in problem.visitors], home_countries),
        group_most=_left(
            [limits.home_countries[code] for code in home_countries],
            [fixed.home_countries[code] for code in home_countries],
        ),
    )


def _days(visitors: tuple[Visitor, ...]) -> Ints:
    """Days such that every stay holds one: the last day of the stay that ends first, and so on."""
    found: list[int] = []
    for visitor in sorted(visitors, key=lambda visitor: visitor.last):
        if not found or visitor.first > found[-1]:
            found.append(visitor.last)
    return np.array(found, dtype=np.int64)


def _meeting_days(visitors: tuple[Visitor, ...]) -> Ints:
    """For each visitor the first of these days within the stay, by its number."""
    first = np.array([visitor.first for visitor in visitors], dtype=np.int64)
    return np.searchsorted(_days(visitors), first)


def _places(problem: Problem, fixed: Tally, cell_slot: Ints, cell_day: Ints) -> Ints:
    places = []
    for slot, day in zip(cell_slot.tolist(), cell_day.tolist(), strict=True):
        there = [problem.visitors[one] for one in fixed.stays.get(slot, ())]
        taken = problem.slots[slot].held_on(day) + sum(one.first <= day <= one.last for one in there)
        places.append(problem.slots[slot].places - taken)
    return np.maximum(np.array(places, dtype=np.int64), 0)


def _left(most: list[int], used: list[int]) -> Ints:
    return np.maximum(np.array(most, dtype=np.int64) - np.array(used, dtype=np.int64), 0)


def _numbers(values: list[str], known: list[str]) -> Ints:
    place_of = {value: number for number, value in enumerate(known)}
    return np.array([place_of.get(value, -1) for value in values], dtype=np.int64)
