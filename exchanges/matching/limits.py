"""Counts a set of matches against every limit of a problem, one match at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction

from exchanges.matching.problem import Conflict, Problem, Slot, Visitor

# More than any number of matches.
NO_LIMIT = 1 << 30


class Tally:
    """The matches chosen so far, by position of their pair."""

    def __init__(self, problem: Problem, chosen: Iterable[int] = ()) -> None:
        self.problem = problem
        self.matched: dict[int, int] = {}
        self.hosts: Counter[int] = Counter()
        self.host_countries: Counter[str] = Counter()
        self.home_countries: Counter[str] = Counter()
        self.stays: defaultdict[int, list[int]] = defaultdict(list)
        self.cost = 0
        self.smes = 0
        for position in chosen:
            self.add(position)

    def add(self, position: int) -> None:
        visitor, slot = self._count(position, 1)
        self.matched[visitor] = position
        self.stays[slot].append(visitor)

    def remove(self, position: int) -> None:
        visitor, slot = self._count(position, -1)
        del self.matched[visitor]
        self.stays[slot].remove(visitor)

    def fits(self, position: int) -> bool:
        """Whether the pair may be added; the share of SMEs aside, which only the whole has."""
        limits = self.problem.limits
        visitor, slot = self._pair(position)
        person, place = self.problem.visitors[visitor], self.problem.slots[slot]
        return (
            visitor not in self.matched
            and self.hosts[place.host] < (NO_LIMIT if limits.per_host is None else limits.per_host)
            and self.host_countries[place.country] < limits.host_countries.get(place.country, NO_LIMIT)
            and self.home_countries[person.country] < limits.home_countries.get(person.country, NO_LIMIT)
            and (limits.budget is None or self.cost + int(self.problem.pairs.cost[position]) <= limits.budget)
            and self._has_room(place, person, self.stays[slot])
        )

    def fill(self, order: Iterable[int]) -> None:
        """Add what fits and leaves the share of SMEs met, or nearer to it."""
        for position in order:
            if self.fits(position):
                before = self.share_gap()
                self.add(position)
                if self.share_gap() > max(before, 0):
                    self.remove(position)

    def share_gap(self) -> int:
        """Above 0: so far below the share of SMEs, in units of the share's denominator."""
        share = self.problem.limits.sme_share
        return share.numerator * len(self.matched) - share.denominator * self.smes

    @property
    def score(self) -> int:
        return int(self.problem.pairs.score[list(self.matched.values())].sum())

    def broken(self) -> set[str]:
        """The names of the limits that these matches break."""
        names = {conflict.limit for conflict in self.conflicts()}
        return names | {"sme_share"} if self.share_gap() > 0 else names

    def crowded(self) -> list[tuple[int, int]]:
        """Slots and days on which more visitors are there than places."""
        visitors, found = self.problem.visitors, []
        for slot, there in self.stays.items():
            place = self.problem.slots[slot]
            if len(there) + len(place.held) <= place.places:
                continue
            for day in {visitors[one].first for one in there} | {first for first, _last in place.held}:
                new = sum(visitors[one].first <= day <= visitors[one].last for one in there)
                if new and new + place.held_on(day) > place.places:
                    found.append((slot, day))
        return sorted(found)

    def stops(self, position: int) -> list[str]:
        """The limits that keep a pair of an unmatched visitor out, by name; the share of SMEs where it is the only one."""
        limits, (visitor, slot) = self.problem.limits, self._pair(position)
        person, place = self.problem.visitors[visitor], self.problem.slots[slot]
        dearer = limits.budget is not None and (
            self.cost + int(self.problem.pairs.cost[position]) > limits.budget
        )
        full = not self._has_room(place, person, self.stays[slot])
        found = {
            "places": full,
            "per_host": limits.per_host is not None and self.hosts[place.host] >= limits.per_host,
            "host_country": self.host_countries[place.country]
            >= limits.host_countries.get(place.country, NO_LIMIT),
            "home_country": self.home_countries[person.country]
            >= limits.home_countries.get(person.country, NO_LIMIT),
            "budget": dearer,
        }
        return [name for name, holds in found.items() if holds] or ["sme_share"]

    def conflicts(self) -> list[Conflict]:
        """Every limit that is broken, but the share of SMEs."""
        limits, found = self.problem.limits, []
        if limits.per_host is not None:
            found += [
                Conflict("per_host", {"host": host, "number": number, "most": limits.per_host})
                for host, number in sorted(self.hosts.items())
                if number > limits.per_host
            ]
        for name, most, numbers in (
            ("host_country", limits.host_countries, self.host_countries),
            ("home_country", limits.home_countries, self.home_countries),
        ):
            found += [
                Conflict(name, {"country": code, "number": numbers[code], "most": most[code]})
                for code in sorted(most)
                if numbers[code] > most[code]
            ]
        if limits.budget is not None and self.cost > limits.budget:
            found.append(Conflict("budget", {"cost": self.cost, "most": limits.budget}))
        crowded = sorted({slot for slot, _day in self.crowded()})
        slots = [self.problem.slots[slot] for slot in crowded]
        return found + [Conflict("places", {"host": slot.host, "places": slot.places}) for slot in slots]

    def _pair(self, position: int) -> tuple[int, int]:
        pairs = self.problem.pairs
        return int(pairs.visitor[position]), int(pairs.slot[position])

    def _count(self, position: int, sign: int) -> tuple[int, int]:
        visitor, slot = self._pair(position)
        person, place = self.problem.visitors[visitor], self.problem.slots[slot]
        self.hosts[place.host] += sign
        self.host_countries[place.country] += sign
        self.home_countries[person.country] += sign
        self.cost += sign * int(self.problem.pairs.cost[position])
        self.smes += sign * person.sme
        return visitor, slot

    def _has_room(self, place: Slot, new: Visitor, there: list[int]) -> bool:
        if len(there) + len(place.held) < place.places:
            return True
        visitors = self.problem.visitors
        stays = [*place.held, *((visitors[one].first, visitors[one].last) for one in there)]
        overlapping = [(first, last) for first, last in stays if first <= new.last and new.first <= last]
        days = {max(new.first, first) for first, _last in overlapping} | {new.first}
        return all(sum(first <= day <= last for first, last in overlapping) < place.places for day in days)


def least_smes(share: Fraction, others: int) -> int:
    """How many SMEs so many matches of others need beside them."""
    if share >= 1:
        return NO_LIMIT if others else 0
    needed = share / (1 - share) * others
    return -(-needed.numerator // needed.denominator)


def best_first(problem: Problem) -> list[int]:
    """Positions of the pairs, the highest score first; the earlier one of equals."""
    return [int(position) for position in (-problem.pairs.score).argsort(kind="stable")]


def greedy(problem: Problem, fixed: Iterable[int] = ()) -> list[int]:
    """Best pair first as long as it fits, then others out until the share of SMEs is met: what is done by hand.

    A feasible answer, unless the fixed pairs forbid one; the yardstick of the bench.
    """
    tally = Tally(problem, fixed)
    kept, order = set(tally.matched.values()), best_first(problem)
    for position in order:
        if tally.fits(position):
            tally.add(position)
    meet_share(tally, kept)
    tally.fill(order)
    return sorted(tally.matched.values())


def meet_share(tally: Tally, kept: set[int]) -> None:
    """Take out matches of those who are no SMEs, the weakest first, until the share is met."""
    pairs, visitors = tally.problem.pairs, tally.problem.visitors
    others = [
        at for at in tally.matched.values() if at not in kept and not visitors[int(pairs.visitor[at])].sme
    ]
    for position in sorted(others, key=lambda at: (int(pairs.score[at]), -at)):
        if tally.share_gap() <= 0:
            return
        tally.remove(position)
