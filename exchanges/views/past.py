"""Visits that took place before the portal: a list, and a page for each. They are read only."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.actors import Actor
from core.exceptions import NotAllowed
from core.imports.importer import offered_to
from core.money import format_eur
from core.views.exports import table_at_once
from exchanges.filters import PastFilter
from exchanges.models import PastExchange
from exchanges.selectors import past as selectors
from exchanges.selectors.queue import STAFF

PER_PAGE = 50


@require_safe
def past_exchanges(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    page = Paginator(_ordered(request, found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "sums": selectors.sums(found.qs),
        "query": request.GET.urlencode(),
        "may_import": any(
            importer.name == "past-exchanges" for importer, _scope in offered_to(request.actor)
        ),
        "back_url": reverse("exchanges:queue"),
    }
    return render(request, "exchanges/past_exchanges.html", context)


@require_safe
def past_exchanges_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the filtered list, all pages of it, in the same order."""
    return table_at_once(request, "past-exchanges", request.GET.urlencode())


@require_safe
def past_exchange(request: HttpRequest, pk: int) -> HttpResponse:
    found = PastExchange.objects.visible_to(request.actor).select_related(
        "visitor",
        "host",
        "visitor_country",
        "host_country",
        "partnership",
        "import_run__file",
        "import_run__created_by",
    )
    past = get_object_or_404(found, pk=pk)
    back_url, back_label = _back(request, past)
    context = {
        "past": past,
        "facts": _facts(past),
        "run": past.import_run,
        "may_open": _may_open(past, request.actor),
        "back_url": back_url,
        "back_label": back_label,
    }
    return render(request, "exchanges/past_exchange.html", context)


def _may_open(past: PastExchange, actor: Actor) -> bool:
    """The page of the import is for the hat that may import to the same place."""
    run = past.import_run
    return (run.importer, run.scope) in {(importer.name, scope) for importer, scope in offered_to(actor)}


def _back(request: HttpRequest, past: PastExchange) -> tuple[str, str]:
    """Staff come from the list, an organisation from its own page."""
    hat = request.actor.hat
    if hat is None or hat.kind in STAFF:
        return reverse("exchanges:past_exchanges"), _("Visits from before the portal")
    own = past.visitor if past.visitor_id == hat.organisation_id else past.host
    return reverse("clusters:organisation_detail", args=[own.pk]), str(own)


def _facts(past: PastExchange) -> list[tuple[Any, ...]]:
    rows = [
        (_("Partnership"), past.partnership.name),
        (_("Visitor"), past.visitor.name, f"{past.get_visitor_kind_display()}, {past.visitor_country}"),
        (_("Home cluster"), past.home_cluster_name),
        (_("Host"), past.host.name, f"{past.get_host_kind_display()}, {past.host_country}"),
        (_("Host's cluster"), past.host_cluster_name),
        (_("Working days"), past.working_days),
        (_("Mission"), past.mission_name),
        (_("People who travelled"), past.travellers),
        (_("Lump sum paid"), format_eur(past.amount) if past.amount is not None else ""),
    ]
    return [row for row in rows if row[1] != ""]


def _filtered(request: HttpRequest) -> PastFilter:
    hat = request.actor.hat
    if hat is None or hat.kind not in STAFF:
        raise NotAllowed(_("This list is for the staff of clusters and partnerships."))
    return PastFilter(request.GET, queryset=selectors.visits(request.actor), request=request)


def _ordered(request: HttpRequest, found: PastFilter) -> QuerySet[PastExchange]:
    return selectors.in_order(found.qs, request.GET.get("order", ""))
