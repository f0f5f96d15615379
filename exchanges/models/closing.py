from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exchanges.enums import Counterpart, EvidenceKind, FollowUpKind, FollowUpStatus, OutcomeKind
from exchanges.models.querysets import ExchangePartQuerySet


class Outcome(models.Model):
    """What really happened: said by the host, reported by the visitor, confirmed by the manager."""

    exchange = models.OneToOneField("exchanges.Exchange", models.PROTECT, related_name="outcome")
    host_kind = models.CharField(_("what happened"), max_length=24, choices=OutcomeKind, blank=True)
    host_first_day = models.DateField(_("first day"), null=True, blank=True)
    host_last_day = models.DateField(_("last day"), null=True, blank=True)
    host_comment = models.TextField(_("comment"), blank=True)
    host_answered_at = models.DateTimeField(null=True, blank=True)
    host_answered_by = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=24, choices=OutcomeKind, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ExchangePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(host_first_day=None) | Q(host_last_day__gte=F("host_first_day")),
                name="outcome_days_in_order",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self) -> str:
        return self.kind or self.host_kind


class ClosingReport(models.Model):
    """The visitor's closing report: what was done and what comes of it."""

    exchange = models.OneToOneField("exchanges.Exchange", models.PROTECT, related_name="report")
    actual_start = models.DateField(_("first day at the host"), null=True, blank=True)
    actual_end = models.DateField(_("last day at the host"), null=True, blank=True)
    travel_days = models.JSONField(default=list, blank=True)
    activities = models.TextField(_("what you did, day by day"), blank=True)
    results = models.TextField(_("results against your goals"), blank=True)
    learnings = models.TextField(_("what you learned"), blank=True)
    good_practice = models.TextField(_("a good practice others could use"), blank=True)
    # Published only while a live Consent for this report says so.
    quote = models.TextField(_("a sentence we may quote"), blank=True)
    evidence_note = models.TextField(_("why a proof is missing"), blank=True)
    # The manager may do without a proof, with a reason.
    evidence_waived = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    validated_at = models.DateTimeField(null=True, blank=True)

    objects = ExchangePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(actual_start=None) | Q(actual_end=None) | Q(actual_end__gte=F("actual_start")),
                name="report_days_in_order",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self) -> str:
        return f"Report of {self.exchange_id}"


class FollowUp(models.Model):
    """Something that came of a visit; counted for EU indicator 4."""

    exchange = models.ForeignKey("exchanges.Exchange", models.CASCADE, related_name="follow_ups")
    kind = models.CharField(_("kind"), max_length=12, choices=FollowUpKind)
    partner = models.CharField(_("with whom"), max_length=200)
    # Empty: told before the form asked for it.
    counterpart = models.CharField(_("what they are"), max_length=12, choices=Counterpart, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=FollowUpStatus)
    expected_on = models.DateField(_("expected by"), null=True, blank=True)
    # Why it does not count: another record tells of the same. Empty for all others.
    told_elsewhere = models.TextField(blank=True)

    objects = ExchangePartQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} with {self.partner}"


class Evidence(models.Model):
    """A proof that the stay happened."""

    exchange = models.ForeignKey("exchanges.Exchange", models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind of proof"), max_length=8, choices=EvidenceKind)
    traveller = models.ForeignKey(
        "exchanges.Traveller", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ExchangePartQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
