"""The plan of a partnership's deliverables, and one type of them with its issues."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.models import Partnership
from core import clock
from core.exceptions import InvalidInput
from core.posted import kept_post, posted
from reporting import permissions
from reporting.deliverables.catalogue import KINDS
from reporting.deliverables.kinds import Kind
from reporting.forms.deliverables import BeginForm, PlanForm
from reporting.models import Deliverable
from reporting.selectors import deliverables as selectors
from reporting.selectors.partnerships import reported_to
from reporting.services import deliverables as service
from reporting.views.parts import tabs

PER_PAGE = 25


@require_safe
def deliverables(request: HttpRequest, slug: str) -> HttpResponse:
    """Every deliverable of the work programme by work package: planned, being written, or published."""
    partnership = _partnership(request, slug)
    rows = selectors.plan_of(partnership)
    wanted = [row for row in rows if row.wanted]
    states, shown = selectors.by_state(wanted, request.GET.get("state", ""))
    context = {
        "partnership": partnership,
        "tabs": tabs(request, partnership, "deliverables"),
        "states": states,
        "groups": selectors.by_work_package(shown),
        "next": selectors.next_to_do(wanted),
        "left_out": [row for row in rows if not row.wanted],
        "published": sum(row.state == "published" for row in wanted),
        "earlier": sum(row.earlier is not None for row in wanted),
        "late": sum(row.late for row in wanted),
        "total": len(wanted),
        "may_report": permissions.can_report(partnership, request.actor),
    }
    return render(request, "reporting/deliverables/plan.html", context)


@require_safe
def deliverable_kind(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One type: what it holds, its places in the plan, its issues, and a button for the next one."""
    partnership, kind = _partnership(request, slug), _kind(code)
    begin_url = reverse("reporting:deliverable_begin", args=[slug, kind.code])
    issues = _issues(request, partnership, kind)
    form = BeginForm(
        kept_post(request, begin_url),
        partnership=partnership,
        kind=kind,
        has_issues=issues.exists(),
        initial=_asked_for(request) | {"until": min(clock.today(), partnership.end_on)},
    )
    return _kind_page(request, partnership, kind, form)


@require_POST
def deliverable_begin(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Freeze the figures and open a draft."""
    partnership, kind = _partnership(request, slug), _kind(code)
    permissions.check_may_report(partnership, request.actor)
    form = BeginForm(
        request.POST,
        partnership=partnership,
        kind=kind,
        has_issues=_issues(request, partnership, kind).exists(),
    )
    if form.is_valid():
        try:
            made = service.begin_deliverable(
                partnership=partnership, code=kind.code, by=request.actor, **form.cleaned_data
            )
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The figures are frozen. Now write the texts."))
            return redirect("reporting:deliverable", pk=made.pk)
    return _kind_page(request, partnership, kind, form)


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """A page of a period leads here with its figures chosen."""
    figures = request.GET.get("figures")
    return {"figures": figures} if figures else {}


def _kind_page(request: HttpRequest, partnership: Partnership, kind: Kind, form: BeginForm) -> HttpResponse:
    page = Paginator(_issues(request, partnership, kind), PER_PAGE).get_page(request.GET.get("page"))
    done = selectors.progress_of(list(page))
    may_report = permissions.can_report(partnership, request.actor)
    context = {
        "partnership": partnership,
        "kind": kind,
        "plan": selectors.plan_of(partnership, kind.code),
        "page": page,
        "issues": [
            {"issue": issue, "tone": selectors.TONES[issue.state], "written": done.get(issue.pk, (0, 0))}
            for issue in page
        ],
        "form": form if may_report else None,
        "may_report": may_report,
        "back_url": reverse("reporting:deliverables", args=[partnership.slug]),
        "back_label": _("Deliverables"),
    }
    return render(request, "reporting/deliverables/kind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_plan(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """When one issue is due, and who leads it."""
    partnership, kind = _partnership(request, slug), _kind(code)
    permissions.check_may_report(partnership, request.actor)
    back = reverse("reporting:deliverable_kind", args=[slug, kind.code])
    row = next((row for row in selectors.plan_of(partnership, kind.code) if row.number == number), None)
    if row is None:
        raise Http404
    initial = {"due_on": row.due_on, "wanted": row.wanted, "note": row.note, "lead": row.lead}
    form = PlanForm(posted(request), partnership=partnership, initial=initial)
    if request.method == "POST" and form.is_valid():
        service.plan_issue(
            partnership=partnership, code=kind.code, number=number, by=request.actor, **form.cleaned_data
        )
        messages.success(request, _("The plan is changed."))
        return redirect(back)
    context: dict[str, Any] = {
        "partnership": partnership,
        "kind": kind,
        "row": row,
        "form": form,
        "back_url": back,
        "back_label": f"{kind.code} {kind.title}",
    }
    return render(request, "reporting/deliverables/plan_form.html", context)


def _issues(request: HttpRequest, partnership: Partnership, kind: Kind) -> Any:
    visible = Deliverable.objects.visible_to(request.actor).filter(partnership=partnership, code=kind.code)
    rows = visible.exclude(state="discarded").select_related("period").defer("period__snapshot")
    return rows.order_by("-number")


def _kind(code: str) -> Kind:
    kind = KINDS.get(code.upper())
    if kind is None:
        raise Http404
    return kind


def _partnership(request: HttpRequest, slug: str) -> Partnership:
    return get_object_or_404(reported_to(request.actor), slug=slug)
