"""The file page: one page for every role, each seeing what is theirs to see."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import workflow
from core.actors import Actor
from core.bank import mask_iban
from core.money import format_eur
from exchanges.lump_sum import Result
from exchanges.lump_sum_types import Reason
from exchanges.models import Application, Proposal, Quote
from exchanges.selectors import file_data, file_sections
from exchanges.selectors.desk import Desk, desk_of
from exchanges.selectors.file_data import FileData
from exchanges.selectors.file_meetings import TravellersMeetings, meetings_of_file
from exchanges.selectors.file_sections import url_of
from exchanges.selectors.file_tasks import STOPPED, FileTask, file_tasks, is_stopped, primary, stage, who
from exchanges.selectors.host_invitations import invitation_of, invited, may_invite_again, status
from exchanges.selectors.standing import standing_of
from exchanges.visibility import sees

# The seven steps by the stage of `file_tasks.stage`: the step that is being worked on, 8 when all are done.
_STEP = (1, 2, 3, 4, 4, 4, 5, 5, 6, 6, 7, 7, 7, 8, 8)
_TONE = {
    "paid": "ok",
    "closed": "done",
    "ready_to_start": "ok",
    "rejected": "danger",
    "report_returned": "warn",
}


@dataclass
class Money:
    """The planned sum line by line, the actual one beside it, and where the payment stands."""

    planned: Quote | None
    actual: Quote | None
    lines: list[dict[str, Any]]
    total: Decimal | None
    changed: bool = False
    facts: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass
class FilePage:
    application: Application
    exchange: Any
    title: str
    state: str
    tone: str
    facts: list[tuple[Any, ...]]
    steps: list[Any]
    step: int
    stopped: bool
    next_task: FileTask | None
    waiting_for: str
    due: date | None
    groups: list[tuple[Any, list[FileTask]]]
    matches: list[dict[str, Any]]
    money: Money | None
    documents: list[dict[str, Any]]
    evidence: list[dict[str, Any]] | None
    people: list[dict[str, Any]]
    mails: list[dict[str, Any]] | None
    messages: list[dict[str, Any]]
    is_over: bool
    history: list[dict[str, Any]]
    held: list[tuple[Any, str]]
    acts: list[dict[str, Any]]
    end_reason: str = ""
    is_staff: bool = False
    desk: Desk | None = None
    meetings: list[TravellersMeetings] = field(default_factory=list)


def build(application: Application, actor: Actor) -> FilePage:
    """The page for a file from `file_data.files_for_page(actor)`. Four statements more."""
    data = file_data.read(application, actor)
    rows = file_tasks(data)
    subject = data.exchange or application
    state = workflow.of(subject).state(subject.state)
    waiting_for, due = _waiting(data, rows)
    return FilePage(
        application=application,
        exchange=data.exchange,
        title=_title(data),
        state=_state_words(data, state),
        tone=_tone(data, subject.state),
        facts=_facts(data),
        steps=_steps(data),
        step=min(_STEP[stage(data)], len(_steps(data)) + 1),
        stopped=is_stopped(data),
        next_task=primary(rows),
        waiting_for=waiting_for,
        due=due,
        groups=_groups(rows),
        matches=_matches(data),
        money=_money(data) if data.sees_money else None,
        documents=file_sections.documents(data),
        evidence=file_sections.evidence(data) if data.sees_proofs and data.exchange is not None else None,
        people=file_sections.people(data),
        mails=file_sections.mails(data) if data.sees_mails else None,
        messages=file_sections.messages(data),
        is_over=is_stopped(data) or stage(data) > 6,
        history=file_sections.history(data),
        held=file_sections.held(data),
        acts=_acts(data),
        end_reason=_end_reason(data),
        is_staff=data.is_staff,
        desk=desk_of(application, actor, _responsible(application)) if data.is_staff else None,
        meetings=meetings_of_file(application, actor) if "visitor" in data.relations else [],
    )


def _waiting(data: FileData, rows: list[FileTask]) -> tuple[str, date | None]:
    """Whom the file waits for, and until when. Between acceptance and visit its matches say so."""
    subject = data.exchange or data.application
    if subject.waiting_for:
        return who(data, subject.waiting_for.split()), subject.due_on
    row = next((row for row in rows if row.state == "waiting"), None) if data.exchange is None else None
    return (row.waiting_for, row.due) if row is not None else ("", subject.due_on)


def _state_words(data: FileData, state: Any) -> Any:
    """Report and payment are no matter of the host's side: for it the visit is over."""
    if data.is_host_side and stage(data) > 8 and not is_stopped(data):
        return _("The visit is over")
    return state.label if data.is_staff else state.public_label


def _steps(data: FileData) -> list[str]:
    names = [_("Applied"), _("Accepted"), _("Host found"), _("Signed"), _("Visited")]
    return names if data.is_host_side else [*names, _("Report checked"), _("Paid")]


def _title(data: FileData) -> str:
    visitor = str(data.application.organisation)
    if data.exchange is not None:
        return _("%(visitor)s at %(host)s") % {"visitor": visitor, "host": data.exchange.host}
    offer, mission = data.application.host_offer, data.application.mission
    host: Any = offer.organisation if offer is not None else mission
    host = host or invited(data.application)
    return _("%(visitor)s at %(host)s") % {"visitor": visitor, "host": host} if host is not None else visitor


def _tone(data: FileData, state: str) -> str:
    if is_stopped(data):
        return "danger"
    return _TONE.get(state, "waiting" if "visitor" not in data.relations else "active")


def _facts(data: FileData) -> list[tuple[Any, ...]]:
    application, exchange = data.application, data.exchange
    first = exchange.first_day if exchange is not None else application.planned_start
    last = exchange.last_day if exchange is not None else application.planned_end
    rows: list[tuple[Any, ...]] = [(_("Days"), period(first, last))]
    quote = (exchange.actual_quote or exchange.planned_quote) if exchange is not None else None
    if quote is not None and not data.is_host_side:
        rows.append((_("Lump sum"), *_sum_words(quote)))
    elif quote is not None:
        rows.append((_("Length"), _days(quote.working_days)))
    names = [f"{row['first']} {row['last']}" for row in application.traveller_names]  # type: ignore[attr-defined]
    if not data.is_host_side or sees("visitor.traveller", data.reader, data.stage):
        rows.append((_("Who travels"), ", ".join(names)))
    if application.mission is not None:
        rows.append((_("Mission"), str(application.mission)))
        standing = standing_of(application) if not data.is_host_side else None
        if standing is not None:
            rows.append((_("Order of the mission"), standing.words, standing.note))
    if data.sees_money and application.rules:  # type: ignore[attr-defined]  # annotated by files_for_page
        rows.append((_("Rules"), application.rules))  # type: ignore[attr-defined]
    return rows


def _responsible(application: Application) -> str:
    found: list[dict[str, str]] = application.responsible_rows  # type: ignore[attr-defined]  # annotated as above
    return f"{found[0]['first']} {found[0]['last']}".strip() if found else ""


_WHY = {
    "reduced_days": gettext_lazy("%(part)s: under %(full_days)s days"),
    "reduced_distance": gettext_lazy("%(part)s: under %(full_km)s km"),
    "reduced_days_and_distance": gettext_lazy("%(part)s: under %(full_days)s days and under %(full_km)s km"),
    "full": gettext_lazy("full sum"),
    "virtual": gettext_lazy("online"),
    "kind_without_lump_sum": gettext_lazy("this kind takes part without a sum"),
}


def _why(reason: Reason) -> str:
    """Why the sum is what it is, in a few words."""
    percent = str(reason.values.get("percent", ""))
    part = _("half") if percent == "50" else f"{percent}\u00a0%"
    return _WHY[reason.code] % {**reason.values, "part": part}


def _sum_words(quote: Quote) -> tuple[str, str]:
    """ "EUR 450" and "4 working days, 967 km (half: under 5 days; grid 2022-1)"."""
    result = Result.from_json(quote.result)
    parts = [_days(quote.working_days)]
    if quote.distance_km is not None:
        parts.append(_("%(km)d km") % {"km": quote.distance_km})
    why = next((_why(reason) for reason in result.reasons if reason.code in _WHY), "")
    grid = _("grid %(grid)s") % {"grid": result.grid_version}
    note = ", ".join(parts) + f" ({'; '.join(filter(None, [why, grid]))})"
    return format_eur(quote.amount), note


def _days(number: int) -> str:
    return ngettext("%(days)d working day", "%(days)d working days", number) % {"days": number}


def period(first: date | None, last: date | None) -> str:
    """ "18 to 21 May 2026"."""
    if first is None or last is None:
        return _("Not chosen yet")
    if first == last:
        return date_format(first, "j F Y")
    form = "j F Y" if first.year != last.year else "j F" if first.month != last.month else "j"
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, form),
        "last": date_format(last, "j F Y"),
    }


def _groups(rows: list[FileTask]) -> list[tuple[Any, list[FileTask]]]:
    names = {"before": _("Before the visit"), "during": _("During the visit"), "after": _("After the visit")}
    by_phase: dict[str, list[FileTask]] = defaultdict(list)
    for row in rows:
        by_phase[row.phase].append(row)
    return [(names[phase], by_phase[phase]) for phase in names if by_phase[phase]]


def _matches(data: FileData) -> list[dict[str, Any]]:
    """The hosts asked so far, until one is confirmed."""
    if data.exchange is not None or data.is_host_side:
        return []
    labels = {row.code: row.public_label for row in workflow.of(Proposal).states}
    return _invited(data) + [
        {
            "icon": "building",
            "title": row["host"],
            "sub": f"{row['city']}, {row['country']}",
            "status": labels[row["state"]],
        }
        for row in data.application.match_rows  # type: ignore[attr-defined]  # annotated by files_for_page
    ]


def _invited(data: FileData) -> list[dict[str, Any]]:
    """The host that was invited by mail, until its yes has made it a match."""
    invitation = invitation_of(data.application)
    if invitation is None or invitation.asked_at is None or invitation.proposal_id is not None:
        return []
    row = {
        "icon": "building",
        "title": invitation.name,
        "sub": f"{invitation.city}, {invitation.country}",
        "status": status(invitation),
    }
    return [row]


def _money(data: FileData) -> Money | None:
    exchange = data.exchange
    if exchange is None or exchange.planned_quote is None:
        return None
    planned, actual = exchange.planned_quote, exchange.actual_quote
    result = Result.from_json((actual or planned).result)
    lines = [
        {"label": line.label, "amount": line.amount, "shown": "", "reason": line.sentence}
        for line in result.lines
        if line.code != "total"
    ]
    money = Money(planned, actual, lines, (actual or planned).amount)
    money.changed = actual is not None and actual.amount != planned.amount
    account = getattr(exchange, "bank_account", None)
    if account is not None and data.sees_proofs:
        money.facts.append((_("Account"), mask_iban(account.iban), account.holder))
    for row in data.application.payment_rows:  # type: ignore[attr-defined]  # annotated by files_for_page
        money.facts += _payment_facts(row)
    return money


def _payment_facts(row: dict[str, Any]) -> list[tuple[Any, ...]]:
    if row["paid_on"]:
        paid = date_format(date.fromisoformat(row["paid_on"]), "j F Y")
        return [(_("Paid on"), paid, _("Bank reference %(text)s") % {"text": row["bank_reference"]})]
    due = date_format(date.fromisoformat(row["due_on"]), "j F Y")
    return [(_("Payment due by"), due, _("Approved") if row["approved_at"] else _("To be approved"))]


# Who takes the application away; the support office reads the file, and takes no papers.
COPY_READERS = {"visitor", "visitor_manager", "decider", "finance", "coordinator", "auditor"}
_ACTS = (
    ("change_plan", "exchanges:plan_change", gettext_lazy("Change the plan")),
    ("discontinue", "exchanges:discontinue", gettext_lazy("Record that the visit was broken off")),
    ("cancel", "exchanges:exchange_cancel", gettext_lazy("Cancel the visit")),
)


def _copies(data: FileData) -> list[dict[str, Any]]:
    """The application to take away, or to start from again."""
    reference, rows = data.application.reference, []
    if data.relations & COPY_READERS:
        url = url_of("exchanges:application_pdf", reference=reference)
        rows.append({"label": _("The application as a PDF"), "url": url})
    state = (data.exchange or data.application).state
    if (
        "visitor" in data.relations
        and state in (*STOPPED, "closed")
        and data.application.anonymised_on is None
    ):
        url = url_of("exchanges:application_new")
        rows.append({"label": _("Copy into a new application"), "url": f"{url}?copy={reference}"})
    return rows


def _calendar_url(exchange: Any) -> str:
    query = urlencode({"month": f"{exchange.first_day:%Y-%m}", "view": "hosts"})
    return f"{url_of('exchanges:calendar')}?{query}"


def _acts(data: FileData) -> list[dict[str, Any]]:
    """What the person may do beside the next task."""
    reference, exchange, rows = data.application.reference, data.exchange, _copies(data)
    if exchange is None:
        move = workflow.of(data.application).transition("withdraw")
        if data.application.state in move.sources and data.relations & set(move.actors):
            rows.append(
                {
                    "label": _("Withdraw the application"),
                    "url": url_of("exchanges:application_withdraw", reference=reference),
                }
            )
        if "decider" in data.relations and may_invite_again(data.application):
            url = url_of("exchanges:host_invitation", reference=reference)
            rows.append({"label": _("Send the invitation to the host again"), "url": url})
        return [row for row in rows if row["url"]]
    rows.append({"label": _("These days in the calendar"), "url": _calendar_url(exchange)})
    if exchange.state in ("commitment_signing", "agreement_signing") and data.relations & {
        "decider",
        "visitor_manager",
        "host_manager",
    }:
        rows.append(
            {
                "label": _("Record a signature on paper"),
                "url": url_of("exchanges:sign_on_paper", reference=reference),
            }
        )
    if "visitor" in data.relations and exchange.state not in (
        "payment_approved",
        "paid",
        "closed",
        "cancelled",
    ):
        rows.append(
            {"label": _("Bank account"), "url": url_of("exchanges:bank_account", reference=reference)}
        )
    for name, url_name, label in _ACTS:
        move = workflow.of(exchange).transition(name)
        if exchange.state in move.sources and data.relations & set(move.actors):
            rows.append({"label": str(label), "url": url_of(url_name, reference=reference)})
    return [row for row in rows if row["url"]]


def _end_reason(data: FileData) -> str:
    if data.exchange is not None:
        return data.exchange.end_reason if is_stopped(data) else ""
    application = data.application
    if application.state == "expired" and application.question and not application.answer:
        return _(
            "The application expired, because this question was not answered in time: “%(question)s”"
        ) % {"question": application.question}
    return application.decision_reason if application.state == "rejected" else ""
