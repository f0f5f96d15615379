"""The start page: for visitors of the site what the scheme is, for people at work what waits for them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters.enums import RoleKind
from exchanges.selectors import missions, queue, work
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
    items = work.waiting(request.actor)
    represents = hat is not None and hat.kind == RoleKind.REPRESENTATIVE
    own, hosted = work.own_files(request.actor) if represents else ([], [])
    context = {
        "hat": hat,
        "items": items,
        "most": work.MOST,
        "late": sum(item.late for item in items),
        "represents": represents,
        "own": own,
        "hosted": hosted,
        "steps": queue.STEPS,
        "missions": missions.next_missions(request.actor) if represents and not own else [],
    }
    return render(request, "reporting/start.html", context)
