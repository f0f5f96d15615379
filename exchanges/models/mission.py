from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.models.querysets import MissionQuerySet


class Mission(Workflowed):
    """A group visit. Each visiting organisation keeps its own file and sum."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="missions")
    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=200)
    host_cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="missions")
    host = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="hosted_missions")
    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    city = models.CharField(_("place"), max_length=100)
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))
    summary = models.TextField(_("in short"), blank=True)
    call_text = models.TextField(_("who should come and why"), blank=True)
    terms = models.ManyToManyField("clusters.Term", blank=True, related_name="+")
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    apply_until = models.DateField(_("apply until"), null=True, blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_email = models.EmailField(blank=True)
    # A study visit of the consortium is shown with the missions but pays nothing and is not an exchange.
    with_lump_sum = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = MissionQuerySet.as_manager()

    class Meta:
        ordering = ["-start_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_on__gte=models.F("start_on")),
                name="mission_days_in_order",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(places=None) | models.Q(places__gte=1, places__lte=500),
                name="mission_places_range",
                violation_error_message=_("A mission has between 1 and 500 places."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MissionSession(models.Model):
    """One item of a mission's programme."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="sessions")
    day = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["day", "starts_at", "id"]

    def __str__(self) -> str:
        return f"{self.day} {self.title}"
