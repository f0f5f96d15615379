"""A weekend or holiday with a real programme: asked by one of the staff, confirmed by another, then counted."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock, dates, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, Refused
from exchanges import permissions
from exchanges.models import DayDecision, Exchange

OPEN_STATES = (
    "building",
    "ready_to_start",
    "ongoing",
    "awaiting_report",
    "report_submitted",
    "report_returned",
)
ASKERS = ("decider", "visitor_manager", "coordinator")
CONFIRMERS = ("decider", "coordinator", "finance")


@transaction.atomic
def ask_day(*, exchange: Exchange, by: Actor, day: date, reason: str) -> DayDecision:
    """Ask to count one day off of the stay. Raises InvalidInput for a working day or one outside the stay."""
    permissions.check_relation(permissions.exchange_relations(exchange, by), *ASKERS)
    workflow.claim(exchange)
    _check_open(exchange)
    if not reason.strip():
        raise InvalidInput(_("Say what programme took place on this day."), "reason")
    first, last = _stay_of(exchange)
    if not first <= day <= last:
        raise InvalidInput(_("This day is not part of the visit."), "day")
    region = exchange.host.region or None
    counted = dates.count_days(day, day, exchange.host_country_id, region)[0]
    if counted.reason not in dates.COUNTABLE_BY_DECISION:
        raise InvalidInput(_("This is a working day. It is counted without a decision."), "day")
    if DayDecision.objects.filter(exchange=exchange, day=day).exists():
        raise InvalidInput(_("Somebody has already asked for this day."), "day")
    decision = DayDecision.objects.create(exchange=exchange, day=day, reason=reason.strip(), asked_by=by.user)
    audit.record("day.ask", exchange, by, {"day": ("", day.isoformat())})
    return decision


@transaction.atomic
def confirm_day(*, exchange: Exchange, by: Actor, day: date) -> DayDecision:
    """The second person agrees; from now on the day is counted."""
    permissions.check_relation(permissions.exchange_relations(exchange, by), *CONFIRMERS)
    workflow.claim(exchange)
    _check_open(exchange)
    decision = DayDecision.objects.select_for_update(of=("self",)).get(exchange=exchange, day=day)
    if decision.confirmed_by_id is not None:
        return decision
    if decision.asked_by_id == by.user_id:
        raise Refused(_("You asked for this day. Another person must confirm it."))
    if permissions.is_own_file(exchange.application, by.user):
        raise Refused(_("This is a file of your own organisation. Another person must confirm it."))
    decision.confirmed_by, decision.confirmed_at = by.user, clock.now()
    decision.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record("day.confirm", exchange, by, {"day": ("", day.isoformat())})
    return decision


def overrides_of(exchange: Exchange) -> dict[date, str]:
    """The confirmed decisions, as the calculation wants them; days that are travel days in the report drop out."""
    travel = set(exchange.report.travel_days) if hasattr(exchange, "report") else set()
    confirmed = DayDecision.objects.filter(exchange=exchange, confirmed_by__isnull=False)
    return {item.day: item.reason for item in confirmed if item.day.isoformat() not in travel}


def _stay_of(exchange: Exchange) -> tuple[date, date]:
    report = getattr(exchange, "report", None)
    if report is not None and report.actual_start and report.actual_end:
        return report.actual_start, report.actual_end
    return exchange.first_day, exchange.last_day


def _check_open(exchange: Exchange) -> None:
    if exchange.state not in OPEN_STATES:
        raise Refused(_("The days of this visit can no longer be changed."))
