"""The visitor's closing report: one page for each part, then check and send. In the portal, and by mail link."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusters.enums import ConsentPurpose
from clusters.selectors.consents import allows
from core.exceptions import InvalidInput
from core.forms import Form
from core.posted import posted
from core.previews import preview
from exchanges import policies
from exchanges.forms.report import (
    ActivitiesForm,
    DaysForm,
    EvidenceForm,
    EvidenceNoteForm,
    FollowUpForm,
    PhotoForm,
    ResultsForm,
    VersionedForm,
)
from exchanges.models import Exchange
from exchanges.selectors import closing as select
from exchanges.services import actual, closing
from exchanges.views.report_context import check_rows, proof_row, report_tasks, sum_context
from exchanges.views.report_place import ReportPlace, both_ways

PAGES = ("days", "activities", "results", "follow-ups", "proofs")


def _report_edit(request: HttpRequest, exchange: Exchange, place: ReportPlace) -> HttpResponse:
    """The parts of the report, and what is left to do."""
    context = {
        "exchange": exchange,
        "place": place,
        "report": getattr(exchange, "report", None),
        "tasks": report_tasks(exchange, place),
        "back_url": place.file,
    }
    return render(request, "exchanges/report.html", context)


def _report_page(request: HttpRequest, exchange: Exchange, place: ReportPlace, page: str) -> HttpResponse:
    if page not in _FORMS:
        raise Http404
    report = getattr(exchange, "report", None)
    form = _FORMS[page](exchange, posted(request))
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            closing.save_report(exchange=exchange, by=request.actor, version=fields.pop("version"), **fields)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            return redirect(_next(place, page))
    context = {
        "exchange": exchange,
        "place": place,
        "report": report,
        "form": form,
        "page": page,
        "back_url": place.overview,
    }
    context["sum_url"] = place.url("report_sum")
    return render(request, _TEMPLATES[page], context | _extra(exchange, page, form))


def _report_sum(request: HttpRequest, exchange: Exchange, place: ReportPlace) -> HttpResponse:
    """The sum of the days typed so far, beside the agreed one; a fragment, and a page of its own without htmx."""
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


def _follow_ups(request: HttpRequest, exchange: Exchange, place: ReportPlace) -> HttpResponse:
    form = FollowUpForm(posted(request))
    if request.method == "POST" and form.is_valid():
        closing.add_follow_up(exchange=exchange, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Added."))
        return redirect(place.page("follow-ups"))
    context = {
        "exchange": exchange,
        "place": place,
        "form": form,
        "follow_ups": [
            (row, place.url("report_follow_up_remove", row.pk)) for row in exchange.follow_ups.order_by("id")
        ],
        "next_url": _next(place, "follow-ups"),
        "back_url": place.overview,
    }
    return render(request, "exchanges/report_follow-ups.html", context)


def _follow_up_remove(request: HttpRequest, exchange: Exchange, place: ReportPlace, pk: int) -> HttpResponse:
    closing.remove_follow_up(exchange=exchange, by=request.actor, follow_up=pk)
    return redirect(place.page("follow-ups"))


def _evidence_add(request: HttpRequest, exchange: Exchange, place: ReportPlace) -> HttpResponse:
    """The proofs, what is missing, and one more file."""
    form = EvidenceForm(posted(request), request.FILES or None, exchange=exchange)
    if request.method == "POST" and form.is_valid():
        try:
            closing.add_evidence(exchange=exchange, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field or "upload", error.message)
        else:
            messages.success(request, _("The proof is kept."))
            return redirect(place.page("proofs"))
    proofs = select.proofs_of(exchange)
    missing = policies.missing_proofs(exchange)
    context = {
        "exchange": exchange,
        "place": place,
        "form": form,
        "proofs": [proof_row(proof, place) for proof in proofs],
        "note_url": place.url("evidence_note"),
        "meter": select.evidence_meter(exchange, proofs),
        "missing": missing,
        "note_form": _note_form(exchange),
        "next_url": place.page("send"),
        "back_url": place.overview,
    }
    return render(request, "exchanges/report_proofs.html", context)


def _evidence_replace(request: HttpRequest, exchange: Exchange, place: ReportPlace, pk: int) -> HttpResponse:
    """Another file for a proof that is there."""
    proof = next((row for row in select.proofs_of(exchange) if row.pk == pk), None)
    if proof is None:
        raise Http404
    form = PhotoForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            closing.replace_evidence(exchange=exchange, by=request.actor, evidence=pk, upload=upload)
        except InvalidInput as error:
            form.add_error("upload", error.message)
        else:
            messages.success(request, _("The proof is replaced."))
            return redirect(place.page("proofs"))
    context = {
        "exchange": exchange,
        "form": form,
        "back_url": place.page("proofs"),
        **proof_row(proof, place),
    }
    return render(request, "exchanges/report_proof_replace.html", context)


def _evidence_preview(
    request: HttpRequest, exchange: Exchange, place: ReportPlace, pk: int
) -> HttpResponseBase:
    """What a photo shows, for whoever handed it in."""
    proof = next((row for row in select.proofs_of(exchange) if row.pk == pk), None)
    if proof is None:
        raise Http404
    return preview(request, proof.file)


def _evidence_remove(request: HttpRequest, exchange: Exchange, place: ReportPlace, pk: int) -> HttpResponse:
    closing.remove_evidence(exchange=exchange, by=request.actor, evidence=pk)
    messages.success(request, _("The proof is taken back."))
    return redirect(place.page("proofs"))


def _evidence_note(request: HttpRequest, exchange: Exchange, place: ReportPlace) -> HttpResponse:
    form = EvidenceNoteForm(request.POST)
    if form.is_valid():
        version, note = form.cleaned_data["version"], form.cleaned_data["evidence_note"]
        closing.save_report(exchange=exchange, by=request.actor, version=version, evidence_note=note)
    return redirect(place.page("send"))


def _report_submit(request: HttpRequest, exchange: Exchange, place: ReportPlace) -> HttpResponse:
    """Everything on one page, each part with its Change link, then send."""
    if request.method == "POST":
        form = VersionedForm(request.POST)
        version = form.cleaned_data["version"] if form.is_valid() else None
        closing.submit_report(exchange=exchange, by=request.actor, version=version)
        messages.success(request, _("Your closing report is sent. You hear from your contact cluster."))
        return redirect(place.file or place.overview)
    result = actual.preview_of_report(exchange)
    proofs = select.proofs_of(exchange)
    context = {
        "exchange": exchange,
        "place": place,
        "report": getattr(exchange, "report", None),
        "rows": check_rows(exchange, proofs, place),
        "reasons": policies.report_is_complete(exchange, {}),
        "ongoing": exchange.state == "ongoing",
        "form": VersionedForm(initial={"version": exchange.version}),
        "back_url": place.overview,
    }
    return render(request, "exchanges/report_check.html", context | sum_context(exchange, result))


def _next(place: ReportPlace, page: str) -> str:
    return place.page(PAGES[PAGES.index(page) + 1])


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
    names = ("results", "learnings", "good_practice", "quote")
    initial: dict[str, Any] = {name: getattr(report, name) for name in names} if report is not None else {}
    if report is not None:
        initial["quote_consent"] = allows(ConsentPurpose.QUOTE, report)
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


report_edit, report_edit_by_link = both_ways(_report_edit, "GET", "HEAD")
report_page, report_page_by_link = both_ways(_report_page, "GET", "HEAD", "POST")
report_sum, report_sum_by_link = both_ways(_report_sum, "GET", "HEAD")
follow_ups, follow_ups_by_link = both_ways(_follow_ups, "GET", "HEAD", "POST")
follow_up_remove, follow_up_remove_by_link = both_ways(_follow_up_remove, "POST")
evidence_add, evidence_add_by_link = both_ways(_evidence_add, "GET", "HEAD", "POST")
evidence_remove, evidence_remove_by_link = both_ways(_evidence_remove, "POST")
evidence_replace, evidence_replace_by_link = both_ways(_evidence_replace, "GET", "HEAD", "POST")
evidence_preview, evidence_preview_by_link = both_ways(_evidence_preview, "GET", "HEAD")
evidence_note, evidence_note_by_link = both_ways(_evidence_note, "POST")
report_submit, report_submit_by_link = both_ways(_report_submit, "GET", "HEAD", "POST")
