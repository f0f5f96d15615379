"""Who wears which hat: given and taken."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions, team_notifications
from clusters.enums import RoleKind
from clusters.models import Cluster, Invitation, Organisation, Partnership, Role, User
from clusters.selectors.teams import FOR_A_TIME, INVITATION_PURPOSE, is_last
from core import audit, clock, links, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused


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
    """Give a person a role at one place; giving it twice is one role. Raises NotAllowed, and InvalidInput when an
    auditor's or the support office's role has no end.
    """
    if not permissions.can_give_role(by, organisation, cluster, partnership):
        raise NotAllowed(_("You cannot give this role."))
    if kind in FOR_A_TIME and until is None:
        raise InvalidInput(_("Say until when this role lasts."), "until")
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
def end_role(*, role: Role, by: Actor, although_last: bool = False) -> Role:
    """End a role now; the person keeps the account and other roles, and is told by mail.

    The last representative, manager or coordinator of a place goes only `although_last`. Invitations that the person
    sent for this place are withdrawn, or a leaver could come back through one.
    """
    if not permissions.can_end_role(by, role):
        raise NotAllowed(_("You cannot end this role."))
    Role.objects.select_for_update(of=("self",), no_key=True).get(pk=role.pk)
    role.refresh_from_db(fields=["ended_at", "ended_by"])
    if role.ended_at is not None:
        return role
    if not although_last and is_last(role):
        raise Refused(
            _("Nobody else has this role here. Invite a successor first, or say that it may stay empty.")
        )
    role.ended_at, role.ended_by = clock.now(), by.user
    role.save(update_fields=["ended_at", "ended_by"])
    audit.record("role.end", role, by, {"role": (role, None)})
    _withdraw_invitations_of(role, by)
    if by.user_id != role.user_id and by.kind == "person":
        team_notifications.RoleEnded(role).send(team_notifications.to_user(role.user))
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
    given_by: User | None = None,
) -> Role:
    """Give a role without asking who may: for services that have checked already."""
    role, created = Role.objects.get_or_create(
        user=user,
        kind=kind,
        organisation=organisation,
        cluster=cluster,
        partnership=partnership,
        ended_at=None,
        defaults={"until": until, "given_by": given_by or by.user},
    )
    if created:
        audit.record("role.give", role, by, {"role": (None, role)})
    elif role.until is not None and (until is None or until > role.until):
        # A role for a time that is given again lasts longer.
        audit.record("role.prolong", role, by, {"until": (role.until, until)})
        role.until = until
        role.save(update_fields=["until"])
    if created and organisation is not None:
        # Once for each organisation: somebody is there now who can be asked one day.
        outbox.add("organisation.represented", str(organisation.pk), payload={"id": organisation.pk})
    return role


@transaction.atomic
def hide_checklist(*, by: Actor) -> None:
    """The person has seen enough of the first steps of the present role."""
    if by.hat is not None and by.hat.checklist_hidden_at is None:
        Role.objects.filter(pk=by.hat.pk).update(checklist_hidden_at=clock.now())
        audit.record("role.hide_checklist", by.hat, by)


def _withdraw_invitations_of(role: Role, by: Actor) -> None:
    if role.kind == RoleKind.SUPPORT_OFFICE:
        return
    sent = Invitation.objects.open().filter(
        invited_by=role.user_id,
        organisation=role.organisation_id,
        cluster=role.cluster_id,
        partnership=role.partnership_id,
    )
    for invitation in sent.order_by("id"):
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])
        links.revoke(invitation, INVITATION_PURPOSE)
        audit.record("invitation.withdraw", invitation, by, {"email": (invitation.email, None)})
