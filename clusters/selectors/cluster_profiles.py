"""The profile of a cluster: its facts, its members, what it still has to say."""

from collections import Counter

from django.db.models import Count, Exists, OuterRef, QuerySet

from clusters import eccp
from clusters.enums import OrganisationKind
from clusters.models import Cluster, Membership, Organisation


def cluster_of(pk: int) -> Cluster:
    """A manager's own cluster with all that its profile pages read."""
    terms = Organisation.terms.through.objects.filter(organisation=OuterRef("organisation"))
    return (
        Cluster.objects.select_related("organisation__country").annotate(has_terms=Exists(terms)).get(pk=pk)
    )


def confirmed_by_type(cluster: Cluster) -> dict[str, int]:
    """Confirmed members by the types of `clusters.eccp`. One statement."""
    rows = (
        Membership.objects.filter(cluster=cluster, state="confirmed")
        .order_by()
        .values_list("organisation__kind")
        .annotate(number=Count("organisation", distinct=True))
    )
    found: Counter[str] = Counter()
    for kind, number in rows:
        found[eccp.type_of(kind)] += number
    return {name: found[name] for name in eccp.TYPES}


def criteria(cluster: Cluster, confirmed: dict[str, int]) -> list[eccp.Verdict]:
    return eccp.judge(
        eccp.Facts(
            staff=cluster.management_fte,
            website=cluster.organisation.website,
            website_in_english=cluster.website_in_english,
            confirmed=confirmed,
            declared={name: getattr(cluster, f"member_{name}") for name in eccp.TYPES},
        )
    )


def listed_members(cluster: Cluster) -> QuerySet[Organisation]:
    """Confirmed members that agreed to be listed and still answer; by name."""
    confirmed = Membership.objects.filter(cluster=cluster, state="confirmed")
    return (
        Organisation.objects.filter(
            pk__in=confirmed.order_by().values("organisation"), listed=True, hidden_at=None
        )
        .exclude(kind=OrganisationKind.CLUSTER)
        .select_related("country")
        .order_by("name", "id")
    )
