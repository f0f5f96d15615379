"""The whole file as a ZIP: documents, proofs, signatures on paper, sums, log, and the hash of every part.

The list of entries is made first, with all queries; streaming then only reads files. Each entry's hash is taken from
the bytes that are written, and `hashes.txt` comes last.
"""

import hashlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import dateformat, translation

from core import clock, workflow
from core.models import StoredFile, TransitionLog
from core.spreadsheet import csv_lines
from exchanges.documents import certificate
from exchanges.models import Application, DocumentVersion, Evidence, Exchange, Proposal, Quote, Signature
from exchanges.selectors.history_words import HIDDEN_FROM_VISITOR, TOLD_TO_VISITOR, WORDS

CHUNK = 64 * 1024
# ZIP knows no time zone; one fixed moment makes equal files equal.
ENTRY_DATE = (2020, 1, 1, 0, 0, 0)
LOG_HEAD = ("moment (UTC)", "what", "record", "from", "to", "who", "as", "comment")


@dataclass(frozen=True)
class Entry:
    """`chunks` is called when the entry's turn comes."""

    name: str
    chunks: Callable[[], Iterator[bytes]]


class _Sink:
    """What ZipFile has written and nobody has read yet; it cannot be rewound."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def entries(application: Application, *, internal: bool) -> list[Entry]:
    """Every part of the file. `internal` adds the comments that staff wrote for each other."""
    exchanges = list(
        Exchange.objects.filter(application=application)
        .select_related(
            "actual_quote",
            "visitor",
            "host",
            "visitor_country",
            "host_country",
            "visitor_cluster",
            "partnership",
        )
        .order_by("id")
    )
    with translation.override("en"):
        found = [
            _text("log.txt", _log_text(application, exchanges, internal)),
            _csv(application, exchanges, internal),
        ]
    for exchange in exchanges:
        exchange.application = application
        found += [*_documents(exchange), *_certificates(exchange), *_proofs(exchange)]
    return found + _quotes(application)


def stream(parts: list[Entry]) -> Iterator[bytes]:
    """The ZIP in pieces, with `hashes.txt` as its last entry; memory stays flat."""
    sink, hashes = _Sink(), []
    # Write-only is enough for a ZIP that is written.
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for part in parts:
            digest = hashlib.sha256()
            with archive.open(_info(part.name), "w") as target:
                for chunk in part.chunks():
                    digest.update(chunk)
                    target.write(chunk)
                    yield sink.take()
            hashes.append(f"{digest.hexdigest()}  {part.name}")
            yield sink.take()
        archive.writestr(_info("hashes.txt"), "\n".join(hashes) + "\n")
    yield sink.take()


def file_name(application: Application) -> str:
    return f"{application.reference}.zip"


def _documents(exchange: Exchange) -> list[Entry]:
    rows = (
        DocumentVersion.objects.filter(exchange=exchange)
        .select_related("rendition")
        .order_by("kind", "number")
    )
    found = []
    for row in rows:
        base = f"documents/{row.kind}-{exchange.pk}-{row.number}"
        found.append(_text(f"{base}.json", _json(row.content)))
        if row.rendition is not None:
            found.append(_stored(f"{base}.pdf", row.rendition))
    scans = Signature.objects.filter(document__exchange=exchange, scan__isnull=False).select_related(
        "scan", "document", "party"
    )
    for signature in scans.order_by("id"):
        base = f"signatures/{signature.document.kind}-{signature.document.number}-{signature.party.role}"
        if signature.scan is not None:
            found.append(_stored(base + _ending(signature.scan), signature.scan))
    return found


def _certificates(exchange: Exchange) -> list[Entry]:
    if not certificate.is_issued(exchange):
        return []
    found = []
    for text in certificate.of_visits([exchange]):
        name = f"certificates/{_safe(text.name)}.pdf"
        found.append(Entry(name, lambda text=text: iter([certificate.render([text])])))  # type: ignore[misc]
    return found


def _proofs(exchange: Exchange) -> list[Entry]:
    rows = Evidence.objects.filter(exchange=exchange, removed_at=None).select_related("file").order_by("id")
    return [
        _stored(f"evidence/{number:02d}-{row.kind}-{_stem(row.file.name)}{_ending(row.file)}", row.file)
        for number, row in enumerate(rows, start=1)
    ]


def _quotes(application: Application) -> list[Entry]:
    rows = Quote.objects.filter(application=application).select_related("rulebook", "grid").order_by("id")
    return [
        _text(
            f"sums/{number:02d}-{row.kind}.json",
            _json(
                {
                    "kind": row.kind,
                    "made_at": row.created_at.isoformat(),
                    "rulebook": row.rulebook.code,
                    "grid": row.grid.code,
                    "inputs": row.inputs,
                    "result": row.result,
                }
            ),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _log_rows(application: Application, exchanges: list[Exchange], internal: bool) -> list[tuple[Any, ...]]:
    proposals = Proposal.objects.filter(application=application).order_by().values_list("pk", flat=True)
    subjects = {
        "exchanges.application": {application.pk},
        "exchanges.proposal": set(proposals),
        "exchanges.exchange": {exchange.pk for exchange in exchanges},
    }
    logs = TransitionLog.objects.filter(subject_type__in=subjects).filter(
        subject_id__in=set().union(*subjects.values())
    )
    rows = []
    for log in logs.order_by("occurred_at", "id"):
        if log.subject_id not in subjects[log.subject_type]:
            continue
        code = f"{log.subject_type.removeprefix('exchanges.')}.{log.name}"
        if not internal and code in HIDDEN_FROM_VISITOR:
            continue
        comment = log.comment if internal or code in TOLD_TO_VISITOR else ""
        who = log.actor_label if internal or log.actor_kind == "system" else log.actor_hat or log.actor_label
        what = str(WORDS.get(code, log.name))
        states = {item.model: item for item in workflow.registered()}[log.subject_type]
        source = str(states.state(log.source).label) if log.source else ""
        target = str(states.state(log.target).label)
        rows.append(
            (
                log.occurred_at,
                what,
                code.split(".")[0],
                source,
                target,
                who or "the portal",
                log.actor_hat,
                comment,
            )
        )
    return rows


def _csv(application: Application, exchanges: list[Exchange], internal: bool) -> Entry:
    rows = _log_rows(application, exchanges, internal)
    shown = [(row[0].astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S"), *row[1:]) for row in rows]
    return _text("log.csv", "".join(csv_lines([LOG_HEAD, *shown])))


def _log_text(application: Application, exchanges: list[Exchange], internal: bool) -> str:
    lines = [
        f"File {application.reference}: {application.organisation}",
        f"Partnership {application.partnership}, contact cluster {application.visitor_cluster}",
        f"Made on {_moment(clock.now())}",
        "",
    ]
    lines += [_visit(exchange) for exchange in exchanges]
    lines.append("")
    for moment, what, _record, _source, target, who, hat, comment in _log_rows(
        application, exchanges, internal
    ):
        lines.append(
            f"{_moment(moment)}  {what}  ({who}{', ' + hat if hat and hat != who else ''})  -> {target}"
        )
        lines += [f"    {line}" for line in comment.splitlines()]
    return "\n".join(lines) + "\n"


def _visit(exchange: Exchange) -> str:
    return f"Visit to {exchange.host}, {exchange.host_country}: {exchange.first_day} to {exchange.last_day}"


def _text(name: str, text: str) -> Entry:
    return Entry(name, lambda: iter([text.encode()]))


def _stored(name: str, stored: StoredFile) -> Entry:
    def chunks() -> Iterator[bytes]:
        with stored.file.open("rb") as source:
            yield from source.chunks(CHUNK)

    return Entry(name, chunks)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, ENTRY_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _json(content: Any) -> str:
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _ending(stored: StoredFile) -> str:
    return {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}.get(stored.content_type, "")


def _stem(name: str) -> str:
    return _safe(name.rpartition(".")[0] or name)


def _safe(name: str) -> str:
    """Letters, digits and dashes only: a name that every system can unpack."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60] or "file"


def _moment(moment: datetime) -> str:
    return dateformat.format(moment.astimezone(ZoneInfo("UTC")), "j F Y H:i") + " UTC"
