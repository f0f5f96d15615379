from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from core import clock
from exchanges.enums import VisitOnce
from exchanges.models.querysets import RulebookQuerySet

LONGEST_WAY_KM = 20100  # half way round the earth
DEADLINES = (
    "review_days",
    "answer_days",
    "host_answer_days",
    "signature_days",
    "validation_days",
    "report_days",
    "payment_days",
    "feedback_days",
)


def fixed_once_published(of: str) -> str:
    """A row trigger that refuses a change as soon as a published version of the rules, `r`, holds the row."""
    return f"""
        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE {of} AND r.published_at IS NOT NULL) THEN
            RAISE EXCEPTION 'This version of the rules is published; make a new version.';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """  # noqa: S608  `of` is a literal of the models


class Grid(models.Model):
    """One version of the sums by host country, in euros. Names its source and who confirmed it when."""

    code = models.CharField(_("version"), max_length=30, unique=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.TextField(_("source document"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    outermost_amount = models.DecimalField(
        _("outermost regions"), max_digits=8, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["-valid_from", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="grid_confirmed_pair",
                violation_error_message=_("A confirmation needs both a person and a moment."),
            ),
            models.CheckConstraint(
                condition=Q(outermost_amount=None)
                | Q(outermost_amount__gte=0, outermost_amount__lte=Decimal(10000)),
                name="grid_outermost_range",
                violation_error_message=_("A lump sum lies between 0 and 10,000 euros."),
            ),
        ]
        triggers = [
            # Sums that a published version names are a promise; only the confirmation may still come.
            pgtrigger.Trigger(
                name="published_sums_are_fixed",
                operation=pgtrigger.UpdateOf("code", "valid_from", "source", "outermost_amount")
                | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=fixed_once_published("r.grid_id = OLD.id"),
            )
        ]

    def __str__(self) -> str:
        return self.code


class GridAmount(models.Model):
    """The full lump sum for one host country, in euros."""

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="amounts")
    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        ordering = ["country_id"]
        constraints = [
            models.UniqueConstraint(fields=["grid", "country"], name="grid_country_once"),
            # NaN sorts above every number in Postgres, so the upper bound refuses it too.
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=Decimal(10000)),
                name="grid_amount_range",
                violation_error_message=_("A lump sum lies between 0 and 10,000 euros."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_amount_is_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=fixed_once_published("r.grid_id = OLD.grid_id"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.grid} {self.country_id}: {self.amount}"


class Rulebook(models.Model):
    """The rules for visits that begin on `valid_from` or later. Once published, a version never changes.

    Without a partnership they are the scheme's own; a partnership that has a version of its own goes by that one.
    """

    code = models.CharField(_("version"), max_length=30, unique=True)
    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, null=True, blank=True, related_name="rulebooks"
    )
    valid_from = models.DateField(_("valid from"))
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="rulebooks")
    source = models.TextField(_("source"), blank=True)
    # What the version was copied from; differences are shown against it.
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    # None for the version that ships with the portal.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Country codes; empty: every country that takes part in the scheme on that day.
    countries = models.JSONField(_("countries"), default=list, blank=True)
    note_for_applicants = models.TextField(_("note for applicants"), blank=True)
    agreement_clause = models.TextField(_("further clause of the Financial Agreement"), blank=True)
    # Days and money (scheme part 8.2)
    min_working_days = models.PositiveSmallIntegerField(default=3)
    full_working_days = models.PositiveSmallIntegerField(default=5)
    max_calendar_days = models.PositiveSmallIntegerField(default=31)
    # Half-days of an event that make one working day
    half_days_per_day = models.PositiveSmallIntegerField(default=2)
    full_distance_km = models.PositiveSmallIntegerField(default=200)
    reduction_factor = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal("0.50"))
    cap = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal(1100))
    virtual_allowed = models.BooleanField(default=False)
    visit_once_sme = models.CharField(max_length=12, choices=VisitOnce, default=VisitOnce.ORGANISATION)
    visit_once_staff = models.CharField(max_length=12, choices=VisitOnce, default=VisitOnce.PERSON)
    sme_share_target = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal("0.50"))
    max_open_proposals = models.PositiveSmallIntegerField(default=5)
    # Deadlines: review, answers, signatures and validation in working days, the rest in calendar days
    review_days = models.PositiveSmallIntegerField(default=15)
    answer_days = models.PositiveSmallIntegerField(default=15)
    host_answer_days = models.PositiveSmallIntegerField(default=10)
    signature_days = models.PositiveSmallIntegerField(default=10)
    validation_days = models.PositiveSmallIntegerField(default=10)
    report_days = models.PositiveSmallIntegerField(default=30)
    payment_days = models.PositiveSmallIntegerField(default=10)
    feedback_days = models.PositiveSmallIntegerField(default=15)
    feedback_reminder_days = models.JSONField(default=list)
    impact_months = models.JSONField(default=list)
    proof_travel_min = models.PositiveSmallIntegerField(default=1)
    proof_lodging_min = models.PositiveSmallIntegerField(default=1)
    # "Still interested?": asked after so many months without a log-in, and hidden after so many days without an answer
    interest_months = models.PositiveSmallIntegerField(default=6)
    interest_answer_days = models.PositiveSmallIntegerField(default=14)

    objects = RulebookQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reduction_factor__gt=0, reduction_factor__lte=1),
                name="rulebook_factor_range",
                violation_error_message=_("The reduction factor lies between 0 and 1."),
            ),
            models.CheckConstraint(
                condition=Q(cap__gt=0, cap__lte=Decimal(10000)),
                name="rulebook_cap_range",
                violation_error_message=_("The most that a visit can bring lies between 0 and 10,000 euros."),
            ),
            models.CheckConstraint(
                condition=Q(sme_share_target__gte=0, sme_share_target__lte=1),
                name="rulebook_share_range",
                violation_error_message=_("A share lies between 0 and 1."),
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 1 for name in DEADLINES})
                & Q(**{f"{name}__lte": 366 for name in DEADLINES}),
                name="rulebook_deadlines_range",
                violation_error_message=_("A deadline lies between 1 and 366 days."),
            ),
            models.CheckConstraint(
                condition=Q(
                    interest_months__gte=1,
                    interest_months__lte=60,
                    interest_answer_days__gte=1,
                    interest_answer_days__lte=366,
                ),
                name="rulebook_interest_range",
                violation_error_message=_("Ask after 1 to 60 months, and wait 1 to 366 days for the answer."),
            ),
            models.CheckConstraint(
                condition=Q(
                    full_working_days__lte=F("max_calendar_days"),
                    max_calendar_days__lte=366,
                    full_distance_km__lte=LONGEST_WAY_KM,
                    max_open_proposals__gte=1,
                    max_open_proposals__lte=50,
                    proof_travel_min__lte=20,
                    proof_lodging_min__lte=20,
                    half_days_per_day__gte=1,
                    half_days_per_day__lte=2,
                ),
                name="rulebook_counts_range",
                violation_error_message=_("One of the numbers is too large or too small for a visit."),
            ),
            models.CheckConstraint(
                condition=Q(min_working_days__gte=1, full_working_days__gte=F("min_working_days")),
                name="rulebook_days_in_order",
                violation_error_message=_("The full sum cannot need fewer days than an eligible stay."),
            ),
        ]
        triggers = [
            # A published version is a promise: files quote it for years.
            pgtrigger.Trigger(
                name="published_version_is_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=fixed_once_published("r.id = OLD.id"),
            )
        ]

    def __str__(self) -> str:
        return self.code


class KindRule(models.Model):
    """What one kind of organisation may do under a rulebook."""

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="kind_rules")
    kind = models.CharField(max_length=24, choices=OrganisationKind)
    may_visit = models.BooleanField()
    may_host = models.BooleanField()
    receives_lump_sum = models.BooleanField()

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["rulebook", "kind"], name="kind_rule_once")]
        triggers = [
            pgtrigger.Trigger(
                name="published_kind_is_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=fixed_once_published("r.id = OLD.rulebook_id"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rulebook} {self.kind}"
