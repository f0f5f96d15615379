"""The visitor's closing report: one page for each part, then check and send."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.exceptions import InvalidInput, WrongState
from core.forms import Form
from core.posted import posted
from exchanges import permissions, policies
from exchanges.forms.report import (
    ActivitiesForm,
    DaysForm,
    EvidenceForm,
    EvidenceNoteForm,
    FollowUpForm,
    ResultsForm,
    VersionedForm,
)
from exchanges.models import Exchange
from exchanges.selectors import closing as select
from exchanges.services import actual, closing
from exchanges.services.reports import EDITABLE
from exchanges.views.report_context import check_rows, report_tasks, sum_context

PAGES = ("days", "activities", "results", "follow-ups", "proofs")


@require_GET
def report_edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The parts of the report, and what is left to do."""
    exchange = _open_report(request, reference)
    context = {
        "exchange": exchange,
        "report": getattr(exchange, "report", None),
        "tasks": report_tasks(exchange),
        "back_url": reverse("exchanges:file", args=[reference]),
    }
    return render(request, "exchanges/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, reference: str, page: str) -> HttpResponse:
    if page not in _FORMS:
        raise Http404
    exchange = _open_report(request, reference)
    report = getattr(exchange, "report", None)
    form = _FORMS[page](exchange, posted(request))
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            closing.save_report(exchange=exchange, by=request.actor, version=fields.pop("version"), **fields)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            return redirect(_next(reference, page))
    context = {
        "exchange": exchange,
        "report": report,
        "form": form,
        "page": page,
        "back_url": _overview(reference),
    }
    return render(request, _TEMPLATES[page], context | _extra(exchange, page, form))


@require_GET
def report_sum(request: HttpRequest, reference: str) -> HttpResponse:
    """The sum of the days typed so far, beside the agreed one; a fragment, and a page of its own without htmx."""
    exchange = _open_report(request, reference)
    form = _days_form(exchange, request.GET)
    result, problem = None, ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            result = actual.preview(
                exchange, start=data["actual_start"], end=data["actual_end"], travel_days=data["travel_days"]
            )
        except InvalidInput as error:
            problem = str(error)
    context = sum_context(exchange, result) | {"problem": problem, "exchange": exchange}
    template = "exchanges/_report_sum.html" if request.htmx else "exchanges/report_sum.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_ups(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _open_report(request, reference)
    form = FollowUpForm(posted(request))
    if request.method == "POST" and form.is_valid():
        closing.add_follow_up(exchange=exchange, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Added."))
        return redirect("exchanges:report_follow_ups", reference=reference)
    context = {
        "exchange": exchange,
        "form": form,
        "follow_ups": list(exchange.follow_ups.order_by("id")),
        "next_url": _next(reference, "follow-ups"),
        "back_url": _overview(reference),
    }
    return render(request, "exchanges/report_follow-ups.html", context)


@require_POST
def follow_up_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    exchange = _open_report(request, reference)
    closing.remove_follow_up(exchange=exchange, by=request.actor, follow_up=pk)
    return redirect("exchanges:report_follow_ups", reference=reference)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, reference: str) -> HttpResponse:
    """The proofs, what is missing, and one more file."""
    exchange = _open_report(request, reference)
    form = EvidenceForm(posted(request), request.FILES or None, exchange=exchange)
    if request.method == "POST" and form.is_valid():
        try:
            closing.add_evidence(exchange=exchange, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field or "upload", error.message)
        else:
            messages.success(request, _("The proof is kept."))
            return redirect("exchanges:evidence_add", reference=reference)
    proofs = select.proofs_of(exchange)
    missing = policies.missing_proofs(exchange)
    context = {
        "exchange": exchange,
        "form": form,
        "proofs": proofs,
        "meter": select.evidence_meter(exchange, proofs),
        "missing": missing,
        "note_form": _note_form(exchange),
        "next_url": reverse("exchanges:report_submit", args=[reference]),
        "back_url": _overview(reference),
    }
    return render(request, "exchanges/report_proofs.html", context)


@require_POST
def evidence_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    exchange = _open_report(request, reference)
    closing.remove_evidence(exchange=exchange, by=request.actor, evidence=pk)
    messages.success(request, _("The proof is taken back."))
    return redirect("exchanges:evidence_add", reference=reference)


@require_POST
def evidence_note(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _open_report(request, reference)
    form = EvidenceNoteForm(request.POST)
    if form.is_valid():
        version, note = form.cleaned_data["version"], form.cleaned_data["evidence_note"]
        closing.save_report(exchange=exchange, by=request.actor, version=version, evidence_note=note)
    return redirect("exchanges:report_submit", reference=reference)


@require_http_methods(["GET", "HEAD", "POST"])
def report_submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything on one page, each part with its Change link, then send."""
    exchange = _open_report(request, reference)
    if request.method == "POST":
        form = VersionedForm(request.POST)
        version = form.cleaned_data["version"] if form.is_valid() else None
        closing.submit_report(exchange=exchange, by=request.actor, version=version)
        messages.success(request, _("Your closing report is sent. You hear from your contact cluster."))
        return redirect("exchanges:file", reference=reference)
    result = actual.preview_of_report(exchange)
    proofs = select.proofs_of(exchange)
    context = {
        "exchange": exchange,
        "report": getattr(exchange, "report", None),
        "rows": check_rows(exchange, proofs),
        "reasons": policies.report_is_complete(exchange, {}),
        "ongoing": exchange.state == "ongoing",
        "form": VersionedForm(initial={"version": exchange.version}),
        "back_url": _overview(reference),
    }
    return render(request, "exchanges/report_check.html", context | sum_context(exchange, result))


def _open_report(request: HttpRequest, reference: str) -> Exchange:
    exchange = select.exchange_for_closing(request.actor, reference)
    permissions.check_relation(permissions.exchange_relations(exchange, request.actor), "visitor")
    if exchange.state not in EDITABLE:
        raise WrongState(
            _("The closing report can be changed from the start of the visit until you send it.")
        )
    return exchange


def _overview(reference: str) -> str:
    return reverse("exchanges:report_edit", args=[reference])


def _next(reference: str, page: str) -> str:
    following = PAGES[PAGES.index(page) + 1]
    if following == "follow-ups":
        return reverse("exchanges:report_follow_ups", args=[reference])
    if following == "proofs":
        return reverse("exchanges:evidence_add", args=[reference])
    return reverse("exchanges:report_page", args=[reference, following])


def _days_form(exchange: Exchange, data: Any) -> Form:
    start, end, travel_days = select.suggested_days(exchange)
    first, last = min(start, exchange.first_day), max(end, exchange.last_day)
    if data:
        first, last = _typed(data, "actual_start", first), _typed(data, "actual_end", last)
        first, last = min(first, last), max(first, last)
    initial = {
        "actual_start": start,
        "actual_end": end,
        "travel_days": travel_days,
        "version": exchange.version,
    }
    return DaysForm(data, initial=initial, first=first, last=last)


def _typed(data: Any, name: str, default: date) -> date:
    try:
        return date.fromisoformat(data.get(name, ""))
    except ValueError:
        return default


def _activities_form(exchange: Exchange, data: Any) -> Form:
    report = getattr(exchange, "report", None)
    text = (
        report.activities
        if report is not None and report.activities
        else select.suggested_activities(exchange)
    )
    return ActivitiesForm(data, initial={"activities": text, "version": exchange.version})


def _results_form(exchange: Exchange, data: Any) -> Form:
    report = getattr(exchange, "report", None)
    names = ("results", "learnings", "good_practice", "quote", "quote_consent")
    initial = {name: getattr(report, name) for name in names} if report is not None else {}
    return ResultsForm(data, initial=initial | {"version": exchange.version})


def _note_form(exchange: Exchange) -> EvidenceNoteForm:
    report = getattr(exchange, "report", None)
    note = report.evidence_note if report is not None else ""
    return EvidenceNoteForm(initial={"evidence_note": note, "version": exchange.version})


_FORMS: dict[str, Callable[[Exchange, Any], Form]] = {
    "days": _days_form,
    "activities": _activities_form,
    "results": _results_form,
}

_TEMPLATES = {
    "days": "exchanges/report_days.html",
    "activities": "exchanges/report_activities.html",
    "results": "exchanges/report_results.html",
}


def _extra(exchange: Exchange, page: str, form: Form) -> dict[str, Any]:
    if page == "results":
        return {"plan": getattr(exchange, "plan", None)}
    if page != "days":
        return {}
    start, end, travel_days = select.suggested_days(exchange)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        start, end, travel = data["actual_start"], data["actual_end"], data["travel_days"]
    else:
        travel = [date.fromisoformat(day) for day in travel_days]
    try:
        result, problem = actual.preview(exchange, start=start, end=end, travel_days=travel), ""
    except InvalidInput as error:
        result, problem = None, str(error)
    outcome = getattr(exchange, "outcome", None)
    return sum_context(exchange, result) | {"problem": problem, "outcome": outcome}
