"""What waiting visitors look for and nobody has been asked for yet: by field and group of countries."""

import dataclasses
from collections import defaultdict
from typing import Any

from django.utils.translation import ngettext

from clusters.country_groups import ANYWHERE, GROUPS, group_of, label_of
from core.actors import Actor
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.matching import reading
from exchanges.matching.candidates import Table, table
from exchanges.matching.fields import SIBLING, Fields
from exchanges.models import Application, Proposal
from exchanges.selectors.waiting import waiting

MOST = 2000


@dataclasses.dataclass
class Wanted:
    """Visitors that look for one field in one group of countries, and the hosts there that have it."""

    term: int
    field: str
    group: str
    files: list[Application] = dataclasses.field(default_factory=list)
    hosts: dict[int, str] = dataclasses.field(default_factory=dict)

    @property
    def where(self) -> str:
        return label_of(self.group)

    @property
    def sentence(self) -> str:
        number = len(self.files)
        return ngettext(
            "%(number)d visitor looks for %(field)s in %(where)s",
            "%(number)d visitors look for %(field)s in %(where)s",
            number,
        ) % {"number": number, "field": self.field, "where": self.where}


def unmet(actor: Actor) -> list[Wanted]:
    """The largest first. A visitor with two fields or two groups stands in each."""
    asked = Proposal.objects.filter(state__in=OPEN_PROPOSAL_STATES).order_by().values("application")
    files = list(
        waiting(actor)
        .exclude(pk__in=asked)
        .select_related("organisation__country", "rulebook", "partnership")
        .order_by("planned_start", "id")[:MOST]
    )
    known, found = reading.fields_known(), table(files)
    cells: dict[tuple[int, str], Wanted] = {}
    members: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for row, one in enumerate(files):
        for key in _keys(found.wishes[row]):
            term, group = key
            cells.setdefault(key, Wanted(term, known.label(term), group)).files.append(one)
            members[key].append(row)
    terms = {term for term, _group in cells}
    for key, cell in cells.items():
        cell.field = known.label_among(cell.term, terms)
        cell.hosts = _hosts(found, known, key, members[key])
    return sorted(cells.values(), key=lambda one: (-len(one.files), len(one.hosts), one.field, one.where))


def _keys(wish: Any) -> list[tuple[int, str]]:
    groups = sorted({group_of(code) for code in wish.preferred_countries}) or [ANYWHERE]
    return [(term, group) for term in wish.terms for group in groups]


def _hosts(found: Table, known: Fields, key: tuple[int, str], rows: list[int]) -> dict[int, str]:
    """Offers near the field in the group's countries that at least one of the visitors could ask."""
    term, group = key
    return {
        offer.offer_id: offer.organisation
        for column, offer in enumerate(found.offers)
        if (group not in GROUPS or group_of(offer.country) == group)
        and known.nearest(term, offer.offered)[0] >= SIBLING
        and found.allowed[rows, column].any()
    }
