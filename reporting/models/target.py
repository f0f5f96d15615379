from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from reporting.models.querysets import OfReportingQuerySet


class TargetVersion(models.Model):
    """One setting of a target: the history behind `clusters.Target`, which holds the present value.

    Without a value the indicator has no target any more. Never changed, never deleted.
    """

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="target_versions")
    code = models.CharField(_("indicator"), max_length=30)
    number = models.PositiveSmallIntegerField(_("version"))
    value = models.DecimalField(_("target"), max_digits=12, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("where it is written"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    # The first version of a target needs none.
    reason = models.TextField(_("why it changes"), blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    objects = OfReportingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "code", "number"], name="target_version_once"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0, value__lte=Decimal("100000000")),
                name="target_version_range",
                violation_error_message=_("A target lies between 0 and 100 million."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="target_change_has_reason",
                violation_error_message=_("Say why the target changes."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="target_has_source",
                violation_error_message=_("Say where the target is written."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.code}, version {self.number}"
