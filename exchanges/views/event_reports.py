"""The report of an event: drafted, written and confirmed by its host's side; a PDF for everybody once it is confirmed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.selectors.reference import country_choices
from core.edits import Edit
from core.posted import posted
from exchanges.documents import event_report
from exchanges.forms.events import EventReportForm
from exchanges.forms.report import ReasonForm
from exchanges.models import EventReport, Mission
from exchanges.selectors import event_reports as select
from exchanges.selectors import missions as events
from exchanges.services import event_reports as services
from exchanges.views.missions import own

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@FORM_PAGE
def mission_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Nothing yet: a button. A draft: its texts. Confirmed: what everybody reads."""
    mission = own(request, slug)
    report = select.report_of(mission)
    if report is None or report.state != "draft":
        return render(request, "exchanges/mission_report.html", _context(mission, report))
    report.mission = mission
    saved = {name: getattr(report, name) for name in services.TEXTS}
    edit, form = Edit(request, saved), EventReportForm(posted(request), initial=saved)
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, services.save_report, report=report, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("The report is saved."))
        return redirect(request.path)
    return edit.answer("exchanges/mission_report.html", _context(mission, report) | {"form": form})


@require_POST
def mission_report_act(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Draft it, or confirm it."""
    mission = own(request, slug)
    if act == "draft":
        services.draft_report(mission=mission, by=request.actor)
        messages.success(request, _("A first text is there. Please change it as it was."))
    elif act == "confirm":
        services.confirm_report(report=_report(mission), by=request.actor)
        messages.success(request, _("Confirmed. The report stands on the page of the event."))
    else:
        raise Http404
    return redirect("exchanges:mission_report", slug=slug)


@FORM_PAGE
def mission_report_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    mission = own(request, slug)
    report = _report(mission)
    form = ReasonForm(posted(request), label=_("Why is it opened again?"))
    if request.method == "POST" and form.is_valid():
        services.reopen_report(report=report, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("The report is a draft again, and not public."))
        return redirect("exchanges:mission_report", slug=slug)
    context = {
        "mission": mission,
        "form": form,
        "button_label": _("Open again"),
        "back_url": reverse("exchanges:mission_report", args=[slug]),
    }
    return render(request, "exchanges/mission_report_reopen.html", context)


@require_safe
@login_not_required
def mission_report_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    mission = get_object_or_404(events.mission_for_page(request.actor), slug=slug)
    report = select.confirmed_report(mission)
    if report is None:
        raise Http404
    report.mission = mission
    response = HttpResponse(
        event_report.render(report, select.in_words(report.figures, dict(country_choices()))),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = f'attachment; filename="report-{slug}.pdf"'
    return response


def _report(mission: Mission) -> EventReport:
    report = select.report_of(mission)
    if report is None:
        raise Http404
    report.mission = mission
    return report


def _context(mission: Mission, report: EventReport | None) -> dict[str, Any]:
    figures = (
        report.figures if report is not None and report.state == "confirmed" else select.figures(mission)
    )
    return {
        "mission": mission,
        "report": report,
        "facts": select.in_words(figures, dict(country_choices())),
        "may_draft": mission.state == "finished" and not mission.with_lump_sum,
        "back_url": reverse("exchanges:mission_detail", args=[mission.slug]),
        "back_label": mission.title,
    }
