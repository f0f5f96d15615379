from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clusters.enums import LeadState
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

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="lead_email_lower_case",
                violation_error_message=_("Please write the e-mail address in lower case."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"
