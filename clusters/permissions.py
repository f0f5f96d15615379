"""Who may do what with organisations, memberships and roles. `can_x` answers, `check_x` raises with a reason."""

from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Cluster, JoinRequest, Organisation, Partnership, Role
from core.actors import LINK, PERSON, SYSTEM, Actor
from core.exceptions import NotAllowed


def represents(actor: Actor, organisation: Organisation) -> bool:
    hat = actor.hat
    return hat is not None and hat.kind == RoleKind.REPRESENTATIVE and hat.organisation_id == organisation.pk


def manages(actor: Actor, cluster: Cluster) -> bool:
    hat = actor.hat
    return hat is not None and hat.kind == RoleKind.MANAGER and hat.cluster_id == cluster.pk


def coordinates(actor: Actor, partnership: Partnership) -> bool:
    hat = actor.hat
    return hat is not None and hat.kind == RoleKind.COORDINATOR and hat.partnership_id == partnership.pk


def is_manager(actor: Actor) -> bool:
    return actor.hat is not None and actor.hat.kind == RoleKind.MANAGER


def can_edit_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Its representative, or the manager whose own cluster it is."""
    if actor.kind == SYSTEM or represents(actor, organisation):
        return True
    return is_manager(actor) and actor.hat.cluster.organisation_id == organisation.pk


def can_enter_for(actor: Actor, organisation: Organisation) -> bool:
    """A manager enters for the members of the own cluster, confirmed or still to be confirmed."""
    if actor.kind == SYSTEM:
        return True
    if not is_manager(actor):
        return False
    cluster = actor.hat.cluster
    live = organisation.memberships.filter(cluster=cluster, state__in=("requested", "confirmed"))
    return cluster.organisation_id != organisation.pk and live.exists()


def can_check_statement(actor: Actor, organisation: Organisation) -> bool:
    """The clusters it is a member of check what it states; nobody checks the own organisation."""
    if not is_manager(actor) or actor.hat.cluster.organisation_id == organisation.pk:
        return False
    live = organisation.memberships.filter(cluster=actor.hat.cluster_id, state__in=("requested", "confirmed"))
    return live.exists()


def can_give_role(
    actor: Actor, organisation: Organisation | None, cluster: Cluster | None, partnership: Partnership | None
) -> bool:
    """The system and administrators everywhere; otherwise those one level above the place of the role."""
    if actor.kind == SYSTEM or (actor.kind == PERSON and actor.user.is_superuser):
        return True
    hat = actor.hat
    if hat is None:
        return False
    if organisation is not None:
        member = (
            is_manager(actor)
            and organisation.memberships.filter(cluster_id=hat.cluster_id, state="confirmed").exists()
        )
        own = is_manager(actor) and hat.cluster.organisation_id == organisation.pk
        return represents(actor, organisation) or member or own
    if cluster is not None:
        return manages(actor, cluster) or (
            hat.kind == RoleKind.COORDINATOR and hat.partnership.places.filter(cluster=cluster).exists()
        )
    return partnership is not None and coordinates(actor, partnership)


def can_see_team(
    actor: Actor, organisation: Organisation | None, cluster: Cluster | None, partnership: Partnership | None
) -> bool:
    """Those who give the roles of a place, and those who have one there."""
    if can_give_role(actor, organisation, cluster, partnership):
        return True
    hat = actor.hat
    if hat is None or partnership is None:
        return False
    return hat.partnership_id == partnership.pk


def check_give_role(
    actor: Actor, organisation: Organisation | None, cluster: Cluster | None, partnership: Partnership | None
) -> None:
    if not can_give_role(actor, organisation, cluster, partnership):
        raise NotAllowed(_("You cannot give roles here. Ask somebody who steers this place."))


def check_answer_request(actor: Actor, request: JoinRequest) -> None:
    """Who gives roles at the organisation; by link a cluster outside the portal, while it stands for the organisation."""
    link = actor.link
    if actor.kind != LINK or link is None:
        return check_give_role(actor, request.organisation, None, None)
    asked = link.subject_type == request._meta.label_lower and link.subject_id == request.pk
    vouches = request.organisation.memberships.filter(
        state="confirmed", cluster__contact_email__iexact=link.address
    )
    if not (asked and vouches.exists()):
        raise NotAllowed(_("You cannot give roles here. Ask somebody who steers this place."))
    return None


def can_end_role(actor: Actor, role: Role) -> bool:
    """Whoever may give it, and the person who has it."""
    own = actor.kind == PERSON and actor.user_id == role.user_id
    return own or can_give_role(actor, role.organisation, role.cluster, role.partnership)


def check_edit_organisation(actor: Actor, organisation: Organisation) -> None:
    if not can_edit_organisation(actor, organisation):
        raise NotAllowed(_("Only a representative of the organisation may change this."))


def check_manages(actor: Actor, cluster: Cluster) -> None:
    if actor.kind != SYSTEM and not manages(actor, cluster):
        raise NotAllowed(_("Only a manager of the cluster may change this."))


def check_coordinates(actor: Actor, partnership: Partnership) -> None:
    if actor.kind != SYSTEM and not coordinates(actor, partnership):
        raise NotAllowed(_("Only the coordinator of the partnership may change this."))


def check_enter_for(actor: Actor, organisation: Organisation) -> None:
    if not can_enter_for(actor, organisation):
        raise NotAllowed(_("You can do this for members of your own cluster only."))


def check_manager(actor: Actor) -> None:
    if not is_manager(actor):
        raise NotAllowed(_("This page is for cluster managers."))


def check_statement(actor: Actor, organisation: Organisation) -> None:
    if not can_check_statement(actor, organisation):
        raise NotAllowed(_("Only a cluster this organisation belongs to may check its statements."))
