"""The two sides of a suggestion as plain values: what a visitor wants, and what a host offers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Fewer answers say nothing about a host, and could be told back to a person.
FEWEST_ANSWERS = 5


@dataclass(frozen=True)
class Wish:
    """What a visitor wants. Languages are ISO codes, `terms` the ids of taxonomy terms, `words` lexemes of its text.

    `same_group` holds the organisations of its own group of enterprises, `asked` the hosts with an open match;
    `earlier_visit` says in words which visit has used up the only one. `open_left` None: no limit is known.
    """

    organisation_id: int
    country: str
    start: date | None
    end: date | None
    languages: Collection[str] = ()
    uses: Collection[str] = ()
    activity_types: Collection[str] = ()
    terms: Collection[int] = ()
    words: Collection[str] = ()
    preferred_countries: Collection[str] = ()
    preferred_clusters: Collection[int] = ()
    place: tuple[float, float] | None = None
    level: str = ""
    eligible_countries: Collection[str] = ()
    hosting_kinds: Collection[str] | None = None
    same_group: Collection[int] = ()
    asked: Collection[int] = ()
    open_left: int | None = None
    earlier_visit: str = ""
    active: bool = True
    key: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a host is free, first and last included, and for how many at the same time."""

    first: date
    last: date
    capacity: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a host from before. `asked` requests have ended with a yes, a no or silence; `score` is 1 to 5."""

    asked: int = 0
    answered: int = 0
    accepted: int = 0
    ratings: int = 0
    score: float = 0.0
    visits: int = 0


@dataclass(frozen=True)
class Candidate:
    """One host offer. `booked` are the stays a host has said yes to; `home_terms` are the fields of the organisation."""

    offer_id: int
    organisation_id: int
    organisation: str
    title: str
    country: str
    country_name: str
    city: str
    periods: Sequence[Period]
    booked: Sequence[tuple[date, date]] = ()
    kind: str = ""
    cluster_id: int = 0
    active: bool = True
    languages: Collection[str] = ()
    uses: Collection[str] = ()
    activity_types: Collection[str] = ()
    terms: Collection[int] = ()
    home_terms: Collection[int] = ()
    words: Collection[str] = ()
    place: tuple[float, float] | None = None
    level: str = ""
    record: Record = Record()

    @property
    def offered(self) -> list[int]:
        return list(dict.fromkeys([*self.terms, *self.home_terms]))

    @property
    def places(self) -> int:
        return max((period.capacity for period in self.periods), default=1)


def places_on(periods: Iterable[Period], start: date, end: date) -> int:
    """For how many the host is free on every day of a stay; 0 when a day lies in no period."""
    day, places = start, None
    for period in sorted(periods, key=lambda period: period.first):
        if period.first <= day <= period.last:
            places = period.capacity if places is None else min(places, period.capacity)
            day = period.last + timedelta(days=1)
            if day > end:
                return places
    return 0


def places_left(candidate: Candidate, start: date, end: date) -> int:
    """How many can still come for the whole stay, by its fullest day."""
    overlapping = [stay for stay in candidate.booked if stay[0] <= end and start <= stay[1]]
    if not overlapping:
        return places_on(candidate.periods, start, end)
    turns = {stay[0] for stay in overlapping} | {period.first for period in candidate.periods} | {start}
    left = places_on(candidate.periods, start, end)
    for day in turns:
        if start <= day <= end:
            there = sum(stay[0] <= day <= stay[1] for stay in overlapping)
            left = min(left, places_on(candidate.periods, day, day) - there)
    return max(left, 0)
