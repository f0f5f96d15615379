"""The coordinator's page: figures, charts, and the files behind each of them."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.models import Partnership
from core import clock
from core.money import format_eur
from core.spreadsheet import csv_lines
from core.views.exports import table_at_once
from reporting import indicators, permissions
from reporting.dashboards import NAMES, Dashboard, day_from
from reporting.periods import Period
from reporting.selectors import rows
from reporting.selectors.partnerships import current_for, reported_to
from reporting.views.parts import tabs


@require_safe
def dashboard(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    if slug is None:
        current = current_for(request.actor)
        if current is None:
            raise Http404
        return redirect("reporting:dashboard", slug=current.slug)
    partnership = _partnership(request, slug)
    page = Dashboard(_period(request, partnership))
    context = {
        "partnership": partnership,
        "others": [other for other in reported_to(request.actor)[:20] if other != partnership],
        "page": page,
        "tabs": tabs(request, partnership, "dashboard"),
        "charts": page.charts(),
        "facts": _facts(page),
        "today": clock.today(),
        "may_archive": bool(permissions.archives_for(partnership.pk, request.actor)),
    }
    return render(request, "reporting/dashboard.html", context)


def _facts(page: Dashboard) -> list[tuple[Any, ...]]:
    money, tally = page.money, page.tally
    days = _("not yet") if money.mean_days is None else _("%(days)s days") % {"days": money.mean_days}
    return [
        (_("Granted"), format_eur(money.granted), _("agreed, and not ended without payment")),
        (_("Committed"), format_eur(money.committed), _("granted and not yet paid")),
        (_("Paid"), format_eur(money.paid), _("by the date of the bank")),
        (_("Left of the budget"), format_eur(money.left)),
        (_("Mean time to payment"), days, _("promised: 10 days")),
        (_("Organisations taking part"), sum(tally.all_organisations().values()), _("visiting or hosting")),
    ]


@require_safe
def figures_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Every indicator with target and rule."""
    return table_at_once(request, "figures", request.GET.urlencode(), slug)


@require_safe
def chart_csv(request: HttpRequest, slug: str, chart: str) -> StreamingHttpResponse:
    """The numbers of one chart."""
    if chart not in NAMES:
        raise Http404
    period = _period(request, _partnership(request, slug))
    picture = Dashboard(period).chart(chart)
    return _csv(iter([picture.columns, *picture.rows]), f"{chart}-{slug}-{period.until.isoformat()}")


@require_safe
def indicator_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One figure with its rule, and the files behind it."""
    partnership = _partnership(request, slug)
    item = _indicator(code)
    period = _period(request, partnership)
    figure = next(figure for figure in indicators.measure(period) if figure.code == code)
    tables = []
    for number, table in enumerate(rows.tables(item, period, request.actor), start=1):
        page = table.page(request.GET.get("page"))
        tables.append(
            {
                "number": number,
                "table": table,
                "page": page,
                "rows": table.labelled(page),
                "scope": f"{slug}/{code}/{number}",
            }
        )
    context = {
        "partnership": partnership,
        "period": period,
        "figure": figure,
        "value": indicators.plain(figure.value),
        "target": indicators.plain(figure.target),
        "tables": tables,
        "query": f"until={period.until.isoformat()}",
        "back_label": _("Figures"),
    }
    return render(request, "reporting/indicator_detail.html", context)


@require_safe
def indicator_csv(request: HttpRequest, slug: str, code: str, number: int) -> StreamingHttpResponse:
    """The records behind a figure, as far as the hat may see them."""
    return table_at_once(request, "records", request.GET.urlencode(), f"{slug}/{code}/{number}")


def _partnership(request: HttpRequest, slug: str) -> Partnership:
    return get_object_or_404(reported_to(request.actor).select_related("coordinator"), slug=slug)


def _period(request: HttpRequest, partnership: Partnership) -> Period:
    return Period(partnership, until=day_from(request.GET.get("until"), clock.today()))


def _indicator(code: str) -> indicators.Indicator:
    item = indicators.REGISTRY.get(code)
    if item is None:
        raise Http404
    return item


def _csv(lines: Iterator[Any], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
