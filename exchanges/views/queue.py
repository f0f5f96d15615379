"""The list of files that staff work with, and the same list as CSV."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import NotAllowed
from core.export_forms import ExportForm
from core.exports import named
from core.models.exports import TableFormat
from core.posted import posted
from core.query import FROM_THE_START, url_with
from core.services import exports
from core.views.exports import table_at_once
from exchanges import exporting
from exchanges.filters import FilesPanel
from exchanges.selectors import (
    choices,
    desk,
    list_settings,
    queue_columns,
    queue_filter,
    queue_pages,
)
from exchanges.selectors import queue as files


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    check_staff(request)
    settings = list_settings.settings_of(request.actor)
    elsewhere = _usual(request, settings)
    if elsewhere:
        return redirect(elsewhere)
    offered = {"missions": choices.missions(request.actor), "tags": settings.tags}
    asked = queue_filter.wanted(request.GET, request.actor, **offered)
    columns = columns_of(request)
    acting = request.actor.hat.kind in desk.ACTING
    context = {
        "acts": desk.ACTS.items() if acting else (),
        "filter": {"form": FilesPanel(request.GET, **offered)},
        "archived": asked.archived,
        "columns": columns,
        "query": list_settings.query_of(request.GET),
        "export_query": urlencode({"query": list_settings.query_of(request.GET)}),
        "cap": queue_pages.CAP,
        "most_at_once": desk.LIMIT,
        "with_archive_url": url_with(request, archived="with", **FROM_THE_START),
        "first_url": url_with(request, **FROM_THE_START),
        "clear_url": _all_files(request, settings, request.GET.get("cols", "")),
    }
    return render(
        request,
        "exchanges/queue.html",
        context | _views(request, settings, context) | _page(request, asked, columns),
    )


def _usual(request: HttpRequest, settings: list_settings.Settings) -> str:
    """Where the list opens for this hat, as an address that shows others the same; empty when it is this one."""
    default = settings.default
    if not request.GET and default is not None:
        return request.path + list_settings.address(default)
    if "cols" not in request.GET and settings.columns and "view" not in request.GET:
        return request.path + url_with(request, cols=",".join(settings.columns))
    return ""


def _all_files(request: HttpRequest, settings: list_settings.Settings, columns: str) -> str:
    """The list without filters."""
    kept = {"cols": columns} if columns else {}
    if settings.default is not None or settings.columns:
        kept["view"] = list_settings.ALL_FILES
    return request.path + (f"?{urlencode(kept, safe=',')}" if kept else "")


def _views(request: HttpRequest, settings: list_settings.Settings, page: dict[str, Any]) -> dict[str, Any]:
    """The tabs over the list, and what can be done with the view that is open."""
    current = settings.view(request.GET.get("view", ""))
    tabs = [
        {
            "label": view.name,
            "url": request.path + list_settings.address(view),
            "current": view == current,
        }
        for view in settings.views
    ]
    whole = {
        "label": _("All files"),
        "url": _all_files(request, settings, ",".join(settings.columns)),
        "current": current is None and not page["query"],
    }
    return {
        "tabs": [whole, *tabs] if tabs else [],
        "changed_view": current
        if current is not None and current.mine and current.query != page["query"]
        else None,
        "can_save": bool(page["query"]) and current is None,
    }


def _page(
    request: HttpRequest, asked: queue_filter.Wanted, columns: tuple[queue_columns.Column, ...]
) -> dict[str, Any]:
    """The page that is asked for: behind a file, or by its number."""
    order, more = request.GET.get("order", ""), queue_columns.needs_of(columns)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    later = None
    if after or before:
        later = queue_pages.later_page(request.actor, asked, order, after=after, before=before, more=more)
    if later is not None:
        return {
            "page": later,
            "later": True,
            "previous_url": url_with(request, **FROM_THE_START | {"before": later.previous})
            if later.previous
            else "",
            "next_url": url_with(request, **FROM_THE_START | {"after": later.next}) if later.next else "",
        }
    page = queue_pages.page_of(request.actor, asked, order, request.GET.get("page", ""), more)
    next_url = url_with(request, **FROM_THE_START | {"after": page.goes_on}) if page.goes_on else ""
    return {"page": page, "next_url": next_url, "page_goes_on": queue_pages.goes_on(order)}


@require_http_methods(["GET", "HEAD", "POST"])
def queue_export(request: HttpRequest) -> HttpResponse:
    """Take the list, or the ticked files of it, away as a table; a worker makes it."""
    check_staff(request)
    given = posted(request) or request.GET
    query = list_settings.query_of(QueryDict(given.get("query", "")))
    ticked = [int(number) for number in given.getlist("f") if number.isdecimal() and len(number) < 18]
    numbers = ticked[: desk.LIMIT] if ticked else None
    form = ExportForm(posted(request), initial={"file_format": TableFormat.XLSX})
    if request.method == "POST" and form.is_valid():
        job = exports.ask(
            exporter=named(exporting.FILES),
            query=query,
            options={} if numbers is None else {"numbers": numbers},
            file_format=form.cleaned_data["file_format"],
            by=request.actor,
        )
        return redirect("core:export_run", pk=job.pk)
    found = exporting.found(request.actor, query, numbers)
    context = {
        "form": form,
        "query": query,
        "numbers": numbers or [],
        "number": found.count(),
        "address": urlencode({"query": query}),
        "columns": queue_columns.chosen(list_settings.columns_in(QueryDict(query))),
        "back_url": f"{reverse('exchanges:queue')}{f'?{query}' if query else ''}",
    }
    return render(request, "exchanges/queue_export.html", context)


@require_safe
def queue_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the filtered list in its columns, all pages of it, in the same order."""
    check_staff(request)
    return table_at_once(request, exporting.FILES, request.GET.urlencode())


def check_staff(request: HttpRequest) -> None:
    hat = request.actor.hat
    if hat is None or hat.kind not in files.STAFF:
        raise NotAllowed(_("This list is for the staff of clusters and partnerships."))


def columns_of(request: HttpRequest) -> tuple[queue_columns.Column, ...]:
    return queue_columns.chosen(list_settings.columns_in(request.GET))
