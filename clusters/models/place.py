"""Where organisations are: regions with their level of development, the gazetteer, and a place on the map."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import DevelopmentLevel


class Region(models.Model):
    """A region people know by name. Its code is the first-order division of GeoNames (`clusters.region_data`)."""

    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="regions")
    code = models.CharField(max_length=10)
    name = models.CharField(_("name"), max_length=80)
    # Under which the calendar of public holidays knows it; empty where the country is one, or is divided finer.
    holiday_code = models.CharField(max_length=6, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="region_once")]

    def __str__(self) -> str:
        return self.name


class RegionLevel(models.Model):
    """How developed a region is in one edition of the EU's list; without a region it is the whole country."""

    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="levels")
    edition = models.CharField(max_length=20)
    level = models.CharField(_("level of development"), max_length=12, choices=DevelopmentLevel)
    source = models.TextField(_("source"))

    class Meta:
        ordering = ["country", "region", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "region", "edition"], nulls_distinct=False, name="region_level_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.region or self.country}: {self.get_level_display()} ({self.edition})"


class Town(models.Model):
    """A town of the gazetteer. Reference data from GeoNames, loaded by `clusters.gazetteer`."""

    id = models.BigIntegerField(primary_key=True)
    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", db_index=False)
    # As `Organisation.region`; set where the holidays are not those of the whole region.
    holiday_code = models.CharField(max_length=6, blank=True)
    name = models.CharField(max_length=120)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    population = models.PositiveIntegerField(default=0)
    # All its names in small letters without accents, each between two bars: "|munich|munchen|muenchen|".
    names = models.TextField()

    class Meta:
        ordering = ["-population", "id"]
        indexes = [models.Index(fields=["country", "-population"], name="town_by_size")]
        constraints = [
            # NaN sorts above every number in Postgres, so the upper bound refuses it too.
            models.CheckConstraint(
                condition=Q(
                    latitude__range=(Decimal(-90), Decimal(90)),
                    longitude__range=(Decimal(-180), Decimal(180)),
                ),
                name="town_on_earth",
                violation_error_message=_(
                    "Latitude lies between -90 and 90, longitude between -180 and 180."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


def on_earth(name: str) -> models.CheckConstraint:
    """Both coordinates or none, and within their ranges."""
    return models.CheckConstraint(
        condition=Q(latitude=None, longitude=None)
        | Q(
            # A comparison with NULL is unknown, and a check lets that pass.
            latitude__isnull=False,
            longitude__isnull=False,
            latitude__range=(Decimal(-90), Decimal(90)),
            longitude__range=(Decimal(-180), Decimal(180)),
        ),
        name=name,
        violation_error_message=_("Latitude lies between -90 and 90, longitude between -180 and 180."),
    )


class Located(models.Model):
    """An address, its region, and its place on the map."""

    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    # ISO 3166-2 subdivision without the country ("SN" for Saxony); decides regional holidays.
    region = models.CharField(_("region"), max_length=6, blank=True)
    # The region by name, with its level of development.
    area = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    city = models.CharField(_("town or city"), max_length=100)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        abstract = True


class Establishment(Located):
    """A further site of an organisation. The one that counts for residence stands on the organisation itself."""

    organisation = models.ForeignKey("clusters.Organisation", models.CASCADE, related_name="establishments")
    name = models.CharField(_("name of the site"), max_length=100)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            on_earth("establishment_place_on_earth"),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="establishment_named_once",
                violation_error_message=_("There is a site with this name already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"
