"""The payments of a partnership, as finance works through them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from core import clock
from core.actors import Actor
from exchanges.models import Exchange, Payment

LIST_HATS = (
    RoleKind.FINANCE,
    RoleKind.COORDINATOR,
    RoleKind.AUDITOR,
    RoleKind.SUPPORT_OFFICE,
    RoleKind.MANAGER,
)
VIEWS: dict[str, Any] = {
    "approve": _("To approve"),
    "pay": _("To pay"),
    "late": _("Late"),
    "paid": _("Paid"),
    "all": _("All"),
}


def payments_for(actor: Actor, view: str) -> QuerySet[Payment]:
    """Live orders that the actor may see, the most urgent first; paid ones newest first."""
    rows = (
        Payment.objects.visible_to(actor)
        .filter(refused_at=None)
        .filter(_filters()[view])
        .select_related(
            "exchange__application", "exchange__visitor", "exchange__host", "ordered_by", "approved_by"
        )
    )
    return rows.order_by("-paid_on", "-id") if view == "paid" else rows.order_by("due_on", "id")


@dataclass(frozen=True)
class Tally:
    view: str
    label: Any
    number: int


def tallies(actor: Actor) -> list[Tally]:
    """How many payments stand in each view; one query."""
    filters = _filters()
    counts = (
        Payment.objects.visible_to(actor)
        .filter(refused_at=None)
        .order_by()
        .aggregate(**{view: Count("pk", filter=filters[view]) for view in VIEWS})
    )
    return [Tally(view, label, counts[view]) for view, label in VIEWS.items()]


def view_of(asked: str, tallies: list[Tally]) -> str:
    """The view that is asked for; else where work waits; where none does, the one that it comes to first."""
    if asked in VIEWS:
        return asked
    return next((item.view for item in tallies if item.number and item.view != "paid"), "approve")


def total(rows: QuerySet[Payment]) -> Any:
    return rows.order_by().aggregate(total=Sum("amount"))["total"] or 0


def exchange_for_payment(actor: Actor, reference: str) -> Exchange:
    rows = (
        Exchange.objects.visible_to(actor)
        .exclude(state="cancelled")
        .select_related(
            "application__rulebook",
            "application__organisation",
            "application__partnership",
            "application__visitor_cluster",
            "partnership",
            "visitor",
            "host",
            "host_country",
            "planned_quote",
            "actual_quote",
            "report",
            "bank_account",
        )
    )
    return get_object_or_404(rows, application__reference=reference)


def orders_of(exchange: Exchange) -> list[Payment]:
    """Every order of the visit, the live one first."""
    rows = exchange.payments.select_related("ordered_by", "approved_by", "refused_by")
    return sorted(rows, key=lambda payment: (payment.refused_at is not None, -payment.pk))


def _filters() -> dict[str, Q]:
    return {
        "approve": Q(approved_at=None),
        "pay": Q(approved_at__isnull=False, paid_on=None),
        "late": Q(paid_on=None, due_on__lt=clock.today()),
        "paid": Q(paid_on__isnull=False),
        "all": Q(),
    }
