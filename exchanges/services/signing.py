"""Signatures under the two documents, the scan of one given on paper, and the bank account."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum import bic as stdnum_bic
from stdnum.exceptions import ValidationError

from core import audit, bank, clock, files, outbox
from core.actors import LINK, Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, StaleVersion, WrongState
from core.models import StoredFile
from core.workflow import perform, refresh_turn
from exchanges import signatories
from exchanges.documents.parts import parties as parties_of
from exchanges.enums import DocumentKind, PartyRole, SignedHow
from exchanges.models import BankAccount, DocumentVersion, Exchange, Party, Signature
from exchanges.permissions import check_relation, exchange_relations
from exchanges.policies import current_document, signed_roles
from exchanges.services.document_versions import sum_is_agreed
from exchanges.services.locks import lock_exchange

# Both documents go out together, so that one person's two signatures are one act.
_OPEN = {
    DocumentKind.COMMITMENT: ("commitment_signing",),
    DocumentKind.AGREEMENT: ("commitment_signing", "agreement_signing"),
}
_ACCOUNT_FIXED = ("payment_approved", "paid", "closed", "cancelled", "discontinued", "not_eligible")


@transaction.atomic
def sign_document(
    *,
    exchange: Exchange,
    kind: str,
    by: Actor,
    signer_name: str,
    content_hash: str,
    party_role: str | None = None,
) -> Exchange:
    """Sign one part. The last signature moves the file on in the same transaction.

    `content_hash` is that of the page the person read: another one raises StaleVersion. A part that is already
    signed raises Refused and changes nothing.
    """
    lock_exchange(exchange)
    _sign(exchange, kind, parties_of(exchange), by, signer_name, content_hash, party_role)
    return settle(exchange, by)


@transaction.atomic
def sign_documents(
    *,
    exchange: Exchange,
    by: Actor,
    signer_name: str,
    hashes: Mapping[str, str],
    account: Mapping[str, str] | None = None,
) -> Exchange:
    """One act for one person's part of both documents: `hashes` maps the kind to the hash of the text read.

    `account` (holder, iban, bic) is the visitor's, when it was not given before.
    """
    if not hashes:
        raise WrongState(_("There is nothing to sign here now. The file page says what comes next."))
    lock_exchange(exchange)
    if account is not None:
        give_bank_account(exchange=exchange, by=by, **account)
    parties = parties_of(exchange)
    for kind in (DocumentKind.COMMITMENT, DocumentKind.AGREEMENT):
        if kind in hashes:
            _sign(exchange, kind, parties, by, signer_name, hashes[kind], None)
    return settle(exchange, by)


@transaction.atomic
def sign_on_paper(
    *,
    exchange: Exchange,
    kind: str,
    party_role: str,
    by: Actor,
    signer_name: str,
    scan: StoredFile | UploadedFile,
    reason: str,
) -> Exchange:
    """A manager hands in the scan of a part that another person signed on paper."""
    lock_exchange(exchange)
    document = _open(current_document(exchange, kind), exchange, kind)
    party = _party(parties_of(exchange), party_role)
    if party.role not in signatories.ROLES[DocumentKind(kind)]:
        raise NotAllowed(_("This side does not sign this document."))
    if not signatories.may_record_paper(exchange, party, by):
        raise NotAllowed(_("Only a manager of the file can record a signature on paper."))
    if not reason.strip():
        raise InvalidInput(_("Please say why it was signed on paper."), "reason")
    _check_bank(exchange, kind, party)
    stored = scan if isinstance(scan, StoredFile) else files.store(scan, by)
    fields: dict[str, Any] = {"scan": stored, "reason": reason.strip(), "signer_email": party.contact_email}
    given = list(document.signatures.select_related("party"))
    _add(document, party, given, signer_name, SignedHow.PAPER, by, **fields)
    return settle(exchange, by)


@transaction.atomic
def give_bank_account(*, exchange: Exchange, by: Actor, holder: str, iban: str, bic: str = "") -> BankAccount:
    """Name the account the lump sum goes to. A change after signing is told by mail and needs a new approval."""
    check_relation(exchange_relations(exchange, by), "visitor")
    lock_exchange(exchange)
    if exchange.state in _ACCOUNT_FIXED:
        raise WrongState(
            _("The payment is approved or over. Please ask your contact cluster before anything changes.")
        )
    fields = {
        "holder": _clean_holder(holder),
        "iban": bank.clean_iban(iban, field="iban"),
        "bic": _clean_bic(bic),
    }
    known = BankAccount.objects.filter(exchange=exchange).first()
    if known is not None and all(getattr(known, name) == value for name, value in fields.items()):
        return known
    account = known or BankAccount(exchange=exchange)
    changes = {name: (getattr(account, name), value) for name, value in fields.items()}
    for name, value in fields.items():
        setattr(account, name, value)
    account.given_at, account.given_by_name = clock.now(), by.label
    account.save()
    event = audit.record("exchange.give_bank_account", exchange, by, changes)
    if known is not None and _agreement_is_signed(exchange):
        payload = {"id": exchange.pk, "old": bank.mask_iban(changes["iban"][0]), "by": by.label}
        outbox.add("exchange.bank_account_changed", f"bank:{event}", payload=payload)
    exchange.bank_account = account
    return account


def settle(exchange: Exchange, by: Actor) -> Exchange:
    """Move on when the last signature is in; else write anew whose turn it is."""
    moved = False
    if exchange.state == "commitment_signing" and _complete(exchange, DocumentKind.COMMITMENT):
        due = sum_is_agreed(exchange)
        if due:
            check_grid(exchange)
        perform(exchange, "complete_commitment" if due else "complete_without_agreement", by=by)
        _stamp(exchange, DocumentKind.COMMITMENT)
        moved = True
    if exchange.state == "agreement_signing" and _complete(exchange, DocumentKind.AGREEMENT):
        perform(exchange, "complete_agreement", by=by)
        _stamp(exchange, DocumentKind.AGREEMENT)
        moved = True
    if not moved and exchange.state in ("commitment_signing", "agreement_signing"):
        refresh_turn(exchange)
    return exchange


def check_grid(exchange: Exchange) -> None:
    """Outside demo and tests no money is agreed by a grid that nobody has confirmed."""
    if settings.PORTAL_DEMO or settings.PORTAL_ENV == "test":
        return
    quote = exchange.planned_quote
    if quote is not None and sum_is_agreed(exchange) and quote.grid.confirmed_at is None:
        raise Refused(
            _(
                "The sums of grid %(grid)s are not confirmed yet. Please ask the coordinator to confirm them first."
            )
            % {"grid": quote.grid.code}
        )


def _sign(
    exchange: Exchange,
    kind: str,
    parties: list[Party],
    by: Actor,
    signer_name: str,
    content_hash: str,
    role: str | None,
) -> None:
    document = current_document(exchange, kind)
    given = list(document.signatures.select_related("party")) if document is not None else []
    party = _own_party(exchange, kind, parties, by, role, given)
    for signature in given:
        if signature.party_id == party.pk:
            raise _already(signature)
    document = _open(document, exchange, kind)
    if content_hash != document.content_hash:
        raise StaleVersion(
            _("The text was changed after you opened it. Please read the new version."), document
        )
    _check_bank(exchange, kind, party)
    how = SignedHow.LINK if by.kind == LINK else SignedHow.PORTAL
    _add(document, party, given, signer_name, how, by, signer_email=_address(by))


def _own_party(
    exchange: Exchange, kind: str, parties: list[Party], by: Actor, role: str | None, given: list[Signature]
) -> Party:
    """The part the person signs; with several, the first one not signed."""
    mine = signatories.parts_of(exchange, kind, parties, by)
    if role is not None:
        mine = [party for party in mine if party.role == role]
    if not mine:
        raise NotAllowed(_("This part is not yours to sign."))
    done = {signature.party_id for signature in given}
    return next((party for party in mine if party.pk not in done), mine[0])


def _open(document: DocumentVersion | None, exchange: Exchange, kind: str) -> DocumentVersion:
    if document is None or exchange.state not in _OPEN[DocumentKind(kind)]:
        raise WrongState(_("There is nothing to sign here now. The file page says what comes next."))
    return document


def _party(parties: list[Party], role: str) -> Party:
    return next(party for party in parties if party.role == PartyRole(role))


def _check_bank(exchange: Exchange, kind: str, party: Party) -> None:
    visitor = kind == DocumentKind.AGREEMENT and party.role == PartyRole.VISITOR
    if visitor and not BankAccount.objects.filter(exchange=exchange).exists():
        raise Refused(_("Please give the bank account first. The agreement pays to it."))


def _add(
    document: DocumentVersion,
    party: Party,
    given: list[Signature],
    signer_name: str,
    how: str,
    by: Actor,
    *,
    signer_email: str,
    **extra: Any,
) -> Signature:
    """`given` are the signatures that stand under the document, with their parties."""
    name = " ".join(signer_name.split())
    if not name:
        raise InvalidInput(_("Please type your first and last name."), "signer_name")
    for signature in given:
        if signature.party_id == party.pk:
            raise _already(signature)
    user = by.user if how != SignedHow.PAPER else None
    reason = signatories.second_part_reason(
        party, given, user_id=user.pk if user else None, email=signer_email
    )
    if reason:
        raise Refused(reason)
    signature = Signature.objects.create(
        document=document,
        party=party,
        signer_name=name[:200],
        signer_email=signer_email,
        signer_user=user,
        how=how,
        content_hash=document.content_hash,
        signed_at=clock.now(),
        **extra,
    )
    audit.record("document.sign", document, by, {party.role: ("", f"{name} {how} {document.content_hash}")})
    return signature


def _already(signature: Signature) -> Refused:
    day = signature.signed_at.date()
    return Refused(
        _("%(name)s has already signed for this side on %(day)s.")
        % {"name": signature.signer_name, "day": f"{day.day} {day:%B %Y}"}
    )


def _address(by: Actor) -> str:
    return by.link.address if by.link is not None else by.user.email


def _complete(exchange: Exchange, kind: str) -> bool:
    return len(signed_roles(exchange, kind)) == len(signatories.ROLES[DocumentKind(kind)])


def _agreement_is_signed(exchange: Exchange) -> bool:
    return bool(signed_roles(exchange, DocumentKind.AGREEMENT))


def _stamp(exchange: Exchange, kind: str) -> None:
    DocumentVersion.objects.filter(exchange=exchange, kind=kind, superseded_at=None).update(
        completed_at=clock.now()
    )


def _clean_holder(holder: str) -> str:
    text = " ".join(holder.split())
    if not text or len(text) > 150:
        raise InvalidInput(_("Enter the name of the account holder, as the bank writes it."), "holder")
    return text


def _clean_bic(bic: str) -> str:
    compact = "".join(bic.split()).upper()
    if not compact:
        return ""
    try:
        return str(stdnum_bic.validate(compact))
    except ValidationError:
        raise InvalidInput(
            _("A BIC has 8 or 11 letters and digits. You can also leave it out."), "bic"
        ) from None
