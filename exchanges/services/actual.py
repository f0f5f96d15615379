"""The lump sum of the days that really were: shown while the report is written, frozen when it is checked."""

from collections.abc import Collection
from datetime import date

from core.actors import Actor
from exchanges import lump_sum
from exchanges.enums import Mode, OutcomeKind
from exchanges.models import Exchange, Quote
from exchanges.services import quotes
from exchanges.services.days import overrides_of


def preview(
    exchange: Exchange,
    *,
    start: date,
    end: date,
    travel_days: Collection[date] = (),
    outcome: str | None = None,
) -> lump_sum.Result:
    """Writes nothing. Raises InvalidInput for days that cannot be a stay."""
    overrides = {day: reason for day, reason in overrides_of(exchange).items() if day not in travel_days}
    return quotes.calculate_for_file(
        exchange.application,
        host=exchange.host,
        start=start,
        end=end,
        travel_days=travel_days,
        mode=_mode(exchange, outcome),
        overrides=overrides,
        agreed=exchange.planned_quote,
    )


def preview_of_report(exchange: Exchange, outcome: str | None = None) -> lump_sum.Result | None:
    """What the report says so far; None while its days are missing."""
    report = getattr(exchange, "report", None)
    if report is None or report.actual_start is None or report.actual_end is None:
        return None
    return preview(
        exchange,
        start=report.actual_start,
        end=report.actual_end,
        travel_days=quotes.as_days(report.travel_days),
        outcome=outcome,
    )


def freeze(exchange: Exchange, by: Actor, outcome: str | None, *, keep_eligible: bool = True) -> Quote | None:
    """The quote of the report's days under the rules the file was sent with, as the exchange's actual quote.

    The caller holds the exchange's lock. None when the report names no days, or (without `keep_eligible`) when nothing
    stands against the stay by calculation.
    """
    found = preview_of_report(exchange, outcome)
    if found is None or (found.eligible and not keep_eligible):
        return None
    quote = quotes.freeze_quote(
        application=exchange.application,
        kind="actual",
        by=by,
        exchange=exchange,
        host=exchange.host,
        start=found.inputs.start,
        end=found.inputs.end,
        travel_days=found.inputs.travel_days,
        mode=found.inputs.mode,
        overrides=found.inputs.overrides,
        agreed=exchange.planned_quote,
    )
    Exchange.objects.filter(pk=exchange.pk).update(actual_quote=quote)
    exchange.actual_quote = quote
    return quote


def _mode(exchange: Exchange, outcome: str | None) -> Mode:
    return Mode.VIRTUAL if outcome == OutcomeKind.VIRTUAL else Mode(exchange.mode)
