"""The manager's list of members, with what waits on top; and many requests confirmed at once."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from clusters import permissions
from clusters.filters import SOON, MemberFilter
from clusters.forms.membership import EndForm
from clusters.models import Membership
from clusters.selectors.members import candidates, in_order, members_of, requests_of
from clusters.services import memberships
from core import clock
from core.exceptions import InvalidInput
from core.posted import posted
from core.views.exports import table_at_once

PER_PAGE = 50
DONE_KEY = "members_confirmed"


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    page = Paginator(_ordered(request, found), PER_PAGE).get_page(request.GET.get("page"))
    waiting = list(requests_of(request.actor)[: PER_PAGE + 1])
    context = {
        "filter": found,
        "page": page,
        "requests": waiting[:PER_PAGE],
        "more_waiting": len(waiting) > PER_PAGE,
        "query": request.GET.urlencode(),
        "soon": clock.today() + SOON,
    }
    return render(request, "clusters/members.html", context)


@require_safe
def members_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the filtered list, all pages of it, in the same order."""
    return table_at_once(request, "members", request.GET.urlencode())


@require_http_methods(["GET", "HEAD", "POST"])
def members_confirm(request: HttpRequest) -> HttpResponse:
    """Several requests at once: first what would happen to each, then one button, then what happened."""
    permissions.check_manager(request.actor)
    sent = posted(request)
    source = request.GET if sent is None else sent
    wanted = None if source.get("all") else [int(pk) for pk in source.getlist("pk") if pk.isdigit()]
    found = candidates(request.actor, wanted)
    allowed = [item.membership for item in found if not item.reason]
    form = EndForm(sent)
    if request.method == "POST" and form.is_valid() and allowed:
        try:
            done = memberships.confirm_many(
                memberships=allowed, by=request.actor, until=form.cleaned_data["until"]
            )
        except InvalidInput as problem:
            form.add_error("until", problem.message)
        else:
            request.session[DONE_KEY] = [[row.organisation, row.membership_id, row.reason] for row in done]
            return redirect("clusters:members_confirmed")
    context = {
        "form": form,
        "allowed": allowed,
        "refused": [item for item in found if item.reason],
        "back_url": reverse("clusters:members"),
    }
    return render(request, "clusters/members_confirm.html", context)


@require_safe
def members_confirmed(request: HttpRequest) -> HttpResponse:
    """What became of each of them."""
    permissions.check_manager(request.actor)
    rows = request.session.get(DONE_KEY, [])
    context = {
        "done": [{"name": name, "pk": pk} for name, pk, reason in rows if not reason],
        "refused": [{"name": name, "pk": pk, "reason": reason} for name, pk, reason in rows if reason],
    }
    return render(request, "clusters/members_confirmed.html", context)


def _filtered(request: HttpRequest) -> MemberFilter:
    permissions.check_manager(request.actor)
    return MemberFilter(request.GET, queryset=members_of(request.actor), request=request)


def _ordered(request: HttpRequest, found: MemberFilter) -> QuerySet[Membership]:
    return in_order(found.qs, request.GET.get("order", ""))
