"""Row scope of roles, invitations and requests: what the present hat may see of the people of a place."""

from django.db.models import Q

from clusters.enums import RoleKind
from core.actors import LINK, PERSON, SYSTEM, Actor

_EVERYTHING, _NOTHING = ~Q(pk__in=[]), Q(pk__in=[])


def team_scope(actor: Actor) -> Q:
    """The own place and, for those who steer, the places one level below."""
    if actor.kind == SYSTEM or (actor.kind == PERSON and actor.user.is_superuser):
        return _EVERYTHING
    hat = actor.hat
    if actor.kind != PERSON or hat is None:
        return _NOTHING
    if hat.kind == RoleKind.REPRESENTATIVE:
        return Q(organisation=hat.organisation_id)
    if hat.kind == RoleKind.MANAGER:
        return Q(cluster=hat.cluster_id) | Q(organisation__in=_organisations_of(hat.cluster_id))
    if hat.kind == RoleKind.COORDINATOR:
        from clusters.models.partnership import PartnershipCluster  # noqa: PLC0415  both models use this module

        clusters = PartnershipCluster.objects.filter(partnership=hat.partnership_id).values("cluster")
        return Q(partnership=hat.partnership_id) | Q(cluster__in=clusters)
    if hat.kind in (RoleKind.FINANCE, RoleKind.AUDITOR):
        return Q(partnership=hat.partnership_id)
    return _NOTHING


def requests_scope(actor: Actor) -> Q:
    """Of the organisations whose roles the present hat gives; the own requests too. By link the one request."""
    link = actor.link
    if actor.kind == LINK and link is not None:
        return Q(pk=link.subject_id) if link.subject_type == "clusters.joinrequest" else _NOTHING
    own = Q(user=actor.user_id) if actor.kind == PERSON else _NOTHING
    if actor.kind == SYSTEM or (actor.kind == PERSON and actor.user.is_superuser):
        return _EVERYTHING
    hat = actor.hat
    if actor.kind != PERSON or hat is None:
        return own
    if hat.kind == RoleKind.REPRESENTATIVE:
        return own | Q(organisation=hat.organisation_id)
    if hat.kind == RoleKind.MANAGER:
        return own | Q(organisation__in=_organisations_of(hat.cluster_id))
    return own


def _organisations_of(cluster: int) -> object:
    """The confirmed members of a cluster and its own organisation."""
    from clusters.models.organisation import Organisation  # noqa: PLC0415  both models use this module

    member = Q(memberships__cluster=cluster, memberships__state="confirmed")
    return Organisation.objects.filter(member | Q(cluster=cluster)).values("pk")
