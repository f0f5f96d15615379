"""The stretches of time that a partnership reports on, closed with their figures, and what was corrected since."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import SYSTEM, Actor
from reporting.enums import Edition
from reporting.models.querysets import reported_to


class PeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def visible_to(self, actor: Actor) -> "PeriodQuerySet":
        """Those of the partnerships whose figures the hat reads."""
        if actor.kind == SYSTEM:
            return self
        return self.filter(partnership__in=reported_to(actor).order_by().values("pk"))


class ReportingPeriod(models.Model):
    """Closed once, with everything that counted by its last day; there is no way back, only corrections."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="reporting_periods")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), help_text=_("What counts by this day belongs to the period."))
    due_on = models.DateField(_("report due on"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_hash = models.CharField(max_length=64, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "number"],
                name="period_number_once",
                violation_error_message=_("This number is taken."),
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day"), due_on__gte=F("last_day")),
                name="reporting_period_days_in_order",
                violation_error_message=_("First day, last day and due date do not stand in this order."),
            ),
            ExclusionConstraint(
                name="period_no_overlap",
                expressions=[
                    ("partnership", RangeOperators.EQUAL),
                    (
                        Func(F("first_day"), F("last_day"), models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Another period of this partnership has some of these days."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, snapshot=None, snapshot_hash="")
                | Q(closed_at__isnull=False, closed_by__isnull=False, snapshot__isnull=False)
                & ~Q(snapshot_hash=""),
                name="period_closed_has_figures",
                violation_error_message=_("A closed period has its figures, and who closed it when."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="closed_is_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class FrozenDocument(models.Model):
    """What one type of deliverable would print of a period, frozen when it closed. Its hash stands in the period's snapshot."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="documents")
    code = models.CharField(max_length=10)
    edition = models.CharField(max_length=12, choices=Edition)
    snapshot = models.JSONField()
    snapshot_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["code", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "code", "edition"],
                name="frozen_document_once",
                violation_error_message=_("This report is frozen already."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="document_is_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="frozen_with_the_period",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="IF (SELECT closed_at FROM reporting_reportingperiod WHERE id = NEW.period_id) IS NOT NULL THEN "
                "RAISE EXCEPTION 'nothing is added to a closed period'; END IF; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.code} {self.edition}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, actor: Actor) -> "CorrectionQuerySet":
        return self.filter(period__in=ReportingPeriod.objects.visible_to(actor).order_by().values("pk"))


class Correction(models.Model):
    """Why a figure of a closed period is another one today. It explains once a second person has agreed."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="corrections")
    code = models.CharField(_("indicator"), max_length=40)
    difference = models.DecimalField(_("difference"), max_digits=12, decimal_places=2)
    change = models.CharField(_("what changed"), max_length=200)
    reason = models.TextField(_("why"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True, blank=True)
    answer = models.TextField(_("why not"), blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("noted_by")),
                name="correction_second_person",
                violation_error_message=_("A second person must review this."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_at=None, agreed=None)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
                & (Q(agreed=True) | Q(agreed=False) & ~Q(answer="")),
                name="correction_reviewed_pair",
                violation_error_message=_("A review needs a person, a moment and, for a no, a reason."),
            ),
            models.CheckConstraint(
                # NaN sorts above every number, so the upper bound refuses it too.
                condition=Q(difference__gt=-1_000_000_000, difference__lt=1_000_000_000)
                & ~Q(difference=0)
                & ~Q(reason=""),
                name="correction_says_something",
                violation_error_message=_("A correction has a difference other than 0, and a reason."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="reviewed_is_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__reviewed_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="noted_is_fixed",
                fields=["period", "code", "difference", "change", "reason", "noted_by", "noted_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.difference:+}"
