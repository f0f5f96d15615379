"""Services of a partnership's clusters, for their pages and for the documents that tell of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from core.actors import Actor
from reporting.enums import ActivityKind
from reporting.models import Activity, Service
from reporting.periods import Period

SERVICE_KINDS = (ActivityKind.NEW_SERVICE, ActivityKind.BETTER_SERVICE, ActivityKind.SERVICE_PILOT)


@dataclass(frozen=True)
class Pilot:
    """`until` is None while it runs."""

    since: date
    until: date | None
    users: int | None
    result: str


@dataclass(frozen=True)
class ServiceReport:
    """One service as a document tells of it: plain values, in the words of the cluster. `counted` and `pilot_counted` say
    whether a second person has reviewed it.
    """

    name: str
    cluster: str
    country: str
    novelty: str
    is_new: bool
    stage: str
    summary: str
    for_whom: str
    business_model: str
    price: str
    website: str
    offered_on: date | None
    pilot: Pilot | None
    counted: bool
    pilot_counted: bool


def services(actor: Actor) -> QuerySet[Service]:
    return (
        Service.objects.visible_to(actor)
        .select_related("cluster", "activity", "pilot_activity", "partnership")
        .order_by("name", "id")
    )


def told(period: Period) -> list[ServiceReport]:
    """Every service that was there, or was piloted, until the end of the period, by name. What came later is left out: a
    pilot that began after the period is not told, and one that ended after it is still running.
    """
    there = Q(offered_on__range=(period.first, period.until)) | Q(
        pilot_from__lte=period.until, pilot_from__isnull=False
    )
    rows = (
        Service.objects.filter(there, partnership=period.partnership)
        .select_related("cluster__organisation__country", "activity", "pilot_activity")
        .order_by("name", "id")
    )
    return [_told(row, period) for row in rows]


def _told(row: Service, period: Period) -> ServiceReport:
    return ServiceReport(
        name=row.name,
        cluster=row.cluster.name,
        country=row.cluster.organisation.country.name,
        novelty=str(row.get_novelty_display()),
        is_new=row.novelty == "new",
        stage=str(row.get_stage_display()),
        summary=row.summary,
        for_whom=row.for_whom,
        business_model=row.business_model,
        price=row.price,
        website=row.website,
        offered_on=row.offered_on,
        pilot=_pilot(row, period),
        counted=row.activity is not None and row.activity.state == "counted",
        pilot_counted=row.pilot_activity is not None and row.pilot_activity.state == "counted",
    )


def _pilot(row: Service, period: Period) -> Pilot | None:
    if row.pilot_from is None or row.pilot_from > period.until:
        return None
    ended = row.pilot_until is not None and row.pilot_until <= period.until
    return Pilot(
        since=row.pilot_from,
        until=row.pilot_until if ended else None,
        users=row.pilot_users if ended else None,
        result=row.pilot_result if ended else "",
    )


def recorded_alone(partnership_id: int) -> QuerySet[Activity]:
    """Activities that tell of a service which nobody has described yet."""
    return (
        Activity.objects.filter(
            partnership=partnership_id, kind__in=SERVICE_KINDS, service=None, piloted_service=None
        )
        .select_related("cluster")
        .order_by("-held_on", "-id")
    )
