"""The list of files that staff work with, and the same list as CSV."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.enums import RoleKind
from core import clock
from core.exceptions import NotAllowed
from core.query import FROM_THE_START, url_with
from core.spreadsheet import csv_lines
from exchanges.filters import ApplicationFilter
from exchanges.models import Application
from exchanges.selectors import queue as files
from exchanges.selectors import queue_pages

STAFF = (RoleKind.MANAGER, RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    context = {
        "filter": found,
        "query": request.GET.urlencode(),
        "cap": queue_pages.CAP,
        "first_url": url_with(request, **FROM_THE_START),
    }
    return render(request, "exchanges/queue.html", context | _page(request, found))


def _page(request: HttpRequest, found: ApplicationFilter) -> dict[str, Any]:
    """The page that is asked for: behind a file, by its number, or the first one of the whole list."""
    order = request.GET.get("order", "")
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    later = queue_pages.later_page(found.qs, order, after=after, before=before) if after or before else None
    if later is not None:
        return {
            "page": later,
            "later": True,
            "previous_url": url_with(request, **FROM_THE_START | {"before": later.previous})
            if later.previous
            else "",
            "next_url": url_with(request, **FROM_THE_START | {"after": later.next}) if later.next else "",
        }
    if _is_whole(request):
        page = queue_pages.first_page(request.actor, order)
    else:
        page = queue_pages.page_of(found.qs, order, request.GET.get("page", ""))
    next_url = url_with(request, **FROM_THE_START | {"after": page.goes_on}) if page.goes_on else ""
    return {"page": page, "next_url": next_url, "page_goes_on": queue_pages.goes_on(order)}


@require_safe
def queue_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the filtered list, all pages of it, in the same order."""
    rows = _ordered(request, _filtered(request))
    response = StreamingHttpResponse(csv_lines(_table(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="files-{clock.today().isoformat()}.csv"'
    return response


def _filtered(request: HttpRequest) -> ApplicationFilter:
    hat = request.actor.hat
    if hat is None or hat.kind not in STAFF:
        raise NotAllowed(_("This list is for the staff of clusters and partnerships."))
    # The list without any filter is a statement of its own.
    rows = Application.objects.none() if _is_whole(request) else files.files(request.actor)
    return ApplicationFilter(request.GET, queryset=rows, request=request)


def _is_whole(request: HttpRequest) -> bool:
    return request.resolver_match.view_name == "exchanges:queue" and set(request.GET) <= {"order"}


def _ordered(request: HttpRequest, found: ApplicationFilter) -> QuerySet[Application]:
    return files.in_order(found.qs, request.GET.get("order", ""))


def _table(rows: QuerySet[Application]) -> Iterator[list[Any]]:
    yield [
        _("Reference"),
        _("Organisation"),
        _("Country"),
        _("Host or mission"),
        _("First day"),
        _("Last day"),
        _("Working days"),
        _("Lump sum in EUR"),
        _("State"),
        _("Waiting for"),
        _("Due"),
    ]
    for row in files.stream(rows):
        yield [
            row.reference,
            row.organisation,
            row.country,
            row.host,
            row.start,
            row.end,
            row.days,
            row.amount,
            row.state_label,
            ", ".join(str(who) for who in row.waiting),
            row.due,
        ]
