"""All pairs of many visitors with many hosts at once, by the weights and hard limits of single suggestions.

The only module of matching runs that knows `score`. Pure: no database, no clock.
"""

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from core.geo import EARTH_RADIUS_KM
from exchanges.matching import score
from exchanges.matching.score import Candidate, Wish, lasting_obstacles

# Changes with the weights or what they are given for, so that a run says by which it was made.
WEIGHTS = "2026-1"
PARTS = ("preferred_country", "language", "uses", "activities", "terms")

Table = NDArray[np.int64]
Mask = NDArray[np.bool_]


def possible(wishes: Sequence[Wish], candidates: Sequence[Candidate]) -> Mask:
    """Visitors x hosts: nothing stands against the pair that other days would not change."""
    found = np.zeros((len(wishes), len(candidates)), dtype=bool)
    known: dict[tuple[str, Collection[str]], Mask] = {}
    for number, wish in enumerate(wishes):
        # The two rules that look at the organisation itself are met by its country.
        group = (wish.country, wish.eligible_countries)
        if group not in known:
            known[group] = np.array([not lasting_obstacles(wish, one) for one in candidates], dtype=bool)
        found[number] = known[group]
    return found


def points(wishes: Sequence[Wish], candidates: Sequence[Candidate]) -> list[Table]:
    """For each of PARTS the points of visitors x hosts; together the score of a suggestion."""
    countries = _shared(wishes, candidates, lambda one: one.preferred_countries, lambda one: [one.country])
    tables = [score.PREFERRED_COUNTRY * countries]
    for weight, name in (
        (score.LANGUAGE, "languages"),
        (score.USES, "uses"),
        (score.ACTIVITIES, "activity_types"),
        (score.TERMS, "terms"),
    ):

        def values(one: Wish | Candidate, name: str = name) -> Collection[object]:
            found: Collection[object] = getattr(one, name)
            return found

        wanted = np.array([max(len(values(wish)), 1) for wish in wishes], dtype=np.int64).reshape(-1, 1)
        shared = _shared(wishes, candidates, values, values)
        tables.append(np.rint(weight * shared / wanted).astype(np.int64))
    return tables


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


def _shared(
    wishes: Sequence[Wish],
    candidates: Sequence[Candidate],
    wanted: Callable[[Wish], Collection[object]],
    offered: Callable[[Candidate], Collection[object]],
) -> Table:
    """How many of the wanted values each host offers."""
    known: dict[object, int] = {}
    for wish in wishes:
        for value in wanted(wish):
            known.setdefault(value, len(known))
    left = np.zeros((len(wishes), len(known)), dtype=np.float32)
    right = np.zeros((len(candidates), len(known)), dtype=np.float32)
    for number, wish in enumerate(wishes):
        left[number, [known[value] for value in wanted(wish)]] = 1
    for number, candidate in enumerate(candidates):
        right[number, [known[value] for value in offered(candidate) if value in known]] = 1
    return (left @ right.T).astype(np.int64)
