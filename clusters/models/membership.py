from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.enums import AttestationKind, Check, SmeSize
from clusters.models.querysets import MembershipQuerySet
from core import clock
from core.models import Workflowed


class Membership(Workflowed):
    """An organisation says it belongs to a cluster; the cluster confirms, refuses, or later revokes."""

    organisation = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="memberships")
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="memberships")
    since = models.DateField(_("member since"), null=True, blank=True)
    direct = models.BooleanField(_("direct member"), default=True)
    proof = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField(default=clock.now)
    # The last word of the cluster: who, when, and the last day it holds; empty for ever.
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by_name = models.CharField(_("confirmed by"), max_length=200, blank=True)
    expires_on = models.DateField(_("holds until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "cluster"],
                condition=models.Q(state__in=["requested", "confirmed"]),
                name="membership_once",
                violation_error_message=_("This membership is already there."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on=None)
                | models.Q(confirmed_on__isnull=False, expires_on__gte=models.F("confirmed_on")),
                name="membership_ends_after_its_start",
                violation_error_message=_("The membership cannot end before the day it was confirmed."),
            ),
        ]
        indexes = [models.Index(fields=["cluster", "state"], name="membership_cluster_state")]

    def __str__(self) -> str:
        return f"{self.organisation} - {self.cluster}"


class Attestation(models.Model):
    """A dated statement that is reused until it expires or is revoked (design: membership, SME status)."""

    kind = models.CharField(max_length=12, choices=AttestationKind)
    organisation = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="attestations")
    # Null: stated by the organisation itself (SME self-declaration).
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_by_name = models.CharField(max_length=200)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_reason = models.TextField(blank=True)
    # What was answered, and the outcome with its reason.
    inputs = models.JSONField(default=dict)
    result = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    # The cluster's word on it; an organisation's own statement holds without one, but not against a refusal.
    checked = models.CharField(max_length=10, choices=Check, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_by_name = models.CharField(max_length=200, blank=True)
    checked_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-issued_on", "-id"]
        indexes = [models.Index(fields=["organisation", "kind"], name="attestation_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on=None) | models.Q(expires_on__gte=models.F("issued_on")),
                name="attestation_dates_in_order",
                violation_error_message=_("The end lies before the day of issue."),
            ),
            models.CheckConstraint(
                condition=models.Q(checked="", checked_on=None)
                | (models.Q(checked__in=Check.values) & models.Q(checked_on__isnull=False)),
                name="attestation_check_is_dated",
                violation_error_message=_("A check has a result and a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.organisation}"

    @property
    def size_label(self) -> str:
        """The size an SME statement says, in words."""
        return str(SmeSize(self.result).label) if self.result in SmeSize.values else ""
