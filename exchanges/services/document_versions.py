"""Versions of the documents: made when the plan goes out, replaced when the words have changed."""

from django.db import transaction

from core import audit, clock, files
from core.actors import Actor
from exchanges.documents import agreement, commitment, rendition
from exchanges.documents.canonical import Content, digest
from exchanges.enums import DocumentKind, Mode
from exchanges.models import DocumentVersion, Exchange
from exchanges.policies import current_document

PRINTER = Actor.system("documents")


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
    document.save(update_fields=["rendition"])
    audit.record("document.print", document, PRINTER, {"sha256": ("", document.rendition.sha256)})
    return document
