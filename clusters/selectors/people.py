"""Who wears which hat."""

from django.db.models import Q, QuerySet

from clusters.models import Cluster, Role, User
from core import clock


def current_roles(user: User) -> QuerySet[Role]:
    """The roles that work now, oldest first; read on each request, so a change takes effect at once."""
    moment = clock.now()
    return (
        Role.objects.filter(user=user, ended_at=None)
        .filter(Q(until=None) | Q(until__gt=moment))
        .select_related("organisation", "cluster__organisation", "partnership")
        .order_by("id")
    )


def managers_of(cluster: Cluster) -> QuerySet[User]:
    """People who manage a cluster in the portal."""
    roles = Role.objects.filter(kind="manager", cluster=cluster, ended_at=None)
    return User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("id")


def has_account(address: str) -> bool:
    """Whether somebody can log in with this address; others act by mail link."""
    return User.objects.filter(email=address.lower(), is_active=True).exists()
