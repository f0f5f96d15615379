from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.enums import ExchangeState, Mode, PartyRole
from exchanges.models.querysets import ExchangePartQuerySet, FilePartQuerySet
from exchanges.models.stays import BOUNDED_STAY


class Exchange(Workflowed):
    """A confirmed match on its way from visit plan to payment. At most one not cancelled per file."""

    application = models.ForeignKey("exchanges.Application", models.PROTECT, related_name="exchanges")
    proposal = models.OneToOneField("exchanges.Proposal", models.PROTECT, related_name="exchange")
    # Copies that never change, so that lists and figures need no joins.
    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="exchanges")
    visitor = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="visits")
    visitor_kind = models.CharField(max_length=24)
    visitor_country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    host = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="hosted")
    host_kind = models.CharField(max_length=24)
    host_country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    visitor_cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="+")
    host_cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="+")
    mission = models.ForeignKey(
        "exchanges.Mission", models.PROTECT, null=True, blank=True, related_name="exchanges"
    )
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.PHYSICAL)
    # [first day, day after the last day)
    stay = DateRangeField()
    travel_days = models.JSONField(default=list, blank=True)
    planned_quote = models.OneToOneField(
        "exchanges.Quote", models.PROTECT, null=True, blank=True, related_name="+"
    )
    actual_quote = models.OneToOneField(
        "exchanges.Quote", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The day of the first validation; the exchange counts from here.
    credited_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = FilePartQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ExchangeState.values),
                name="exchange_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=~Q(state="cancelled"),
                name="exchange_one_per_file",
                violation_error_message=_("This file already has an exchange."),
            ),
            models.CheckConstraint(
                condition=BOUNDED_STAY,
                name="exchange_stay_bounded",
                violation_error_message=_("A stay has a first and a last day."),
            ),
            models.CheckConstraint(
                condition=~Q(visitor_country=F("host_country")),
                name="exchange_crosses_a_border",
                violation_error_message=_("Visitor and host must be in different countries."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["validated", "payment_ordered", "payment_approved", "paid", "closed"])
                | Q(credited_on__isnull=False),
                name="exchange_validated_is_credited",
                violation_error_message=_("A validated exchange has the day on which it counts."),
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "credited_on"], name="exchange_credited"),
            models.Index(fields=["state", "due_on"], name="exchange_due"),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.visitor} at {self.host}"

    @property
    def first_day(self) -> date:
        return self.stay.lower

    @property
    def last_day(self) -> date:
        return self.stay.upper - timedelta(days=1)

    @property
    def reference(self) -> str:
        return self.application.reference or ""


class Party(models.Model):
    """One of the four sides of a file: who they are, who speaks for them. Host sides come with a proposal."""

    application = models.ForeignKey("exchanges.Application", models.PROTECT, related_name="parties")
    proposal = models.ForeignKey(
        "exchanges.Proposal", models.PROTECT, null=True, blank=True, related_name="parties"
    )
    exchange = models.ForeignKey(Exchange, models.PROTECT, null=True, blank=True, related_name="parties")
    role = models.CharField(max_length=16, choices=PartyRole)
    organisation = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="+")
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+")
    contact_name = models.CharField(max_length=200)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # False once the proposal it came with has ended; the side then no longer sees the file.
    active = models.BooleanField(default=True)

    objects = FilePartQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["exchange", "role"], name="party_role_once_per_exchange"),
            models.CheckConstraint(
                condition=Q(role__in=["visitor", "host"], cluster=None)
                | Q(role__in=["visitor_cluster", "host_cluster"], cluster__isnull=False),
                name="party_cluster_fits_role",
                violation_error_message=_("A cluster's side names the cluster."),
            ),
        ]
        indexes = [
            models.Index(fields=["application", "cluster"], name="party_file_cluster"),
            models.Index(fields=["application", "organisation"], name="party_file_organisation"),
            models.Index(fields=["cluster", "application"], name="party_cluster_files", include=["active"]),
            models.Index(fields=["organisation", "application"], name="party_organisation_files"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.organisation}"


class VisitPlan(models.Model):
    """What the Commitment to Quality will say; edited while the exchange is `building`."""

    exchange = models.OneToOneField(Exchange, models.CASCADE, related_name="plan")
    venue = models.CharField(_("place of the visit"), max_length=250, blank=True)
    objectives = models.TextField(_("goals of the visit"), blank=True)
    expected_results = models.TextField(_("expected results"), blank=True)
    host_duties = models.TextField(_("what the host does"), blank=True)
    visitor_duties = models.TextField(_("what the visitor does"), blank=True)

    objects = ExchangePartQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Plan of {self.exchange_id}"


class AgendaItem(models.Model):
    """What happens on one day of the stay."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="agenda")
    day = models.DateField()
    title = models.CharField(_("what happens"), max_length=250)
    place = models.CharField(_("place"), max_length=200, blank=True)
    contact = models.CharField(_("who receives you"), max_length=150, blank=True)
    # As the mission's programme says it; replaced when the changed programme is taken over. What was typed stays.
    from_programme = models.BooleanField(default=False)

    objects = ExchangePartQuerySet.as_manager()

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.day} {self.title}"


class DayDecision(models.Model):
    """A weekend or holiday with a real programme, counted with a reason and by two people."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="day_decisions")
    day = models.DateField()
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ExchangePartQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "day"], name="day_decision_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="day_decision_second_person",
                violation_error_message=_("A second person must confirm this."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"
