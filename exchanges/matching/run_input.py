"""What a matching run works on, read once and frozen as plain data: who waits, who has places, which pairs are possible.

Numbers and codes only; names are looked up when a page is shown. As many statements for one row as for thousands.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Prefetch, Q

from clusters.enums import OrganisationKind
from clusters.models import Organisation, Partnership
from core import clock
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.matching import pairing, reading
from exchanges.matching.parts import Weights
from exchanges.matching.run_costs import Costs, rulebook_of, stay_of
from exchanges.matching.sides import Candidate, Wish
from exchanges.matching.wishes import wishes_of
from exchanges.models import Application, Proposal
from exchanges.selectors.weights import weights_of

Frozen = dict[str, Any]


@dataclass
class Period:
    """Free days of one offer in a row with the same number of places."""

    offer: int
    first: date
    last: date
    places: int
    held: list[tuple[int, int]] = field(default_factory=list)


def waiting(partnership: Partnership, *, asked_too: bool = False) -> list[Application]:
    """Accepted files that look for a host; with `asked_too` also those that wait for an answer and may ask more."""
    open_ones = Proposal.objects.filter(state__in=OPEN_PROPOSAL_STATES).order_by("id")
    rows = (
        Application.objects.filter(partnership=partnership, state="accepted", planned_start__isnull=False)
        .filter(Q(current_exchange=None) | Q(current_exchange__state="cancelled"), planned_end__isnull=False)
        .select_related("organisation", "rulebook__grid")
        .prefetch_related(
            "rulebook__kind_rules",
            "rulebook__grid__amounts",
            Prefetch("proposals", open_ones),
        )
        .order_by("id")
    )
    return [
        row
        for row in rows
        if not _asked(row) or (asked_too and _asked(row) < rulebook_of(row).max_open_proposals)
    ]


def _asked(row: Application) -> int:
    """How many hosts have yet to answer; `waiting` has read only the open proposals."""
    return len(row.proposals.all())


def read(partnership: Partnership, *, asked_too: bool = False) -> Frozen:
    """The frozen input: `visitors`, `slots`, `parts` (points of each part), and `pairs` as columns."""
    files = waiting(partnership, asked_too=asked_too)
    candidates = reading.all_offers(clock.today())
    periods = _periods(candidates)
    weights = weights_of(partnership.pk)
    columns, blocked = _pairs(files, candidates, periods, weights)
    parts, numbers = np.unique(columns.pop("points"), axis=0, return_inverse=True)
    return {
        "day": clock.today().isoformat(),
        "weights": pairing.version(weights),
        "asked_too": asked_too,
        "codes": list(pairing.CODES),
        "visitors": [
            _visitor(row) | {"blocked": dict(blocked.get(number, {}))} for number, row in enumerate(files)
        ],
        "slots": [_slot(period, candidates[period.offer]) for period in periods],
        "parts": parts.tolist(),
        "pairs": {name: column.tolist() for name, column in columns.items()}
        | {"parts": numbers.reshape(-1).tolist()},
    }


def _visitor(row: Application) -> dict[str, Any]:
    start, end = stay_of(row)
    return {
        "file": row.pk,
        "sme": row.organisation_kind == OrganisationKind.SME,
        "country": row.organisation.country_id,
        "first": start.isoformat(),
        "last": end.isoformat(),
        "asked": _asked(row),
    }


def _slot(period: Period, offer: Candidate) -> dict[str, Any]:
    return {
        "offer": offer.offer_id,
        "host": offer.organisation_id,
        "country": offer.country,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "places": period.places,
        "held": period.held,
    }


def _pairs(
    files: Sequence[Application],
    candidates: Sequence[Candidate],
    periods: Sequence[Period],
    weights: Weights,
) -> tuple[dict[str, Any], dict[int, Counter[str]]]:
    """The possible pairs as columns; and for who has none, how many hosts fail for which reason."""
    wishes = wishes_of(files)
    table = pairing.table(wishes, candidates, weights, reading.fields_known())
    costs = Costs(files, _places(candidates), table.kilometres)
    at = np.array([period.offer for period in periods], dtype=np.int64)
    first = np.array([period.first.toordinal() for period in periods], dtype=np.int64)
    last = np.array([period.last.toordinal() for period in periods], dtype=np.int64)
    hosts = np.array([one.organisation_id for one in candidates], dtype=np.int64)
    found: list[tuple[Any, ...]] = []
    blocked: dict[int, Counter[str]] = {}
    for number, row in enumerate(files):
        start, end = stay_of(row)
        if start <= clock.today():
            blocked[number] = Counter({"past": 1})
            continue
        fits = (first <= start.toordinal()) & (last >= end.toordinal())
        free = np.flatnonzero(fits)
        free = free[table.possible[number][at[free]]]
        sums = costs.of(number, at[free])
        slots, cents = free[sums >= 0], sums[sums >= 0]
        slots, cents = _best_of_each_host(slots, cents, hosts[at[slots]], table.total[number][at[slots]])
        if not len(slots):
            blocked[number] = _why(wishes[number], candidates, len(free))
        points = table.points[:, number, at[slots]].T
        found.append((np.full(len(slots), number), slots, table.total[number][at[slots]], cents, points))
    return _columns(found), blocked


def _columns(found: list[tuple[Any, ...]]) -> dict[str, Any]:
    empty = [np.zeros(0, dtype=np.int64)] * 4 + [np.zeros((0, len(pairing.CODES)), dtype=np.int64)]
    columns = [np.concatenate(column) for column in zip(*found, strict=True)] if found else empty
    together = dict(zip(("visitor", "slot", "score", "cost", "points"), columns, strict=True))
    # Whoever shares nothing that was asked for may still go.
    together["score"] = np.maximum(together["score"], 1)
    return together


def _best_of_each_host(places: Any, cents: Any, hosts: Any, scores: Any) -> tuple[Any, Any]:
    """One pair of a visitor with an organisation: the offer that suits best, the earlier one of equals."""
    order = np.lexsort((places, -scores, hosts))
    once = np.unique(hosts[order], return_index=True)[1]
    kept = np.sort(order[once])
    return places[kept], cents[kept]


def _why(wish: Wish, candidates: Sequence[Candidate], ineligible: int) -> Counter[str]:
    """Hosts by the first reason that keeps them out; what stands against every host comes alone."""
    own = pairing.own_obstacle(wish)
    if own:
        return Counter({own: 1})
    found = Counter(pairing.obstacle(wish, one) for one in candidates)
    found.pop("", None)
    return +(found + Counter({"no_sum": ineligible}))


def _periods(candidates: Sequence[Candidate]) -> list[Period]:
    """Periods that follow each other with as many places are one: a stay may lie in both."""
    found: list[Period] = []
    for number, offer in enumerate(candidates):
        own: list[Period] = []
        for row in sorted(offer.periods, key=lambda row: row.first):
            before = own[-1] if own else None
            if before and before.places == row.capacity and before.last + timedelta(1) == row.first:
                before.last = row.last
            else:
                own.append(Period(number, row.first, row.last, row.capacity))
        for period in own:
            period.held = sorted(
                (first.toordinal(), last.toordinal())
                for first, last in offer.booked
                if first <= period.last and period.first <= last
            )
        found += [period for period in own if period.last >= clock.today()]
    return found


def _places(candidates: Sequence[Candidate]) -> list[tuple[str, str | None]]:
    """Country and region of each host, which its holidays go by."""
    rows = Organisation.objects.filter(pk__in={one.organisation_id for one in candidates}).order_by("pk")
    regions = dict(rows.values_list("pk", "region"))
    return [(one.country, regions[one.organisation_id] or None) for one in candidates]
