"""Versions of the documents: made when the plan goes out, replaced when the words have changed."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, files, outbox
from core.actors import Actor
from core.exceptions import Refused
from exchanges import permissions
from exchanges.documents import agreement, commitment, rendition
from exchanges.documents.canonical import Content, digest
from exchanges.enums import DocumentKind, Mode
from exchanges.models import DocumentVersion, Exchange
from exchanges.policies import current_document

PRINTER = Actor.system("documents")
PRINT = "document.print"


def issue(exchange: Exchange, by: Actor) -> None:
    """Make the commitment and, where money is due, the agreement. A text that did not change keeps its signatures."""
    exchange.refresh_from_db()
    _keep_or_replace(exchange, DocumentKind.COMMITMENT, commitment.build(exchange).content(), by)
    if sum_is_agreed(exchange):
        _keep_or_replace(exchange, DocumentKind.AGREEMENT, agreement.build(exchange).content(), by)
    else:
        _supersede(current_document(exchange, DocumentKind.AGREEMENT))


def withdraw(exchange: Exchange) -> None:
    """The documents of a cancelled visit are no longer open for signature."""
    for kind in DocumentKind:
        _supersede(current_document(exchange, kind))


def sum_is_agreed(exchange: Exchange) -> bool:
    quote = exchange.planned_quote
    return exchange.mode == Mode.PHYSICAL and quote is not None and quote.amount > 0


def _keep_or_replace(exchange: Exchange, kind: str, content: Content, by: Actor) -> None:
    content_hash = digest(content)
    current = current_document(exchange, kind)
    if current is not None and current.content_hash == content_hash:
        return
    _supersede(current)
    number = DocumentVersion.objects.filter(exchange=exchange, kind=kind).count() + 1
    document = DocumentVersion.objects.create(
        exchange=exchange,
        kind=kind,
        number=number,
        content=content,
        content_hash=content_hash,
        created_at=clock.now(),
    )
    audit.record("document.issue", document, by, {"content_hash": ("", content_hash)})


def _supersede(document: DocumentVersion | None) -> None:
    if document is not None:
        document.superseded_at = clock.now()
        document.save(update_fields=["superseded_at"])


@transaction.atomic
def keep_rendition(*, document: DocumentVersion) -> DocumentVersion:
    """Make and keep the PDF of a document that is signed in full; nothing when it is there already."""
    document = (
        DocumentVersion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("exchange__application", "exchange__visitor_country")
        .get(pk=document.pk)
    )
    if document.rendition_id is not None or document.completed_at is None:
        return document
    name = f"{document.exchange.reference}-{document.kind}-{document.number}.pdf"
    document.rendition = files.store_bytes(rendition.render(document), name, "application/pdf", PRINTER)
    document.print_failed_at = None
    document.save(update_fields=["rendition", "print_failed_at"])
    audit.record("document.print", document, PRINTER, {"sha256": ("", document.rendition.sha256)})
    return document


def queue_print(document: DocumentVersion) -> None:
    """A work item of its own: printing takes longest, and mails must not wait for it."""
    outbox.add(PRINT, _key(document), payload={"document": document.pk})


def note_failed_print(*, document: DocumentVersion) -> None:
    """The portal has given up; the file says so until somebody has it printed again."""
    DocumentVersion.objects.filter(pk=document.pk, rendition=None).update(print_failed_at=clock.now())


@transaction.atomic
def print_again(*, document: DocumentVersion, by: Actor) -> DocumentVersion:
    """Have the PDF of a signed document made after all. Refused unless its print was given up."""
    document = (
        DocumentVersion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("exchange__application")
        .get(pk=document.pk)
    )
    permissions.check_relation(permissions.exchange_relations(document.exchange, by), *permissions.MAY_PRINT)
    if document.print_failed_at is None or document.rendition_id is not None:
        raise Refused(_("This document is printed, or is being printed. Please come back in a minute."))
    document.print_failed_at = None
    document.save(update_fields=["print_failed_at"])
    if not outbox.again(PRINT, _key(document)):
        queue_print(document)
    audit.record("document.print_again", document, by)
    return document


def _key(document: DocumentVersion) -> str:
    return f"print:{document.pk}"
