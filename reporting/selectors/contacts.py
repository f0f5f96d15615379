"""Whom to ask, for the page of contacts: only persons who agreed to stand on a public page."""

from django.db.models import Prefetch, QuerySet

from clusters.models import Cluster, Partnership, PartnershipCluster
from clusters.selectors.contacts import contact_shown
from core import clock
from reporting.selectors.partnerships import public_ones


def with_contacts() -> QuerySet[Partnership]:
    """Partnerships that run today, each with its `places` and their `cluster`, which has `contact_shown`."""
    today = clock.today()
    clusters = Cluster.objects.annotate(contact_shown=contact_shown(Cluster)).select_related(
        "organisation__country"
    )
    places = PartnershipCluster.objects.order_by("position", "id").prefetch_related(
        Prefetch("cluster", queryset=clusters)
    )
    return (
        public_ones()
        .filter(start_on__lte=today, end_on__gte=today)
        .prefetch_related(Prefetch("places", queryset=places))
    )
