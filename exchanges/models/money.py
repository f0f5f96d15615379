from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exchanges.enums import QuoteKind
from exchanges.models.querysets import ExchangePartQuerySet, FilePartQuerySet
from exchanges.models.rulebook import LONGEST_WAY_KM


class Quote(models.Model):
    """A calculated lump sum with everything it came from. Immutable."""

    application = models.ForeignKey("exchanges.Application", models.PROTECT, related_name="quotes")
    exchange = models.ForeignKey(
        "exchanges.Exchange", models.PROTECT, null=True, blank=True, related_name="quotes"
    )
    kind = models.CharField(max_length=8, choices=QuoteKind)
    rulebook = models.ForeignKey("exchanges.Rulebook", models.PROTECT, related_name="+")
    grid = models.ForeignKey("exchanges.Grid", models.PROTECT, related_name="+")
    inputs = models.JSONField()
    result = models.JSONField()
    eligible = models.BooleanField()
    working_days = models.PositiveSmallIntegerField()
    distance_km = models.PositiveIntegerField(null=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    created_at = models.DateTimeField()

    objects = FilePartQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            # NaN sorts above every number in Postgres, so the upper bound refuses it too.
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=Decimal(10000)),
                name="quote_amount_range",
                violation_error_message=_("A lump sum lies between 0 and 10,000 euros."),
            ),
            models.CheckConstraint(
                condition=Q(eligible=True) | Q(amount=0),
                name="quote_not_eligible_is_zero",
                violation_error_message=_("A stay that is not eligible pays nothing."),
            ),
            models.CheckConstraint(
                condition=Q(working_days__lte=366)
                & (Q(distance_km=None) | Q(distance_km__lte=LONGEST_WAY_KM)),
                name="quote_counts_range",
                violation_error_message=_("A stay has at most 366 days and lies on this earth."),
            ),
        ]
        # Sums of a whole partnership are added up without reading what they were calculated from.
        indexes = [models.Index(fields=["id"], include=["amount"], name="quote_amounts")]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"EUR {self.amount}"


class BankAccount(models.Model):
    """Where the lump sum goes. Shown in full to the visitor and to finance only."""

    exchange = models.OneToOneField("exchanges.Exchange", models.PROTECT, related_name="bank_account")
    holder = models.CharField(_("account holder"), max_length=150)
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    given_at = models.DateTimeField()
    given_by_name = models.CharField(max_length=200)

    objects = ExchangePartQuerySet.as_manager()

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        return f"{self.iban[:2]}.. .... {self.iban[-4:]}"


class Payment(models.Model):
    """One order to pay a lump sum: ordered by one person, approved by another, then paid once."""

    exchange = models.ForeignKey("exchanges.Exchange", models.PROTECT, related_name="payments")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    holder = models.CharField(max_length=150)
    iban = models.CharField(max_length=34)
    due_on = models.DateField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_reason = models.TextField(blank=True)
    paid_on = models.DateField(null=True, blank=True)
    bank_reference = models.CharField(_("bank reference"), max_length=80, blank=True)

    objects = ExchangePartQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["exchange"],
                condition=Q(refused_at=None),
                name="payment_one_live",
                violation_error_message=_("This visit already has a payment."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("ordered_by")),
                name="payment_four_eyes",
                violation_error_message=_(
                    "Another person must approve a payment than the one who ordered it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="payment_approved_pair",
                violation_error_message=_("An approval needs both a person and a moment."),
            ),
            models.CheckConstraint(
                condition=Q(refused_by=None, refused_at=None)
                | (Q(refused_by__isnull=False, refused_at__isnull=False) & ~Q(refused_reason="")),
                name="payment_refused_pair",
                violation_error_message=_("A refusal needs a person, a moment and a reason."),
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None)
                | (Q(approved_by__isnull=False, refused_at=None) & ~Q(bank_reference="")),
                name="payment_paid_is_approved",
                violation_error_message=_(
                    "Only an approved payment can be paid, and it needs the bank reference."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=Decimal(10000)),
                name="payment_amount_range",
                violation_error_message=_("A payment lies between 0 and 10,000 euros."),
            ),
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="payment_due")]

    def __str__(self) -> str:
        return f"EUR {self.amount} for {self.exchange_id}"
