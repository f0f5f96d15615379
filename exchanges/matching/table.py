"""Scores many visitors with many offers at once, as tables of numbers: a row for each visitor, a column for each offer."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exchanges.matching.fields import Fields
from exchanges.matching.parts import CODES, DEFAULT, Weights
from exchanges.matching.sides import FEWEST_ANSWERS, Candidate, Record, Wish, places_left

Floats = NDArray[np.float32]
Points = NDArray[np.int16]
Mask = NDArray[np.bool_]

# So many words in common are as good as more.
ENOUGH_WORDS = 5
# What too few answers are worth: neither a merit nor a fault.
UNKNOWN = 0.5
_LEVELS = {"less": 0, "transition": 1, "more": 2}


@dataclass(frozen=True)
class Scores:
    """`total` is the sum of `points` by part: whole numbers, 0 to 100."""

    total: Points
    points: Mapping[str, Points]


def score_many(
    wishes: Sequence[Wish],
    candidates: Sequence[Candidate],
    weights: Weights = DEFAULT,
    fields: Fields | None = None,
) -> Scores:
    """The soft score of every pair; whether a pair is allowed says `possible_many`."""
    shape = (len(wishes), len(candidates))
    total, points = np.zeros(shape, dtype=np.int16), {}
    if 0 in shape:
        return Scores(total, dict.fromkeys(CODES, total))
    for code, part in _fractions(wishes, candidates, fields or Fields()).items():
        points[code] = np.rint(np.broadcast_to(part, shape) * weights[code]).astype(np.int16)
        total += points[code]
    return Scores(total, points)


def possible_many(wishes: Sequence[Wish], candidates: Sequence[Candidate]) -> Mask:
    """Which pairs break no hard limit; the sentences for the others are `score.obstacles`."""
    shape = (len(wishes), len(candidates))
    if 0 in shape:
        return np.zeros(shape, dtype=np.bool_)
    home = _column([wish.country for wish in wishes])
    own = _column([wish.organisation_id for wish in wishes])
    fits = (home != _row([one.country for one in candidates])) & (
        own != _row([one.organisation_id for one in candidates])
    )
    fits &= _column([_may_be_matched(wish) for wish in wishes])
    fits &= _row([one.active for one in candidates])
    fits &= _allowed(
        [wish.eligible_countries or None for wish in wishes], [one.country for one in candidates]
    )
    fits &= _allowed([wish.hosting_kinds for wish in wishes], [one.kind or None for one in candidates])
    barred = [frozenset(wish.same_group) | frozenset(wish.asked) for wish in wishes]
    for at, hosts in enumerate(barred):
        if hosts:
            fits[at] &= [one.organisation_id not in hosts for one in candidates]
    fits &= _speak(wishes, candidates) & _free(wishes, candidates)
    return fits


def _may_be_matched(wish: Wish) -> bool:
    return wish.active and not wish.earlier_visit and (wish.open_left is None or wish.open_left > 0)


def _fractions(wishes: Sequence[Wish], candidates: Sequence[Candidate], fields: Fields) -> dict[str, Floats]:
    """Each part between 0 and 1; one row or one column where it is the same for all."""
    return {
        "fields": _field_fit(wishes, candidates, fields),
        "uses": _share([one.uses for one in wishes], [one.uses for one in candidates]),
        "activities": _share(
            [one.activity_types for one in wishes], [one.activity_types for one in candidates]
        ),
        "text": np.minimum(
            _shared([one.words for one in wishes], [one.words for one in candidates]) / ENOUGH_WORDS, 1
        ),
        "countries": _preferred(
            [one.preferred_countries for one in wishes], [one.country for one in candidates]
        ),
        "clusters": _preferred(
            [one.preferred_clusters for one in wishes], [one.cluster_id for one in candidates]
        ),
        "regions": _apart(wishes, candidates),
        "sectors": _across(wishes, candidates, fields),
        "answers": _row([answer_rate(one.record) for one in candidates]),
        "feedback": _row([rating(one.record) for one in candidates]),
        "load": _row([room(one) for one in candidates]),
    }


def answer_rate(record: Record) -> float:
    """Half for answering at all, half for a yes. A no with its reason is an answer; silence is none."""
    if record.asked < FEWEST_ANSWERS:
        return UNKNOWN
    return (record.answered + record.accepted) / (2 * record.asked)


def rating(record: Record) -> float:
    return (record.score - 1) / 4 if record.ratings >= FEWEST_ANSWERS else UNKNOWN


def room(candidate: Candidate) -> float:
    return candidate.places / (candidate.places + candidate.record.visits)


def _field_fit(wishes: Sequence[Wish], candidates: Sequence[Candidate], fields: Fields) -> Floats:
    """Both ways: how much of the visitor's fields the host offers counts twice, how much of the host's fields the visitor
    brings once.
    """
    wanted, offered = [one.terms for one in wishes], [one.offered for one in candidates]
    there = _met(wanted, offered, fields)
    back = _met(offered, wanted, fields).T
    return (np.float32(2) * there + back) / np.float32(3)


def _met(wanted: Sequence[Collection[int]], given: Sequence[Collection[int]], fields: Fields) -> Floats:
    """For each pair the mean, over what is wanted, of how near the nearest of what is given is."""
    all_wanted = sorted({term for terms in wanted for term in terms})
    if not all_wanted:
        return np.zeros((len(wanted), len(given)), dtype=np.float32)
    known = sorted({term for terms in given for term in terms})
    near = _near(known, all_wanted, fields)
    place = {term: at for at, term in enumerate(known)}
    reach = np.zeros((len(given), len(all_wanted)), dtype=np.float32)
    for at, terms in enumerate(given):
        if terms:
            reach[at] = near[[place[term] for term in terms]].max(axis=0)
    mine = _members(wanted, all_wanted)
    numbers = np.maximum(mine.sum(axis=1, keepdims=True), 1)
    return (mine / numbers) @ reach.T


def _near(known: Sequence[int], wanted: Sequence[int], fields: Fields) -> Floats:
    """How near each pair of terms is; those under different tops are far, and most are."""
    under: dict[int, list[tuple[int, int]]] = {}
    for at, term in enumerate(wanted):
        under.setdefault(fields.top(term), []).append((at, term))
    near = np.zeros((len(known), len(wanted)), dtype=np.float32)
    for row, other in enumerate(known):
        for at, term in under.get(fields.top(other), ()):
            near[row, at] = fields.nearness(term, other)
    return near


def _members(sets: Sequence[Collection[Hashable]], universe: Sequence[Hashable]) -> Floats:
    place = {value: at for at, value in enumerate(universe)}
    table = np.zeros((len(sets), len(universe)), dtype=np.float32)
    for at, values in enumerate(sets):
        columns = [place[value] for value in values if value in place]
        table[at, columns] = 1
    return table


def _shared(mine: Sequence[Collection[Hashable]], its: Sequence[Collection[Hashable]]) -> Floats:
    """How many each pair has in common."""
    common = {value for values in mine for value in values} & {value for values in its for value in values}
    universe = sorted(common, key=str)
    return _members(mine, universe) @ _members(its, universe).T


def _share(wanted: Sequence[Collection[Hashable]], given: Sequence[Collection[Hashable]]) -> Floats:
    numbers = _column([max(len(set(values)), 1) for values in wanted])
    return _shared(wanted, given) / numbers


def _preferred(wanted: Sequence[Collection[Hashable]], given: Sequence[Hashable]) -> Floats:
    """Who has named nothing is content with all."""
    content = _column([not values for values in wanted])
    return np.where(content, np.float32(1), np.minimum(_shared(wanted, [[value] for value in given]), 1))


def _apart(wishes: Sequence[Wish], candidates: Sequence[Candidate]) -> Floats:
    mine = _column([_LEVELS.get(one.level, -1) for one in wishes])
    its = _row([_LEVELS.get(one.level, -1) for one in candidates])
    return np.where((mine < 0) | (its < 0), 0, np.abs(mine - its) / 2).astype(np.float32)


def _across(wishes: Sequence[Wish], candidates: Sequence[Candidate], fields: Fields) -> Floats:
    """Full points for different sectors that work with the same things; half for different sectors alone."""
    mine = [fields.sectors(one.terms) for one in wishes]
    its = [fields.sectors(one.offered) for one in candidates]
    known = _column([bool(one) for one in mine]) & _row([bool(one) for one in its])
    apart = known & (_shared(mine, its) == 0)
    near = _met(
        [fields.tools(one.terms) for one in wishes], [fields.tools(one.offered) for one in candidates], fields
    )
    return np.where(apart, np.where(near > 0, 1.0, 0.5), 0.0).astype(np.float32)


def _allowed(permitted: Sequence[Collection[str] | None], given: Sequence[str | None]) -> Mask:
    """None on either side: not known, so not forbidden."""
    rows: dict[frozenset[str] | None, Mask] = {}
    table = []
    for values in permitted:
        key = frozenset(values) if values is not None else None
        if key not in rows:
            rows[key] = np.array([key is None or one is None or one in key for one in given], dtype=np.bool_)
        table.append(rows[key])
    return np.array(table, dtype=np.bool_)


def _speak(wishes: Sequence[Wish], candidates: Sequence[Candidate]) -> Mask:
    silent = _column([not one.languages for one in wishes]) | _row([not one.languages for one in candidates])
    return silent | (_shared([one.languages for one in wishes], [one.languages for one in candidates]) > 0)


def _free(wishes: Sequence[Wish], candidates: Sequence[Candidate]) -> Mask:
    """Places left on every day; most hosts have one period around the stay and nobody in it."""
    first = np.array([one.start.toordinal() if one.start else 0 for one in wishes])
    last = np.array([one.end.toordinal() if one.end else 0 for one in wishes])
    dated = (first > 0) & (last > 0)
    free = np.ones((len(wishes), len(candidates)), dtype=np.bool_)
    for at, one in enumerate(candidates):
        inside = np.zeros(len(wishes), dtype=np.bool_)
        for period in one.periods:
            inside |= (period.first.toordinal() <= first) & (last <= period.last.toordinal())
        booked = np.zeros(len(wishes), dtype=np.bool_)
        for stay in one.booked:
            booked |= (stay[0].toordinal() <= last) & (first <= stay[1].toordinal())
        look = dated & (booked | ~inside) if len(one.periods) > 1 else dated & booked & inside
        free[:, at] = ~dated | inside
        for row in np.flatnonzero(look).tolist():
            wish = wishes[row]
            free[row, at] = bool(wish.start and wish.end and places_left(one, wish.start, wish.end))
    return free


def _column(values: Sequence[object]) -> NDArray[Any]:
    """Of the type of its values: numbers, words or truths."""
    return np.array(values).reshape(-1, 1)


def _row(values: Sequence[object]) -> NDArray[Any]:
    return np.array(values).reshape(1, -1)
