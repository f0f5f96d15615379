from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from core import clock
from exchanges.models.querysets import PastExchangeQuerySet
from exchanges.models.stays import BOUNDED_STAY


class PastExchange(models.Model):
    """A visit that a running partnership brought along when it moved in: told by its records, not made here.

    It has no file, no signature and no workflow, and no sum of it is calculated. Indicators count it by the same
    rules as an `Exchange`, on its day of crediting. Which table it came from, `import_run` says.
    """

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="past_exchanges")
    reference = models.CharField(_("their reference"), max_length=60)
    visitor = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="+")
    visitor_kind = models.CharField(max_length=24, choices=OrganisationKind)
    visitor_country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    host = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="+")
    host_kind = models.CharField(max_length=24, choices=OrganisationKind)
    host_country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    # A cluster that the portal knows, or its name as the table tells it.
    home_cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+"
    )
    home_cluster_name = models.CharField(_("home cluster"), max_length=200, blank=True)
    host_cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+"
    )
    host_cluster_name = models.CharField(_("host's cluster"), max_length=200, blank=True)
    stay = DateRangeField(_("stay"))
    working_days = models.PositiveSmallIntegerField(_("working days"))
    mission_name = models.CharField(_("mission"), max_length=200, blank=True)
    travellers = models.PositiveSmallIntegerField(_("people who travelled"), default=1)
    amount = models.DecimalField(_("paid lump sum"), max_digits=8, decimal_places=2, null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    credited_on = models.DateField(_("counts from"))
    import_run = models.ForeignKey("core.ImportRun", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = PastExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-credited_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "reference"],
                name="past_exchange_once",
                violation_error_message=_("This reference is already here."),
            ),
            models.CheckConstraint(
                condition=BOUNDED_STAY,
                name="past_exchange_stay_bounded",
                violation_error_message=_("A stay has a first and a last day."),
            ),
            models.CheckConstraint(
                condition=~Q(visitor_country=F("host_country")),
                name="past_exchange_crosses_a_border",
                violation_error_message=_("Visitor and host must be in different countries."),
            ),
            models.CheckConstraint(
                condition=Q(working_days__range=(1, 31), travellers__range=(1, 99)),
                name="past_exchange_numbers_range",
                violation_error_message=_("Working days lie between 1 and 31, travellers between 1 and 99."),
            ),
            models.CheckConstraint(
                # NaN sorts above every number, so the upper bound refuses it too.
                condition=Q(amount=None) | Q(amount__gte=0, amount__lte=Decimal(10000)),
                name="past_exchange_amount_range",
                violation_error_message=_("A lump sum lies between 0 and 10,000 euros."),
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(amount__isnull=False),
                name="past_exchange_paid_has_a_sum",
                violation_error_message=_("A payment has a sum."),
            ),
            models.CheckConstraint(
                condition=Q(credited_on__gte=date(2000, 1, 1), credited_on__lt=date(2100, 1, 1)),
                name="past_exchange_credited_in_a_century",
                violation_error_message=_("This day is not believable."),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "credited_on"], name="past_exchange_credited")]

    def __str__(self) -> str:
        return f"{self.reference} {self.visitor} at {self.host}"

    @property
    def first_day(self) -> date:
        return self.stay.lower

    @property
    def last_day(self) -> date:
        return self.stay.upper - timedelta(days=1)
