from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models.role import HAS_AN_END, SCOPE_FITS_KIND
from clusters.models.team_scope import requests_scope, team_scope
from core import clock
from core.actors import Actor


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; it may have run out, then it can be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def visible_to(self, actor: Actor) -> "InvitationQuerySet":
        return self.filter(team_scope(actor))


class Invitation(models.Model):
    """A role offered by mail to one address. The token stands in an access link; accepting it gives the role."""

    email = models.EmailField(_("e-mail address"))
    kind = models.CharField(max_length=16, choices=RoleKind)
    organisation = models.ForeignKey(
        "clusters.Organisation", models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    # The last moment of the role, where it is for a time only.
    until = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=SCOPE_FITS_KIND,
                name="invitation_scope_fits_kind",
                violation_error_message=_("This kind of role does not go with this place."),
            ),
            models.CheckConstraint(
                condition=HAS_AN_END,
                name="invitation_to_oversight_has_end",
                violation_error_message=_("Say until when this role lasts."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="invitation_email_lower_case",
                violation_error_message=_("Please write the e-mail address in lower case."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")),
                name="invitation_runs_out_later",
                violation_error_message=_("An invitation runs out after it was sent."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
                name="invitation_has_one_end",
                violation_error_message=_("An invitation is accepted by a person, or withdrawn, never both."),
            ),
            models.UniqueConstraint(
                fields=["email", "kind", "organisation", "cluster", "partnership"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="invitation_once",
                violation_error_message=_("This address is invited already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.scope}" if self.scope else self.get_kind_display()

    @property
    def scope(self) -> Any:
        return self.organisation or self.cluster or self.partnership

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= clock.now()


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def open(self) -> "JoinRequestQuerySet":
        return self.filter(decided_at=None)

    def visible_to(self, actor: Actor) -> "JoinRequestQuerySet":
        return self.filter(requests_scope(actor))


class JoinRequest(models.Model):
    """A person who asks to speak for an organisation that is here already."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="join_requests")
    organisation = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="join_requests")
    message = models.TextField(_("who you are there"), blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted = models.BooleanField(null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, accepted=None)
                | Q(decided_at__isnull=False, accepted__isnull=False),
                name="join_request_decided_with_answer",
                violation_error_message=_("A decided request has an answer."),
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(decided_at=None),
                name="join_request_once",
                violation_error_message=_("You have asked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} > {self.organisation}"
