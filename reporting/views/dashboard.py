"""The coordinator's page: figures, charts, and the files behind each of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.models import Partnership
from clusters.reference_data import KOSOVO_FOOTNOTE
from core import clock
from core.money import format_eur
from core.views.exports import table_at_once
from exchanges.selectors.quotes import published_quotes
from reporting import indicators, permissions
from reporting.dashboards import NAMES, PARTS, Dashboard, period_from
from reporting.periods import Period
from reporting.selectors import rows
from reporting.selectors.boards import begun_periods, board_of, cluster_boards
from reporting.selectors.partnerships import current_for, reported_to
from reporting.views.parts import csv_answer, kept_board, tabs

MOST_QUOTES = 3


@require_safe
def dashboard(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    if slug is None:
        current = current_for(request.actor)
        if current is None:
            raise Http404
        return redirect("reporting:dashboard", slug=current.slug)
    partnership = _partnership(request, slug)
    page = Dashboard(_period(request, partnership))
    actor = request.actor
    # Everything is only asked for when the page is not kept.
    context = {
        "partnership": partnership,
        "kept": kept_board(request, partnership),
        "page": page,
        "others": lambda: [other for other in reported_to(actor)[:20] if other != partnership],
        "tabs": lambda: tabs(request, partnership, "dashboard"),
        "charts": SimpleLazyObject(page.charts),
        "parts": lambda: [(part, _part_title(part)) for part in PARTS],
        "sections": _sections,
        "facts": lambda: _facts(page),
        "periods": SimpleLazyObject(lambda: begun_periods(partnership, clock.today())),
        "boards": SimpleLazyObject(lambda: cluster_boards(actor, partnership)),
        "today": clock.today(),
        "may_archive": lambda: bool(permissions.archives_for(partnership.pk, actor)),
    }
    return render(request, "reporting/dashboard.html", context)


def _sections() -> list[tuple[str, str]]:
    """The local menu: (place on the page, words)."""
    return [
        ("objectives", _("Objectives")),
        ("time", _("Over time")),
        ("places", _part_title("places")),
        ("work", _part_title("work")),
        ("voices", _part_title("voices")),
        ("money", _("Money")),
        ("work-programme", _("Work programme")),
    ]


def _part_title(part: str) -> str:
    return {"places": _("From where to where"), "work": _("Files and stays"), "voices": _("Feedback")}[part]


@require_safe
def dashboard_part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Some charts of the page, fetched into it; without htmx a page of their own."""
    if part not in PARTS:
        raise Http404
    partnership = _partnership(request, slug)
    page = Dashboard(_period(request, partnership))
    context = {
        "partnership": partnership,
        "kept": kept_board(request, partnership),
        "page": page,
        "charts": lambda: page.charts(PARTS[part]).values(),
        "quotes": published_quotes(partnership, MOST_QUOTES) if part == "voices" else [],
        "answers": lambda: page.feedback_rows() if part == "voices" else [],
        "title": _part_title(part),
        # Under the heading of its section, or under that of a page of its own.
        "level": 3 if request.htmx else 2,
        "footnote": lambda: KOSOVO_FOOTNOTE if part == "places" and "XK" in page.country_names else "",
        "back_url": reverse("reporting:dashboard", args=[slug]) + page.query,
        "back_label": _("Figures"),
    }
    template = "reporting/_dashboard_part.html" if request.htmx else "reporting/dashboard_part.html"
    return render(request, template, context)


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
    return csv_answer(iter([picture.columns, *picture.rows]), f"{chart}-{slug}-{period.until.isoformat()}")


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
    found = board_of(slug, request.actor)
    if found is None:
        raise Http404
    return found


def _period(request: HttpRequest, partnership: Partnership) -> Period:
    return period_from(partnership, request.GET.dict(), clock.today())


def _indicator(code: str) -> indicators.Indicator:
    item = indicators.REGISTRY.get(code)
    if item is None:
        raise Http404
    return item
