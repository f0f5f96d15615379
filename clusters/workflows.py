"""Membership: said by the organisation, confirmed by the cluster in the portal or by mail link."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Membership
from core.actors import LINK, PERSON, SYSTEM, Actor
from core.workflow import Deadline, State, Transition, Workflow, register


def membership_relations(membership: Membership, actor: Actor) -> frozenset[str]:
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    link = actor.link
    if actor.kind == LINK and link is not None:
        own = link.subject_type == "clusters.membership" and link.subject_id == membership.pk
        return frozenset({"cluster"}) if own else frozenset()
    hat: Any = actor.hat
    if actor.kind != PERSON or hat is None:
        return frozenset()
    if hat.kind == RoleKind.MANAGER and hat.cluster_id == membership.cluster_id:
        return frozenset({"cluster"})
    if hat.kind == RoleKind.REPRESENTATIVE and hat.organisation_id == membership.organisation_id:
        return frozenset({"member"})
    return frozenset()


MEMBERSHIP = register(
    Workflow(
        name="membership",
        model="clusters.membership",
        relations=membership_relations,
        states=(
            State(
                "requested",
                _("Waiting for the cluster"),
                _("Waiting for your cluster"),
                ("cluster",),
                Deadline(15),
            ),
            State("confirmed", _("Confirmed"), _("Confirmed")),
            State("refused", _("Refused"), _("Not confirmed"), final=True),
            State("revoked", _("Revoked"), _("Ended"), final=True),
        ),
        transitions=(
            Transition(
                "confirm",
                ("requested",),
                "confirmed",
                _("Confirm membership"),
                ("cluster",),
                events=("confirmed",),
            ),
            Transition(
                "refuse",
                ("requested",),
                "refused",
                _("Refuse"),
                ("cluster",),
                required=("comment",),
                events=("refused",),
            ),
            Transition(
                "revoke",
                ("confirmed",),
                "revoked",
                _("Revoke"),
                ("cluster",),
                required=("comment",),
                events=("revoked",),
            ),
        ),
    )
)
