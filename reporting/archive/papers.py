"""The tables of the archive about sums, payments, signed papers and proofs."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from core.tables import MONEY, TEXT, WHOLE
from exchanges.models import DocumentVersion, Evidence, Payment, Quote, Signature
from reporting.archive.columns import Column, Level, Table, key
from reporting.archive.visits import EXCHANGE, REFERENCE, files_of

QUOTES = Table(
    "quotes",
    "One row for each lump sum that was calculated. Rows are never changed; a new sum is a new row.",
    (
        key("quote", "Number of the calculation"),
        Column("reference", REFERENCE, "application__reference", joins="files.reference"),
        Column("exchange", EXCHANGE, "exchange", joins="exchanges.exchange"),
        Column("kind", "What it was calculated for", "kind"),
        Column("rules", "Version of the rules", "rulebook__code"),
        Column("grid", "Table of sums it was read from", "grid__code"),
        Column("eligible", "Whether the stay is paid for", "eligible"),
        Column("working_days", "Working days that count", "working_days", unit="days"),
        Column("distance", "Distance as the crow flies", "distance_km", unit="km"),
        Column("sum", "The lump sum", "amount", unit="EUR"),
        Column("made_at", "When it was calculated", "created_at"),
    ),
    "exchanges.Quote",
    lambda partnership: Quote.objects.filter(application__in=files_of(partnership).order_by().values("pk")),
)


def _quote_lines(values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    quote, result = values
    for place, line in enumerate(result.get("lines", ()), start=1):
        amount = line.get("amount")
        yield (
            quote, place, line["code"], Decimal(amount) if amount is not None else None, line["reason"]["sentence"],
        )  # fmt: skip


QUOTE_LINES = Table(
    "quote_lines",
    "How each lump sum came about, step by step. The sums of all lines but the last, total, add up to it.",
    (
        key("quote", "Number of the calculation", joins="quotes.quote"),
        Column("line", "Place of the line, from 1", kind=WHOLE),
        Column("code", "What the line is", kind=TEXT),
        Column("sum", "What it adds or takes away", kind=MONEY, unit="EUR"),
        Column("reason", "The rule in words, with its numbers", kind=TEXT),
    ),
    "exchanges.Quote",
    lambda partnership: Quote.objects.filter(application__in=files_of(partnership).order_by().values("pk")),
    _quote_lines,
    ("result",),
)

PAYMENTS = Table(
    "payments",
    "One row for each order to pay. Paid is what has a day in paid_on; accounts are never exported.",
    (
        key("payment", "Number of the order"),
        Column("reference", REFERENCE, "exchange__application__reference", joins="files.reference"),
        Column("exchange", EXCHANGE, "exchange", joins="exchanges.exchange"),
        Column("quote", "The calculation it pays", "quote", joins="quotes.quote"),
        Column("sum", "The sum", "amount", unit="EUR"),
        Column("ordered_at", "When it was ordered", "ordered_at"),
        Column("approved_at", "When a second person approved it", "approved_at"),
        Column("refused_at", "When it was refused", "refused_at"),
        Column(
            "due_on",
            "Day by which it is to be paid: ten days after the later of end of stay and validation",
            "due_on",
        ),
        Column("paid_on", "Day of the payment by the bank", "paid_on"),
        Column("bank_reference", "Reference of the bank", "bank_reference", level=Level.FULL),
        Column("refused_reason", "Why it was refused", "refused_reason"),
    ),
    "exchanges.Payment",
    lambda partnership: Payment.objects.filter(exchange__partnership=partnership),
)

DOCUMENTS = Table(
    "documents",
    "One row for each version of a paper that was signed, or is to be signed. The hash proves a copy.",
    (
        key("document", "Number of the version"),
        Column("exchange", EXCHANGE, "exchange", joins="exchanges.exchange"),
        Column("kind", "Which paper", "kind"),
        Column("version", "Version of the paper for this visit, from 1", "number"),
        Column("content_sha256", "SHA-256 of the content that is signed", "content_hash"),
        Column("pdf_sha256", "SHA-256 of the PDF", "rendition__sha256"),
        Column("made_at", "When it was made", "created_at"),
        Column("signed_by_all_at", "When the last signature came", "completed_at"),
        Column("replaced_at", "When a newer version took its place", "superseded_at"),
    ),
    "exchanges.DocumentVersion",
    lambda partnership: DocumentVersion.objects.filter(exchange__partnership=partnership),
)

SIGNATURES = Table(
    "signatures",
    "One row for each signature.",
    (
        key("signature", "Number of the signature"),
        Column("document", "The version that was signed", "document", joins="documents.document"),
        Column("side", "For which side", "party__role"),
        Column("name", "Who signed", "signer_name"),
        Column("how", "How it was given", "how"),
        Column("content_sha256", "SHA-256 of what was signed", "content_hash"),
        Column("signed_at", "When", "signed_at"),
    ),
    "exchanges.Signature",
    lambda partnership: Signature.objects.filter(document__exchange__partnership=partnership),
    level=Level.FULL,
)

PROOFS = Table(
    "proofs",
    "One row for each proof of a stay that was handed in. The files stay in the portal.",
    (
        key("proof", "Number of the proof"),
        Column("exchange", EXCHANGE, "exchange", joins="exchanges.exchange"),
        Column("kind", "What it is", "kind"),
        Column("type", "Type of the file", "file__content_type"),
        Column("size", "Size of the file", "file__size", unit="bytes"),
        Column("sha256", "SHA-256 of the file", "file__sha256"),
        Column("added_at", "When it was handed in", "added_at"),
        Column("removed_at", "When it was taken back", "removed_at"),
    ),
    "exchanges.Evidence",
    lambda partnership: Evidence.objects.filter(exchange__partnership=partnership),
)

TABLES = (QUOTES, QUOTE_LINES, PAYMENTS, DOCUMENTS, SIGNATURES, PROOFS)
