"""How a partnership weighs the parts of a suggestion; dated versions that never change."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class MatchingWeights(models.Model):
    """One version, in force from `created_at` until the next. `points` by part of `matching.parts`, together a hundred."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="matching_weights")
    version = models.PositiveSmallIntegerField()
    points = models.JSONField()
    reason = models.TextField(_("why"), blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "version"],
                name="matching_weights_version_once",
                violation_error_message=_("Another person saved new weights at the same time."),
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="matching_weights_version_counts",
                violation_error_message=_("Versions count from 1."),
            ),
        ]
        triggers = [
            # Suggestions and runs name the version that they used.
            pgtrigger.Protect(name="version_is_fixed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.partnership.code}: {self.version}"
