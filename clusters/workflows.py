"""Membership: said by the organisation, confirmed by the cluster in the portal or by mail link."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Membership
from core import clock
from core.actors import LINK, PERSON, SYSTEM, Actor
from core.workflow_table import Deadline, State, Transition, Workflow, register


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


def _no_other_live(membership: Membership, data: dict[str, Any]) -> list[Any]:
    others = Membership.objects.filter(
        organisation=membership.organisation_id,
        cluster=membership.cluster_id,
        state__in=("requested", "confirmed"),
    )
    return [_("A newer membership is already there.")] if others.exclude(pk=membership.pk).exists() else []


def _is_over(membership: Membership, data: dict[str, Any]) -> list[Any]:
    ends = membership.expires_on
    return [] if ends is not None and ends < clock.today() else [_("The membership still holds.")]


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
            State("expired", _("Run out"), _("Run out")),
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
            Transition(
                "renew",
                ("confirmed", "expired"),
                "confirmed",
                _("Renew"),
                ("cluster",),
                guard=_no_other_live,
                events=("renewed",),
            ),
            Transition(
                "expire",
                ("confirmed",),
                "expired",
                _("Run out"),
                ("system",),
                guard=_is_over,
                events=("expired",),
            ),
        ),
    )
)
