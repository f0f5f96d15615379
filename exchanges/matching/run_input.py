"""What a matching run works on, read once and frozen as plain data: who waits, who has places, which pairs are possible.

Numbers and codes only; names are looked up when a page is shown. Eleven statements, however many rows there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Prefetch, Q

from clusters.enums import OrganisationKind
from clusters.models import Country, Partnership, Term
from core import clock
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.matching import pairing
from exchanges.matching.run_costs import Costs
from exchanges.matching.score import Candidate, Wish
from exchanges.models import Application, HostOffer, Proposal

# A host has said yes to these, so a place is held.
HOLDING = ("accepted_by_host", "agreed", "confirmed")
Frozen = dict[str, Any]
Place = tuple[float, float] | None


@dataclass
class Period:
    """Free days of one offer in a row with the same number of places."""

    offer: int
    first: date
    last: date
    places: int
    held: list[tuple[int, int]] = field(default_factory=list)


def waiting(partnership: Partnership, *, asked_too: bool = False) -> list[Application]:
    """Accepted files that look for a host; with `asked_too` also those that wait for an answer and may ask more.

    Each has `asked`: the organisations with an open match.
    """
    open_ones = Proposal.objects.filter(state__in=OPEN_PROPOSAL_STATES).order_by("id")
    rows = (
        Application.objects.filter(partnership=partnership, state="accepted", planned_start__isnull=False)
        .filter(Q(current_exchange=None) | Q(current_exchange__state="cancelled"), planned_end__isnull=False)
        .select_related("organisation", "rulebook__grid")
        .prefetch_related(
            "rulebook__kind_rules",
            "rulebook__grid__amounts",
            Prefetch("organisation__terms", Term.objects.order_by("id").only("id")),
            Prefetch("proposals", open_ones, to_attr="open_proposals"),
        )
        .order_by("id")
    )
    found = []
    for row in rows:
        row.asked = {proposal.host_id for proposal in row.open_proposals}
        if not row.asked or (asked_too and len(row.open_proposals) < row.rulebook.max_open_proposals):
            found.append(row)
    return found


def read(partnership: Partnership, *, asked_too: bool = False) -> Frozen:
    """The frozen input: `visitors`, `slots`, `parts` (points of each part), and `pairs` as columns."""
    files = waiting(partnership, asked_too=asked_too)
    offers = list(
        HostOffer.objects.open()
        .filter(organisation__hidden_at=None, available_until__gte=clock.today())
        .select_related("organisation")
        .prefetch_related("periods", Prefetch("terms", Term.objects.order_by("id").only("id")))
        .order_by("id")
    )
    periods = _periods(offers)
    columns, blocked = _pairs(files, offers, periods)
    parts, numbers = np.unique(columns.pop("points"), axis=0, return_inverse=True)
    return {
        "day": clock.today().isoformat(),
        "weights": pairing.WEIGHTS,
        "asked_too": asked_too,
        "visitors": [
            {
                "file": row.pk,
                "sme": row.organisation_kind == OrganisationKind.SME,
                "country": row.organisation.country_id,
                "first": row.planned_start.isoformat(),
                "last": row.planned_end.isoformat(),
                "asked": len(row.asked),
                "blocked": dict(blocked[number]) if number in blocked else {},
            }
            for number, row in enumerate(files)
        ],
        "slots": [
            {
                "offer": offers[period.offer].pk,
                "host": offers[period.offer].organisation_id,
                "country": offers[period.offer].organisation.country_id,
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "places": period.places,
                "held": period.held,
            }
            for period in periods
        ],
        "parts": parts.tolist(),
        "pairs": {name: column.tolist() for name, column in columns.items()}
        | {"parts": numbers.reshape(-1).tolist()},
    }


def _pairs(
    files: Sequence[Application], offers: Sequence[HostOffer], periods: Sequence[Period]
) -> tuple[dict[str, Any], dict[int, Counter[str]]]:
    """The possible pairs as columns; and for who has none, how many hosts fail for which reason."""
    wishes, candidates = _wishes(files), [_candidate(offer) for offer in offers]
    tables = pairing.points(wishes, candidates)
    scores, allowed = sum(tables, np.zeros_like(tables[0])), _allowed(files, wishes, offers, candidates)
    costs = Costs(files, [offer.organisation for offer in offers], pairing.distances(wishes, candidates))
    first, last, at = (
        np.array([getter(period) for period in periods], dtype=np.int64)
        for getter in (lambda p: p.first.toordinal(), lambda p: p.last.toordinal(), lambda p: p.offer)
    )
    hosts = np.array([offer.organisation_id for offer in offers], dtype=np.int64)
    found: list[tuple[Any, ...]] = []
    blocked: dict[int, Counter[str]] = {}
    today = clock.today()
    for number, row in enumerate(files):
        start, end = row.planned_start.toordinal(), row.planned_end.toordinal()
        fits = (first <= start) & (last >= end)
        if row.planned_start <= today:
            blocked[number] = Counter({"past": 1})
            continue
        free = np.array([one for one in np.flatnonzero(fits) if _room(periods[one], start, end)], dtype=int)
        ruled = free[allowed[number][at[free]]]
        unasked = ruled[~np.isin(hosts[at[ruled]], list(row.asked))] if row.asked else ruled
        sums = costs.of(number, at[unasked])
        chosen, cents = unasked[sums >= 0], sums[sums >= 0]
        chosen, cents = _best_of_each_host(chosen, cents, hosts[at[chosen]], scores[number][at[chosen]])
        if not len(chosen):
            blocked[number] = _why(allowed[number], at, fits, free, ruled, unasked)
        points = np.stack([table[number][at[chosen]] for table in tables], axis=1)
        found.append((np.full(len(chosen), number), chosen, scores[number][at[chosen]], cents, points))
    names = ("visitor", "slot", "score", "cost", "points")
    empty = [np.zeros(0, dtype=np.int64)] * 4 + [np.zeros((0, len(tables)), dtype=np.int64)]
    columns = [np.concatenate(column) for column in zip(*found, strict=True)] if found else empty
    together = dict(zip(names, columns, strict=True))
    # Whoever shares nothing that was asked for may still go.
    together["score"] = np.maximum(together["score"], 1)
    return together, blocked


def _best_of_each_host(places: Any, cents: Any, hosts: Any, scores: Any) -> tuple[Any, Any]:
    """One pair of a visitor with an organisation: the offer that suits best, the earlier one of equals."""
    order = np.lexsort((places, -scores, hosts))
    once = np.unique(hosts[order], return_index=True)[1]
    kept = np.sort(order[once])
    return places[kept], cents[kept]


def _why(allowed: Any, at: Any, fits: Any, free: Any, ruled: Any, unasked: Any) -> Counter[str]:
    """Hosts by the first reason that keeps them out."""
    by_rules = int((~allowed).sum())
    free_days = np.unique(at[np.flatnonzero(fits)])
    with_room = np.unique(at[free])
    within = int(allowed.sum())
    return +Counter(
        {
            "rules": by_rules,
            "days": within - int(allowed[free_days].sum()),
            "taken": int(allowed[free_days].sum()) - int(allowed[with_room].sum()),
            "asked": len(np.unique(at[ruled])) - len(np.unique(at[unasked])),
            "no_sum": len(np.unique(at[unasked])),
        }
    )


def _room(period: Period, start: int, end: int) -> bool:
    """A place is left on every day of the stay."""
    if len(period.held) < period.places:
        return True
    beside = [(first, last) for first, last in period.held if first <= end and start <= last]
    days = {max(first, start) for first, _last in beside}
    return all(sum(first <= day <= last for first, last in beside) < period.places for day in days)


def _periods(offers: Sequence[HostOffer]) -> list[Period]:
    """Periods that follow each other with as many places are one: a stay may lie in both."""
    found: list[Period] = []
    today = clock.today()
    for number, offer in enumerate(offers):
        own: list[Period] = []
        for row in sorted(offer.periods.all(), key=lambda row: row.first_day):
            before = own[-1] if own else None
            if before and before.places == row.capacity and before.last + timedelta(1) == row.first_day:
                before.last = row.last_day
            else:
                own.append(Period(number, row.first_day, row.last_day, row.capacity))
        found += [period for period in own if period.last >= today]
    _hold(found, offers)
    return found


def _hold(periods: Iterable[Period], offers: Sequence[HostOffer]) -> None:
    taken: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = (
        Proposal.objects.filter(host_offer__in=[offer.pk for offer in offers], state__in=HOLDING)
        .filter(stay__endswith__gt=clock.today())
        .exclude(exchange__state="cancelled")
        .order_by("id")
        .values_list("host_offer", "stay")
    )
    for offer, stay in rows:
        taken[offer].append((stay.lower.toordinal(), stay.upper.toordinal() - 1))
    for period in periods:
        first, last = period.first.toordinal(), period.last.toordinal()
        stays = taken.get(offers[period.offer].pk, [])
        period.held = sorted(stay for stay in stays if stay[0] <= last and first <= stay[1])


def _allowed(
    files: Sequence[Application],
    wishes: Sequence[Wish],
    offers: Sequence[HostOffer],
    candidates: Sequence[Candidate],
) -> Any:
    """Which hosts the lasting rules allow; the kinds that may host are those of the file's own rules."""
    found = pairing.possible(wishes, candidates)
    kinds = np.array([offer.organisation.kind for offer in offers])
    known: dict[int, Any] = {}
    for number, row in enumerate(files):
        if row.rulebook_id not in known:
            hosting = [rule.kind for rule in row.rulebook.kind_rules.all() if rule.may_host]
            known[row.rulebook_id] = np.isin(kinds, hosting)
        found[number] &= known[row.rulebook_id]
    return found


def _wishes(files: Sequence[Application]) -> list[Wish]:
    countries = list(Country.objects.filter(eligible_from__isnull=False).order_by("code"))

    def eligible(row: Application) -> frozenset[str]:
        codes = {
            country.code
            for country in countries
            if country.eligible_from <= row.planned_start
            and (country.eligible_until is None or country.eligible_until >= row.planned_start)
        }
        return frozenset(codes & set(row.rulebook.countries) if row.rulebook.countries else codes)

    return [
        Wish(
            organisation_id=row.organisation_id,
            country=row.organisation.country_id,
            start=row.planned_start,
            end=row.planned_end,
            languages=row.languages,
            uses=row.uses,
            activity_types=row.activity_types,
            terms=[term.pk for term in row.organisation.terms.all()],
            preferred_countries=row.preferred_countries,
            place=_place(row.organisation),
            eligible_countries=eligible(row),
        )
        for row in files
    ]


def _candidate(offer: HostOffer) -> Candidate:
    """Names are left out: nothing here is read by a person."""
    return Candidate(
        offer_id=offer.pk,
        organisation_id=offer.organisation_id,
        organisation="",
        title="",
        country=offer.organisation.country_id,
        country_name="",
        city="",
        periods=(),
        languages=offer.languages,
        uses=offer.uses,
        activity_types=offer.activity_types,
        terms=[term.pk for term in offer.terms.all()],
        place=_place(offer.organisation),
    )


def _place(organisation: Any) -> Place:
    if organisation.latitude is None or organisation.longitude is None:
        return None
    return float(organisation.latitude), float(organisation.longitude)
