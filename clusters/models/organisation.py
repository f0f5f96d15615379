from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind, SmeSize
from clusters.models.querysets import OrganisationQuerySet
from core import clock


class Organisation(models.Model):
    """A legal entity at its seat. `country` and `region` decide residence, distance and holidays."""

    name = models.CharField(_("legal name"), max_length=200)
    kind = models.CharField(_("kind of organisation"), max_length=24, choices=OrganisationKind)
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    # ISO 3166-2 subdivision without the country ("SN" for Saxony); decides regional holidays.
    region = models.CharField(_("region"), max_length=6, blank=True)
    city = models.CharField(_("town or city"), max_length=100)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("what the organisation does"), blank=True)
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    sme_size = models.CharField(_("size"), max_length=8, choices=SmeSize, blank=True)
    headcount = models.PositiveIntegerField(_("people working there"), null=True, blank=True)
    terms = models.ManyToManyField("clusters.Term", blank=True, related_name="+")
    listed = models.BooleanField(_("shown in the public directory"), default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    # A comparison with NULL is unknown, and a check lets that pass.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(Decimal(-90), Decimal(90)),
                    longitude__range=(Decimal(-180), Decimal(180)),
                ),
                name="organisation_place_on_earth",
                violation_error_message=_(
                    "Latitude lies between -90 and 90, longitude between -180 and 180."
                ),
            ),
            models.CheckConstraint(
                condition=(models.Q(headcount=None) | models.Q(headcount__lte=1_000_000))
                & (models.Q(founded=None) | models.Q(founded__gte=800, founded__lte=2100)),
                name="organisation_numbers_range",
                violation_error_message=_(
                    "The year of foundation or the number of people is not believable."
                ),
            ),
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                condition=~models.Q(registration_number=""),
                name="organisation_registered_once",
                violation_error_message=_("An organisation with this registration number is already here."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
