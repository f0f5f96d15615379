from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock


class VisitorProfile(models.Model):
    """What an organisation looks for when it visits others. Said once; a new application starts with it."""

    organisation = models.OneToOneField(
        "clusters.Organisation", models.PROTECT, related_name="visitor_profile"
    )
    uses = models.JSONField(_("what a visit is for"), default=list, blank=True)
    activity_types = models.JSONField(_("activities"), default=list, blank=True)
    motivation = models.TextField(_("why you want to go"), blank=True)
    expected_results = models.TextField(_("what you want to bring home"), blank=True)
    preferred_countries = models.JSONField(_("countries you prefer"), default=list, blank=True)
    preferred_clusters = models.ManyToManyField("clusters.Cluster", blank=True, related_name="+")
    languages = models.JSONField(_("languages you can work in"), default=list, blank=True)
    # Personal data: seen by the organisation's own people and the clusters it belongs to.
    cv = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["organisation__name", "id"]

    def __str__(self) -> str:
        return f"Visitor profile: {self.organisation}"
