"""From the plan sent for signature to the visit that can begin: who is asked, told, and which PDF is made."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from clusters.enums import RoleKind
from clusters.models import Role
from clusters.selectors.people import managers_of
from core import links, outbox
from core.mail import Notification, Recipient
from core.models import TransitionLog
from core.prepared import Prepared
from exchanges import signatories
from exchanges.documents.parts import parties as parties_of
from exchanges.enums import DocumentKind, PartyRole
from exchanges.models import DocumentVersion, Exchange, Mission, Party, Signature
from exchanges.notifications import building as mails
from exchanges.notifications import recipients
from exchanges.notifications.pages import address
from exchanges.notifications.places import MissionPlaceFree
from exchanges.policies import current_document
from exchanges.selectors.standing import first_in_line
from exchanges.services import closing, document_versions

PURPOSE = "sign"


@dataclass(frozen=True)
class Signer:
    """One person to write to: with an account the mail leads to the page, without one it carries a link."""

    to: Recipient
    in_portal: bool


@outbox.handler("exchange.plan_sent")
def ask_for_signatures(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    if exchange.state != "commitment_signing":
        return
    both = current_document(exchange, DocumentKind.AGREEMENT) is not None
    for party in _unsigned(exchange, DocumentKind.COMMITMENT):
        two = both and party.role in signatories.ROLES[DocumentKind.AGREEMENT]
        for signer in _signers(exchange, party):
            url = _sign_url(exchange, party, signer, DocumentKind.COMMITMENT)
            facts = {"url": url, "by_link": not signer.in_portal, "both": two, "due_on": exchange.due_on}
            mails.SignatureAsked(exchange, **facts).send(signer.to)


@outbox.handler("exchange.plan_reopened")
def tell_of_change(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    _tell_others(mails.PlanReopened, exchange, parties_of(exchange), payload)


@outbox.handler("exchange.commitment_signed")
def after_commitment(payload: dict[str, Any]) -> None:
    """Print it; when the Financial Agreement is left, ask those who have not signed it yet."""
    exchange = _exchange(payload)
    _print(exchange, DocumentKind.COMMITMENT)
    if exchange.state != "agreement_signing" or exchange.planned_quote is None:
        return
    for party in _unsigned(exchange, DocumentKind.AGREEMENT):
        for signer in _signers(exchange, party):
            url = _sign_url(exchange, party, signer, DocumentKind.AGREEMENT)
            facts = {
                "by_link": not signer.in_portal,
                "amount": exchange.planned_quote.amount,
                "side": party.role,
            }
            mails.AgreementDue(exchange, url=url, **facts).send(signer.to)


@outbox.handler("exchange.agreement_signed")
def after_agreement(payload: dict[str, Any]) -> None:
    _print(_exchange(payload), DocumentKind.AGREEMENT)


@outbox.handler("exchange.ready")
def after_all_signatures(payload: dict[str, Any]) -> None:
    """From now on the calendar moves the file."""
    exchange = _exchange(payload)
    if exchange.state != "ready_to_start":
        return
    closing.schedule_stay(exchange)
    for party in parties_of(exchange):
        for signer in _signers(exchange, party):
            mails.VisitReady(exchange, in_portal=signer.in_portal, venue=exchange.plan.venue).send(signer.to)


@outbox.handler("exchange.cancelled")
def tell_of_cancel(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    rows = [*exchange.application.parties.filter(proposal=None), *exchange.proposal.parties.all()]
    for party in rows:
        links.revoke(party, PURPOSE)
    _tell_others(mails.VisitCancelled, exchange, rows, payload)
    _offer_place(exchange)


@outbox.handler("exchange.bank_account_changed")
def tell_of_account(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    facts = {"old": payload["old"], "who": payload["by"]}
    mails.BankAccountChanged(exchange, **facts).send(recipients.applicant(exchange.application))


def _offer_place(exchange: Exchange) -> None:
    """A visit of a full mission was called off: those who decide on the first file in line hear of the place."""
    if exchange.mission_id is None:
        return
    first = first_in_line(Mission.objects.get(pk=exchange.mission_id))
    if first is not None:
        for decider in recipients.deciders(first):
            MissionPlaceFree(first).send(decider)


def _exchange(payload: dict[str, Any]) -> Exchange:
    exchange: Exchange = _exchanges.get(pk=payload["id"])
    return exchange


def _with_all_sides(*, pk: Any) -> QuerySet[Exchange]:
    return Exchange.objects.select_related(
        "application__organisation",
        "application__partnership",
        "application__visitor_cluster",
        "proposal",
        "visitor",
        "host",
        "host_country",
        "planned_quote",
        "plan",
    ).filter(pk=pk)


_exchanges = Prepared("exchanges", _with_all_sides)


def _unsigned(exchange: Exchange, kind: str) -> list[Party]:
    signed = Signature.objects.filter(
        document__exchange=exchange, document__kind=kind, document__superseded_at=None
    ).values_list("party_id", flat=True)
    roles = signatories.ROLES[DocumentKind(kind)]
    return [party for party in parties_of(exchange) if party.role in roles and party.pk not in set(signed)]


def _signers(exchange: Exchange, party: Party) -> list[Signer]:
    if party.role == PartyRole.VISITOR_CLUSTER:
        return [Signer(to, _has_account(to)) for to in recipients.deciders(exchange.application)]
    if party.role == PartyRole.HOST_CLUSTER and party.cluster is not None:
        managers = [Signer(recipients.user(who), True) for who in managers_of(party.cluster)]
        return managers or [Signer(recipients.person(party.contact_email, party.contact_name), False)]
    to = recipients.person(party.contact_email, party.contact_name)
    return [Signer(to, _represents(to, party))]


def _represents(to: Recipient, party: Party) -> bool:
    return Role.objects.filter(
        kind=RoleKind.REPRESENTATIVE,
        organisation=party.organisation_id,
        user__email=to.address,
        user__is_active=True,
        ended_at=None,
    ).exists()


def _has_account(to: Recipient) -> bool:
    return Role.objects.filter(user__email=to.address, user__is_active=True, ended_at=None).exists()


def _sign_url(exchange: Exchange, party: Party, signer: Signer, kind: str) -> str:
    if signer.in_portal:
        return address(f"exchanges:{kind}_sign", reference=exchange.reference)
    _link, url = links.issue(
        party, PURPOSE, address=signer.to.address, name=signer.to.name, url_name="exchanges:sign_by_link"
    )
    return url


def _tell_others(
    mail: type[Notification], exchange: Exchange, rows: list[Party], payload: dict[str, Any]
) -> None:
    """Everybody but the one who acted, each address once, with the reason given."""
    log = TransitionLog.objects.select_related("actor_user").get(pk=payload["log"])
    told = {log.actor_user.email} if log.actor_user is not None else set()
    for party in rows:
        for signer in _signers(exchange, party):
            if signer.to.address not in told:
                told.add(signer.to.address)
                mail(exchange, who=log.actor_label, reason=log.comment).send(signer.to)


def _print(exchange: Exchange, kind: str) -> None:
    document = current_document(exchange, kind)
    if document is not None and document.completed_at is not None:
        document_versions.queue_print(document)


@outbox.handler(document_versions.PRINT)
def print_document(payload: dict[str, Any]) -> None:
    document_versions.keep_rendition(document=DocumentVersion.objects.get(pk=payload["document"]))


@outbox.when_given_up(document_versions.PRINT)
def print_given_up(payload: dict[str, Any], error: Exception) -> None:
    document_versions.note_failed_print(document=DocumentVersion.objects.get(pk=payload["document"]))
