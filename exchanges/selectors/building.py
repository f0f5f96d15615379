"""What the pages around plan and signatures show."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from core.actors import Actor
from core.dates import CountedDay
from core.models import AccessLink, StoredFile
from exchanges import signatories
from exchanges.documents.canonical import short
from exchanges.documents.parts import parties as parties_of
from exchanges.documents.rendition import partial_of, text_of
from exchanges.enums import DocumentKind, PartyRole
from exchanges.lump_sum import Result
from exchanges.models import AgendaItem, BankAccount, DocumentVersion, Exchange, Party, Signature

_RELATED = (
    "application__organisation",
    "application__partnership",
    "application__rulebook",
    "application__visitor_cluster__organisation",
    "partnership",
    "visitor",
    "host__country",
    "host_country",
    "visitor_cluster",
    "host_cluster",
    "planned_quote__rulebook",
    "planned_quote__grid",
    "actual_quote",
    "plan",
)
_OPEN_STATES = {
    DocumentKind.COMMITMENT: ("commitment_signing",),
    DocumentKind.AGREEMENT: ("commitment_signing", "agreement_signing"),
}


def _exchanges() -> QuerySet[Exchange]:
    return Exchange.objects.exclude(state="cancelled").select_related(*_RELATED)


def exchange_for_building(actor: Actor, reference: str) -> Exchange:
    """The file's live exchange; 404 for whoever may not see the file."""
    rows = Exchange.objects.visible_to(actor).exclude(state="cancelled").select_related(*_RELATED)
    return get_object_or_404(rows, application__reference=reference)


def exchange_of_link(link: AccessLink) -> Exchange:
    """The exchange of a party's mail link; 404 once the party is no longer part of one."""
    party = get_object_or_404(Party, pk=link.subject_id, active=True, exchange__isnull=False)
    return get_object_or_404(_exchanges(), pk=party.exchange_id)


@dataclass
class PlanDay:
    """One day of the stay with what is planned on it."""

    day: CountedDay
    items: list[AgendaItem] = field(default_factory=list)


def plan_days(exchange: Exchange) -> list[PlanDay]:
    """Every day of the stay, counted or not, with its programme."""
    if exchange.planned_quote is None:
        return []
    rows = {day.date: PlanDay(day) for day in Result.from_json(exchange.planned_quote.result).days}
    for item in AgendaItem.objects.filter(exchange=exchange):
        if item.day in rows:
            rows[item.day].items.append(item)
    return list(rows.values())


@dataclass
class Sheet:
    """One document as a page shows it: the stored text, who has signed, and what the reader may still sign."""

    document: DocumentVersion
    text: Any
    partial: str
    short_hash: str
    signatures: list[Signature]
    missing: list[Party]
    mine: list[Party]

    @property
    def kind(self) -> str:
        return self.document.kind

    @property
    def signed_by_me(self) -> bool:
        return bool(self.mine) and not any(party in self.missing for party in self.mine)


@dataclass
class SigningPage:
    sheets: list[Sheet]
    to_sign: list[Sheet]
    parts: list[Party]
    needs_account: bool


def signing_page(exchange: Exchange, actor: Actor, kind: str, *, only: bool = False) -> SigningPage:
    """The documents the actor can sign now, in one act; when there is none, the document asked for, to read.

    `only`: leave out the other document.
    """
    parties = parties_of(exchange)
    wanted = [DocumentKind(kind)] if only else [DocumentKind.COMMITMENT, DocumentKind.AGREEMENT]
    sheets = {sheet.kind: sheet for sheet in _sheets(exchange, parties, actor)}
    to_sign = []
    for name in wanted:
        sheet = sheets.get(name)
        if (
            sheet is not None
            and exchange.state in _OPEN_STATES[name]
            and any(p in sheet.missing for p in sheet.mine)
        ):
            to_sign.append(sheet)
    shown = to_sign or [sheet for sheet in sheets.values() if sheet.kind == kind]
    parts = [
        party for party in parties if any(party in sheet.mine and party in sheet.missing for sheet in to_sign)
    ]
    pays = any(sheet.kind == DocumentKind.AGREEMENT for sheet in to_sign)
    visitor = any(party.role == PartyRole.VISITOR for party in parts)
    account = pays and visitor and not BankAccount.objects.filter(exchange=exchange).exists()
    return SigningPage(shown, to_sign, parts, account)


def may_read(exchange: Exchange, kind: str, relations: Iterable[str]) -> bool:
    """The agreement is a matter of the visitor, its cluster and those who pay and check."""
    return kind == DocumentKind.COMMITMENT or bool(set(relations) - {"host", "host_manager"})


def may_sign(exchange: Exchange, actor: Actor, kind: str) -> bool:
    """Whether a part of the document is the actor's, signed or not."""
    return bool(signatories.parts_of(exchange, kind, parties_of(exchange), actor))


def rendition_of(exchange: Exchange, kind: str) -> StoredFile | None:
    rows = DocumentVersion.objects.filter(exchange=exchange, kind=kind, superseded_at=None).select_related(
        "rendition"
    )
    document = rows.first()
    return document.rendition if document is not None else None


def account_of(exchange: Exchange) -> BankAccount | None:
    return BankAccount.objects.filter(exchange=exchange).first()


def paper_parts(exchange: Exchange, actor: Actor) -> list[tuple[str, Party]]:
    """(kind of document, party) of every missing signature whose scan the actor may hand in."""
    parties = parties_of(exchange)
    found = []
    for document in open_documents(exchange):
        if exchange.state not in _OPEN_STATES[DocumentKind(document.kind)]:
            continue
        signed = {signature.party_id for signature in document.signatures.all()}
        roles = signatories.ROLES[DocumentKind(document.kind)]
        found += [
            (document.kind, party)
            for party in parties
            if party.role in roles
            and party.pk not in signed
            and signatories.may_record_paper(exchange, party, actor)
        ]
    return found


def open_documents(exchange: Exchange) -> list[DocumentVersion]:
    return list(
        DocumentVersion.objects.filter(exchange=exchange, superseded_at=None)
        .order_by("-kind")
        .prefetch_related("signatures")
    )


def _sheets(exchange: Exchange, parties: list[Party], actor: Actor) -> list[Sheet]:
    rows = []
    for document in open_documents(exchange):
        signatures = list(document.signatures.all())
        signed = {signature.party_id for signature in signatures}
        roles = signatories.ROLES[DocumentKind(document.kind)]
        sides = {party.pk: party for party in parties}
        for signature in signatures:
            if signature.party_id in sides:
                signature.party = sides[signature.party_id]
        rows.append(
            Sheet(
                document=document,
                text=text_of(document),
                partial=partial_of(document.kind),
                short_hash=short(document.content_hash),
                signatures=signatures,
                missing=[party for party in parties if party.role in roles and party.pk not in signed],
                mine=signatories.parts_of(exchange, document.kind, parties, actor),
            )
        )
    return rows
