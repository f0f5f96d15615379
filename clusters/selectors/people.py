"""Who wears which hat, and who gets the mails of a place."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from clusters.enums import RoleKind
from clusters.models import Absence, Cluster, Organisation, Partnership, Role, User
from core import clock
from core.prepared import Prepared


def current_roles(user: User) -> QuerySet[Role]:
    """The roles that work now, oldest first. `second_factor`: the person has set up the two-step log-in."""
    return _working(user=user, moment=clock.now())


def hats_of(user: User) -> list[Role]:
    """The same, read on each request, so that a change takes effect at once."""
    return _hats(user=user.pk, moment=clock.now())


def _working(*, user: Any, moment: Any) -> QuerySet[Role]:
    apps = Authenticator.objects.filter(user=OuterRef("user"), type=Authenticator.Type.TOTP)
    return (
        Role.objects.filter(user=user, ended_at=None)
        .filter(Q(until=None) | Q(until__gt=moment))
        .annotate(second_factor=Exists(apps))
        .select_related("organisation", "cluster__organisation", "partnership")
        .order_by("id")
    )


_hats = Prepared("hats", _working)


def roles_over(user: User) -> list[Role]:
    """Roles of the last two months that ended or ran out, newest first: why somebody has no hat any more."""
    since = clock.now() - timedelta(days=62)
    ended, ran_out = Q(ended_at__gt=since), Q(until__gt=since, until__lte=clock.now())
    found = Role.objects.filter(ended | ran_out, user=user)
    return list(
        found.select_related("organisation", "cluster", "partnership", "ended_by").order_by("-id")[:5]
    )


def people_in(kind: str, **place: Any) -> QuerySet[User]:
    """The people whom a mail to this role reaches: those away are left out while their stand-in is there."""
    return _not_away(Role.objects.working().filter(kind=kind, **place), clock.today())


def _not_away(roles: QuerySet[Role], today: Any) -> QuerySet[User]:
    away = Absence.objects.now(today).filter(role=OuterRef("pk"))
    return User.objects.filter(pk__in=roles.filter(~Exists(away)).values("user")).order_by("id")


def managers_of(cluster: Cluster) -> list[User]:
    """People who manage a cluster in the portal."""
    return _reached("cluster", RoleKind.MANAGER, cluster)


def representatives_of(organisation: Organisation) -> list[User]:
    return _reached("organisation", RoleKind.REPRESENTATIVE, organisation)


def coordinators_of(partnership: Partnership) -> list[User]:
    return _reached("partnership", RoleKind.COORDINATOR, partnership)


def _reached(place: str, kind: str, at: Any) -> list[User]:
    return _people(place, kind, at=at.pk, moment=clock.now(), today=clock.today())


def _people_at(place: str, kind: str, *, at: Any, moment: Any, today: Any) -> QuerySet[User]:
    return _not_away(Role.objects.working(moment).filter(kind=kind, **{place: at}), today)


_people = Prepared("people", _people_at)


def instead_of(address: str) -> User | None:
    """Who gets the mails to a person's address now, while this person is away; None: the person."""
    absences = _absences(address=address.strip().lower(), today=clock.today())
    return absences[0].stand_in.user if absences else None


def _absent(*, address: Any, today: Any) -> QuerySet[Absence]:
    return (
        Absence.objects.now(today)
        .filter(role__user__email=address, stand_in__user__is_active=True)
        .select_related("stand_in__user")
        .order_by("id")[:1]
    )


_absences = Prepared("absences", _absent)


def absences_around(roles: Iterable[Role]) -> list[Absence]:
    """Those that concern the roles, on either side: running, or beginning within three months."""
    pks = [role.pk for role in roles]
    today = clock.today()
    found = Absence.objects.filter(Q(role__in=pks) | Q(stand_in__in=pks), ends_on__gte=today)
    near = found.filter(
        starts_on__lte=today + timedelta(days=92), role__ended_at=None, stand_in__ended_at=None
    )
    return list(near.select_related("role__user", "stand_in__user").order_by("starts_on", "id"))


def has_account(address: str) -> bool:
    """Whether somebody can log in with this address; others act by mail link."""
    return User.objects.filter(email=address.lower(), is_active=True).exists()
