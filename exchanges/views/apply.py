"""Apply: start, task list, one page after another."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.enums import RoleKind
from core.actors import Actor
from core.edits import Conflict, differences
from core.exceptions import InvalidInput, NotAllowed, StaleVersion
from core.posted import posted
from exchanges import completeness
from exchanges.forms.application import TravellerFormSet
from exchanges.forms.carried import CarriedOverForm
from exchanges.models import Application, HostOffer, Mission
from exchanges.selectors.apply import earlier_files, open_drafts
from exchanges.selectors.way_in import way_in
from exchanges.services import applications
from exchanges.services.drafts import check_may_write
from exchanges.services.estimates import estimate_for
from exchanges.services.mission_invitations import attach_application
from exchanges.services.papers import take_back
from exchanges.services.quotes import as_days
from exchanges.services.saving_pages import save_page
from exchanges.views import apply_saving, carried
from exchanges.views.apply_pages import BY_SLUG, Page, next_page, page_url, previous_page
from exchanges.views.apply_saving import BACKGROUND, number
from exchanges.views.apply_summary import papers_there
from exchanges.views.finding import file_or_404
from exchanges.views.mission_invitations import invitation_brought

MOST_EARLIER = 5
OWN_TEMPLATES = {
    "mission": "exchanges/application_choice.html",
    "offer": "exchanges/application_choice.html",
    "dates": "exchanges/application_dates.html",
    "invite": "exchanges/application_invite.html",
    "papers": "exchanges/application_papers.html",
    "declarations": "exchanges/application_declarations.html",
}


@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """What is needed, and one button. A mission or a host may come along in the address."""
    hat = request.actor.hat
    if hat is None:
        carried.keep(request)
        return redirect(carried.describe_url(request))
    if hat.kind != RoleKind.REPRESENTATIVE:
        if request.method == "POST":
            raise NotAllowed(_("Only a representative of an organisation can apply for it."))
        return render(request, "exchanges/application_new_staff.html", {})
    asked = carried.brought(request)
    earlier = earlier_files(request.actor, hat.organisation)
    source = earlier.filter(reference=asked["copy"]).first() if asked.get("copy") else None
    mission, offer = _brought_along(request.actor, asked)
    answers = CarriedOverForm(asked).answers(mission, home=hat.organisation.country_id)
    way = way_in(request.actor, asked)
    if request.method == "POST":
        carried.forget(request)
        if source is not None:
            application = applications.copy_application(application=source, by=request.actor)
        else:
            application = applications.start_draft(
                organisation=hat.organisation,
                by=request.actor,
                mission=mission,
                host_offer=offer,
                partnership=way.partnership,
                visitor_cluster=way.cluster,
                **answers,
            )
            invitation = invitation_brought(asked.get("invited") or "")
            if invitation is not None:
                attach_application(invitation=invitation, application=application)
        return redirect("exchanges:application_page", pk=application.pk, page="visit")
    context = {
        "organisation": hat.organisation,
        "mission": mission,
        "offer": offer,
        "source": source,
        "way": None if source is not None else way,
        "taken_along": carried.in_words(answers),
        "drafts": open_drafts(request.actor),
        "earlier": [] if source is not None else earlier[:MOST_EARLIER],
    }
    return render(request, "exchanges/application_new.html", context)


@require_safe
def application_task_list(request: HttpRequest, pk: int) -> HttpResponse:
    application = file_or_404(request, pk=pk)
    if application.state != "draft":
        return redirect("exchanges:file", reference=application.reference)
    tasks = _tasks(application)
    rows = [
        {
            "name": task.name,
            "state": task.state,
            "url": page_url(application, task.next_page),
            "hint": task.problems[0][1] if task.state == "in_progress" else "",
        }
        for task in tasks
    ]
    done = sum(task.complete for task in tasks)
    context = {
        "application": application,
        "tasks": rows,
        "done": done,
        "total": len(tasks),
        "complete": done == len(tasks),
    }
    return render(request, "exchanges/application_task_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def application_page(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    application = file_or_404(request, pk=pk)
    asked = BY_SLUG.get(page)
    if asked is None:
        raise Http404
    check_may_write(application, request.actor)
    if not asked.shown(application):
        return redirect("exchanges:application_task_list", pk=pk)
    if page == "travellers":
        return _travellers_page(request, application, asked)
    if page == "papers" and "remove" in request.POST:
        take_back(application=application, by=request.actor, what=request.POST["remove"])
        return redirect(request.get_full_path())
    form = _form(request, application, asked)
    if BACKGROUND in request.POST:
        return _in_background(request, application, asked, form)
    conflict: Conflict | None = None
    if request.method == "POST" and "show" not in request.POST and form.is_valid():
        try:
            _keep(request, application, asked, form.cleaned_data)
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        except StaleVersion as newer:
            conflict = apply_saving.page_conflict(application, newer, asked, form)
            if not conflict.rows:
                return redirect(_after(request, application, asked))
        else:
            return redirect(_after(request, application, asked))
    context = _page_context(request, application, asked) | {"form": form}
    if page in ("mission", "offer"):
        context["nothing"] = not any(form.fields[asked.field].choices)
    if page == "papers":
        context |= {"membership": form.membership, "files": papers_there(form)}
    if page == "dates":
        context |= _estimate_context(application, form)
    return _answer(request, _template(page), context, conflict)


def _keep(request: HttpRequest, application: Application, asked: Page, data: dict[str, Any]) -> None:
    save_page(
        application=application,
        page=apply_saving.open_page(request.POST),
        answers=apply_saving.digest_of(asked.initial),
        keep=lambda version: asked.keep(application, request.actor, version, dict(data)),
    )


def _in_background(request: HttpRequest, application: Application, asked: Page, form: Any) -> HttpResponse:
    """While somebody types in a draft: what is right and new is kept. Nothing to keep is no content."""
    saved = asked.initial(application)
    data: dict[str, Any] = {}
    if application.state == "draft" and asked.background:
        data = apply_saving.right_fields(form, whole=asked.background == "whole")
    if not differences(form, saved, apply_saving.as_saved(saved, data)) and (saved or not data):
        return HttpResponse(status=204)
    more = asked.takes_along(application, data) if data else ""
    if more:
        return apply_saving.only_by_button(request, more)
    return apply_saving.in_background(
        request,
        application,
        asked.initial,
        lambda version: asked.keep(application, request.actor, version, dict(data)),
    )


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], conflict: Conflict | None
) -> HttpResponse:
    """The page; with both texts and status 409 when another page was faster. Sent once more, it replaces them."""
    if conflict is None:
        return render(request, template, context)
    application, asked = context["application"], context["page"]
    newest = Application.objects.visible_to(request.actor).get(pk=application.pk)
    context |= apply_saving.fresh(newest, asked.initial) | {"conflict": conflict}
    return render(request, template, context, status=409)


def _travellers_page(request: HttpRequest, application: Application, asked: Page) -> HttpResponse:
    """As many people as needed; "another person" adds empty fields and saves nothing."""
    rows = asked.initial(application)["travellers"]
    conflict: Conflict | None = None
    if request.method == "POST":
        data = request.POST.copy()
        if "add" in data:
            data["form-TOTAL_FORMS"] = str(
                min(number(data.get("form-TOTAL_FORMS")) + 1, TravellerFormSet.max_num)
            )
            formset = TravellerFormSet(initial=_typed(data))
        else:
            formset = TravellerFormSet(data)
            right = formset.is_valid()
            if BACKGROUND in data:
                return _travellers_in_background(
                    request, application, asked, formset.named() if right else rows
                )
            if right:
                try:
                    _keep(request, application, asked, {"travellers": formset.named()})
                except StaleVersion as newer:
                    conflict = apply_saving.travellers_conflict(application, newer, asked, formset.named())
                else:
                    return redirect(_after(request, application, asked))
    else:
        kept = posted(request)
        formset = TravellerFormSet(kept) if kept is not None else TravellerFormSet(initial=rows or [{}])
    context = _page_context(request, application, asked) | {"formset": formset}
    return _answer(request, "exchanges/application_travellers.html", context, conflict)


def _travellers_in_background(
    request: HttpRequest, application: Application, asked: Page, named: list[dict[str, str]]
) -> HttpResponse:
    if application.state != "draft" or named == asked.initial(application)["travellers"]:
        return HttpResponse(status=204)
    return apply_saving.in_background(
        request,
        application,
        asked.initial,
        lambda version: asked.keep(application, request.actor, version, {"travellers": named}),
    )


def _form(request: HttpRequest, application: Application, asked: Page) -> Any:
    more = {} if asked.slug == "declarations" else {"application": application}
    return asked.form(posted(request), request.FILES or None, initial=asked.initial(application), **more)


def _after(request: HttpRequest, application: Application, asked: Page) -> str:
    """A Change link leads back to the check page, by way of pages that the change made necessary."""
    following = next_page(application, asked.slug)
    checking = request.GET.get("from") == "check"
    if checking:
        open_pages = {page for page, _sentence in completeness.problems(application)}
        same_task = following is not None and following.task == asked.task
        if (
            same_task
            and following is not None
            and (following.slug in open_pages or asked.slug in ("host", "partnership"))
        ):
            return f"{page_url(application, following.slug)}?from=check"
        return _check_url(application)
    if following is not None:
        return page_url(application, following.slug)
    done = not completeness.problems(application, own_part=not application.entered_for_applicant)
    if done:
        return _check_url(application)
    return reverse("exchanges:application_task_list", kwargs={"pk": application.pk})


def _page_context(request: HttpRequest, application: Application, asked: Page) -> dict[str, Any]:
    before = previous_page(application, asked.slug)
    if request.GET.get("from") == "check":
        back = _check_url(application)
    elif before is not None:
        back = page_url(application, before.slug)
    else:
        back = reverse("exchanges:application_task_list", kwargs={"pk": application.pk})
    hidden = apply_saving.carried(request, application, asked.initial)
    saves = application.state == "draft" and bool(asked.background)
    context = {"application": application, "page": asked, "back_url": back, "saves": saves} | hidden
    return context | {"on_hold": application.state == "on_hold", "unsaved": application.state == "on_hold"}


def _estimate_context(application: Application, form: Any) -> dict[str, Any]:
    """The sum for what stands on the form now, typed or stored."""
    if form.is_bound:
        form.is_valid()
        data = form.cleaned_data
        start, end, travel = data.get("planned_start"), data.get("planned_end"), data.get("travel_days") or []
    else:
        start, end, travel = (
            application.planned_start,
            application.planned_end,
            as_days(application.travel_days),
        )
    return {"estimate": estimate_for(application, start=start, end=end, travel_days=travel)}


def _brought_along(actor: Actor, asked: QueryDict) -> tuple[Mission | None, HostOffer | None]:
    """The mission or host whose "Apply" link was followed; unknown ones are ignored."""
    mission = Mission.objects.visible_to(actor).filter(state="open", slug=asked.get("mission", "")).first()
    number = asked.get("host", "")
    offer = HostOffer.objects.visible_to(actor).open().filter(pk=number).first() if number.isdigit() else None
    return mission, offer


def _tasks(application: Application) -> list[completeness.Task]:
    return completeness.tasks(application, own_part=not application.entered_for_applicant)


def _template(page: str) -> str:
    return OWN_TEMPLATES.get(page, "exchanges/application_page.html")


def _typed(data: Any) -> list[dict[str, str]]:
    total = number(data.get("form-TOTAL_FORMS"))
    names = ("first_name", "last_name", "email", "position")
    return [{name: data.get(f"form-{number}-{name}", "") for name in names} for number in range(total)]


def _check_url(application: Application) -> str:
    return reverse("exchanges:application_check", kwargs={"pk": application.pk})
