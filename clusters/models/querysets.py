"""Row scope: what the current hat may see of organisations and memberships."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from clusters.enums import RoleKind
from core.actors import LINK, PERSON, SYSTEM, Actor

_PARTNERSHIP_HATS = (RoleKind.FINANCE, RoleKind.COORDINATOR, RoleKind.AUDITOR)


class OrganisationQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "OrganisationQuerySet":
        """The own one, or the link's; for a cluster its members and the own one; for a partnership those of its clusters."""
        if actor.kind == SYSTEM:
            return self
        if actor.kind == LINK:
            link = actor.link
            own = link is not None and link.subject_type == "clusters.organisation"
            return self.filter(pk=link.subject_id) if own and link is not None else self.none()
        if actor.kind != PERSON or actor.hat is None:
            return self.none()
        hat = actor.hat
        if hat.kind == RoleKind.REPRESENTATIVE:
            return self.filter(pk=hat.organisation_id)
        if hat.kind == RoleKind.SUPPORT_OFFICE:
            return self
        from clusters.models.membership import Membership  # noqa: PLC0415  both models use this module

        members = Membership.objects.filter(organisation=OuterRef("pk"))
        if hat.kind == RoleKind.MANAGER:
            return self.filter(Q(cluster=hat.cluster_id) | Exists(members.filter(cluster=hat.cluster_id)))
        place = {"cluster__places__partnership": hat.partnership_id}
        return self.filter(Q(**place) | Exists(members.filter(**place))).distinct()


class MembershipQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "MembershipQuerySet":
        """Those of the own organisation, of the own cluster, of the partnership's clusters, or the link's one."""
        if actor.kind == SYSTEM:
            return self
        if actor.kind == LINK:
            link = actor.link
            own = link is not None and link.subject_type == "clusters.membership"
            return self.filter(pk=link.subject_id) if own and link is not None else self.none()
        if actor.kind != PERSON or actor.hat is None:
            return self.none()
        hat = actor.hat
        if hat.kind == RoleKind.REPRESENTATIVE:
            return self.filter(organisation_id=hat.organisation_id)
        if hat.kind == RoleKind.MANAGER:
            return self.filter(cluster_id=hat.cluster_id)
        if hat.kind in _PARTNERSHIP_HATS:
            return self.filter(cluster__places__partnership=hat.partnership_id).distinct()
        return self


class LeadQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "LeadQuerySet":
        """A manager sees the own cluster's leads, a coordinator the whole partnership's."""
        hat = actor.hat
        if actor.kind == SYSTEM:
            return self
        if actor.kind != PERSON or hat is None:
            return self.none()
        if hat.kind == RoleKind.MANAGER:
            return self.filter(cluster=hat.cluster_id)
        if hat.kind == RoleKind.COORDINATOR:
            return self.filter(partnership=hat.partnership_id)
        return self.none()


class OwnQuerySet(models.QuerySet[Any]):
    """Rows of one person, by `user`: seen by that person alone."""

    def visible_to(self, actor: Actor) -> "OwnQuerySet":
        if actor.kind == SYSTEM:
            return self
        if actor.kind == LINK and actor.link is not None:
            own = actor.link.subject_type == self.model._meta.label_lower
            return self.filter(pk=actor.link.subject_id) if own else self.none()
        return self.filter(user=actor.user_id) if actor.kind == PERSON else self.none()


class LegalHoldQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "LegalHoldQuerySet":
        """Those of the partnership the hat coordinates or audits."""
        if actor.kind == SYSTEM:
            return self
        hat = actor.hat
        if hat is None or hat.kind not in (RoleKind.COORDINATOR, RoleKind.AUDITOR):
            return self.none()
        return self.filter(partnership=hat.partnership_id)
