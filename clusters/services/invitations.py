"""Roles offered by mail: sent, sent again, withdrawn, accepted once by the person of the right address."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions, team_notifications
from clusters.merging import mover
from clusters.models import Invitation, Organisation, Role, User
from clusters.selectors.teams import FOR_A_TIME, INVITATION_PURPOSE, KINDS_AT, SCHEME
from clusters.services.roles import grant
from core import audit, clock, links
from core.actors import SYSTEM, Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.mail import Recipient

DAYS = 14


@transaction.atomic
def invite(
    *,
    email: str,
    kind: str,
    by: Actor,
    organisation: Any = None,
    cluster: Any = None,
    partnership: Any = None,
    until: datetime | None = None,
) -> Invitation:
    """Offer a role to an address, by mail. Whether the address has an account is not told. Raises InvalidInput."""
    permissions.check_give_role(by, organisation, cluster, partnership)
    scope = {"organisation": organisation, "cluster": cluster, "partnership": partnership}
    email = email.strip().lower()
    _check(kind, scope, email, until)
    now = clock.now()
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email, kind=kind, until=until, invited_by=by.user, invited_at=now, sent_at=now,
                expires_at=now + timedelta(days=DAYS), **scope,
            )  # fmt: skip
    except IntegrityError as error:
        if "invitation_once" not in str(error):
            raise
        raise InvalidInput(
            _("This address is invited already. Send the invitation again."), "email"
        ) from error
    audit.record("invitation.send", invitation, by, {"email": (None, email), "role": (None, invitation)})
    _send(invitation)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, by: Actor) -> Invitation:
    """A new link for another two weeks; the earlier one stops working."""
    invitation = _locked(invitation, by)
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + timedelta(days=DAYS)
    invitation.save(update_fields=["sent_at", "expires_at"])
    audit.record("invitation.resend", invitation, by)
    _send(invitation)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Actor) -> Invitation:
    invitation = _locked(invitation, by)
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    links.revoke(invitation, INVITATION_PURPOSE)
    audit.record("invitation.withdraw", invitation, by, {"email": (invitation.email, None)})
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Role:
    """Give the role to the person of the invited address, once. Raises Refused or NotAllowed."""
    invitation = _row(invitation)
    reason = dead_reason(invitation)
    if reason:
        raise Refused(reason)
    if not is_for(invitation, user):
        raise NotAllowed(_("This invitation was sent to another address."))
    by = Actor.person(user)
    role = grant(
        user=user,
        kind=invitation.kind,
        by=by,
        organisation=invitation.organisation,
        cluster=invitation.cluster,
        partnership=invitation.partnership,
        until=invitation.until,
        given_by=invitation.invited_by,
    )
    invitation.accepted_at, invitation.accepted_by = clock.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    links.revoke(invitation, INVITATION_PURPOSE)
    audit.record("invitation.accept", invitation, by, {"email": (None, invitation.email)})
    if invitation.invited_by is not None:
        mail = team_notifications.InvitationAccepted(invitation)
        mail.send(team_notifications.to_user(invitation.invited_by))
    return role


def dead_reason(invitation: Invitation) -> Any:
    """Why it no longer works; empty while it does."""
    if invitation.accepted_at is not None:
        return _(
            "This invitation has been used already. Log in: the role stands in the menu under your name."
        )
    if invitation.withdrawn_at is not None:
        return _("This invitation was withdrawn. Ask the person who invited you.")
    if invitation.has_expired:
        return _("This invitation has run out. Ask the person who invited you to send it again.")
    return ""


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether one of the person's confirmed addresses is the invited one."""
    own = EmailAddress.objects.filter(user=user, verified=True)
    return own.filter(email__iexact=invitation.email).exists()


@mover("clusters.Invitation.organisation")
def _merged(source: Organisation, target: Organisation, by: Actor) -> None:
    """An address that both have invited keeps the invitation whose link works longer."""
    asked = {(row.email, row.kind): row for row in Invitation.objects.open().filter(organisation=target)}
    for invitation in Invitation.objects.open().filter(organisation=source).order_by("id"):
        other = asked.get((invitation.email, invitation.kind))
        if other is not None:
            double = min(invitation, other, key=lambda row: row.expires_at)
            double.withdrawn_at = clock.now()
            double.save(update_fields=["withdrawn_at"])
            links.revoke(double, INVITATION_PURPOSE)
            audit.record("invitation.withdraw", double, by, {"email": (double.email, None)})
    Invitation.objects.filter(organisation=source).update(organisation=target)


def _check(kind: str, scope: dict[str, Any], email: str, until: datetime | None) -> None:
    word = next((name for name, value in scope.items() if value is not None), SCHEME)
    if kind not in KINDS_AT[word]:
        raise InvalidInput(_("This kind of role does not go with this place."), "kind")
    if kind in FOR_A_TIME and until is None:
        raise InvalidInput(_("Say until when this role lasts."), "until")
    if until is not None and until <= clock.now():
        raise InvalidInput(_("The last day of the role lies in the past."), "until")
    holders = Role.objects.working().filter(kind=kind, **scope)
    if holders.filter(user__emailaddress__email=email, user__emailaddress__verified=True).exists():
        raise InvalidInput(_("This person has the role already."), "email")


def _send(invitation: Invitation) -> None:
    _link, url = links.issue(
        invitation,
        INVITATION_PURPOSE,
        address=invitation.email,
        url_name="clusters:invitation_accept",
        days=DAYS,
    )
    language = User.objects.filter(email=invitation.email).values_list("language", flat=True).first()
    inviter = invitation.invited_by
    mail = team_notifications.InvitationSent(invitation, url=url)
    mail.send(Recipient(invitation.email, "", language or (inviter.language if inviter else "en")))


def _locked(invitation: Invitation, by: Actor) -> Invitation:
    found = _row(invitation)
    if by.kind != SYSTEM:
        permissions.check_give_role(by, found.organisation, found.cluster, found.partnership)
    if found.accepted_at is not None or found.withdrawn_at is not None:
        raise Refused(dead_reason(found))
    return found


def _row(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
