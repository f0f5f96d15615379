"""Who wears which hat."""

from typing import Any

from django.db.models import Q, QuerySet

from clusters.models import Cluster, Role, User
from core import clock
from core.prepared import Prepared


def current_roles(user: User) -> QuerySet[Role]:
    """The roles that work now, oldest first."""
    return _working(user=user, moment=clock.now())


def hats_of(user: User) -> list[Role]:
    """The same, read on each request, so that a change takes effect at once."""
    return _hats(user=user.pk, moment=clock.now())


def _working(*, user: Any, moment: Any) -> QuerySet[Role]:
    return (
        Role.objects.filter(user=user, ended_at=None)
        .filter(Q(until=None) | Q(until__gt=moment))
        .select_related("organisation", "cluster__organisation", "partnership")
        .order_by("id")
    )


_hats = Prepared("hats", _working)


def managers_of(cluster: Cluster) -> QuerySet[User]:
    """People who manage a cluster in the portal."""
    roles = Role.objects.filter(kind="manager", cluster=cluster, ended_at=None)
    return User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("id")


def has_account(address: str) -> bool:
    """Whether somebody can log in with this address; others act by mail link."""
    return User.objects.filter(email=address.lower(), is_active=True).exists()
