"""All pairs of many visitors with many hosts, by the weights and hard limits of single suggestions.

The only module of matching runs that knows how suggestions are scored. Pure: no database, no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.geo import EARTH_RADIUS_KM
from exchanges.matching.fields import Fields
from exchanges.matching.parts import BY_CODE, CODES, Weights
from exchanges.matching.score import lasting_obstacles
from exchanges.matching.sides import Candidate, Wish, places_on
from exchanges.matching.table import possible_many, score_many

__all__ = ["CODES", "Pairing", "distances", "label", "obstacle", "own_obstacle", "table", "version"]

Table = NDArray[np.int64]


@dataclass(frozen=True)
class Pairing:
    """Visitors x hosts; `points` has the parts in the order of CODES first."""

    possible: NDArray[np.bool_]
    total: Table
    points: Table
    kilometres: Table


def version(weights: Weights) -> str:
    """So that a run says by which weights it was made; 0 are the portal's own."""
    return str(weights.version)


def label(code: str) -> str:
    return str(BY_CODE[code].label) if code in BY_CODE else code


def table(
    wishes: Sequence[Wish], candidates: Sequence[Candidate], weights: Weights, fields: Fields
) -> Pairing:
    scores = score_many(wishes, candidates, weights, fields)
    points = np.stack([scores.points[code] for code in CODES]).astype(np.int64)
    possible = possible_many(wishes, candidates)
    return Pairing(possible, scores.total.astype(np.int64), points, distances(wishes, candidates))


def own_obstacle(wish: Wish) -> str:
    """The code of what stands against every host; empty where nothing does."""
    if not wish.active:
        return "inactive"
    return "earlier_visit" if wish.earlier_visit else ""


def obstacle(wish: Wish, candidate: Candidate) -> str:
    """The code of the first thing that stands against a host; empty where nothing does."""
    if lasting_obstacles(wish, candidate):
        return "rules"
    if wish.languages and candidate.languages and not set(wish.languages) & set(candidate.languages):
        return "language"
    if candidate.organisation_id in wish.asked:
        return "asked"
    if wish.start and wish.end and not places_on(candidate.periods, wish.start, wish.end):
        return "days"
    return "" if possible_many([wish], [candidate])[0, 0] else "taken"


def distances(wishes: Sequence[Wish], candidates: Sequence[Candidate]) -> Table:
    """Whole kilometres, visitors x hosts, as `core.geo.great_circle_km`; -1 where a place is not known."""
    visitors, hosts = _radians(wishes), _radians(candidates)
    north, east = visitors[:, None, 0] - hosts[None, :, 0], visitors[:, None, 1] - hosts[None, :, 1]
    cosines = np.cos(visitors[:, None, 0]) * np.cos(hosts[None, :, 0])
    chord = np.sin(north / 2) ** 2 + cosines * np.sin(east / 2) ** 2
    kilometres = np.rint(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord))))
    return np.where(np.isnan(kilometres), -1, kilometres).astype(np.int64)


def _radians(rows: Sequence[Wish] | Sequence[Candidate]) -> NDArray[np.float64]:
    unknown = (float("nan"), float("nan"))
    return np.radians(np.array([row.place or unknown for row in rows], dtype=np.float64).reshape(-1, 2))
