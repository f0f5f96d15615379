"""The PDF of a document that all have signed: the stored content, its hash and the signatures."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import dateformat, translation
from django.utils.translation import gettext as _

from core import pdf
from core.bank import mask_iban
from exchanges.documents.agreement import Agreement
from exchanges.documents.commitment import Commitment
from exchanges.enums import DocumentKind
from exchanges.models import BankAccount, DocumentVersion, Signature

PARTIALS: dict[str, str] = {
    DocumentKind.COMMITMENT: "exchanges/documents/_commitment.html",
    DocumentKind.AGREEMENT: "exchanges/documents/_agreement.html",
}


@dataclass(frozen=True)
class SignatureLine:
    name: str
    label: str
    organisation: str
    signed: str
    how: str


def text_of(document: DocumentVersion) -> Commitment | Agreement:
    """The stored content, read back for a page or a PDF."""
    if document.kind == DocumentKind.COMMITMENT:
        return Commitment.from_content(document.content)
    return Agreement.from_content(document.content)


def partial_of(kind: str) -> str:
    """The template that prints such a content, on the page and in the PDF."""
    return PARTIALS[kind]


def render(document: DocumentVersion) -> bytes:
    """A tagged PDF in English, the language of what was signed."""
    with translation.override("en"):
        label = str(DocumentKind(document.kind).label)
        text = text_of(document)
        rows = document.signatures.select_related("party__organisation").order_by("signed_at", "id")
        context = {
            "text": text,
            "part": partial_of(document.kind),
            "number": document.number,
            "content_hash": document.content_hash,
            "account": _account(document),
            "signatures": [_line(row, ZoneInfo(document.exchange.visitor_country.timezone)) for row in rows],
        }
        return pdf.render("pdf/signed_document.html", context, title=f"{label}, {text.file}", language="en")


def _account(document: DocumentVersion) -> str:
    """For the Financial Agreement: the account as given so far, masked; it is not part of what was signed."""
    if document.kind != DocumentKind.AGREEMENT:
        return ""
    account = BankAccount.objects.filter(exchange=document.exchange).first()
    return f"{account.holder}, {mask_iban(account.iban)}" if account is not None else ""


def _line(signature: Signature, zone: ZoneInfo) -> SignatureLine:
    return SignatureLine(
        name=signature.signer_name,
        label=str(signature.party.get_role_display()),
        organisation=signature.party.organisation.name,
        signed=_moment(signature.signed_at.astimezone(zone)),
        how=str(signature.get_how_display()),
    )


def _moment(moment: datetime) -> str:
    return _("signed on %(day)s") % {"day": dateformat.format(moment, "j F Y, H:i T")}
