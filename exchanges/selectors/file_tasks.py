"""The tasks of one file, before, during and after the visit: what is done, whose turn it is, what cannot start yet."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from exchanges.enums import OPEN_PROPOSAL_STATES, DocumentKind, Mode
from exchanges.models import DocumentVersion
from exchanges.selectors import tasks
from exchanges.selectors.file_data import FileData
from exchanges.selectors.host_invitations import invited, status
from exchanges.signatories import ROLES

BEFORE, DURING, AFTER = "before", "during", "after"
_APPLICATION_STAGE = {
    "submitted": 1,
    "in_review": 1,
    "on_hold": 1,
    "accepted": 2,
    "rejected": 1,
    "withdrawn": 1,
    "expired": 1,
}
_EXCHANGE_STAGE = {
    "building": 3,
    "commitment_signing": 4,
    "agreement_signing": 5,
    "ready_to_start": 6,
    "ongoing": 7,
    "awaiting_report": 8,
    "report_returned": 8,
    "report_submitted": 9,
    "not_eligible": 9,
    "discontinued": 7,
    "validated": 10,
    "payment_ordered": 11,
    "payment_approved": 12,
    "paid": 13,
    "closed": 14,
}
STOPPED = ("rejected", "withdrawn", "expired", "not_eligible", "discontinued", "cancelled")


@dataclass
class FileTask:
    """One row of the task list; `state` is a key of the task list component."""

    name: Any
    phase: str
    state: str
    url: str = ""
    hint: str = ""
    waiting_for: str = ""
    due: date | None = None
    mine: bool = False
    signs: bool = False


def stage(data: FileData) -> int:
    """How far the file is: 1 sent, 2 accepted, 3 host found, 4 and 5 signing, 6 ready, 8 visited, 10 checked, 13 paid."""
    if data.exchange is not None:
        return _EXCHANGE_STAGE[data.exchange.state]
    return _APPLICATION_STAGE[data.application.state]


def is_stopped(data: FileData) -> bool:
    state = data.exchange.state if data.exchange is not None else data.application.state
    return state in STOPPED


def file_tasks(data: FileData) -> list[FileTask]:
    """In the order of the process. A file that ended early shows only what was done."""
    rows = [
        *_before(data),
        *([_visit(data)] if data.exchange is not None else []),
        *(_after(data) if data.exchange is not None else []),
    ]
    if is_stopped(data):
        return [row for row in rows if row.state == "completed"]
    return rows


def primary(rows: list[FileTask]) -> FileTask | None:
    """The one act that is first for this person; two open signatures of theirs are one act on one page."""
    first = next((row for row in rows if row.mine and row.url), None)
    if first is not None and sum(row.mine and row.signs for row in rows) == 2:
        return replace(
            first, name=_("Sign both documents"), hint=_("Commitment to Quality and Financial Agreement")
        )
    return first


def _before(data: FileData) -> list[FileTask]:
    at = stage(data)
    rows = [_decision(data, at), _host(data, at)]
    if data.exchange is None:
        names = (_("Write the visit plan"), _("Sign the Commitment to Quality"))
        return [*rows, *(FileTask(name, BEFORE, "cannot_start") for name in names)]
    rows.append(_task(data, _("Write the visit plan"), BEFORE, at, 3, 4, state="building"))
    rows.append(_signing(data, DocumentKind.COMMITMENT, _("Sign the Commitment to Quality"), at))
    if data.sees_money and _pays(data):
        rows.append(_signing(data, DocumentKind.AGREEMENT, _("Sign the Financial Agreement"), at))
    return rows


def _decision(data: FileData, at: int) -> FileTask:
    application = data.application
    if at > 1:
        return FileTask(_("Application accepted"), BEFORE, "completed")
    hint = application.question if application.state == "on_hold" and "visitor" in data.relations else ""
    return _open(data, _("Decide on the application"), BEFORE, "application", application, hint=hint)


def _host(data: FileData, at: int) -> FileTask:
    if at > 2:
        return FileTask(_("Find and confirm a host"), BEFORE, "completed")
    if at < 2:
        return FileTask(_("Find and confirm a host"), BEFORE, "cannot_start")
    rows = data.application.match_rows  # type: ignore[attr-defined]  # annotated by files_for_page
    live = [row for row in rows if row["state"] in OPEN_PROPOSAL_STATES]
    if data.is_host_side:
        live = [row for row in live if row["pk"] in data.own_matches]
    for row in live:
        for code in row["waiting_for"].split():
            act = tasks.next_act("proposal", row["state"], code)
            if act is not None and tasks.is_mine(code, data.relations):
                url = tasks.address(act, reference=data.application.reference, pk=row["pk"])
                due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
                return FileTask(act.label, BEFORE, "not_started", url, row["host"], due=due, mine=True)
    if live:
        codes = " ".join(row["waiting_for"] for row in live).split()
        return FileTask(_("Find and confirm a host"), BEFORE, "waiting", waiting_for=who(data, codes))
    invitation = invited(data.application)
    if invitation is not None and invitation.is_open:
        name, hint = _("The invited host answers"), status(invitation)
        return FileTask(
            name, BEFORE, "waiting", hint=hint, waiting_for=invitation.name, due=invitation.due_on
        )
    act = tasks.NEXT["application", "accepted", "visitor_cluster"]
    mine = "decider" in data.relations
    url = tasks.address(act, reference=data.application.reference, pk=data.application.pk) if mine else ""
    state = "not_started" if mine else "waiting"
    return FileTask(act.label, BEFORE, state, url, waiting_for=who(data, ["visitor_cluster"]), mine=mine)


def _signing(data: FileData, kind: str, name: str, at: int) -> FileTask:
    """Open for those who have not signed; the others see whose signature is missing."""
    document = current(data, kind)
    done_at = 5 if kind == DocumentKind.COMMITMENT else 6
    if at >= done_at:
        return FileTask(name, BEFORE, "completed")
    if at < 4 or document is None:
        return FileTask(name, BEFORE, "cannot_start")
    roles = ROLES[DocumentKind(kind)]
    missing = [str(role) for role in roles if role not in {row["role"] for row in document.signed}]  # type: ignore[attr-defined]
    hint = _("%(given)d of %(all)d have signed") % {"given": len(roles) - len(missing), "all": len(roles)}
    act = tasks.NEXT[
        "exchange", "commitment_signing" if kind == DocumentKind.COMMITMENT else "agreement_signing", roles[0]
    ]
    due = data.exchange.due_on if data.exchange is not None else None
    if any(tasks.is_mine(code, data.relations) for code in missing):
        url = tasks.address(act, reference=data.application.reference, pk=0)
        return FileTask(name, BEFORE, "not_started", url, hint, due=due, mine=True, signs=True)
    state = "waiting" if missing else "completed"
    return FileTask(name, BEFORE, state, hint=hint, waiting_for=who(data, missing), due=due)


def _visit(data: FileData) -> FileTask:
    at = stage(data)
    state = (
        "completed" if at >= 8 else "in_progress" if at == 7 else "not_started" if at == 6 else "cannot_start"
    )
    online = data.exchange is not None and data.exchange.mode == Mode.VIRTUAL
    return FileTask(_("Meet your host online") if online else _("The visit takes place"), DURING, state)


def _after(data: FileData) -> list[FileTask]:
    at = stage(data)
    rows = [_host_word(data, at)]
    if not data.is_host_side:
        returned = data.exchange is not None and data.exchange.state == "report_returned"
        name = _("Correct the closing report") if returned else _("Hand in the closing report")
        rows.append(_task(data, name, AFTER, at, 8, 9))
        rows.append(_task(data, _("Check the closing report"), AFTER, at, 9, 10, state="report_submitted"))
        if _pays(data):
            rows.append(_payment(data, at))
    return rows + _questionnaires(data)


def _host_word(data: FileData, at: int) -> FileTask:
    outcome = getattr(data.exchange, "outcome", None)
    name = _("Say what happened")
    if outcome is not None and outcome.host_answered_at is not None:
        return FileTask(name, AFTER, "completed")
    if not 7 <= at <= 9:
        return FileTask(name, AFTER, "cannot_start" if at < 7 else "completed")
    mine = bool(data.relations & {"host", "host_manager"})
    act = tasks.NextAct(name, "exchanges:outcome_record")
    url = tasks.address(act, reference=data.application.reference, pk=0) if mine else ""
    return FileTask(
        name,
        AFTER,
        "not_started" if mine else "waiting",
        url,
        waiting_for=who(data, ["host"]),
        mine=mine and at > 7,
    )


def _payment(data: FileData, at: int) -> FileTask:
    if at >= 13:
        return FileTask(_("Pay the lump sum"), AFTER, "completed")
    if at < 10:
        return FileTask(_("Pay the lump sum"), AFTER, "cannot_start")
    return _open(data, _("Pay the lump sum"), AFTER, "exchange", data.exchange)


def _questionnaires(data: FileData) -> list[FileTask]:
    names = {"visitor": _("Visitor's questionnaire"), "host": _("Host's questionnaire")}
    rows = []
    for row in data.application.questionnaire_rows:  # type: ignore[attr-defined]  # annotated by files_for_page
        name = names[row["respondent"]]
        if row["wave"]:
            name = _("%(name)s, after %(months)d months") % {"name": name, "months": row["wave"]}
        if row["state"] != "invited":
            rows.append(FileTask(name, AFTER, "completed"))
            continue
        act = tasks.NEXT["questionnaire", "invited", row["respondent"]]
        mine = row["respondent"] in data.relations
        url = tasks.address(act, reference=None, pk=row["pk"]) if mine else ""
        if not mine and data.relations & {"decider", "coordinator"}:
            url = reverse("exchanges:questionnaire_bypass", kwargs={"pk": row["pk"]})
        due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
        rows.append(
            FileTask(
                act.label if mine else name,
                AFTER,
                "not_started" if mine else "waiting",
                url,
                "",
                who(data, [row["respondent"]]),
                due,
                mine,
            )
        )
    return rows


def _task(
    data: FileData, name: Any, phase: str, at: int, opens: int, done: int, *, state: str = ""
) -> FileTask:
    if at >= done:
        return FileTask(name, phase, "completed")
    if at < opens or data.exchange is None:
        return FileTask(name, phase, "cannot_start")
    return _open(data, name, phase, "exchange", data.exchange)


def _open(data: FileData, name: Any, phase: str, workflow: str, row: Any, *, hint: str = "") -> FileTask:
    """A task whose turn it is, by what the row says it waits for."""
    codes = row.waiting_for.split()
    for code in codes:
        act = tasks.next_act(workflow, row.state, code)
        if act is not None and tasks.is_mine(code, data.relations):
            url = tasks.address(act, reference=data.application.reference, pk=row.pk)
            return FileTask(act.label, phase, "not_started", url, hint, due=row.due_on, mine=True)
    return FileTask(name, phase, "waiting", hint=hint, waiting_for=who(data, codes), due=row.due_on)


def current(data: FileData, kind: str) -> DocumentVersion | None:
    return next((row for row in data.documents if row.kind == kind and row.superseded_at is None), None)


def who(data: FileData, codes: list[str]) -> str:
    """Waiting codes as the names people know: organisations and clusters."""
    application, exchange = data.application, data.exchange
    partnership = application.partnership
    names: dict[str, Any] = {
        "visitor": application.organisation,
        "visitor_cluster": application.visitor_cluster,
        "host": exchange.host if exchange is not None else _("the host"),
        "host_cluster": exchange.host_cluster if exchange is not None else _("the host's cluster"),
        "coordinator": _("the coordinator"),
        "finance": _("finance"),
    }
    if application.decider == "coordinator":
        names["visitor_cluster"] = _("the coordinator")
    if partnership is not None and (application.decider == "deputy" or "deputy" in codes):
        names["deputy"] = partnership.deputy
    if application.decider == "deputy":
        names["visitor_cluster"] = names.get("deputy", "")
    return ", ".join(dict.fromkeys(str(names.get(code, code)) for code in codes))


def _pays(data: FileData) -> bool:
    exchange = data.exchange
    quote = exchange.planned_quote if exchange is not None else None
    return quote is not None and exchange is not None and exchange.mode == Mode.PHYSICAL and quote.amount > 0
