from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from core import clock

_AT_ORGANISATION = Q(organisation__isnull=False, cluster=None, partnership=None)
_AT_CLUSTER = Q(organisation=None, cluster__isnull=False, partnership=None)
_AT_PARTNERSHIP = Q(organisation=None, cluster=None, partnership__isnull=False)
_AT_SCHEME = Q(organisation=None, cluster=None, partnership=None)


class Role(models.Model):
    """A hat: what one person is at one organisation, cluster or partnership."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=16, choices=RoleKind)
    organisation = models.ForeignKey(
        "clusters.Organisation", models.PROTECT, null=True, blank=True, related_name="roles"
    )
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="roles"
    )
    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, null=True, blank=True, related_name="roles"
    )
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # For auditors: the last moment the role works.
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="representative") & _AT_ORGANISATION)
                | (Q(kind="manager") & _AT_CLUSTER)
                | (Q(kind__in=["finance", "coordinator", "auditor"]) & _AT_PARTNERSHIP)
                | (Q(kind="support_office") & _AT_SCHEME),
                name="role_scope_fits_kind",
                violation_error_message=_("This kind of role does not go with this place."),
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "organisation", "cluster", "partnership"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="role_once",
                violation_error_message=_("The person already has this role."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.place}" if self.place else self.get_kind_display()

    @property
    def place(self) -> str:
        scope = self.organisation or self.cluster or self.partnership
        return str(scope) if scope else ""
