from decimal import Decimal

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clusters.enums import PartnershipKind, PartnershipOrigin


class Partnership(models.Model):
    """Clusters that run exchanges together with one grant; it pays and is credited."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    full_name = models.CharField(_("name in full"), max_length=250, blank=True)
    start_on = models.DateField(_("start"))
    end_on = models.DateField(_("end"))
    coordinator = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="coordinates")
    # Decides on files of the coordinator's own organisation.
    deputy = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="deputises")
    summary = models.TextField(_("summary"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    expected_results = models.TextField(_("expected results"), blank=True)
    kind = models.CharField(_("type of partnership"), max_length=14, choices=PartnershipKind, blank=True)
    origin = models.CharField(_("origin"), max_length=14, choices=PartnershipOrigin, blank=True)
    # Declared; the SMEs in exchanges are counted by an indicator.
    smes_involved = models.PositiveIntegerField(_("SMEs involved"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_name = models.CharField(_("project manager"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail of the project manager"), blank=True)
    contact_phone = models.CharField(_("phone of the project manager"), max_length=40, blank=True)
    # The person agreed that name, e-mail and phone stand on the public page.
    contact_public = models.BooleanField(_("project manager shown to everybody"), default=False)
    terms = models.ManyToManyField("clusters.Term", blank=True, related_name="+")
    grant_reference = models.CharField(_("grant or call"), max_length=80, blank=True)
    funding_statement = models.TextField(_("funding statement"), blank=True)
    disclaimer = models.TextField(_("disclaimer"), blank=True)
    budget = models.DecimalField(
        _("money for lump sums"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    # The visit-once rule is checked for each "organisation" or "person", or is "off".
    visit_once_level = models.CharField(max_length=12, default="rulebook")
    clusters = models.ManyToManyField("clusters.Cluster", through="clusters.PartnershipCluster")
    accepts_applications = models.BooleanField(_("takes applications"), default=True)
    # Records of a grant of at most EUR 60,000 are kept for three years instead of five.
    grant_amount = models.DecimalField(
        _("amount of the grant"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    balance_paid_on = models.DateField(_("balance paid on"), null=True, blank=True)

    class Meta:
        ordering = ["-start_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_on__gt=models.F("start_on")),
                name="partnership_dates_in_order",
                violation_error_message=_("The end must lie after the start."),
            ),
            models.CheckConstraint(
                condition=~models.Q(coordinator=models.F("deputy")),
                name="partnership_deputy_is_another",
                violation_error_message=_("The deputy must be another cluster than the coordinator."),
            ),
            models.CheckConstraint(
                condition=models.Q(grant_amount=None)
                | models.Q(grant_amount__gte=0, grant_amount__lte=Decimal("100000000")),
                name="partnership_grant_range",
                violation_error_message=_("The grant must lie between 0 and 100 million."),
            ),
            models.CheckConstraint(
                condition=models.Q(budget__gte=0, budget__lte=Decimal("100000000")),
                name="partnership_budget_range",
                violation_error_message=_("The budget must lie between 0 and 100 million."),
            ),
            models.CheckConstraint(
                condition=models.Q(smes_involved=None) | models.Q(smes_involved__lte=1_000_000),
                name="partnership_smes_range",
                violation_error_message=_("A partnership involves at most a million SMEs."),
            ),
            models.CheckConstraint(
                condition=models.Q(contact_email=Lower("contact_email")),
                name="partnership_contact_lower_case",
                violation_error_message=_("Please write the e-mail address in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnershipCluster(models.Model):
    """A cluster's place in a partnership."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="places")
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "cluster"], name="partnership_cluster_once")
        ]

    def __str__(self) -> str:
        return f"{self.cluster} in {self.partnership}"


class Target(models.Model):
    """What the partnership promised for one indicator code (`reporting.indicators`)."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="targets")
    code = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "code"], name="target_once"),
            # NaN sorts above every number in Postgres, so the upper bound refuses it too.
            models.CheckConstraint(
                condition=models.Q(value__gte=0, value__lte=Decimal("100000000")),
                name="target_range",
                violation_error_message=_("A target lies between 0 and 100 million."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership.code} {self.code}: {self.value}"
