from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Workflowed
from reporting.enums import ActivityKind, ActivityState
from reporting.models.querysets import ActivityQuerySet


class Activity(Workflowed):
    """Something an indicator counts that no exchange produces. It counts once a second person has reviewed it."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="activities")
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, verbose_name=_("cluster"), related_name="+"
    )
    kind = models.CharField(_("type"), max_length=20, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=200)
    held_on = models.DateField(_("date"))
    # People for a training, else how many of the kind.
    count = models.PositiveIntegerField(_("number"), default=1)
    note = models.TextField(_("what was done, and with whom"), blank=True)
    evidence = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ActivityState.values),
                name="activity_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=10000),
                name="activity_count_range",
                violation_error_message=_("The number lies between 1 and 10,000."),
            ),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="activity_counted_is_reviewed",
                violation_error_message=_("Only a reviewed activity counts."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("recorded_by")),
                name="activity_second_person",
                violation_error_message=_("A second person must review this."),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "held_on"], name="activity_counted")]

    def __str__(self) -> str:
        return self.title
