"""A first text of the closing report, from agenda and presence. The visitor changes it, and sends it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.actors import Actor
from core.exceptions import WrongState
from exchanges import policies
from exchanges.models import ClosingReport, Exchange
from exchanges.permissions import check_relation, exchange_relations
from exchanges.selectors import closing, presence
from exchanges.services.locks import lock_exchange
from exchanges.services.reports import EDITABLE


@transaction.atomic
def prepare_draft(*, exchange: Exchange, by: Actor) -> ClosingReport:
    """By those who run the mission. Raises WrongState where somebody has begun to write, or the report is not open.

    The days come from the presences, once the visit is over; without them the visitor enters them.
    """
    check_relation(exchange_relations(exchange, by), "host_manager", "coordinator")
    lock_exchange(exchange)
    if exchange.mission_id is None:
        raise WrongState(_("This visit is no part of a mission."))
    if exchange.state not in EDITABLE:
        raise WrongState(_("The closing report is open from the first day until it is sent."))
    report, _created = ClosingReport.objects.get_or_create(
        exchange=exchange, defaults={"travel_days": exchange.travel_days}
    )
    if report.activities or report.actual_start or report.actual_end:
        raise WrongState(_("The visitor has begun to write it."))
    attended = presence.attendance(exchange)
    days = presence.days_there(exchange) if attended is not None else None
    report.activities = closing.suggested_activities(exchange, days)
    if attended is not None and policies.host_today(exchange) > exchange.last_day:
        report.actual_start, report.actual_end = attended.first, attended.last
        first, last = attended.first.isoformat(), attended.last.isoformat()
        report.travel_days = [day for day in report.travel_days if first <= day <= last]
    report.save()
    audit.record("report.prepare", exchange, by, {"activities": ("", report.activities)})
    return report
