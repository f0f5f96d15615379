"""Check answers, send, receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import StaleVersion
from exchanges import permissions
from exchanges.enums import ApplicationState
from exchanges.models import Application
from exchanges.selectors.apply import deciding_cluster
from exchanges.selectors.file_page import COPY_READERS
from exchanges.selectors.rulebooks import note_for_applicants
from exchanges.selectors.sums import sum_page
from exchanges.services import applications
from exchanges.services.estimates import estimate_for
from exchanges.services.quotes import as_days
from exchanges.views.apply_saving import number
from exchanges.views.apply_summary import missing, sections
from exchanges.views.finding import file_or_404

SIDES_OF_VISITOR = (
    "visitor", "visitor_manager", "decider", "finance", "coordinator", "auditor", "support_office",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def application_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check answers, then send. An entered application goes to its applicant for confirmation instead."""
    application = file_or_404(request, pk=pk)
    if application.state == "on_hold":
        return redirect("exchanges:application_answer", reference=application.reference)
    if application.state != "draft":
        return redirect("exchanges:application_sent", reference=application.reference)
    if request.method == "POST":
        try:
            return _send(request, application)
        except applications.Incomplete:
            application = file_or_404(request, pk=pk)
    context = {
        "application": application,
        "sections": sections(application, changeable=True),
        "problems": missing(application, own_part=not application.entered_for_applicant),
        "estimate": _stored_estimate(application),
        "note": note_for_applicants(application),
        "back_url": reverse("exchanges:application_task_list", kwargs={"pk": pk}),
    }
    return render(request, "exchanges/application_check.html", context)


@require_safe
def application_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt; a bookmark of it works for as long as the file does."""
    application = file_or_404(request, reference=reference)
    # It names the visitor's contact, whom a host does not know before the match is confirmed.
    relations = permissions.application_relations(application, request.actor)
    permissions.check_relation(relations, *SIDES_OF_VISITOR)
    context = {
        "may_take": bool(relations & COPY_READERS),
        "state": ApplicationState(application.state).label,
        "waiting": application.state in ("submitted", "in_review", "on_hold"),
        "application": application,
        "deciding": deciding_cluster(application),
        "sum": sum_page(application).current,
    }
    return render(request, "exchanges/application_sent.html", context)


def _send(request: HttpRequest, application: Application) -> HttpResponse:
    version = number(request.POST.get("version"))
    if application.entered_for_applicant:
        applications.ask_to_confirm(application=application, by=request.actor, version=version)
        return redirect("exchanges:application_entered", pk=application.pk)
    try:
        applications.submit_application(application=application, by=request.actor, version=version)
    except StaleVersion as error:
        # The second click of a double click shows the receipt of the first.
        if error.current.state != "submitted":
            raise
        application = error.current
    return redirect("exchanges:application_sent", reference=application.reference)


def _stored_estimate(application: Application) -> Any:
    return estimate_for(
        application,
        start=application.planned_start,
        end=application.planned_end,
        travel_days=as_days(application.travel_days),
    )
