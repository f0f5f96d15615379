from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func, Value
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
    # The span over all free periods, and the most places in any; kept by the service for lists.
    capacity = models.PositiveSmallIntegerField(_("visitors at the same time"), default=1)
    available_from = models.DateField(_("free from"))
    available_until = models.DateField(_("free until"))
    facilities = models.JSONField(default=list, blank=True)
    facilities_note = models.TextField(_("more about the facilities"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=150)
    contact_email = models.EmailField(_("e-mail of the contact"))
    contact_phone = models.CharField(_("phone of the contact"), max_length=40, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    # What the offer says, as words that a visitor's reasons are compared with.
    lexemes = models.GeneratedField(
        expression=SearchVector("title", "description", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

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


class OfferPeriod(models.Model):
    """Days on which a host is free, and for how many visitors at the same time."""

    offer = models.ForeignKey(HostOffer, models.CASCADE, related_name="periods")
    first_day = models.DateField(_("free from"))
    last_day = models.DateField(_("free until"))
    capacity = models.PositiveSmallIntegerField(_("visitors at the same time"), default=1)

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="period_days_in_order",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1, capacity__lte=500),
                name="period_capacity_range",
                violation_error_message=_("A host offers between 1 and 500 places."),
            ),
            # Overlapping periods would leave open how many places there are.
            ExclusionConstraint(
                name="periods_do_not_overlap",
                expressions=[
                    ("offer", RangeOperators.EQUAL),
                    (
                        Func("first_day", "last_day", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Two free periods overlap. Please make one of them."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} - {self.last_day}: {self.capacity}"
