"""Dashboards beside that of a partnership: of one of its clusters, of the whole scheme, and for everybody."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock, kept_pages
from reporting import scheme_board
from reporting.cluster_board import NAMES, ClusterBoard
from reporting.dashboards import day_from, period_from, query_of
from reporting.selectors.boards import (
    ALL_FIGURES,
    BOARDS,
    board_of,
    cluster_boards,
    rights_of,
    sees_scheme,
)
from reporting.selectors.scheme import scheme as whole_scheme
from reporting.views.parts import csv_answer, kept_board


@require_safe
def cluster_dashboard(request: HttpRequest, slug: str, cluster: str) -> HttpResponse:
    board = _board(request, slug, cluster)
    partnership = board.period.partnership
    context = {
        "kept": kept_board(request, partnership),
        "board": board,
        "page": board,
        "partnership": partnership,
        # Only made when the board is not kept.
        "charts": board.charts,
        "today": clock.today(),
        "back_url": reverse("reporting:dashboard", args=[slug]) + query_of(board.period),
        "back_label": _("Figures"),
    }
    return render(request, "reporting/cluster_dashboard.html", context)


@require_safe
def cluster_chart_csv(request: HttpRequest, slug: str, cluster: str, chart: str) -> StreamingHttpResponse:
    if chart not in NAMES:
        raise Http404
    board = _board(request, slug, cluster)
    picture = board.chart(chart)
    name = f"{chart}-{slug}-{cluster}-{board.period.until.isoformat()}"
    return csv_answer(iter([picture.columns, *picture.rows]), name)


def _board(request: HttpRequest, slug: str, cluster: str) -> ClusterBoard:
    partnership = board_of(slug, request.actor)
    if partnership is None:
        raise Http404
    found = get_object_or_404(cluster_boards(request.actor, partnership), slug=cluster)
    return ClusterBoard(period_from(partnership, request.GET.dict(), clock.today()), found)


@require_safe
def scheme(request: HttpRequest) -> HttpResponse:
    """Partnerships side by side, for the support office."""
    until = _day(request)
    changes = kept_pages.count_of(BOARDS, ALL_FIGURES)
    found: Any = SimpleLazyObject(lambda: whole_scheme(until))
    context = {
        "kept": kept_pages.key_of_piece(request, changes, rights_of(request.actor)),
        "scheme": found,
        "answer": lambda: scheme_board.sentence(found),
        "rows": SimpleLazyObject(lambda: scheme_board.rows(found)),
        "charts": lambda: scheme_board.charts_of(found),
        "today": clock.today(),
    }
    return render(request, "reporting/scheme.html", context)


@require_safe
def scheme_chart_csv(request: HttpRequest, chart: str) -> StreamingHttpResponse:
    """The numbers of one chart."""
    if chart not in scheme_board.NAMES:
        raise Http404
    found = whole_scheme(_day(request))
    picture = scheme_board.picture_of(chart, found)
    return csv_answer(iter([picture.columns, *picture.rows]), f"scheme-{chart}-{found.until.isoformat()}")


@require_safe
def scheme_csv(request: HttpRequest) -> StreamingHttpResponse:
    found = whole_scheme(_day(request))

    def lines() -> Iterator[list[Any]]:
        yield [
            _("Partnership"), _("First day"), _("Last day"), _("Exchanges"), _("Target"), _("by SMEs"),
            _("Different visitors"), _("Countries"), _("Paid, EUR"), _("As of"),
        ]  # fmt: skip
        for row in found.standings:
            own = row.partnership
            yield [
                own.name, own.start_on, own.end_on, row.exchanges, row.target, row.smes, row.visitors, row.countries,
                row.paid, found.until,
            ]  # fmt: skip

    return csv_answer(lines(), f"scheme-{found.until.isoformat()}")


def _day(request: HttpRequest) -> date:
    if not sees_scheme(request.actor):
        raise Http404
    return day_from(request.GET.get("until"), clock.today())


@login_not_required
@require_safe
@kept_pages.kept_for_strangers(BOARDS, ALL_FIGURES)
def impact(request: HttpRequest) -> HttpResponse:
    """What all partnerships reached together, with nothing small in it."""
    found = whole_scheme(clock.today())
    told = scheme_board.public_impact(found)
    shown = dict(told.told)
    context = {
        "told": told,
        "charts": scheme_board.public_pictures(told, found),
        "partnerships": [
            {"partnership": row.partnership, "exchanges": shown.get(row.partnership.slug)}
            for row in found.standings
        ],
        "as_of": found.until,
    }
    return render(request, "reporting/impact.html", context)


@login_not_required
@require_safe
def impact_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The numbers of the public page, chart by chart."""
    found = whole_scheme(clock.today())
    told = scheme_board.public_impact(found)

    def lines() -> Iterator[list[Any]]:
        yield [_("Figure"), _("Name"), _("Exchanges")]
        yield [_("All partnerships"), "", told.exchanges]
        for slug, number in told.told:
            yield [_("Partnership"), slug, number]
        for chart in scheme_board.public_pictures(told, found):
            for row in chart.rows:
                yield [chart.title, *row]

    return csv_answer(lines(), f"impact-{found.until.isoformat()}")
