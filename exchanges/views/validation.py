"""The manager's check of a closing report: the report left, the checks right, one button for both acts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core import dates, workflow
from core.dates import human
from core.exceptions import InvalidInput
from core.posted import kept_post, posted
from core.step_up import fresh_login_required
from exchanges import permissions
from exchanges.enums import DID_NOT_HAPPEN, OutcomeKind
from exchanges.forms.report import ConfirmDayForm, DayForm, ReasonForm, ValidateForm
from exchanges.lump_sum import Result
from exchanges.models import Exchange
from exchanges.selectors import closing as select
from exchanges.services import actual, closing, days
from exchanges.views.report_context import button_label, follow_up_rows, proof_rows, report_rows, sum_context

READERS = ("decider", "visitor_manager", "coordinator", "finance", "auditor", "support_office")
CHECKED = (
    "report_submitted",
    "report_returned",
    "validated",
    "payment_ordered",
    "payment_approved",
    "paid",
    "closed",
    "not_eligible",
)
LABELS = {
    "return": gettext_lazy("What should the visitor correct?"),
    "waive": gettext_lazy("Why is the visit proven without it?"),
    "not_eligible": gettext_lazy("Why can nothing be paid?"),
}
HINTS = {
    "return": gettext_lazy("The visitor reads this and sends the report again."),
    "waive": gettext_lazy("The reason stays on file for audits."),
    "not_eligible": gettext_lazy("The visitor reads this. The file ends here."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
def report_validate(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _checkable(request, reference)
    if request.method == "POST":
        workflow.check_actor(exchange, "validate", request.actor)
    sent = posted(request)
    form = ValidateForm(sent) if sent is not None else None
    if request.method == "POST" and form is not None and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        if _payable(exchange, outcome) != form.cleaned_data["expected"]:
            messages.warning(
                request, _("By what happened the sum is another one. Please look at it before you go on.")
            )
            return _page(request, exchange, outcome=outcome)
        closing.validate_and_order(
            exchange=exchange,
            by=request.actor,
            version=form.cleaned_data["version"],
            outcome=outcome,
            expected=form.cleaned_data["expected"],
        )
        messages.success(request, _said(exchange))
        return redirect("exchanges:file", reference=reference)
    return _page(request, exchange, validate=form, **_kept_reasons(request, exchange))


def _kept_reasons(request: HttpRequest, exchange: Exchange) -> dict[str, ReasonForm]:
    """The reasons typed before a log-in ran out, by the act they belong to."""
    pages = {"return": "report_return", "waive": "evidence_waive", "not_eligible": "report_not_eligible"}
    kept = {
        act: kept_post(request, reverse(f"exchanges:{name}", args=[exchange.reference]))
        for act, name in pages.items()
    }
    return {act: _reason_form(exchange, act, data) for act, data in kept.items() if data is not None}


@require_POST
def report_return(request: HttpRequest, reference: str) -> HttpResponse:
    return _with_reason(request, reference, "return")


@require_POST
def evidence_waive(request: HttpRequest, reference: str) -> HttpResponse:
    return _with_reason(request, reference, "waive")


@require_POST
def report_not_eligible(request: HttpRequest, reference: str) -> HttpResponse:
    return _with_reason(request, reference, "not_eligible")


@require_POST
def day_ask(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _checkable(request, reference, days.ASKERS)
    form = DayForm(request.POST, prefix="day", days=_countable_days(exchange))
    if form.is_valid():
        try:
            closing.ask_day(exchange=exchange, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Asked. Another person must confirm it before it counts."))
            return redirect("exchanges:report_validate", reference=reference)
    return _page(request, exchange, ask=form)


@require_POST
def day_confirm(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _checkable(request, reference, days.CONFIRMERS)
    form = ConfirmDayForm(request.POST)
    if form.is_valid():
        closing.confirm_day(exchange=exchange, by=request.actor, day=form.cleaned_data["day"])
        messages.success(request, _("Confirmed. The day counts now."))
    return redirect("exchanges:report_validate", reference=reference)


def _with_reason(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    exchange = _checkable(request, reference, ("decider",))
    form = _reason_form(exchange, act, request.POST)
    if not form.is_valid():
        return _page(request, exchange, **{act: form})
    data: dict[str, Any] = {"exchange": exchange, "by": request.actor, "reason": form.cleaned_data["reason"]}
    if act == "return":
        closing.return_report(**data, version=form.cleaned_data["version"])
        messages.success(request, _("The report is back with the visitor."))
    elif act == "waive":
        closing.waive_evidence(**data, version=form.cleaned_data["version"])
        messages.success(request, _("The missing proof is waived."))
        return redirect("exchanges:report_validate", reference=reference)
    else:
        closing.find_not_eligible(**data)
        messages.success(request, _("The file ends without payment. The visitor is told by mail."))
    return redirect("exchanges:file", reference=reference)


def _checkable(request: HttpRequest, reference: str, allowed: tuple[str, ...] = READERS) -> Exchange:
    """The file for those who read the check; for an act, name who may do it: asked before the form is read."""
    exchange = select.exchange_for_closing(request.actor, reference)
    permissions.check_relation(permissions.exchange_relations(exchange, request.actor), *allowed)
    return exchange


def _reason_form(exchange: Exchange, act: str, data: Any = None) -> ReasonForm:
    initial = {"version": exchange.version}
    return ReasonForm(data, prefix=act, initial=initial, label=LABELS[act], hint=HINTS[act])


def _countable_days(exchange: Exchange) -> list[Any]:
    """Weekend days and holidays of the visit for which nobody has asked yet."""
    start, end, travel = select.suggested_days(exchange)
    asked = {decision.day for decision in exchange.day_decisions.all()}
    counted = dates.count_days(start, end, exchange.host_country_id, exchange.host.region or None)
    return [
        day.date
        for day in counted
        if day.reason in dates.COUNTABLE_BY_DECISION
        and day.date not in asked
        and day.date.isoformat() not in travel
    ]


def _said(exchange: Exchange) -> str:
    if exchange.state == "payment_ordered":
        return _("Validated, and the payment is ordered. Another person must approve it.")
    return _("Validated. Nothing is to be paid.")


def _payable(exchange: Exchange, outcome: str) -> Any:
    return select.comparison(exchange, actual.preview_of_report(exchange, outcome))["payable"]


def _page(request: HttpRequest, exchange: Exchange, outcome: str = "", **bound: Any) -> HttpResponse:
    """The split screen; a form that was sent with a mistake stands in for its empty one."""
    relations = permissions.exchange_relations(exchange, request.actor)
    file_url = reverse("exchanges:file", args=[exchange.reference])
    if exchange.state not in CHECKED or not hasattr(exchange, "report"):
        messages.info(request, _("There is no closing report to check yet."))
        return redirect(file_url)
    may_decide = "decider" in relations and exchange.state == "report_submitted"
    proofs = select.proofs_of(exchange)
    outcome = outcome or _said_by_host(exchange)
    frozen = exchange.actual_quote
    result = (
        Result.from_json(frozen.result) if frozen is not None else actual.preview_of_report(exchange, outcome)
    )
    compared = sum_context(exchange, result)
    forms = _forms(exchange, result, compared, bound, outcome) if may_decide else {}
    missing = [row for row in select.evidence_meter(exchange, proofs) if row.verdict != "pass"]
    context = {
        "exchange": exchange,
        "report": exchange.report,
        "rows": report_rows(exchange),
        "follow_ups": follow_up_rows(exchange),
        "proofs": proof_rows(proofs),
        "checks": select.report_checks(exchange, result, proofs),
        "missing": missing and not exchange.report.evidence_waived,
        "may_decide": may_decide,
        "may_confirm": bool(relations & {"decider", "coordinator", "finance"}),
        "decisions": _decisions(request, exchange),
        "forms": [form for form in bound.values() if form is not None],
        "problems": problems(exchange, result, missing) if may_decide else [],
        "button": button_label(compared["comparison"]["payable"]),
        "back_url": file_url,
        "head": _head(exchange),
        **forms,
    }
    return render(request, "exchanges/report_validate.html", context | compared)


def _head(exchange: Exchange) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [
        (_("State"), workflow.of(exchange).state(exchange.state).label),
        (
            _("Agreed days"),
            _("%(first)s to %(last)s")
            % {"first": human(exchange.first_day), "last": human(exchange.last_day)},
        ),
        (_("Host's country"), exchange.host_country),
    ]
    if exchange.due_on and exchange.state == "report_submitted":
        rows.append((_("Check by"), human(exchange.due_on)))
    return rows


def problems(exchange: Exchange, result: Any, missing: list[Any]) -> list[str]:
    """Why the button is grey."""
    found = []
    outcome = getattr(exchange, "outcome", None)
    if result is None or not result.eligible:
        found.append(_("By the actual days this visit is not eligible."))
    if missing and not exchange.report.evidence_waived:
        found.append(_("A proof is missing. Waive it with a reason, or send the report back."))
    if outcome is not None and outcome.host_kind in DID_NOT_HAPPEN:
        found.append(
            _("The host says that the visit did not take place. Please clear this up before you validate.")
        )
    return found


def _said_by_host(exchange: Exchange) -> str:
    """An online visit is known from the host only; everything else shows in the days."""
    outcome = getattr(exchange, "outcome", None)
    return outcome.host_kind if outcome is not None and outcome.host_kind == OutcomeKind.VIRTUAL else ""


def _forms(
    exchange: Exchange, result: Any, compared: dict[str, Any], bound: dict[str, Any], outcome: str
) -> dict[str, Any]:
    likely = select.likely_outcome(exchange, result.working_days if result is not None else 0)
    first = {
        "version": exchange.version,
        "outcome": outcome or likely,
        "expected": compared["comparison"]["payable"],
    }
    countable = _countable_days(exchange)
    return {
        "validate_form": bound.get("validate") or ValidateForm(initial=first),
        "return_form": bound.get("return") or _reason_form(exchange, "return"),
        "waive_form": bound.get("waive") or _reason_form(exchange, "waive"),
        "not_eligible_form": bound.get("not_eligible") or _reason_form(exchange, "not_eligible"),
        "ask_form": bound.get("ask") or (DayForm(prefix="day", days=countable) if countable else None),
    }


def _decisions(request: HttpRequest, exchange: Exchange) -> list[dict[str, Any]]:
    rows = exchange.day_decisions.select_related("asked_by", "confirmed_by").order_by("day")
    return [
        {
            "decision": row,
            "mine": row.asked_by_id == request.actor.user_id,
            "form": ConfirmDayForm.of(row) if row.confirmed_by_id is None else None,
        }
        for row in rows
    ]
