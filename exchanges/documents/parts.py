"""What both documents say about the parties and the visit."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.exceptions import WrongState
from core.prepared import Prepared
from exchanges.enums import PartyRole
from exchanges.models import Exchange, Party, Quote

ROLE_ORDER = (PartyRole.VISITOR, PartyRole.VISITOR_CLUSTER, PartyRole.HOST, PartyRole.HOST_CLUSTER)


@dataclass(frozen=True)
class Side:
    """One party as it stands in a document."""

    role: str
    label: str
    organisation: str
    place: str
    contact: str


@dataclass(frozen=True)
class Clause:
    heading: str
    text: str


def sides(exchange: Exchange, roles: tuple[str, ...] = ROLE_ORDER) -> tuple[Side, ...]:
    """The parties in the order of the document. Reads the parties with organisation and country."""
    by_role = {party.role: party for party in parties(exchange)}
    return tuple(_side(by_role[role]) for role in roles)


def parties(exchange: Exchange) -> list[Party]:
    """The four sides, in the order of the documents."""
    return sorted(_parties(exchange=exchange.pk), key=lambda party: ROLE_ORDER.index(PartyRole(party.role)))


def _parties_of(*, exchange: Any) -> QuerySet[Party]:
    rows = Party.objects.filter(exchange_id=exchange)
    return rows.select_related("organisation__country", "cluster", "contact_user")


_parties = Prepared("parties", _parties_of)


def agreed_quote(exchange: Exchange) -> Quote:
    """The planned sum; a document without one makes no sense."""
    if exchange.planned_quote is None:
        raise WrongState(_("The lump sum of this visit is not calculated yet."))
    return exchange.planned_quote


def doubled(rows: list[Party]) -> list[str]:
    """Names of organisations that fill more than one role."""
    names: dict[int, list[str]] = {}
    for party in rows:
        names.setdefault(party.organisation_id, []).append(party.organisation.name)
    return [found[0] for found in names.values() if len(found) > 1]


def as_date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _side(party: Party) -> Side:
    organisation = party.organisation
    return Side(
        role=party.role,
        label=str(party.get_role_display()),
        organisation=organisation.name,
        place=f"{organisation.city}, {organisation.country.name}",
        contact=party.contact_name,
    )
