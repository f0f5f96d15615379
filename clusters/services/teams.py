"""Leaving and being away: hand over to a colleague, or let a colleague stand in for some days."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clusters import handover, permissions, team_notifications
from clusters.handover import Moved
from clusters.models import Absence, Role
from clusters.selectors.teams import colleagues
from clusters.services.roles import end_role
from core import audit, clock
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed

MOST_DAYS = 120


@transaction.atomic
def hand_over(*, role: Role, to: Role, by: Actor) -> list[Moved]:
    """Everything on the leaver's name goes to a colleague in the same role; then the role ends. The colleague is told."""
    if not permissions.can_end_role(by, role):
        raise NotAllowed(_("You cannot end this role."))
    if not colleagues(role).filter(pk=to.pk).exists():
        raise InvalidInput(_("Choose a colleague who has the same role here."), "to")
    moved = handover.review(role, to.user)
    changes = {f"moved_{number}": ("", f"{item.label}: {item.number}") for number, item in enumerate(moved)}
    audit.record("role.hand_over", role, by, {"to": (role.user_id, to.user_id)} | changes)
    ended = end_role(role=role, by=by)
    mail = team_notifications.HandedOver(ended, moved=moved)
    mail.send(team_notifications.to_user(to.user))
    return moved


@transaction.atomic
def go_away(*, role: Role, stand_in: Role, starts_on: date, ends_on: date, by: Actor) -> Absence:
    """From the first to the last day the colleague gets the person's mails; it ends by itself. Raises InvalidInput."""
    _check_own(role, by)
    if not colleagues(role).filter(pk=stand_in.pk).exists():
        raise InvalidInput(_("Choose a colleague who has the same role here."), "stand_in")
    if ends_on < starts_on:
        raise InvalidInput(_("The last day lies before the first day."), "ends_on")
    if ends_on < clock.today():
        raise InvalidInput(_("These days are over."), "ends_on")
    if (ends_on - starts_on).days > MOST_DAYS:
        raise InvalidInput(_("That is very long. Hand your role over instead."), "ends_on")
    crossing = Absence.objects.filter(role=stand_in, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if crossing.exists():
        raise InvalidInput(_("This colleague is away on some of these days. Choose another one."), "stand_in")
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                role=role, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on
            )
    except IntegrityError as error:
        if "absence_once_at_a_time" not in str(error):
            raise
        raise InvalidInput(_("You are already away on some of these days."), "starts_on") from error
    audit.record("absence.begin", absence, by, {"days": (None, f"{starts_on} - {ends_on}")})
    team_notifications.StandsIn(absence).send(team_notifications.to_user(stand_in.user))
    return absence


@transaction.atomic
def come_back(*, absence: Absence, by: Actor) -> None:
    """Be there again before the last day, or give a planned absence up."""
    _check_own(absence.role, by)
    audit.record("absence.end", absence, by, {"days": (f"{absence.starts_on} - {absence.ends_on}", None)})
    absence.delete()


def _check_own(role: Role, by: Actor) -> None:
    if by.user_id != role.user_id and not permissions.can_give_role(
        by, role.organisation, role.cluster, role.partnership
    ):
        raise NotAllowed(_("Only the person, or somebody who steers this place, may say this."))
