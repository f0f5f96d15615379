from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clusters.enums import LeadEntryKind, LeadReason, LeadState
from clusters.models.querysets import LeadQuerySet
from core import clock


class Lead(models.Model):
    """Somebody who said "I am interested" on a public page; the contact cluster answers."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="leads")
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="leads"
    )
    name = models.CharField(_("your name"), max_length=150)
    email = models.EmailField(_("your e-mail address"))
    organisation = models.CharField(_("your organisation"), max_length=200)
    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    message = models.TextField(_("what you are interested in"), blank=True)
    # Not a workflow: a to-do mark set by the cluster.
    status = models.CharField(max_length=10, choices=LeadState, default=LeadState.NEW)
    created_at = models.DateTimeField(default=clock.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # When somebody first answered; the answer time is told from it.
    answered_at = models.DateTimeField(null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("on"), null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    # What became of it.
    registered = models.ForeignKey(
        "clusters.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_reason = models.CharField(_("reason"), max_length=12, choices=LeadReason, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["cluster", "status"], name="lead_cluster_status"),
            models.Index(fields=["email"], name="lead_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="closed") | ~models.Q(closed_reason=""),
                name="lead_closed_with_a_reason",
                violation_error_message=_("Choose why it is closed."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="converted") | models.Q(registered=None),
                name="lead_registered_is_converted",
                violation_error_message=_("A lead with an organisation is registered."),
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="lead_email_lower_case",
                violation_error_message=_("Please write the e-mail address in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"


class LeadEntry(models.Model):
    """What happened with a lead, in order: mails, notes, steps."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12, choices=LeadEntryKind)
    text = models.TextField(blank=True)
    mail = models.ForeignKey("core.Mail", models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "lead entries"

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.get_kind_display()}"
