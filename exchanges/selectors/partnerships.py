"""Which partnership handles an application, and which of its clusters: the rule for "give me one"."""

from datetime import date

from django.db.models import QuerySet

from clusters.models import Cluster, Partnership
from clusters.selectors.memberships import home_cluster
from core import clock
from exchanges.enums import HostChoice
from exchanges.models import Application


def open_on(day: date) -> QuerySet[Partnership]:
    """Partnerships that run on a day and take applications, newest first."""
    return (
        Partnership.objects.filter(accepts_applications=True, start_on__lte=day, end_on__gte=day)
        .select_related("coordinator__organisation", "deputy__organisation")
        .order_by("-start_on", "code")
    )


def day_of(application: Application) -> date:
    """The day the visit begins; before that is known, today."""
    return application.planned_start or clock.today()


def give_partnership(application: Application) -> Partnership | None:
    """The mission's; else the home cluster's that runs on that day; else any that runs and takes applications."""
    mission = application.mission
    if application.host_choice == HostChoice.MISSION and mission is not None:
        return mission.partnership
    running = open_on(day_of(application))
    home = application.home_cluster or home_cluster(application.organisation)
    own = running.filter(places__cluster=home).first() if home is not None else None
    return own or running.first()


def give_cluster(application: Application, partnership: Partnership) -> Cluster:
    """The home cluster where it belongs to the partnership; else one of the visitor's country; else the coordinator."""
    home = application.home_cluster or home_cluster(application.organisation)
    own = clusters_of(partnership)
    if home is not None and own.filter(pk=home.pk).exists():
        return home
    near = own.filter(organisation__country_id=application.organisation.country_id).first()
    return near or partnership.coordinator


def clusters_of(partnership: Partnership) -> QuerySet[Cluster]:
    """The clusters that work in the portal, in the partnership's order."""
    return (
        Cluster.objects.filter(places__partnership=partnership, in_portal=True)
        .select_related("organisation__country")
        .order_by("places__position", "id")
    )
