"""Row scope: what the current hat may see of a partnership's reporting."""

from typing import Any

from django.db import models
from django.db.models import Q

from clusters.enums import RoleKind
from clusters.models import Partnership
from core.actors import PERSON, SYSTEM, Actor
from reporting.enums import Edition

OVERSIGHT = (RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR)


def reported_to(actor: Actor) -> models.QuerySet[Partnership]:
    """The partnerships whose figures the hat may read, newest first."""
    partnerships = Partnership.objects.order_by("-start_on", "code")
    hat = actor.hat
    if actor.kind == SYSTEM:
        return partnerships
    if actor.kind != PERSON or hat is None:
        return partnerships.none()
    if hat.kind == RoleKind.SUPPORT_OFFICE:
        return partnerships
    if hat.kind in OVERSIGHT:
        return partnerships.filter(pk=hat.partnership_id)
    if hat.kind == RoleKind.MANAGER:
        return partnerships.filter(
            pk__in=Partnership.clusters.through.objects.filter(cluster=hat.cluster_id).values("partnership")
        )
    return partnerships.none()


def oversees(actor: Actor) -> bool:
    """Whether the hat stands above the single clusters."""
    hat = actor.hat
    return actor.kind == PERSON and hat is not None and hat.kind in (*OVERSIGHT, RoleKind.SUPPORT_OFFICE)


class ActivityQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "ActivityQuerySet":
        """All activities of the partnerships whose figures the hat reads."""
        return self.filter(partnership__in=reported_to(actor).order_by().values("pk"))


class ServiceQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "ServiceQuerySet":
        """All services of the partnerships whose figures the hat reads."""
        return self.filter(partnership__in=reported_to(actor).order_by().values("pk"))


class OfReportingQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "OfReportingQuerySet":
        """For the hats that read the partnership's figures."""
        return self.filter(partnership__in=reported_to(actor).order_by().values("pk"))


class DeliverableQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "DeliverableQuerySet":
        """Everybody sees what is published, the partnership's own hats every issue."""
        if actor.kind == SYSTEM:
            return self
        return self.filter(Q(state="published") | _own(actor))


class EditionQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "EditionQuerySet":
        """Everybody sees the public edition of what is published, the partnership's own hats each public edition, and
        those who oversee it the confidential ones too.
        """
        if actor.kind == SYSTEM:
            return self
        published = Q(deliverable__state="published", edition=Edition.PUBLIC)
        own = _own(actor, "deliverable__partnership")
        return self.filter(published | (own if oversees(actor) else own & Q(edition=Edition.PUBLIC)))


class PartOfDeliverableQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "PartOfDeliverableQuerySet":
        """What people write and say of it while they write: for the partnership's own hats, published or not."""
        return self.filter(_own(actor, "deliverable__partnership"))


def _own(actor: Actor, partnership: str = "partnership") -> Q:
    return Q(**{f"{partnership}__in": reported_to(actor).order_by().values("pk")})


class NetworkQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "NetworkQuerySet":
        """With their evidence: for the hats that read the partnership's figures."""
        return self.filter(partnership__in=reported_to(actor).order_by().values("pk"))


class NewsQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "NewsQuerySet":
        """Everybody sees what is published, the partnership's own hats also what is still being written."""
        if actor.kind == SYSTEM:
            return self
        own = Q(partnership__in=reported_to(actor).order_by().values("pk"))
        return self.filter(Q(published_at__isnull=False) | own)


class PracticeQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "PracticeQuerySet":
        """The library for everybody; for the partnership's hats also what is on its way, but drafts only for the
        cluster that writes them and the coordinator.
        """
        if actor.kind == SYSTEM:
            return self
        own = Q(partnership__in=reported_to(actor).order_by().values("pk"))
        hat = actor.hat
        if hat is None or hat.kind != RoleKind.COORDINATOR:
            cluster = hat.cluster_id if hat is not None else None
            own &= ~Q(state="draft") | Q(cluster=cluster)
        return self.filter(Q(state="accepted", may_publish=True) | own)


class ModuleQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "ModuleQuerySet":
        """The catalogue is for everybody; what is no longer offered only for the partnership's hats."""
        if actor.kind == SYSTEM:
            return self
        own = Q(partnership__in=reported_to(actor).order_by().values("pk"))
        return self.filter(Q(state="listed") | own)


class OpportunityQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "OpportunityQuerySet":
        """For the hats that read the partnership's figures."""
        return self.filter(partnership__in=reported_to(actor).order_by().values("pk"))
