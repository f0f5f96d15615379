import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from reporting.models.querysets import OfReportingQuerySet


class DoubleClaimDecision(models.Model):
    """A coordinator looked at two records that may tell of one event, and keeps both, with the reason.

    `first` and `second` are keys like "activity:12" or "follow_up:7" in order (`reporting.double_claims`); without a
    decision nothing of the pair is counted a second time. Each partnership decides for itself.
    """

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="+")
    first = models.CharField(max_length=40)
    second = models.CharField(max_length=40)
    # What spoke for one event when it was decided.
    grounds = models.JSONField(default=list)
    reason = models.TextField(_("why both count"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    objects = OfReportingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "first", "second"], name="double_claim_decided_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="double_claim_of_two_records",
                violation_error_message=_("A double claim is about two records."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="double_claim_has_reason",
                violation_error_message=_("Say why both count."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"
