"""Ranks host offers for one visitor: hard limits with a sentence each, a soft score with its parts. Pure, without a clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.geo import great_circle_km
from core.languages import language_name
from exchanges.matching import words
from exchanges.matching.fields import Fields
from exchanges.matching.parts import DEFAULT, PARTS, Weights
from exchanges.matching.sides import Candidate, Wish, places_left, places_on
from exchanges.matching.table import Scores, score_many

# A long list of reasons hides the good ones.
MOST_REASONS = 6


@dataclass(frozen=True)
class Part:
    """One part of a score: "Same field: Photonics", 18 of 25."""

    code: str
    label: str | Promise
    words: str
    points: int
    most: int
    # Points for nothing known or nothing asked for are no reason.
    telling: bool = True


@dataclass(frozen=True)
class Suggestion:
    candidate: Candidate
    score: int
    parts: tuple[Part, ...]
    obstacles: tuple[str, ...]
    distance_km: int | None = None
    free: int | None = None

    @property
    def possible(self) -> bool:
        return not self.obstacles

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for the host in words, the weightiest first."""
        found = sorted(
            (part for part in self.parts if part.points and part.telling), key=lambda part: -part.points
        )
        return tuple(part.words for part in found[:MOST_REASONS])


def rank(
    wish: Wish,
    candidates: Iterable[Candidate],
    weights: Weights = DEFAULT,
    fields: Fields | None = None,
    shown: int | None = None,
) -> list[Suggestion]:
    """Best first; the impossible ones after all possible ones. Parts, distance and places are told for the first `shown` only."""
    offers, known = list(candidates), fields or Fields()
    scores = score_many([wish], offers, weights, known)
    found = [
        Suggestion(
            one,
            int(scores.total[0, at]),
            (),
            tuple(obstacles(wish, one)),
        )
        for at, one in enumerate(offers)
    ]
    places = {one.offer_id: at for at, one in enumerate(offers)}
    found.sort(
        key=lambda one: (not one.possible, -one.score, one.candidate.organisation, one.candidate.offer_id)
    )
    told = found if shown is None else found[:shown]
    rest = found[len(told) :]
    return [
        replace(
            one,
            parts=parts_of(wish, one.candidate, weights, known, scores, (0, places[one.candidate.offer_id])),
            distance_km=_distance(wish, one.candidate),
            free=_free(wish, one.candidate),
        )
        for one in told
    ] + rest


def parts_of(
    wish: Wish,
    candidate: Candidate,
    weights: Weights,
    fields: Fields,
    scores: Scores,
    at: tuple[int, int] = (0, 0),
) -> tuple[Part, ...]:
    """Every part that has a weight, in words and numbers. `at` is the pair's place in the table of scores."""
    told, silent = words.told(wish, candidate, fields), words.silent(wish, candidate)
    return tuple(
        Part(
            kind.code,
            kind.label,
            told[kind.code],
            int(scores.points[kind.code][at]),
            weights[kind.code],
            kind.code not in silent,
        )
        for kind in PARTS
        if weights[kind.code]
    )


def explain(
    wish: Wish, candidate: Candidate, weights: Weights = DEFAULT, fields: Fields | None = None
) -> Suggestion:
    """One pair alone."""
    return rank(wish, [candidate], weights, fields)[0]


def obstacles(wish: Wish, candidate: Candidate) -> list[str]:
    """Why this host cannot be proposed; empty when it can."""
    found = _visitors_own(wish) + lasting_obstacles(wish, candidate)
    if not _common_language(wish, candidate):
        found.append(
            _("No language in common: the visitor speaks %(visitor)s, the host %(host)s.")
            % {"visitor": _names(wish.languages), "host": _names(candidate.languages)}
        )
    if candidate.organisation_id in wish.asked:
        found.append(_("This host is already proposed for this file."))
    if wish.start and wish.end and not places_left(candidate, wish.start, wish.end):
        found.append(_no_place(wish, candidate))
    return found


def lasting_obstacles(wish: Wish, candidate: Candidate) -> list[str]:
    """What other days would not change."""
    found = []
    if candidate.organisation_id == wish.organisation_id:
        found.append(_("Visitor and host are the same organisation."))
    elif candidate.country == wish.country:
        found.append(_("The host is in the visitor's own country. A visit goes abroad."))
    if candidate.organisation_id in wish.same_group:
        found.append(_("Visitor and host belong to one group of enterprises, as the SME test says."))
    if wish.eligible_countries and candidate.country not in wish.eligible_countries:
        found.append(_("%(country)s does not take part in the scheme.") % {"country": candidate.country_name})
    if wish.hosting_kinds is not None and candidate.kind and candidate.kind not in wish.hosting_kinds:
        found.append(_("This kind of organisation may not host."))
    if not candidate.active:
        found.append(_("This offer is no longer open."))
    return found


def _visitors_own(wish: Wish) -> list[str]:
    """What stands against every host."""
    found = []
    if not wish.active:
        found.append(_("The visitor has not said that it is still interested."))
    if wish.earlier_visit:
        found.append(
            _("There was an earlier visit: %(visit)s. A visitor may visit only once in the scheme.")
            % {"visit": wish.earlier_visit}
        )
    if wish.open_left is not None and wish.open_left <= 0:
        found.append(_("As many hosts as allowed are asked already. Wait for an answer, or take one back."))
    return found


def _no_place(wish: Wish, candidate: Candidate) -> str:
    assert wish.start is not None and wish.end is not None
    places = places_on(candidate.periods, wish.start, wish.end)
    if not places:
        return _("The host is not free on these days.")
    return ngettext(
        "The host's place is taken on these days.",
        "All %(places)d places of the host are taken on these days.",
        places,
    ) % {"places": places}


def _common_language(wish: Wish, candidate: Candidate) -> bool:
    """Who has named no language is not shut out."""
    return (
        not wish.languages or not candidate.languages or bool(set(wish.languages) & set(candidate.languages))
    )


def _names(codes: Iterable[str]) -> str:
    return ", ".join(language_name(code) for code in codes)


def _distance(wish: Wish, candidate: Candidate) -> int | None:
    if wish.place is None or candidate.place is None:
        return None
    return great_circle_km(*wish.place, *candidate.place)


def _free(wish: Wish, candidate: Candidate) -> int | None:
    return places_left(candidate, wish.start, wish.end) if wish.start and wish.end else None


def best(suggestions: Sequence[Suggestion]) -> int | None:
    """The score of the best host that can be asked; None when there is none."""
    return max((one.score for one in suggestions if one.possible), default=None)
