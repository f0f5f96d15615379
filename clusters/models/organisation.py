from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind, SmeSize
from clusters.models.place import Located, on_earth
from clusters.models.querysets import OrganisationQuerySet
from core import clock

MOST_EUROS = Decimal(1_000_000_000_000)


class Organisation(Located):
    """A legal entity at the place that counts: its country, region and position decide residence, holidays, distance.

    Further sites are `establishments`; making one of them count exchanges it with this place.
    """

    name = models.CharField(_("legal name"), max_length=200)
    kind = models.CharField(_("kind of organisation"), max_length=24, choices=OrganisationKind)
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    pic = models.CharField(_("PIC"), max_length=9, blank=True)
    place_name = models.CharField(_("name of the site"), max_length=100, blank=True)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("what the organisation does"), blank=True)
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    sme_size = models.CharField(_("size"), max_length=8, choices=SmeSize, blank=True)
    # Figures of the last closed accounting year, in whole euros.
    figures_year = models.PositiveSmallIntegerField(_("year of the figures"), null=True, blank=True)
    headcount = models.PositiveIntegerField(_("people working there"), null=True, blank=True)
    turnover = models.DecimalField(_("turnover"), max_digits=14, decimal_places=0, null=True, blank=True)
    balance_total = models.DecimalField(
        _("balance sheet total"), max_digits=14, decimal_places=0, null=True, blank=True
    )
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    logo = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    terms = models.ManyToManyField("clusters.Term", blank=True, related_name="+")
    listed = models.BooleanField(_("shown in the public directory"), default=False)
    # "Still interested?": when it was asked last, answered last, and since when an unanswered one is hidden.
    interest_asked_at = models.DateTimeField(null=True, blank=True)
    interest_confirmed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    # Small, without accents, punctuation and legal form: "PEER Group GmbH" and "Peer-Group" are one name.
    name_key = models.GeneratedField(
        expression=models.Func(models.F("name"), function="clusters_name_key"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name_key"], name="organisation_name_key"),
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="organisation_name_similar"),
        ]
        constraints = [
            on_earth("organisation_place_on_earth"),
            models.CheckConstraint(
                condition=(models.Q(headcount=None) | models.Q(headcount__lte=1_000_000))
                & (models.Q(founded=None) | models.Q(founded__gte=800, founded__lte=2100))
                & (models.Q(figures_year=None) | models.Q(figures_year__gte=1990, figures_year__lte=2100))
                # NaN sorts above every number in Postgres, so the upper bound refuses it too.
                & (models.Q(turnover=None) | models.Q(turnover__gte=0, turnover__lte=MOST_EUROS))
                & (
                    models.Q(balance_total=None)
                    | models.Q(balance_total__gte=0, balance_total__lte=MOST_EUROS)
                ),
                name="organisation_numbers_range",
                violation_error_message=_(
                    "A year, the number of people or a sum of money is not believable."
                ),
            ),
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                condition=~models.Q(registration_number=""),
                name="organisation_registered_once",
                violation_error_message=_("An organisation with this registration number is already here."),
            ),
            models.CheckConstraint(
                condition=models.Q(pic="") | models.Q(pic__regex=r"^[0-9]{9}$"),
                name="organisation_pic_digits",
                violation_error_message=_("A PIC has nine digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
