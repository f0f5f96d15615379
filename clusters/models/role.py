from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models.team_scope import team_scope
from core import clock
from core.actors import PERSON, Actor

STAFF_KINDS = (
    RoleKind.MANAGER,
    RoleKind.FINANCE,
    RoleKind.COORDINATOR,
    RoleKind.AUDITOR,
    RoleKind.SUPPORT_OFFICE,
)
_AT_ORGANISATION = Q(organisation__isnull=False, cluster=None, partnership=None)
_AT_CLUSTER = Q(organisation=None, cluster__isnull=False, partnership=None)
_AT_PARTNERSHIP = Q(organisation=None, cluster=None, partnership__isnull=False)
_AT_SCHEME = Q(organisation=None, cluster=None, partnership=None)
# Those who oversee read for a time only.
HAS_AN_END = ~Q(kind__in=["auditor", "support_office"]) | Q(until__isnull=False)
# Which kind of role goes with which place; roles and invitations to them hold it alike.
SCOPE_FITS_KIND = (
    (Q(kind="representative") & _AT_ORGANISATION)
    | (Q(kind="manager") & _AT_CLUSTER)
    | (Q(kind__in=["finance", "coordinator", "auditor"]) & _AT_PARTNERSHIP)
    | (Q(kind="support_office") & _AT_SCHEME)
)


class RoleQuerySet(models.QuerySet["Role"]):
    def working(self, moment: Any = None) -> "RoleQuerySet":
        """Given, not ended, not run out; of a person whose account is open."""
        moment = clock.now() if moment is None else moment
        return self.filter(Q(until=None) | Q(until__gt=moment), ended_at=None, user__is_active=True)

    def visible_to(self, actor: Actor) -> "RoleQuerySet":
        """The own roles, and those at the places whose team the present hat sees."""
        own = Q(user=actor.user_id) if actor.kind == PERSON else Q(pk__in=[])
        return self.filter(own | team_scope(actor))


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
    # For auditors and the support office: the last moment the role works.
    until = models.DateTimeField(null=True, blank=True)
    # Empty: the portal itself, or the person who described the organisation.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # When the person put the list of first steps away.
    checklist_hidden_at = models.DateTimeField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=SCOPE_FITS_KIND,
                name="role_scope_fits_kind",
                violation_error_message=_("This kind of role does not go with this place."),
            ),
            models.CheckConstraint(
                condition=HAS_AN_END,
                name="role_of_oversight_has_end",
                violation_error_message=_("Say until when this role lasts."),
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
        scope = self.scope
        return str(scope) if scope else ""

    @property
    def scope(self) -> Any:
        """The organisation, cluster or partnership; None for the whole scheme."""
        return self.organisation or self.cluster or self.partnership
