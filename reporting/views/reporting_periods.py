"""The periods a partnership reports on: planned, closed with their figures, compared, corrected."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.models import Partnership
from core import clock
from core.posted import posted
from core.spreadsheet import csv_lines
from reporting import permissions
from reporting.deliverables.catalogue import KINDS
from reporting.enums import Repeats
from reporting.forms.reporting_periods import CorrectionForm, PeriodForm, ReviewForm
from reporting.models import Correction, ReportingPeriod
from reporting.selectors import figure_sources
from reporting.selectors import reporting_periods as select
from reporting.selectors.deliverables import TONES
from reporting.selectors.partnerships import reported_to
from reporting.selectors.period_open import open_work
from reporting.services import reporting_periods as service
from reporting.views.parts import done, tabs

PER_PAGE = 20


@require_safe
def periods(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = _partnership(request, slug)
    own = ReportingPeriod.objects.visible_to(request.actor).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "tabs": tabs(request, partnership, "periods"),
        "page": Paginator(select.listed(own), PER_PAGE).get_page(request.GET.get("page")),
        "may_report": permissions.can_report(partnership, request.actor),
        "today": clock.today(),
    }
    return render(request, "reporting/periods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def period_new(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = _partnership(request, slug)
    permissions.check_may_report(partnership, request.actor)
    suggested = select.suggestion(partnership)
    initial = {}
    if suggested is not None:
        title = _("Half-year %(number)d") % {"number": suggested.number}
        initial = {
            "title": title,
            "first_day": suggested.first_day,
            "last_day": suggested.last_day,
            "due_on": suggested.due_on,
        }
    form = PeriodForm(posted(request), initial=initial)
    plan = {"act": service.plan_period, "partnership": partnership, "by": request.actor}
    if request.method == "POST" and form.is_valid() and done(form, **plan, **form.cleaned_data):
        messages.success(request, _("The period is planned."))
        return redirect("reporting:periods", slug=slug)
    context = {
        "partnership": partnership,
        "form": form,
        "back_url": reverse("reporting:periods", args=[slug]),
        "back_label": _("Reporting periods"),
    }
    return render(request, "reporting/period_form.html", context)


@require_safe
def period_detail(request: HttpRequest, pk: int) -> HttpResponse:
    period = _period(request, pk)
    may_correct = service.can_correct(period, request.actor)
    context: dict[str, Any] = {
        "period": period,
        "partnership": period.partnership,
        "may_report": permissions.can_report(period.partnership, request.actor),
        "may_correct": may_correct,
        "ended": period.last_day < clock.today(),
    }
    if period.closed_at is None:
        context["open_work"] = open_work(period, request.actor)
    else:
        last, compared = select.against_last(period)
        so_far = select.frozen_values(period)
        made = figure_sources.issues_of(period)
        changes = select.changes_since(period)
        context |= {
            "last": last,
            "compared": [(label, row, so_far.get(row.code)) for label, row in compared],
            "changes": changes,
            "unexplained": [change for change in changes if change.left],
            "issues": [{"issue": issue, "tone": TONES[issue.state]} for issue in made],
            "owed": [
                kind
                for kind in KINDS.values()
                if kind.repeats == Repeats.HALF_YEARLY and kind.code not in {issue.code for issue in made}
            ],
            "moved": select.moved_records(period, request.actor),
            "explanations": [
                (
                    told,
                    ReviewForm(prefix=str(told.first.pk))
                    if may_correct and told.waits_for(request.actor)
                    else None,
                )
                for told in select.explanations(period, request.actor)
            ],
        }
    return render(request, "reporting/period_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def period_close(request: HttpRequest, pk: int) -> HttpResponse:
    period = _period(request, pk)
    permissions.check_may_report(period.partnership, request.actor)
    if request.method == "POST":
        service.close_period(period=period, by=request.actor)
        messages.success(request, _("The period is closed. Its figures are frozen."))
        return redirect("reporting:period_detail", pk=pk)
    context = {
        "period": period,
        "open_work": open_work(period, request.actor) if period.closed_at is None else [],
        "back_url": reverse("reporting:period_detail", args=[pk]),
        "back_label": period.title,
    }
    return render(request, "reporting/period_close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def period_remove(request: HttpRequest, pk: int) -> HttpResponse:
    period = _period(request, pk)
    permissions.check_may_report(period.partnership, request.actor)
    if request.method == "POST":
        service.remove_period(period=period, by=request.actor)
        messages.success(request, _("The period is removed."))
        return redirect("reporting:periods", slug=period.partnership.slug)
    back = reverse("reporting:period_detail", args=[pk])
    context = {"period": period, "back_url": back, "back_label": period.title}
    return render(request, "reporting/period_remove.html", context)


@require_safe
def period_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The frozen figures, those of the last period, and how a count of today differs."""
    period = _period(request, pk)
    response = StreamingHttpResponse(csv_lines(_lines(period)), content_type="text/csv; charset=utf-8")
    name = f"period-{period.partnership.slug}-{period.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(period: ReportingPeriod) -> Iterator[list[Any]]:
    yield [
        _("Code"), _("Indicator"), _("Up to the last day"), _("In this period"), _("In the period before"),
        _("Counted today"), _("Difference since closing"), _("Explained"),
    ]  # fmt: skip
    for label, row in select.told(period):
        yield [row.code, label, row.frozen, row.alone, row.before, row.now, row.by, row.explained]


@require_http_methods(["GET", "HEAD", "POST"])
def correction_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Explain one difference, and others that have the same reason; `all` in the address ticks them all."""
    period = _period(request, pk)
    permissions.check_may_record(period.partnership, request.actor)
    left = select.unexplained(period)
    first = request.GET.get("code", "")
    initial = {
        "code": first,
        "difference": request.GET.get("difference", ""),
        "also": [item.code for item in left] if "all" in request.GET else [],
    }
    others = [(item.code, item.in_words) for item in left if item.code != first]
    form = CorrectionForm(posted(request), initial=initial, others=others)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        differences = {told["code"]: told["difference"]} | {
            item.code: item.left
            for item in left
            if item.code in told.get("also", ()) and item.code != told["code"]
        }
        words = {"change": told["change"], "reason": told["reason"]}
        note = {"act": service.note_corrections, "period": period, "by": request.actor}
        if done(form, **note, differences=differences, **words):
            messages.success(request, _("The correction is noted. A second person reviews it."))
            return redirect("reporting:period_detail", pk=pk)
    back = reverse("reporting:period_detail", args=[pk])
    context = {"period": period, "form": form, "back_url": back, "back_label": period.title}
    return render(request, "reporting/correction_form.html", context)


@require_POST
def correction_review(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Correction.objects.visible_to(request.actor).select_related("period__partnership")
    correction = get_object_or_404(visible, pk=pk)
    permissions.check_may_record(correction.period.partnership, request.actor)
    form = ReviewForm(request.POST, prefix=str(pk))
    if form.is_valid() and done(
        form,
        service.review_correction,
        correction=correction,
        agreed=form.cleaned_data["agreed"] == "yes",
        answer=form.cleaned_data["answer"],
        by=request.actor,
    ):
        messages.success(request, _("The correction is reviewed."))
        return redirect("reporting:period_detail", pk=correction.period_id)
    context = {
        "period": correction.period,
        "told": select.explanation_of(correction),
        "form": form,
        "back_url": reverse("reporting:period_detail", args=[correction.period_id]),
        "back_label": correction.period.title,
    }
    return render(request, "reporting/correction_review.html", context)


def _partnership(request: HttpRequest, slug: str) -> Partnership:
    return get_object_or_404(reported_to(request.actor), slug=slug)


def _period(request: HttpRequest, pk: int) -> ReportingPeriod:
    visible = ReportingPeriod.objects.visible_to(request.actor)
    found: ReportingPeriod = get_object_or_404(visible.select_related("partnership", "closed_by"), pk=pk)
    return found
