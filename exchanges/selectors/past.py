"""Visits from before the portal, as their list and their page show them."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from clusters.models import Organisation
from core.actors import Actor
from exchanges.models import PastExchange

ORDERS: dict[str, tuple[str, ...]] = {
    "reference": ("reference", "id"),
    "-reference": ("-reference", "-id"),
    "visitor": ("visitor__name", "id"),
    "-visitor": ("-visitor__name", "-id"),
    "credited": ("credited_on", "id"),
    "-credited": ("-credited_on", "-id"),
}
_SHOWN = ("visitor", "host", "visitor_country", "host_country", "partnership")


def visits(actor: Actor) -> QuerySet[PastExchange]:
    return PastExchange.objects.visible_to(actor).select_related(*_SHOWN)


def in_order(rows: QuerySet[PastExchange], order: str) -> QuerySet[PastExchange]:
    """By day of crediting, newest first, unless a known order is asked for."""
    return rows.order_by(*ORDERS.get(order, ORDERS["-credited"]))


def sums(rows: QuerySet[PastExchange]) -> dict[str, Any]:
    return rows.order_by().aggregate(visits=Count("id"), travellers=Sum("travellers"), amount=Sum("amount"))


def of_organisation(actor: Actor, organisation: Organisation) -> QuerySet[PastExchange]:
    """Those that it made or received, the latest first: the first 20 at most."""
    took_part = Q(visitor=organisation) | Q(host=organisation)
    return in_order(visits(actor).filter(took_part), "")[:20]
