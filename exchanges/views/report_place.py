"""The two ways to the closing report: under its file, and under the visitor's mail link without an account."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import links, workflow
from core.exceptions import WrongState
from core.models import AccessLink
from core.views.by_link import by_link
from exchanges import permissions
from exchanges.models import Exchange
from exchanges.selectors import closing as select
from exchanges.services.reports import EDITABLE, LINK_PURPOSE

View = Callable[..., Any]


@dataclass(frozen=True)
class ReportPlace:
    """Where the pages of one report live: `key` is the file's reference, or the token of a link."""

    key: str
    linked: bool = False

    def url(self, name: str, *rest: Any) -> str:
        suffix = "_by_link" if self.linked else ""
        return reverse(f"exchanges:{name}{suffix}", args=[self.key, *rest])

    def page(self, slug: str) -> str:
        own = {"follow-ups": "report_follow_ups", "proofs": "evidence_add", "send": "report_submit"}
        return self.url(own[slug]) if slug in own else self.url("report_page", slug)

    @property
    def overview(self) -> str:
        return self.url("report_edit")

    @property
    def file(self) -> str:
        """The file page; nothing for a visitor without an account."""
        return "" if self.linked else reverse("exchanges:file", args=[self.key])


def both_ways(view: View, *methods: str) -> tuple[View, View]:
    """The view `(request, exchange, place, **rest)` for the portal and for the link, each named for its address."""
    name = view.__name__.removeprefix("_")

    @require_http_methods(methods)
    @wraps(view)
    def in_portal(request: HttpRequest, reference: str, **rest: Any) -> HttpResponse:
        return view(request, _open_report(request, reference), ReportPlace(reference), **rest)

    @require_http_methods(methods)
    @by_link(LINK_PURPOSE)
    @wraps(view)
    def linked(request: HttpRequest, link: AccessLink, **rest: Any) -> HttpResponse:
        exchange = select.exchange_of_link(link)
        place = ReportPlace(request.resolver_match.kwargs["token"], linked=True)  # type: ignore[union-attr]
        if exchange.state not in EDITABLE:
            return _handed_in(request, exchange, place)
        if request.method == "POST":
            links.mark_used(link)
        return view(request, exchange, place, **rest)

    in_portal.__name__, linked.__name__ = name, f"{name}_by_link"
    return in_portal, linked


def _open_report(request: HttpRequest, reference: str) -> Exchange:
    exchange = select.exchange_for_closing(request.actor, reference)
    permissions.check_relation(permissions.exchange_relations(exchange, request.actor), "visitor")
    if exchange.state not in EDITABLE:
        raise WrongState(
            _("The closing report can be changed from the start of the visit until you send it.")
        )
    return exchange


def _handed_in(request: HttpRequest, exchange: Exchange, place: ReportPlace) -> HttpResponse:
    """What a visitor without an account finds under the link before and after the report can be written."""
    if request.path != place.overview:
        return redirect(place.overview)
    context = {
        "exchange": exchange,
        "submitted": exchange.state == "report_submitted",
        "state": workflow.of(exchange).state(exchange.state).public_label,
    }
    return render(request, "exchanges/report_handed_in.html", context)
