"""What the pages around the closing report show, as plain rows for the components."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import ConsentPurpose
from clusters.selectors.consents import allows
from core.dates import human
from core.money import format_eur
from exchanges import lump_sum, policies
from exchanges.models import Evidence, Exchange
from exchanges.selectors import closing as select
from exchanges.views.report_place import ReportPlace


def report_tasks(exchange: Exchange, place: ReportPlace) -> list[dict[str, Any]]:
    """The parts of the report with their state; computed from what is there, never stored."""
    report = getattr(exchange, "report", None)
    days = report is not None and report.actual_start and report.actual_end
    proofs = select.proofs_of(exchange)
    missing = policies.missing_proofs(exchange)
    explained = report is not None and report.evidence_note.strip()
    follow_ups = exchange.follow_ups.count()
    rows = [
        (_("The days you were there"), place.page("days"), _state(bool(days)), ""),
        (_("What you did"), place.page("activities"), _state(bool(report and report.activities)), ""),
        (_("What came of it"), place.page("results"), _state(bool(report and report.results)), ""),
        (
            _("Follow-ups with partners (optional)"),
            place.page("follow-ups"),
            "completed" if follow_ups else "not_started",
            "",
        ),
        (
            _("Proofs of travel and lodging"),
            place.page("proofs"),
            "completed" if not missing or explained else "in_progress" if proofs else "not_started",
            "" if not missing else _("You say why something is missing.") if explained else str(missing[0]),
        ),
    ]
    tasks = [
        {"name": name, "url": url, "state": state, "hint": hint, "mine": True}
        for name, url, state, hint in rows
    ]
    ready = not policies.report_is_complete(exchange, {}) and exchange.state != "ongoing"
    send = {
        "name": _("Check and send"),
        "url": place.page("send"),
        "state": "not_started" if ready else "cannot_start",
        "hint": _("You can send the report once the visit is over.") if exchange.state == "ongoing" else "",
        "mine": True,
    }
    return [*tasks, send]


def _state(done: bool) -> str:
    return "completed" if done else "not_started"


def sum_context(exchange: Exchange, result: lump_sum.Result | None) -> dict[str, Any]:
    """The sum of the actual days beside the agreed one, with the days one by one."""
    return {
        "comparison": select.comparison(exchange, result),
        "result": result,
        "lines": _lines(result) if result is not None else [],
        "planned": exchange.planned_quote,
    }


def _lines(result: lump_sum.Result) -> list[dict[str, Any]]:
    shown = [line for line in result.lines if line.code != "total"]
    return [{"label": line.label, "amount": line.amount, "reason": line.sentence} for line in shown]


def report_rows(exchange: Exchange) -> list[dict[str, Any]]:
    """The report as label and answer."""
    report = exchange.report
    days = ""
    if report.actual_start and report.actual_end:
        days = _("%(first)s to %(last)s") % {
            "first": human(report.actual_start),
            "last": human(report.actual_end),
        }
    travel = [human(date.fromisoformat(day)) for day in report.travel_days]
    allowed = bool(report.quote) and allows(ConsentPurpose.QUOTE, report)
    consent = _("May be published with your name.") if allowed else _("Not to be published.")
    return [
        {"label": _("Days at the host"), "value": days, "page": "days"},
        {"label": _("Travel days among them"), "value": travel or _("None"), "page": "days"},
        {"label": _("What you did"), "value": report.activities, "page": "activities"},
        {"label": _("What came of it"), "value": report.results, "page": "results"},
        {"label": _("What you learned"), "value": report.learnings, "page": "results"},
        {"label": _("Good practice"), "value": report.good_practice, "page": "results"},
        {
            "label": _("Sentence to quote"),
            "value": f"“{report.quote}” {consent}" if report.quote else "",
            "page": "results",
        },
    ]


def follow_up_rows(exchange: Exchange) -> list[str]:
    shown = []
    for item in exchange.follow_ups.order_by("id"):
        text = f"{item.get_kind_display()}: {item.partner} – {item.get_status_display()}"
        shown.append(text + (f", {human(item.expected_on)}" if item.expected_on else ""))
    return shown


def check_rows(exchange: Exchange, proofs: list[Evidence], place: ReportPlace) -> list[dict[str, Any]]:
    """The check page: every answer with its Change link."""
    rows = []
    if hasattr(exchange, "report"):
        rows = [row | {"url": place.page(row["page"])} for row in report_rows(exchange)]
    follow_ups = follow_up_rows(exchange) or _("None")
    rows.append(
        {
            "label": _("Follow-ups"),
            "value": follow_ups,
            "url": place.page("follow-ups"),
        }
    )
    names = [f"{proof.get_kind_display()}: {proof.file.name}" for proof in proofs]
    rows.append({"label": _("Proofs"), "value": names, "url": place.page("proofs")})
    note = exchange.report.evidence_note if hasattr(exchange, "report") else ""
    if note:
        rows.append(
            {
                "label": _("Why a proof is missing"),
                "value": note,
                "url": place.page("proofs"),
            }
        )
    return rows


def proof_rows(proofs: list[Evidence]) -> list[dict[str, Any]]:
    """The proofs as documents to open."""
    return [
        {
            "title": str(proof.get_kind_display()),
            "url": reverse("exchanges:stored_file", args=[proof.file_id]),
            "sub": [part for part in (proof.file.name, str(proof.traveller or ""), proof.note) if part],
        }
        for proof in proofs
    ]


def button_label(payable: Any) -> str:
    if not payable:
        return _("Validate; nothing is paid")
    return _("Validate and order payment of %(amount)s") % {"amount": format_eur(payable)}


def proof_row(proof: Evidence, place: ReportPlace) -> dict[str, Any]:
    """A proof to look at, replace or remove; without an account there is no download."""
    return {
        "proof": proof,
        "more": " · ".join(filter(None, [str(proof.traveller or ""), proof.note])),
        "url": "" if place.linked else reverse("exchanges:stored_file", args=[proof.file_id]),
        "preview_url": place.url("evidence_preview", proof.pk),
        "replace_url": place.url("evidence_replace", proof.pk),
        "remove_url": place.url("evidence_remove", proof.pk),
    }
