"""Reporting periods of the demo: EXCITE's four closed on the days of its scoreboards, EXCITE-NEXT with one to close."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from clusters.enums import RoleKind
from clusters.models import Partnership, Role
from core import clock
from core.actors import Actor
from reporting.models import ReportingPeriod
from reporting.period_dates import next_half_year
from reporting.services import activities, reporting_periods

# The last day of each, when its scoreboard counted 7, 38, 60 and 98 exchanges.
CUT_OFFS = (date(2022, 7, 1), date(2023, 3, 3), date(2023, 9, 13), date(2024, 3, 26))
CLOSED_AFTER, DUE_AFTER = timedelta(days=12), timedelta(days=30)


def tell(told: Partnership) -> None:
    first = told.start_on
    for number, last in enumerate(CUT_OFFS, start=1):
        _closed(_planned(told, f"Period {number}", first, last))
        first = last + timedelta(days=1)


def tell_running(live: Partnership) -> None:
    """The first half-year is closed, and a survey of it was recorded later; the second waits to be closed."""
    today = clock.today()
    suggested = next_half_year(live.start_on, live.end_on, [])
    assert suggested is not None
    last = min(suggested.last_day, today - timedelta(days=60))
    period = _closed(_planned(live, "Half-year 1", live.start_on, last))
    _later_survey(period)
    _planned(live, "Half-year 2", last + timedelta(days=1), today - timedelta(days=5))


def _later_survey(period: ReportingPeriod) -> None:
    live, held_on = period.partnership, period.last_day - timedelta(days=9)
    place = live.places.select_related("cluster").order_by("position", "id")[3]
    manager = _wearing(kind=RoleKind.MANAGER, cluster=place.cluster)
    recorded = period.last_day + timedelta(days=30)
    with clock.at(_morning(recorded)):
        activity = activities.record_activity(
            partnership=live,
            by=manager,
            cluster=place.cluster,
            kind="survey",
            title="Survey of members on training needs",
            held_on=held_on,
            count=1,
        )
    with clock.at(_morning(recorded + timedelta(days=2))):
        activities.count_activity(activity=activity, by=_coordinator(live))
    with clock.at(_morning(recorded + timedelta(days=3))):
        reporting_periods.note_corrections(
            period=period,
            differences={"EU3.analyses": Decimal(1)},
            change="One survey was recorded after the period was closed",
            reason="Its results came in three weeks later; it was held in the period.",
            by=manager,
        )


def _planned(partnership: Partnership, title: str, first: date, last: date) -> ReportingPeriod:
    # Planned while it runs.
    with clock.at(_morning(first)):
        return reporting_periods.plan_period(
            partnership=partnership,
            title=title,
            first_day=first,
            last_day=last,
            due_on=last + DUE_AFTER,
            by=_coordinator(partnership),
        )


def _closed(period: ReportingPeriod) -> ReportingPeriod:
    with clock.at(_morning(period.last_day + CLOSED_AFTER)):
        return reporting_periods.close_period(period=period, by=_coordinator(period.partnership))


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _coordinator(partnership: Partnership) -> Actor:
    return _wearing(kind=RoleKind.COORDINATOR, partnership=partnership)


def _wearing(**which: object) -> Actor:
    role = Role.objects.filter(ended_at=None, **which).select_related("user").order_by("id")[0]
    return Actor.person(role.user, role)
