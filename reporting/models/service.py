from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from reporting.enums import ServiceNovelty, ServiceStage
from reporting.models.querysets import ServiceQuerySet


class Service(models.Model):
    """What a cluster offers its members, new or adapted, from the idea to daily use.

    It counts by its records alone: `activity` for the service and `pilot_activity` for its pilot are reviewed by a
    second person like every other activity, so a service is never counted beside them.
    """

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="services")
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, verbose_name=_("owner"), related_name="+")
    name = models.CharField(_("name"), max_length=150)
    novelty = models.CharField(_("new or adapted"), max_length=8, choices=ServiceNovelty)
    stage = models.CharField(
        _("state of development"), max_length=8, choices=ServiceStage, default=ServiceStage.IDEA
    )
    summary = models.TextField(_("what it is"))
    for_whom = models.TextField(_("for whom"), blank=True)
    business_model = models.TextField(_("who pays for it, and how it lasts"), blank=True)
    price = models.CharField(_("price"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    # The day from which it is there as a service, new or adapted; on this day it counts.
    offered_on = models.DateField(_("offered since"), null=True, blank=True)
    pilot_from = models.DateField(_("pilot from"), null=True, blank=True)
    pilot_until = models.DateField(_("pilot until"), null=True, blank=True)
    pilot_users = models.PositiveIntegerField(_("users in the pilot"), null=True, blank=True)
    pilot_result = models.TextField(_("result of the pilot"), blank=True)
    evidence = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    evidence_url = models.URLField(_("address of the evidence"), blank=True)
    activity = models.OneToOneField(
        "reporting.Activity", models.PROTECT, null=True, blank=True, related_name="service"
    )
    pilot_activity = models.OneToOneField(
        "reporting.Activity", models.PROTECT, null=True, blank=True, related_name="piloted_service"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "cluster", "name"],
                name="service_once",
                violation_error_message=_("This service is already on the list."),
            ),
            models.CheckConstraint(
                condition=Q(pilot_until=None) | Q(pilot_from__isnull=False, pilot_until__gte=F("pilot_from")),
                name="service_pilot_days_in_order",
                violation_error_message=_("The pilot ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(activity=None) | (~Q(stage="idea") & Q(offered_on__isnull=False)),
                name="service_counts_when_it_is_there",
                violation_error_message=_("An idea does not count yet. Say since when the service is there."),
            ),
            models.CheckConstraint(
                condition=Q(pilot_activity=None) | Q(pilot_until__isnull=False),
                name="service_pilot_counts_when_done",
                violation_error_message=_("A pilot counts when it has ended."),
            ),
            models.CheckConstraint(
                condition=Q(pilot_users=None) | Q(pilot_users__lte=1_000_000),
                name="service_pilot_users_range",
                violation_error_message=_("A pilot has at most a million users."),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "stage"], name="service_list")]

    def __str__(self) -> str:
        return self.name
