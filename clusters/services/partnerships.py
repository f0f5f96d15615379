"""Clusters and partnerships come in by an operator; everything else hangs on them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from clusters.models import Cluster, Organisation, Partnership, PartnershipCluster, Target
from core import audit
from core.actors import Actor


@transaction.atomic
def found_cluster(
    *, by: Actor, organisation: Organisation, name: str, short_name: str, slug: str, **profile: Any
) -> Cluster:
    """A cluster with its one organisation; `profile` are further Cluster fields."""
    cluster = Cluster(organisation=organisation, name=name, short_name=short_name, slug=slug, **profile)
    cluster.full_clean()
    cluster.save()
    audit.record("cluster.found", cluster, by, {"name": ("", name)})
    return cluster


@transaction.atomic
def create_partnership(
    *,
    by: Actor,
    code: str,
    clusters: Sequence[Cluster],
    coordinator: Cluster,
    deputy: Cluster,
    targets: Mapping[str, Decimal | int],
    **profile: Any,
) -> Partnership:
    """A partnership of `clusters` in this order, with what it promised per indicator code."""
    partnership = Partnership(code=code, coordinator=coordinator, deputy=deputy, **profile)
    partnership.full_clean()
    partnership.save()
    for position, cluster in enumerate(clusters, start=1):
        PartnershipCluster.objects.create(partnership=partnership, cluster=cluster, position=position)
    for target, value in targets.items():
        Target.objects.create(partnership=partnership, code=target, value=value)
    audit.record("partnership.create", partnership, by, {"code": ("", code)})
    return partnership
