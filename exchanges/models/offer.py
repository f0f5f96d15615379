from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from exchanges.models.querysets import HostOfferQuerySet


class HostOffer(models.Model):
    """What an organisation offers to visitors. Its contact answers by mail link, with or without an account."""

    organisation = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="host_offers")
    # Answers for the host; a host without one is given one of the partnership's.
    host_cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="host_offers")
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("what visitors can see and do"))
    uses = models.JSONField(default=list, blank=True)
    activity_types = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    terms = models.ManyToManyField("clusters.Term", blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField(_("visitors at the same time"), default=1)
    available_from = models.DateField(_("free from"))
    available_until = models.DateField(_("free until"))
    contact_name = models.CharField(_("contact person"), max_length=150)
    contact_email = models.EmailField(_("e-mail of the contact"))
    contact_phone = models.CharField(_("phone of the contact"), max_length=40, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = HostOfferQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(available_until__gte=models.F("available_from")),
                name="offer_period_in_order",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1, capacity__lte=500),
                name="offer_capacity_range",
                violation_error_message=_("A host offers between 1 and 500 places."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.organisation})"
