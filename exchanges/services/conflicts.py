"""A decider says that they should not decide a file: it goes to somebody else, at once."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters.models import User
from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from exchanges import permissions
from exchanges.enums import Decider
from exchanges.models import Application, DeclaredConflict
from exchanges.selectors.deciders import people_of

UNDECIDED = ("submitted", "in_review", "on_hold")


@transaction.atomic
def declare_conflict(*, application: Application, by: Actor, reason: str) -> DeclaredConflict:
    """The person no longer decides the file. Others of the same cluster do, else the coordinator, else the deputy cluster.

    Raises Refused when nobody would be left.
    """
    if not reason.strip():
        raise InvalidInput(_("Say in a few words what ties you to the applicant or the host."), "reason")
    workflow.claim(application)
    if application.state not in UNDECIDED:
        raise WrongState(_("This file is decided already."))
    if by.user is None or "decider" not in permissions.application_relations(application, by):
        raise NotAllowed(_("Only somebody who decides this file can declare a conflict of interest."))
    conflict = DeclaredConflict.objects.create(application=application, user=by.user, reason=reason.strip())
    audit.record("application.conflict", application, by, {"conflict": (None, by.label)})
    _settle(application, by)
    outbox.add(
        "application.conflict",
        f"application.conflict:{conflict.pk}",
        payload={"id": application.pk, "conflict": conflict.pk},
    )
    return conflict


@transaction.atomic
def end_conflict(*, application: Application, by: Actor) -> None:
    """Take the own declaration back while the file is undecided."""
    own = DeclaredConflict.objects.filter(application=application, user=by.user, ended_at=None)
    if not own.exists():
        raise NotAllowed(_("You have not declared a conflict of interest on this file."))
    workflow.claim(application)
    if application.state not in UNDECIDED:
        raise WrongState(_("This file is decided already."))
    own.update(ended_at=clock.now())
    audit.record("application.conflict_ended", application, by, {"conflict": (by.label, None)})
    _settle(application, by)


def _settle(application: Application, by: Actor) -> None:
    """Who decides now: the usual side, unless everybody there declared a conflict or is the applicant."""
    first = permissions.decider_for(application)
    chain = list(Decider)[list(Decider).index(first) :]
    decider = next((side for side in chain if _free(application, side)), None)
    if decider is None:
        raise Refused(
            _(
                "Nobody else can decide this file. Ask the coordinator to name somebody first, then declare it."
            )
        )
    if decider != application.decider:
        before, application.decider = application.decider, decider
        application.save(update_fields=["decider"])
        audit.record("application.decider", application, by, {"decider": (before, decider)})
    workflow.refresh_turn(application)


def _free(application: Application, side: str) -> list[User]:
    return [
        user
        for user in people_of(application, side)
        if not permissions.is_own_file(application, user)
        and not permissions.has_declared_conflict(application, user)
    ]
