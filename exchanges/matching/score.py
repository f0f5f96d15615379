"""Ranks host offers for one visitor. Pure: no database, no clock.

The weights are ours (scheme part 8.2 leaves them open): what the visitor asked for by name counts most.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.geo import great_circle_km
from core.languages import language_name
from exchanges.enums import ActivityType, Use

PREFERRED_COUNTRY, LANGUAGE, USES, ACTIVITIES, TERMS = 30, 20, 20, 15, 15


@dataclass(frozen=True)
class Wish:
    """What a visitor wants. Languages are ISO codes, `terms` the ids of taxonomy terms."""

    organisation_id: int
    country: str
    start: date | None
    end: date | None
    languages: Collection[str] = ()
    uses: Collection[str] = ()
    activity_types: Collection[str] = ()
    terms: Collection[int] = ()
    preferred_countries: Collection[str] = ()
    place: tuple[float, float] | None = None
    eligible_countries: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a host is free, first and last included, and for how many at the same time."""

    first: date
    last: date
    capacity: int


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


@dataclass(frozen=True)
class Candidate:
    """One host offer. `taken` counts the visitors whose days overlap with the wish."""

    offer_id: int
    organisation_id: int
    organisation: str
    title: str
    country: str
    country_name: str
    city: str
    periods: Sequence[Period]
    taken: int = 0
    active: bool = True
    may_host: bool = True
    already_proposed: bool = False
    languages: Collection[str] = ()
    uses: Collection[str] = ()
    activity_types: Collection[str] = ()
    terms: Collection[int] = ()
    term_names: Collection[str] = ()
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Suggestion:
    candidate: Candidate
    score: int
    reasons: tuple[str, ...]
    obstacles: tuple[str, ...]
    distance_km: int | None

    @property
    def possible(self) -> bool:
        return not self.obstacles


def rank(wish: Wish, candidates: Iterable[Candidate]) -> list[Suggestion]:
    """Best first; the impossible ones after all possible ones."""
    found = [_suggestion(wish, candidate) for candidate in candidates]
    return sorted(
        found, key=lambda s: (not s.possible, -s.score, s.candidate.organisation, s.candidate.offer_id)
    )


def obstacles(wish: Wish, candidate: Candidate) -> list[str]:
    """Why this host cannot be proposed; empty when it can."""
    found = lasting_obstacles(wish, candidate)
    if candidate.already_proposed:
        found.append(_("This host is already proposed for this file."))
    if wish.start and wish.end:
        places = places_on(candidate.periods, wish.start, wish.end)
        if not places:
            found.append(_("The host is not free on these days."))
        elif candidate.taken >= places:
            found.append(
                ngettext(
                    "The host's place is taken on these days.",
                    "All %(places)d places of the host are taken on these days.",
                    places,
                )
                % {"places": places}
            )
    return found


def lasting_obstacles(wish: Wish, candidate: Candidate) -> list[str]:
    """What other days would not change."""
    found = []
    if candidate.organisation_id == wish.organisation_id:
        found.append(_("Visitor and host are the same organisation."))
    elif candidate.country == wish.country:
        found.append(_("The host is in the visitor's own country. A visit goes abroad."))
    if wish.eligible_countries and candidate.country not in wish.eligible_countries:
        found.append(_("%(country)s does not take part in the scheme.") % {"country": candidate.country_name})
    if not candidate.may_host:
        found.append(_("This kind of organisation may not host."))
    if not candidate.active:
        found.append(_("This offer is no longer open."))
    return found


def _suggestion(wish: Wish, candidate: Candidate) -> Suggestion:
    score, reasons = 0, []
    if candidate.country in wish.preferred_countries:
        score += PREFERRED_COUNTRY
        reasons.append(_("In a preferred country: %(country)s") % {"country": candidate.country_name})
    for weight, sentence, shared, wanted in _overlaps(wish, candidate):
        if shared:
            score += round(weight * len(shared) / len(wanted))
            reasons.append(sentence % {"names": ", ".join(shared)})
    if wish.start and wish.end:
        free = places_on(candidate.periods, wish.start, wish.end) - candidate.taken
        if free > 0:
            text = ngettext("Free on these days: %(free)d place", "Free on these days: %(free)d places", free)
            reasons.append(text % {"free": free})
    distance = great_circle_km(*wish.place, *candidate.place) if wish.place and candidate.place else None
    return Suggestion(candidate, score, tuple(reasons), tuple(obstacles(wish, candidate)), distance)


def _overlaps(wish: Wish, candidate: Candidate) -> list[tuple[int, str, list[str], Collection[object]]]:
    """Weight, sentence, what both share by name, and what the visitor asked for."""
    names = dict(zip(candidate.terms, candidate.term_names, strict=False))
    return [
        (
            LANGUAGE,
            _("Shared languages: %(names)s"),
            [language_name(code) for code in wish.languages if code in candidate.languages],
            wish.languages,
        ),
        (
            USES,
            _("Fits what the visit is for: %(names)s"),
            [str(Use(use).label) for use in wish.uses if use in candidate.uses],
            wish.uses,
        ),
        (
            ACTIVITIES,
            _("Offers: %(names)s"),
            [
                str(ActivityType(kind).label)
                for kind in wish.activity_types
                if kind in candidate.activity_types
            ],
            wish.activity_types,
        ),
        (
            TERMS,
            _("Same field: %(names)s"),
            [str(names.get(term, "")) for term in wish.terms if term in candidate.terms],
            wish.terms,
        ),
    ]
