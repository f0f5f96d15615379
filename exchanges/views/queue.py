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
from core.spreadsheet import csv_lines
from exchanges.filters import ApplicationFilter
from exchanges.models import Application
from exchanges.selectors import queue as files

STAFF = (RoleKind.MANAGER, RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    page = files.page_of(_ordered(request, found), request.GET.get("page"))
    context = {"filter": found, "page": page, "query": request.GET.urlencode(), "cap": files.CAP}
    return render(request, "exchanges/queue.html", context)


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
    return ApplicationFilter(request.GET, queryset=files.files(request.actor), request=request)


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
