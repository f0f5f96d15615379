"""Who wears which hat: given and taken."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions
from clusters.models import Cluster, Organisation, Partnership, Role, User
from core import audit, clock
from core.actors import Actor
from core.exceptions import NotAllowed


@transaction.atomic
def give_role(
    *,
    user: User,
    kind: str,
    by: Actor,
    organisation: Organisation | None = None,
    cluster: Cluster | None = None,
    partnership: Partnership | None = None,
    until: datetime | None = None,
) -> Role:
    """Give a person a role at one place; giving it twice is one role. Raises NotAllowed."""
    if not permissions.can_give_role(by, organisation, cluster, partnership):
        raise NotAllowed(_("You cannot give this role."))
    return grant(
        user=user,
        kind=kind,
        by=by,
        organisation=organisation,
        cluster=cluster,
        partnership=partnership,
        until=until,
    )


@transaction.atomic
def end_role(*, role: Role, by: Actor) -> Role:
    """End a role now; the person keeps the account and other roles."""
    if not permissions.can_give_role(by, role.organisation, role.cluster, role.partnership):
        raise NotAllowed(_("You cannot end this role."))
    if role.ended_at is None:
        role.ended_at = clock.now()
        role.save(update_fields=["ended_at"])
        audit.record("role.end", role, by, {"role": (role, None)})
    return role


def grant(
    *,
    user: User,
    kind: str,
    by: Actor,
    organisation: Organisation | None = None,
    cluster: Cluster | None = None,
    partnership: Partnership | None = None,
    until: datetime | None = None,
) -> Role:
    """Give a role without asking who may: for services that have checked already."""
    role, created = Role.objects.get_or_create(
        user=user,
        kind=kind,
        organisation=organisation,
        cluster=cluster,
        partnership=partnership,
        ended_at=None,
        defaults={"until": until},
    )
    if created:
        audit.record("role.give", role, by, {"role": (None, role)})
    return role
