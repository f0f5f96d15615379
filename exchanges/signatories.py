"""Who may sign which part of a document. Reasons, not booleans: an empty text means yes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import LINK, Actor
from exchanges.enums import Decider, DocumentKind, PartyRole
from exchanges.models import Exchange, Party, Signature
from exchanges.permissions import exchange_relations, is_own_file

ROLES = {
    DocumentKind.COMMITMENT: (
        PartyRole.VISITOR,
        PartyRole.VISITOR_CLUSTER,
        PartyRole.HOST,
        PartyRole.HOST_CLUSTER,
    ),
    DocumentKind.AGREEMENT: (PartyRole.VISITOR, PartyRole.VISITOR_CLUSTER),
}
CLUSTER_ROLES = (PartyRole.VISITOR_CLUSTER, PartyRole.HOST_CLUSTER)
_HOST_SIDE = (PartyRole.HOST, PartyRole.HOST_CLUSTER)


def parts_of(exchange: Exchange, kind: str, parties: list[Party], actor: Actor) -> list[Party]:
    """The parts of a document that the actor may sign. `parties` are the four of the exchange.

    The contact cluster's part is the decider's, so nobody signs for both sides of their own file. Where one
    organisation fills two parts, the coordinator may sign for its cluster.
    """
    roles = ROLES[DocumentKind(kind)]
    asked = [party for party in parties if party.role in roles]
    link = actor.link
    if actor.kind == LINK and link is not None:
        own = link.subject_id if link.subject_type == "exchanges.party" else None
        return [party for party in asked if party.pk == own and party.active]
    relations = exchange_relations(exchange, actor)
    return [party for party in asked if _stands_for(exchange, party, parties, actor, relations)]


def _stands_for(
    exchange: Exchange, party: Party, parties: list[Party], actor: Actor, relations: frozenset[str]
) -> bool:
    if party.role in (PartyRole.VISITOR, PartyRole.HOST):
        return party.role in relations
    own = "decider" if party.role == PartyRole.VISITOR_CLUSTER else "host_manager"
    return own in relations or ("coordinator" in relations and _stands_in(exchange, party, parties, actor))


def may_record_paper(exchange: Exchange, party: Party, actor: Actor) -> bool:
    """A manager hands in the scan of what another person signed on paper."""
    relations = exchange_relations(exchange, actor)
    allowed = {"decider"}
    if party.role != PartyRole.VISITOR_CLUSTER:
        allowed |= {"visitor_manager"}
    if party.role in _HOST_SIDE:
        allowed |= {"host_manager"}
    return bool(relations & allowed)


def second_part_reason(party: Party, given: list[Signature], *, user_id: int | None, email: str) -> Any:
    """Why this person, who has signed already, cannot sign this part too; empty when they can.

    `given` are the signatures under the same document, with their parties. Only the parts of two different clusters
    may come from one person: the coordinator or the deputy who stands in for one of them.
    """
    for signature in given:
        same = user_id is not None and signature.signer_user_id == user_id
        if not same and signature.signer_email.lower() != email.lower():
            continue
        clusters = {party.role, signature.party.role} == set(CLUSTER_ROLES)
        if clusters and party.organisation_id != signature.party.organisation_id:
            continue
        return _(
            "%(name)s has already signed for another side. Another person of %(organisation)s, or the coordinator for "
            "its cluster, must sign here."
        ) % {"name": signature.signer_name, "organisation": party.organisation.name}
    return ""


def _stands_in(exchange: Exchange, party: Party, parties: list[Party], actor: Actor) -> bool:
    shared = any(other.organisation_id == party.organisation_id for other in parties if other.pk != party.pk)
    if not shared or is_own_file(exchange.application, actor.user):
        return False
    return party.role == PartyRole.HOST_CLUSTER or exchange.application.decider == Decider.MANAGER
