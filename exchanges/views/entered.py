"""An application that a manager enters, and its applicant confirms by mail link."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clusters.permissions import check_manager
from core import links
from core.actors import Actor
from core.exceptions import InvalidInput, Refused
from core.models import AccessLink
from core.posted import posted
from exchanges.forms.application import DeclarationsForm
from exchanges.forms.application_entered import EnterForm
from exchanges.models import Application
from exchanges.selectors.apply import deciding_cluster, file_of
from exchanges.services import applications
from exchanges.services.entering import LINK_PURPOSE
from exchanges.services.estimates import Estimate, estimate_for
from exchanges.services.quotes import as_days
from exchanges.views.apply_pages import declared
from exchanges.views.apply_summary import sections


@require_http_methods(["GET", "HEAD", "POST"])
def application_enter(request: HttpRequest) -> HttpResponse:
    check_manager(request.actor)
    form = EnterForm(posted(request), cluster=request.actor.hat.cluster)
    if request.method == "POST" and form.is_valid():
        try:
            application = applications.enter_for_applicant(by=request.actor, **form.cleaned_data)
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            return redirect("exchanges:application_task_list", pk=application.pk)
    return render(
        request, "exchanges/application_enter.html", {"form": form, "back_url": reverse("clusters:members")}
    )


@require_safe
def application_entered(request: HttpRequest, pk: int) -> HttpResponse:
    """What the manager sees after the link was mailed."""
    application = get_object_or_404(file_of(request.actor).filter(entered_for_applicant=True), pk=pk)
    return render(request, "exchanges/application_entered.html", {"application": application})


# A page without a referrer has the origin "null", which the check against forgery refuses; the token is the right.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_confirm_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what was entered, POST declares and sends it. Used again, it shows the receipt."""
    try:
        link = links.resolve(token, LINK_PURPOSE)
    except AccessLink.DoesNotExist as unknown:
        raise Http404 from unknown
    except Refused as dead:
        return _private(
            render(request, "exchanges/application_confirm_dead.html", {"sentence": dead.reasons[0]})
        )
    application = get_object_or_404(file_of(Actor.system("link")), pk=link.subject_id)
    if application.state != "draft":
        context = {"application": application, "deciding": deciding_cluster(application)}
        return _private(render(request, "exchanges/application_confirmed.html", context))
    form = DeclarationsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            applications.confirm_entered(
                application=application, by=Actor.for_link(link), **declared(form.cleaned_data)
            )
        except InvalidInput as problem:
            form.add_error(None, problem.message)
        else:
            links.mark_used(link)
            return _private(redirect(request.path))
    context = {
        "application": application,
        "sections": sections(application),
        "estimate": _estimate(application),
        "form": form,
    }
    return _private(render(request, "exchanges/application_confirm_by_link.html", context))


def _estimate(application: Application) -> Estimate:
    return estimate_for(
        application,
        start=application.planned_start,
        end=application.planned_end,
        travel_days=as_days(application.travel_days),
    )


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response
