"""Matching runs for their pages, and the limits that a new one starts with."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from clusters.models import Partnership
from core import clock
from core.exceptions import InvalidInput
from exchanges.models import Exchange, PastExchange, Quote
from exchanges.selectors.review_facts import NO_VISIT
from exchanges.selectors.rulebooks import rulebook_on


def money_left(partnership: Partnership) -> Decimal:
    """The budget without the sums of its visits: the actual one where it is known, else the planned one. Not below 0."""
    visits = Exchange.objects.filter(partnership=partnership).exclude(state__in=NO_VISIT).order_by()
    quotes = visits.values(quote=Coalesce("actual_quote_id", "planned_quote_id"))
    granted = Quote.objects.filter(pk__in=quotes).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    past = PastExchange.objects.filter(partnership=partnership).aggregate(sum=Sum(F("amount")))["sum"]
    return max(partnership.budget - granted - (past or Decimal(0)), Decimal(0))


def usual_limits(partnership: Partnership, day: date | None = None) -> dict[str, Any]:
    """The share of SMEs that the rules aim at, and the money that is left."""
    try:
        share = rulebook_on(day or clock.today(), partnership.pk).sme_share_target
    except InvalidInput:
        share = Decimal(0)
    return {
        "sme_share": str(share),
        "per_host": None,
        "host_countries": {},
        "home_countries": {},
        "budget": int(money_left(partnership) * 100),
        "must": [],
        "must_not": [],
    }
