"""Mails about reporting periods, to the managers of the partnership's clusters and its coordinators."""

from collections.abc import Iterator

from django.db.models import Q

from clusters.enums import RoleKind
from clusters.models import Role
from core import clock, outbox
from core.mail import Recipient
from reporting.models import ReportingPeriod
from reporting.notifications import PeriodClosed, PeriodEnds
from reporting.selectors.reporting_periods import AHEAD
from reporting.services.reporting_periods import ENDS


def plan_reminders() -> None:
    """Of each period that ends within two weeks, once."""
    today = clock.today()
    ending = ReportingPeriod.objects.filter(closed_at=None, last_day__range=(today, today + AHEAD))
    for number in ending.order_by("id").values_list("pk", flat=True):
        outbox.add(ENDS, str(number), payload={"id": number})


def tell_of_an_end(number: int) -> None:
    for period, to in _people(number):
        if period.closed_at is None:
            PeriodEnds(period).send(to)


def tell_of_a_closed_one(number: int) -> None:
    for period, to in _people(number):
        PeriodClosed(period).send(to)


def _people(number: int) -> Iterator[tuple[ReportingPeriod, Recipient]]:
    """Nobody for a period that was removed."""
    period = ReportingPeriod.objects.select_related("partnership").filter(pk=number).first()
    if period is None:
        return
    clusters = period.partnership.places.order_by().values("cluster")
    roles = Role.objects.working().filter(
        Q(kind=RoleKind.MANAGER, cluster__in=clusters)
        | Q(kind=RoleKind.COORDINATOR, partnership=period.partnership_id),
        user__is_active=True,
    )
    users = {role.user_id: role.user for role in roles.select_related("user").order_by("user_id")}
    for user in users.values():
        yield period, Recipient(user.email, user.get_full_name(), user.language)
