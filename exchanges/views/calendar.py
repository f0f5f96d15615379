"""The calendar of a hat: a month as a grid, its stays as bars, and all of it as a list."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.query import FROM_THE_START, url_with
from exchanges import calendar_days
from exchanges.calendar_picture import timeline
from exchanges.filters import CalendarFilter
from exchanges.selectors import calendar as selectors

VIEWS = ("month", "hosts", "visitors", "list")
PER_PAGE = 50


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    month = calendar_days.Month.read(request.GET.get("month", ""), clock.today())
    everything = selectors.entries_of(request.actor, month)
    form = CalendarFilter(request.GET, everything)
    entries = [entry for entry in everything if form.chosen.takes(entry)]
    shown = request.GET.get("view", "")
    shown = shown if shown in VIEWS else VIEWS[0]
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "month": month,
        "title": _month_name(month),
        "form": form,
        "view": shown,
        "tabs": _tabs(request, shown),
        "before": _to(request, month.before),
        "after": _to(request, month.after),
        "today": clock.today(),
        "page": page,
        "many": len(everything) >= selectors.MOST,
        "number": len(entries),
        "clashes": sum(bool(entry.clashes) for entry in entries),
        "clear_url": url_with(request, **dict.fromkeys(form.fields), **FROM_THE_START),
    }
    return render(request, "exchanges/calendar.html", context | _figure(month, entries, shown))


def _figure(month: calendar_days.Month, entries: list[calendar_days.Entry], shown: str) -> dict[str, Any]:
    if shown == "month":
        return {"weeks": calendar_days.week_rows(month, entries)}
    if shown == "list":
        return {}
    stays = [entry for entry in entries if entry.kind == selectors.STAY]
    if shown == "hosts":

        def holidays(row: Any) -> Any:
            return selectors.days_off_of(row, month.first, month.last)

        return {"picture": timeline(month, stays, lambda stay: stay.host, holidays)}
    return {
        "picture": timeline(
            month,
            stays,
            lambda stay: stay.visitor,
            lambda row: {day: "" for stay in row for day in stay.days_off},
        )
    }


def _month_name(month: calendar_days.Month) -> str:
    return dateformat.format(month.first, "F Y")


def _to(request: HttpRequest, month: calendar_days.Month) -> dict[str, str]:
    url = url_with(request, month=month.code, **FROM_THE_START)
    return {"label": _month_name(month), "url": url}


def _tabs(request: HttpRequest, shown: str) -> list[dict[str, Any]]:
    labels = (_("Month"), _("Visits by host"), _("Visits by visitor"), _("List"))
    return [
        {"label": label, "url": url_with(request, view=name, **FROM_THE_START), "current": name == shown}
        for name, label in zip(VIEWS, labels, strict=True)
    ]
