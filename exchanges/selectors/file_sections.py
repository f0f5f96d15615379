"""The lists of the file page: documents, proofs, people, mails and the timeline."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.actors import LINK, SYSTEM
from exchanges import audiences, holding
from exchanges.enums import DocumentKind, EvidenceKind, PartyRole, SignedHow
from exchanges.models import DocumentVersion
from exchanges.permissions import MAY_PRINT
from exchanges.selectors import history_words
from exchanges.selectors.file_data import FileData
from exchanges.visibility import sees

MESSAGES_SHOWN = 2
_TAKES_FILE = frozenset({"visitor", "visitor_manager", "decider", "coordinator", "finance", "auditor"})


def documents(data: FileData) -> list[dict[str, Any]]:
    rows = [
        _document(data, document)
        for document in data.documents
        if document.kind == DocumentKind.COMMITMENT or data.sees_money
    ]
    exchange = data.exchange
    if exchange is not None and exchange.credited_on is not None and not data.is_host_side:
        url = url_of("exchanges:certificate_pdf", reference=data.application.reference)
        rows.append(
            {"title": _("Certificate of participation"), "url": url, "status": _("Ready"), "tone": "ok"}
        )
    if data.relations & _TAKES_FILE and exchange is not None:
        url = url_of("exchanges:dossier", reference=data.application.reference)
        rows.append(
            {
                "title": _("The whole file (ZIP)"),
                "url": url,
                "sub": _("PDFs, proofs, log and list of hashes"),
                "icon": "download",
            }
        )
    return rows


def _document(data: FileData, document: DocumentVersion) -> dict[str, Any]:
    signed: list[dict[str, Any]] = document.signed  # type: ignore[attr-defined]  # annotated by file_data
    needed = 4 if document.kind == DocumentKind.COMMITMENT else 2
    status, tone = _("%(given)d of %(all)d signed") % {"given": len(signed), "all": needed}, "waiting"
    if document.superseded_at is not None:
        status, tone = _("Replaced"), "off"
    elif document.completed_at is not None and document.print_failed_at is not None:
        status, tone = _("Signed; the PDF could not be made"), "danger"
    elif document.completed_at is not None:
        status, tone = _("Signed"), "ok"
    elif data.exchange is not None and data.exchange.state == "building":
        status, tone = _("Being changed"), "off"
    url = ""
    if document.rendition_id is not None and document.superseded_at is None:
        url = url_of("exchanges:document_pdf", reference=data.application.reference, kind=document.kind)
    elif document.superseded_at is None:
        url = url_of(f"exchanges:{document.kind}_sign", reference=data.application.reference)
    title = document.get_kind_display()
    if document.number > 1 or document.superseded_at is not None:
        title = _("%(title)s, version %(number)d") % {"title": title, "number": document.number}
    return {
        "title": title,
        "url": url,
        "sub": [_signature(row) for row in signed],
        "status": status,
        "tone": tone,
        "form_url": _print_again_url(data, document),
        "form_label": _("Make the PDF again"),
    }


def _print_again_url(data: FileData, document: DocumentVersion) -> str:
    """For those who may have it tried, while the portal has given up."""
    if document.print_failed_at is None or document.superseded_at or not data.relations & set(MAY_PRINT):
        return ""
    return url_of("exchanges:document_print", reference=data.application.reference, kind=document.kind)


def _signature(row: dict[str, Any]) -> str:
    moment = parse_datetime(row["at"])
    return _("%(name)s for %(organisation)s, %(day)s, %(how)s") % {
        "name": row["name"],
        "organisation": row["organisation"],
        "day": date_format(moment, "j F Y") if moment is not None else "",
        "how": SignedHow(row["how"]).label,
    }


def evidence(data: FileData) -> list[dict[str, Any]]:
    return [
        {
            "title": EvidenceKind(proof["kind"]).label,
            "url": url_of("exchanges:stored_file", pk=proof["file"]),
            "sub": ", ".join(filter(None, [proof["name"], _full_name(proof), proof["note"]])),
        }
        for proof in data.evidence
    ]


def people(data: FileData) -> list[dict[str, Any]]:
    rows = []
    order = [PartyRole.VISITOR_CLUSTER, PartyRole.HOST, PartyRole.HOST_CLUSTER, PartyRole.VISITOR]
    for party in sorted(data.parties, key=lambda row: order.index(PartyRole(row["role"]))):
        if (
            data.exchange is None
            and party["proposal_id"] is not None
            and not (data.is_host_side or data.is_staff)
        ):
            continue
        known = _knows(data, party)
        rows.append(
            {
                "role": PartyRole(party["role"]).label,
                "organisation": party["organisation"],
                "place": f"{party['city']}, {party['country']}",
                "name": party["name"] if known else "",
                "email": party["email"] if known else "",
                "phone": party["phone"] if known else "",
                "notes": _who_comes(data) if party["role"] == PartyRole.VISITOR else [],
            }
        )
    return rows


def _who_comes(data: FileData) -> list[str]:
    """For the host's side, which knows no answers of the application: what the visitor does, and why it comes."""
    if not data.is_host_side:
        return []
    texts = {
        "visitor.about": data.application.organisation.about,
        "visitor.reasons": data.application.motivation,
    }
    return [text for field, text in texts.items() if text and sees(field, data.reader, data.stage)]


def _full_name(row: dict[str, Any]) -> str:
    return f"{row['first']} {row['last']}" if row["first"] else ""


def _knows(data: FileData, party: dict[str, Any]) -> bool:
    """Each side knows its own people; those of the other side as `visibility` says, a cluster's like its member's."""
    side = "host" if party["role"] in (PartyRole.HOST, PartyRole.HOST_CLUSTER) else "visitor"
    own = "host" if data.is_host_side else "" if data.is_staff else "visitor"
    return side == own or sees(f"{side}.contact", data.reader, data.stage)


def mails(data: FileData) -> list[dict[str, Any]]:
    may_send = data.relations & {"visitor_manager", "decider", "coordinator"}
    states = {
        "sent": (_("Sent"), "done"),
        "queued": (_("On its way"), "waiting"),
        "failed": (_("Not sent"), "danger"),
        "held": (_("Held back"), "off"),
    }
    rows = []
    for mail in data.mails:
        status, tone = states[mail.send_state]
        url = (
            url_of("exchanges:mail_resend", reference=data.application.reference, pk=mail.pk)
            if may_send
            else ""
        )
        rows.append(
            {
                "icon": "mail",
                "title": mail.subject,
                "url": url_of("exchanges:file_mail", reference=data.application.reference, pk=mail.pk),
                "sub": f"{mail.to_name or mail.to_address}, {date_format(mail.sent_at or mail.queued_at, 'j F Y')}",
                "status": status,
                "tone": tone,
                "form_url": url,
                "form_label": _("Send again"),
            }
        )
    return rows


def messages(data: FileData) -> list[dict[str, Any]]:
    """The newest two that the reader may read, newest first."""
    circles = audiences.readable(data.relations)
    rows = data.application.message_rows  # type: ignore[attr-defined]  # annotated by files_for_page
    return [
        {
            "icon": "mail",
            "title": f"{row['first']} {row['last']}".strip(),
            "sub": [
                f"{audiences.Side(row['side']).label}, {date_format(datetime.fromisoformat(row['at']), 'j F Y')}",
                Truncator(row["text"]).chars(160),
            ],
        }
        for row in rows
        if row["audience"] in circles and (data.exchange is not None or not data.is_host_side)
    ][:MESSAGES_SHOWN]


def history(data: FileData) -> list[dict[str, Any]]:
    staff = data.is_staff and not data.is_host_side
    hidden: set[str] = set()
    told: set[str] = history_words.TOLD_TO_VISITOR
    if data.is_host_side:
        hidden, told = history_words.HIDDEN_FROM_HOST, history_words.TOLD_TO_HOST
    elif not staff:
        hidden = history_words.HIDDEN_FROM_VISITOR
    rows = []
    for log in data.logs:
        code = f"{log.subject_type.removeprefix('exchanges.')}.{log.name}"
        if code in hidden:
            continue
        rows.append(
            {
                "when": _when(data, log, code),
                "what": history_words.WORDS.get(code, log.name),
                "who": _actor(log, staff),
                "note": log.comment if staff or code in told else "",
                "tone": "key"
                if code in history_words.KEY
                else "problem"
                if code in history_words.PROBLEM
                else "",
            }
        )
    return rows


_HOLDING = {
    "visitor": gettext_lazy("Visitor"),
    "host": gettext_lazy("Host"),
    "deciding": gettext_lazy("Deciding side"),
    "clusters": gettext_lazy("The two clusters"),
    "signing": gettext_lazy("Those who sign"),
    "finance": gettext_lazy("Finance"),
}


def held(data: FileData) -> list[tuple[Any, str]]:
    """How long each side had the file, for staff; whole days."""
    if not data.is_staff or data.is_host_side:
        return []
    moves = [
        (log.occurred_at, log.subject_type.removeprefix("exchanges."), log.subject_id, log.target)
        for log in data.logs
    ]
    times = holding.held(moves, clock.now())
    return [
        (label, ngettext("%(days)d day", "%(days)d days", times[side].days) % {"days": times[side].days})
        for side, label in _HOLDING.items()
        if side in times
    ]


def _when(data: FileData, log: Any, code: str) -> Any:
    """The calendar's moves are days at the host, not moments: the visit ends with its last day."""
    if data.exchange is None or code not in ("exchange.start", "exchange.end"):
        return log.occurred_at
    moment = log.occurred_at.astimezone(ZoneInfo(data.exchange.host_country.timezone))
    return (moment - timedelta(seconds=1)).date() if code == "exchange.end" else moment.date()


def _actor(log: Any, staff: bool) -> str:
    """Staff see names; the two sides see in which role somebody acted."""
    if log.actor_kind == SYSTEM:
        return _("the portal")
    if log.actor_kind == LINK:
        return _("%(name)s by mail link") % {"name": log.actor_label} if staff else _("by mail link")
    return (
        f"{log.actor_label} ({log.actor_hat})"
        if staff and log.actor_hat
        else log.actor_hat or log.actor_label
    )


def url_of(name: str, **kwargs: Any) -> str:
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
