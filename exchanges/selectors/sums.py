""" "How this sum came about": one frozen quote, day by day and line by line."""

from dataclasses import dataclass
from typing import Any

from exchanges.lump_sum import Result
from exchanges.models import Application, Quote


@dataclass
class Explained:
    """`quote` is None for a sum that is not frozen yet."""

    quote: Quote | None
    result: Result
    lines: list[dict[str, Any]]

    @property
    def first_day(self) -> Any:
        return self.result.inputs.start

    @property
    def last_day(self) -> Any:
        return self.result.inputs.end


@dataclass
class SumPage:
    """The sum that counts now, the ones before it, and whether the visit changed it."""

    current: Explained | None
    planned: Explained | None
    earlier: list[Quote]

    @property
    def differs(self) -> bool:
        return bool(
            self.current and self.planned and self.current.result.amount != self.planned.result.amount
        )


def sum_page(application: Application) -> SumPage:
    """The actual sum once there is one, else the planned one, else the newest estimate. One statement."""
    quotes = list(
        Quote.objects.filter(application=application).select_related("grid", "rulebook").order_by("-id")
    )
    exchange = application.current_exchange
    by_pk: dict[int | None, Quote] = {quote.pk: quote for quote in quotes}
    planned = by_pk.get(exchange.planned_quote_id) if exchange is not None else None
    actual = by_pk.get(exchange.actual_quote_id) if exchange is not None else None
    current = actual or planned or next((quote for quote in quotes if quote.kind == "estimate"), None)
    shown = {quote.pk for quote in (current, planned) if quote is not None}
    return SumPage(
        explained(current) if current is not None else None,
        explained(planned) if planned is not None and actual is not None else None,
        [quote for quote in quotes if quote.pk not in shown],
    )


def explained(quote: Quote) -> Explained:
    return explained_result(Result.from_json(quote.result), quote)


def explained_result(result: Result, quote: Quote | None = None) -> Explained:
    lines = [
        {"label": line.label, "amount": line.amount, "shown": "", "reason": line.sentence}
        for line in result.lines
        if line.code != "total"
    ]
    return Explained(quote, result, lines)
