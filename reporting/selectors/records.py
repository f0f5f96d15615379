"""The rows behind each figure, for the page that opens them. Each takes the period and gives a query set in order."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clusters.enums import OrganisationKind
from clusters.models import Organisation, RegionLevel
from clusters.region_data import LEVELS_EDITION
from exchanges.enums import FollowUpKind, FollowUpStatus
from exchanges.models import Application, Exchange, FollowUp, PastExchange, Payment, Questionnaire
from reporting.activity_fields import AGREEMENTS
from reporting.enums import COUNTS_FOR
from reporting.models import Activity
from reporting.periods import Period

Records = Callable[[Period], QuerySet[Any]]
_PARTIES = ("application", "visitor", "host", "visitor_country", "host_country", "visitor_cluster")


def exchanges(period: Period) -> QuerySet[Exchange]:
    """Credited exchanges, newest first."""
    return (
        Exchange.objects.filter(
            partnership=period.partnership, credited_on__gte=period.first, credited_on__lte=period.until
        )
        .select_related(*_PARTIES)
        .order_by("-credited_on", "-id")
    )


def past(period: Period) -> QuerySet[PastExchange]:
    """Visits from before the portal, by their day of crediting, newest first."""
    return (
        PastExchange.objects.filter(
            partnership=period.partnership, credited_on__gte=period.first, credited_on__lte=period.until
        )
        .select_related("visitor", "host", "visitor_country", "host_country")
        .order_by("-credited_on", "-id")
    )


def past_sme_visits(period: Period) -> QuerySet[PastExchange]:
    return past(period).filter(visitor_kind=OrganisationKind.SME)


def past_involving(*kinds: str) -> Records:
    def records(period: Period) -> QuerySet[PastExchange]:
        return past(period).filter(Q(visitor_kind__in=kinds) | Q(host_kind__in=kinds))

    return records


def past_visits_of(*kinds: str) -> Records:
    def records(period: Period) -> QuerySet[PastExchange]:
        return past(period).filter(visitor_kind__in=kinds)

    return records


def sme_visits(period: Period) -> QuerySet[Exchange]:
    return exchanges(period).filter(visitor_kind=OrganisationKind.SME)


def involving(*kinds: str) -> Records:
    """Credited exchanges in which an organisation of these kinds visited or hosted."""

    def records(period: Period) -> QuerySet[Exchange]:
        return exchanges(period).filter(Q(visitor_kind__in=kinds) | Q(host_kind__in=kinds))

    return records


def visits_of(*kinds: str) -> Records:
    def records(period: Period) -> QuerySet[Exchange]:
        return exchanges(period).filter(visitor_kind__in=kinds)

    return records


def applications_of(*kinds: str) -> Records:
    """Files sent in the period by organisations of these kinds, newest first."""

    def records(period: Period) -> QuerySet[Application]:
        return (
            Application.objects.filter(
                partnership=period.partnership,
                reference__isnull=False,
                organisation_kind__in=kinds,
                submitted_at__date__gte=period.first,
                submitted_at__date__lte=period.until,
            )
            .select_related("organisation__country", "visitor_cluster")
            .order_by("-submitted_at", "-id")
        )

    return records


def hosts_of(*kinds: str) -> Records:
    """Exchanges made in the period, whatever became of them, with a host of these kinds."""

    def records(period: Period) -> QuerySet[Exchange]:
        return (
            Exchange.objects.filter(
                partnership=period.partnership,
                host_kind__in=kinds,
                created_at__date__gte=period.first,
                created_at__date__lte=period.until,
            )
            .select_related(*_PARTIES)
            .order_by("-id")
        )

    return records


def participating(*kinds: str) -> tuple[Records, ...]:
    return (involving(*kinds), past_involving(*kinds))


def registered(*kinds: str) -> tuple[Records, ...]:
    return (applications_of(*kinds), hosts_of(*kinds), past_involving(*kinds))


def activities_for(code: str) -> Records:
    """Reviewed activities that count for an indicator, newest first."""
    kinds = [str(kind) for kind, feeds in COUNTS_FOR.items() if any(feed.code == code for feed in feeds)]

    def records(period: Period) -> QuerySet[Activity]:
        return _counted(period).filter(kind__in=kinds)

    return records


def follow_ups(kind: str) -> Records:
    """What came of credited exchanges, by kind; plans do not count."""

    def records(period: Period) -> QuerySet[FollowUp]:
        return _came_about(period).filter(kind=kind)

    return records


def _came_about(period: Period) -> QuerySet[FollowUp]:
    """Told elsewhere, a follow-up counts there."""
    return (
        FollowUp.objects.filter(
            status__in=[FollowUpStatus.UNDER_WAY, FollowUpStatus.DONE],
            told_elsewhere="",
            exchange__in=exchanges(period).order_by().values("pk"),
        )
        .select_related("exchange__application", "exchange__visitor", "exchange__host")
        .order_by("-exchange__credited_on", "id")
    )


def _counted(period: Period) -> QuerySet[Activity]:
    return (
        Activity.objects.filter(
            partnership=period.partnership,
            state="counted",
            held_on__gte=period.first,
            held_on__lte=period.until,
        )
        .select_related("cluster")
        .order_by("-held_on", "-id")
    )


def all_visits_of(*kinds: str) -> tuple[Records, ...]:
    return (visits_of(*kinds), past_visits_of(*kinds))


def with_counterpart(counterpart: str) -> tuple[Records, ...]:
    """Agreements, projects and memoranda with one kind of partner: told after visits, or recorded."""

    def told(period: Period) -> QuerySet[FollowUp]:
        agreed = [kind for kind in FollowUpKind if kind != FollowUpKind.OTHER]
        return _came_about(period).filter(kind__in=agreed, counterpart=counterpart)

    def recorded(period: Period) -> QuerySet[Activity]:
        kinds = [str(kind) for kind in AGREEMENTS]
        return _counted(period).filter(kind__in=kinds, counterpart=counterpart)

    return (told, recorded)


def of_level(side: str, level: str) -> tuple[Records, ...]:
    """Credited visits whose visitor, or host, is in a region of this level."""

    def involved() -> Q:
        rows = RegionLevel.objects.filter(edition=LEVELS_EDITION)
        known = rows.filter(country=OuterRef("country"), region=OuterRef("area"), region__isnull=False)
        whole = rows.filter(country=OuterRef("country"), region=None)
        levels = Coalesce(Subquery(known.values("level")[:1]), Subquery(whole.values("level")[:1]))
        found = Organisation.objects.annotate(developed=levels).filter(developed=level).order_by()
        return Q(**{f"{side}__in": found.values("pk")})

    return (
        lambda period: exchanges(period).filter(involved()),
        lambda period: past(period).filter(involved()),
    )


def paid(period: Period) -> QuerySet[Exchange]:
    """Visits whose lump sum was paid in the period, the last payment first."""
    payments = Payment.objects.filter(
        exchange=OuterRef("pk"), paid_on__gte=period.first, paid_on__lte=period.until
    )
    return (
        Exchange.objects.filter(Exists(payments), partnership=period.partnership)
        .select_related(*_PARTIES)
        .order_by("-id")
    )


def past_paid(period: Period) -> QuerySet[PastExchange]:
    rows = PastExchange.objects.filter(
        partnership=period.partnership, paid_on__gte=period.first, paid_on__lte=period.until
    )
    return rows.select_related("visitor", "host", "visitor_country", "host_country").order_by(
        "-paid_on", "-id"
    )


def answered(period: Period) -> QuerySet[Exchange]:
    """Exchanges with an answered questionnaire. Who said what is not shown here."""
    answers = Questionnaire.objects.filter(
        exchange=OuterRef("pk"),
        wave=0,
        state="answered",
        invited_at__date__gte=period.first,
        invited_at__date__lte=period.until,
        answered_at__date__lte=period.until,
    )
    return (
        Exchange.objects.filter(Exists(answers), partnership=period.partnership)
        .select_related(*_PARTIES)
        .order_by("-id")
    )
