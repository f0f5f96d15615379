"""Cooperation opportunities: the list, the form, one of them with its steps, and what visits and tandems brought."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.models import Partnership
from core import workflow
from core.edits import Edit
from core.exceptions import InvalidInput
from core.posted import posted
from reporting import knowledge_permissions as permissions
from reporting.forms.knowledge import DropForm, OpportunityForm, OutcomeForm
from reporting.knowledge_filters import OpportunityFilter
from reporting.models import Opportunity
from reporting.selectors import opportunities as selectors
from reporting.selectors.partnerships import clusters_of, clusters_to_record_for
from reporting.services import opportunities as service
from reporting.views import knowledge
from reporting.views.parts import done

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
ACTS = ("pursue", "realise", "drop")


@require_safe
def opportunities(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = knowledge.own_partnership(request, slug)
    rows = selectors.opportunities_of(partnership, request.actor)
    listed = knowledge.filtered(OpportunityFilter, request, partnership, rows)
    page = Paginator(listed.qs, knowledge.PER_PAGE).get_page(request.GET.get("page"))
    context = knowledge.frame(request, partnership, "opportunities") | {
        "filter": listed,
        "page": page,
        "rows": [
            {"opportunity": row, "late": selectors.is_late(row), "soon": selectors.is_soon(row)}
            for row in page
        ],
        "may_write": permissions.can_write(partnership, request.actor),
        "to_take": _to_take(partnership, request),
    }
    return render(request, "reporting/opportunities.html", context)


@FORM_PAGE
def opportunity_new(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = knowledge.own_partnership(request, slug)
    permissions.check_may_write(partnership, request.actor)
    form = _form(request, partnership, initial={"kind": "project", "owner": request.user})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, service.note_opportunity, partnership=partnership, by=request.actor, **form.cleaned_data
        )
    ):
        messages.success(request, _("The opportunity is on the list."))
        return redirect("reporting:opportunities", slug=slug)
    back = reverse("reporting:opportunities", args=[slug])
    context = {"form": form, "row": None, "back_url": back, "back_label": _("Cooperation opportunities")}
    return render(request, "reporting/opportunity_form.html", context)


@FORM_PAGE
def opportunity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _opportunity(request, pk)
    permissions.check_owner(row, request.actor)
    saved = service.saved_values(row)
    edit, form = Edit(request, saved), _form(request, row.partnership, initial=saved, chosen=saved["terms"])
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(
            form, service.update_opportunity, opportunity=row, by=request.actor, **form.cleaned_data
        )
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("reporting:opportunity_detail", pk=pk)
    back = reverse("reporting:opportunity_detail", args=[pk])
    context = {"form": form, "row": row, "back_url": back, "back_label": row.title}
    return edit.answer("reporting/opportunity_form.html", context)


@FORM_PAGE
def opportunity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _opportunity(request, pk)
    sent = posted(request)
    act = sent.get("act", "") if sent is not None else ""
    if request.method == "POST":
        workflow.check_actor(row, act if act in ACTS else "pursue", request.actor)
    outcome = OutcomeForm(sent if act == "realise" else None)
    reason = DropForm(sent if act == "drop" else None)
    if request.method == "POST" and _acted(request, row, act, outcome, reason):
        return redirect("reporting:opportunity_detail", pk=pk)
    context = {
        "row": row,
        "state": workflow.of(row).state(row.state).label,
        "late": selectors.is_late(row),
        "terms": service.terms_of(row),
        "moves": {move for move in ACTS if workflow.may(row, move, request.actor)},
        "may_edit": permissions.owns(row, request.actor),
        "forms": [outcome, reason],
        "outcome": outcome,
        "reason": reason,
        "facts": _facts(row),
        "history": knowledge.timeline(row, note=_("Noted")),
        "back_url": reverse("reporting:opportunities", args=[row.partnership.slug]),
        "back_label": _("Cooperation opportunities"),
    }
    return render(request, "reporting/opportunity_detail.html", context)


@require_safe
def opportunities_found(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of visits and tandems, to be taken over with one click."""
    partnership = knowledge.own_partnership(request, slug)
    permissions.check_may_write(partnership, request.actor)
    context = {
        "partnership": partnership,
        "sources": selectors.sources(partnership, request.actor),
        "back_url": reverse("reporting:opportunities", args=[slug]),
        "back_label": _("Cooperation opportunities"),
    }
    return render(request, "reporting/opportunities_found.html", context)


@require_POST
def opportunity_take(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = knowledge.own_partnership(request, slug)
    permissions.check_may_write(partnership, request.actor)
    number = request.POST.get("number", "")
    try:
        made = service.take_over(
            partnership=partnership,
            kind=request.POST.get("kind", ""),
            number=int(number) if number.isdecimal() else 0,
            by=request.actor,
        )
    except InvalidInput as problem:
        messages.error(request, str(problem.message))
        return redirect("reporting:opportunities_found", slug=slug)
    messages.success(request, _("Taken over. Say what it is about, and what the next step is."))
    return redirect("reporting:opportunity_edit", pk=made.pk)


def _acted(request: HttpRequest, row: Opportunity, act: str, outcome: OutcomeForm, reason: DropForm) -> bool:
    version, by = knowledge.version_of(request), request.actor
    if act == "pursue":
        service.pursue(opportunity=row, by=by, version=version)
        messages.success(request, _("It is being pursued."))
        return True
    if act == "realise" and outcome.is_valid():
        service.realise(opportunity=row, by=by, version=version, **outcome.cleaned_data)
        messages.success(request, _("Well done. It is kept with what came of it."))
        return True
    if act == "drop" and reason.is_valid():
        service.drop(opportunity=row, by=by, version=version, **reason.cleaned_data)
        messages.success(request, _("It is not pursued. You can take it up again."))
        return True
    return False


def _facts(row: Opportunity) -> list[tuple[Any, ...]]:
    facts: list[tuple[Any, ...]] = [
        (_("Kind"), row.get_kind_display()),
        (_("Clusters"), selectors.clusters_in_words(row)),
        (_("Regions"), row.regions or "–"),
    ]
    if row.deadline is not None:
        facts.append((_("Deadline of the call"), row.deadline))
    who = row.owner.get_full_name() if row.owner is not None else _("Nobody yet")
    facts += [(_("Next step"), row.next_step or "–"), (_("By when"), row.next_on or "–"), (_("Who"), who)]
    if row.follow_up is not None:
        facts.append((_("Came out of"), _("a visit")))
    if row.tandem is not None:
        facts.append((_("Came out of"), _("a learning tandem")))
    facts.append((_("Public documents"), _("may stand in them") if row.may_publish else _("stays inside")))
    return facts


def _to_take(partnership: Partnership, request: HttpRequest) -> int:
    actor = request.actor
    visits = selectors.follow_ups_to_take(partnership, actor).count()
    return visits + selectors.tandems_to_take(partnership, actor).count()


def _opportunity(request: HttpRequest, pk: int) -> Opportunity:
    visible = Opportunity.objects.visible_to(request.actor)
    related = ("partnership", "cluster", "owner", "follow_up", "tandem")
    found: Opportunity = get_object_or_404(visible.select_related(*related), pk=pk)
    return found


def _form(request: HttpRequest, partnership: Partnership, **more: Any) -> OpportunityForm:
    return OpportunityForm(
        posted(request),
        clusters=clusters_to_record_for(partnership, request.actor),
        others=clusters_of(partnership),
        owners=selectors.owners_in(partnership),
        **more,
    )
