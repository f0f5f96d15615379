"""The people of one place: who has which role, since when, who is invited, who asks to come in."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Absence, Cluster, Invitation, JoinRequest, Organisation, Partnership, Role, User
from clusters.selectors.people import absences_around
from core import clock
from core.actors import Actor

INVITATION_PURPOSE = "invitation"
ORGANISATION, CLUSTER, PARTNERSHIP, SCHEME = "organisation", "cluster", "partnership", "scheme"
KINDS_AT: dict[str, tuple[RoleKind, ...]] = {
    ORGANISATION: (RoleKind.REPRESENTATIVE,),
    CLUSTER: (RoleKind.MANAGER,),
    PARTNERSHIP: (RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR),
    # The whole scheme: administrators of the portal give this one.
    SCHEME: (RoleKind.SUPPORT_OFFICE,),
}
_MODELS: dict[str, Any] = {ORGANISATION: Organisation, CLUSTER: Cluster, PARTNERSHIP: Partnership}
# Roles without which a place cannot act.
NEEDED = (RoleKind.REPRESENTATIVE, RoleKind.MANAGER, RoleKind.COORDINATOR)
# Roles that end on a day.
FOR_A_TIME = (RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE)


@dataclass(frozen=True)
class Place:
    """Where roles are given: an organisation, a cluster, a partnership, or (without a row) the whole scheme."""

    word: str
    scope: Any

    @property
    def pk(self) -> int:
        return int(self.scope.pk) if self.scope is not None else 0

    @property
    def path(self) -> str:
        return f"{self.word}/{self.pk}"

    @property
    def name(self) -> str:
        return str(self.scope) if self.scope is not None else _("Support office")

    @property
    def kinds(self) -> tuple[RoleKind, ...]:
        return KINDS_AT[self.word]

    @property
    def args(self) -> tuple[Any, Any, Any]:
        """As the permissions ask for it: organisation, cluster, partnership."""
        organisation, cluster, partnership = (
            self.scope if self.word == word else None for word in (ORGANISATION, CLUSTER, PARTNERSHIP)
        )
        return organisation, cluster, partnership

    @property
    def filter(self) -> dict[str, Any]:
        return dict(zip(_MODELS, self.args, strict=True))


@dataclass(frozen=True)
class Member:
    role: Role
    absence: Absence | None
    stands_in: Absence | None


def find_place(word: str, pk: int) -> Place | None:
    if word == SCHEME:
        return Place(SCHEME, None) if pk == 0 else None
    model = _MODELS.get(word)
    scope = model._default_manager.filter(pk=pk).first() if model is not None else None
    return Place(word, scope) if scope is not None else None


def place_of(role: Role | Invitation) -> Place:
    for word in _MODELS:
        if getattr(role, f"{word}_id") is not None:
            return Place(word, getattr(role, word))
    return Place(SCHEME, None)


def members_at(place: Place) -> list[Member]:
    roles = list(
        Role.objects.working()
        .filter(**place.filter)
        .select_related("user", "given_by", "organisation", "cluster", "partnership")
        .order_by("kind", "since", "id")
    )
    absences = absences_around(roles)
    away = {absence.role_id: absence for absence in reversed(absences)}
    standing = {absence.stand_in_id: absence for absence in reversed(absences)}
    return [Member(role, away.get(role.pk), standing.get(role.pk)) for role in roles]


def former_at(place: Place) -> QuerySet[Role]:
    return (
        Role.objects.filter(**place.filter, ended_at__isnull=False)
        .select_related("user", "ended_by")
        .order_by("-ended_at", "-id")[:10]
    )


def open_invitations(place: Place) -> QuerySet[Invitation]:
    return Invitation.objects.open().filter(**place.filter).select_related("invited_by").order_by("-id")[:50]


def open_requests(organisation: Organisation) -> QuerySet[JoinRequest]:
    found = JoinRequest.objects.open().filter(organisation=organisation)
    return found.select_related("user").order_by("id")[:50]


def own_requests(user: User) -> QuerySet[JoinRequest]:
    """What a newcomer waits for."""
    return JoinRequest.objects.open().filter(user=user).select_related("organisation").order_by("id")[:10]


def clusters_at(place: Place) -> list[tuple[Cluster, int]]:
    """The clusters of a partnership, each with the number of its managers."""
    found = list(Cluster.objects.filter(places__partnership=place.scope).distinct().order_by("name"))
    managers = Role.objects.working().filter(kind=RoleKind.MANAGER, cluster__in=found)
    number = Counter(managers.order_by().values_list("cluster_id", flat=True))
    return [(cluster, number[cluster.pk]) for cluster in found]


def colleagues(role: Role) -> QuerySet[Role]:
    """Others with the same role at the same place: who can stand in or take over."""
    return (
        Role.objects.working()
        .filter(
            kind=role.kind,
            organisation=role.organisation_id,
            cluster=role.cluster_id,
            partnership=role.partnership_id,
        )
        .exclude(pk=role.pk)
        .exclude(user=role.user_id)
        .select_related("user")
        .order_by("user__last_name", "id")
    )


def is_last(role: Role) -> bool:
    return role.kind in NEEDED and not colleagues(role).exists()


def own_place(actor: Actor) -> Place | None:
    return place_of(actor.hat) if actor.hat is not None else None


def present_absences(actor: Actor) -> tuple[Absence | None, list[Absence]]:
    """Of the present hat: the own absence of today, and those of colleagues it stands in for today."""
    if actor.hat is None:
        return None, []
    today = clock.today()
    found = [item for item in absences_around([actor.hat]) if item.starts_on <= today]
    own = next((item for item in found if item.role_id == actor.hat.pk), None)
    return own, [item for item in found if item.stand_in_id == actor.hat.pk]
