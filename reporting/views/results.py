"""The public page of a partnership: who it is, what it reached, what it published, and how to reach it."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clusters.models import Partnership
from clusters.selectors.terms import by_taxonomy, terms_of
from clusters.services import leads
from core import clock, throttle
from core.actors import Actor
from core.charts import Chart
from core.kept_pages import kept_for_strangers
from core.posted import posted
from exchanges.selectors.meetings import with_meetings_held
from exchanges.selectors.quotes import published_quotes
from reporting.dashboards import Dashboard
from reporting.deliverables.catalogue import KINDS
from reporting.enums import WorkPackage
from reporting.forms.interest import InterestForm
from reporting.models import DeliverableEdition, PlannedIssue
from reporting.periods import Period
from reporting.selectors.boards import ALL_FIGURES, BOARDS
from reporting.selectors.deliverables import submitted_earlier, withdrawn_of
from reporting.selectors.partnerships import clusters_of, public_missions, public_ones
from reporting.selectors.public_page import latest_news, networks_of
from reporting.views.parts import csv_answer

PER_PAGE = 20
MOST_MISSIONS = 12
MOST_NETWORKS = 30
MOST_QUOTES = 4
# Figures that tell a reader from outside what was reached.
SHOWN = (
    "O2.exchanges", "O2.participants", "O2.smes", "EU5.countries", "O1.staff", "O1.strategies", "O3.services",
    "O4.activities", "O5.links", "EU5.quality",
)  # fmt: skip
PER_HOUR = 6


@login_not_required
@require_safe
@kept_for_strangers("results", BOARDS)
def partnerships(request: HttpRequest) -> HttpResponse:
    page = Paginator(public_ones(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reporting/partnerships.html", {"page": page})


@login_not_required
@require_safe
@kept_for_strangers("results", BOARDS, ALL_FIGURES)
def results(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = _partnership(slug)
    page = Dashboard(Period(partnership, until=clock.today()), public=True)
    shown = [page.shown[code] for code in SHOWN]
    clusters = list(clusters_of(partnership))
    context = {
        "partnership": partnership,
        "takes_applications": partnership.accepts_applications
        and partnership.start_on <= clock.today() <= partnership.end_on,
        "profile": _profile(partnership, len(clusters)),
        "clusters": clusters,
        "figures": [row for row in shown if row["value"] is not None or row["hidden"]],
        "charts": _charts(page),
        "quotes": published_quotes(partnership, MOST_QUOTES),
        "missions": with_meetings_held(public_missions(partnership))[:MOST_MISSIONS],
        "terms": by_taxonomy(terms_of(partnership)),
        "networks": networks_of(partnership)[:MOST_NETWORKS],
        "latest": latest_news(partnership),
        "work_packages": _published(partnership),
        "withdrawn": withdrawn_of(partnership),
        "as_of": clock.today(),
    }
    return render(request, "reporting/results.html", context)


def _charts(page: Dashboard) -> list[Chart]:
    found = [page.chart("over-time"), page.chart("visitors"), *page.public_country_charts()]
    return [chart for chart in found if chart.svg]


@login_not_required
@require_safe
def results_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The figures and charts of the public page, with nothing that it does not show."""
    page = Dashboard(Period(_partnership(slug), until=clock.today()), public=True)

    def lines() -> Iterator[list[Any]]:
        yield [_("Figure"), _("Name"), _("Value"), _("Target or plan")]
        for code in SHOWN:
            row = page.shown[code]
            yield [row["label"], "", row["value"], row["target"]]
        for chart in _charts(page):
            for cells in chart.rows:
                yield [chart.title, *cells]

    return csv_answer(lines(), f"results-{slug}-{clock.today().isoformat()}")


def _profile(partnership: Partnership, partners: int) -> list[tuple[Any, ...]]:
    months = (
        (partnership.end_on.year - partnership.start_on.year) * 12
        + partnership.end_on.month
        - partnership.start_on.month
        + 1
    )
    done = round(Period(partnership, until=clock.today()).elapsed * 100)
    rows: list[tuple[Any, ...]] = [
        (_("Type"), partnership.get_kind_display()),
        (_("Origin"), partnership.get_origin_display()),
        (_("Coordinator"), partnership.coordinator.name),
        (
            _("Duration"),
            ngettext("%(count)d month", "%(count)d months", months) % {"count": months},
            _("%(done)d %% of the time has passed") % {"done": done},
        ),
        (_("Partners"), str(partners)),
        (
            _("SMEs involved"),
            str(partnership.smes_involved or ""),
            _("as the partnership counts them"),
        ),
        (_("Grant"), partnership.grant_reference),
    ]
    return [row for row in rows if row[1]]


def _published(partnership: Partnership) -> list[dict[str, Any]]:
    """Published documents by work package, newest issue first; then those that were handed in without the portal."""
    found = (
        DeliverableEdition.objects.visible_to(Actor.anonymous())
        .filter(deliverable__partnership=partnership)
        .select_related("pdf", "deliverable")
        .defer("snapshot")
        .order_by("deliverable__work_package", "deliverable__code", "-deliverable__number")
    )
    groups: dict[str, list[DeliverableEdition]] = {}
    for edition in found:
        groups.setdefault(edition.deliverable.work_package, []).append(edition)
    earlier: dict[str, list[PlannedIssue]] = {}
    for row in submitted_earlier(partnership):
        earlier.setdefault(KINDS[row.code].work_package, []).append(row)
    return [
        {
            "number": package.value,
            "label": package.label,
            "editions": groups.get(package, []),
            "earlier": earlier.get(package, []),
        }
        for package in WorkPackage
        if package in groups or package in earlier
    ]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, slug: str) -> HttpResponse:
    """ "I am interested": becomes a lead for the contact cluster. The answer is the same whoever asks."""
    partnership = _partnership(slug)
    form = InterestForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not throttle.allowed("interest", throttle.address_of(request), limit=PER_HOUR, seconds=3600):
            return throttle.too_many(request, 3600)
        if not form.trapped:
            fields = {
                name: form.cleaned_data[name]
                for name in ("name", "email", "organisation", "country", "message")
            }
            leads.record_lead(partnership=partnership, **fields)
        return redirect("reporting:interest_sent", slug=slug)
    context = {
        "partnership": partnership,
        "form": form,
        "back_url": reverse("reporting:results", args=[slug]),
    }
    return render(request, "reporting/interest.html", context)


@login_not_required
@require_safe
def interest_sent(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "reporting/interest_sent.html", {"partnership": _partnership(slug)})


def _partnership(slug: str) -> Partnership:
    return get_object_or_404(public_ones(), slug=slug)
