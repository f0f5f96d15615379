"""The start page: for visitors of the site what the scheme is, for people at work what waits for them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters import rights
from clusters.enums import RoleKind
from clusters.selectors.people import roles_over
from clusters.selectors.teams import own_requests, present_absences
from exchanges.selectors import missions, queue, work
from reporting.selectors import all_work, oversight
from reporting.selectors.checklists import first_steps
from reporting.selectors.home import live_counts


@require_safe
@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    return _my_work(request) if request.user.is_authenticated else _home(request)


def _home(request: HttpRequest) -> HttpResponse:
    context = {"counts": live_counts(), "missions": missions.next_missions(request.actor)}
    return render(request, "reporting/home.html", context)


def _my_work(request: HttpRequest) -> HttpResponse:
    hat = request.actor.hat
    if hat is not None and hat.kind in (RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE):
        return _oversight(request)
    items = all_work.waiting(request.actor)
    represents = hat is not None and hat.kind == RoleKind.REPRESENTATIVE
    own, hosted = work.own_files(request.actor) if represents else ([], [])
    context = {
        "hat": hat,
        "items": items,
        "most": work.MOST,
        "late": sum(item.late for item in items),
        "others": work.late_with_others(request.actor),
        "represents": represents,
        "own": own,
        "hosted": hosted,
        "steps": queue.STEPS,
        "missions": missions.next_missions(request.actor) if represents and not own else [],
        "first_steps": first_steps(request.actor),
        "over": roles_over(request.user) if hat is None else [],
        "asked": own_requests(request.user) if hat is None else [],
    } | _standing_in(request)
    return render(request, "reporting/start.html", context)


def _oversight(request: HttpRequest) -> HttpResponse:
    """The own start page of those who read and change nothing."""
    hat = request.actor.hat
    context = {"hat": hat, "first_steps": first_steps(request.actor)}
    if hat.kind == RoleKind.SUPPORT_OFFICE:
        return render(request, "reporting/start_support.html", context | {"figures": oversight.figures()})
    context |= {"seen": rights.seen_by(hat), "sample": oversight.sample_of(request.actor)}
    return render(request, "reporting/start_auditor.html", context)


def _standing_in(request: HttpRequest) -> dict[str, object]:
    """The own absence of today, and the colleagues for whom the person stands in."""
    away, standing = present_absences(request.actor)
    return {"away": away, "standing": standing}
