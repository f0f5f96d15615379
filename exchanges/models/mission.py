from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.enums import EventKind, Mode, SessionKind
from exchanges.models.querysets import MissionQuerySet


class Mission(Workflowed):
    """A group visit: each visiting organisation keeps its own file and sum. Events of the other kinds pay nothing."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="missions")
    kind = models.CharField(_("kind of event"), max_length=16, choices=EventKind, default=EventKind.MISSION)
    mode = models.CharField(_("on site or online"), max_length=8, choices=Mode, default=Mode.PHYSICAL)
    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=200)
    host_cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="missions")
    host = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="hosted_missions")
    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    city = models.CharField(_("place"), max_length=100)
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))
    summary = models.TextField(_("in short"), blank=True)
    call_text = models.TextField(_("who should come and why"), blank=True)
    terms = models.ManyToManyField("clusters.Term", blank=True, related_name="+")
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    apply_until = models.DateField(_("apply until"), null=True, blank=True)
    # ISO codes of the languages in which the programme is held.
    languages = models.JSONField(_("languages"), default=list, blank=True)
    # What the host's cluster may spend on the programme, in euros; for its staff only.
    budget = models.DecimalField(_("budget"), max_digits=10, decimal_places=2, null=True, blank=True)
    # Where an online event meets; shown to those who have a place.
    join_url = models.URLField(_("link to the meeting"), blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_email = models.EmailField(blank=True)
    # Without: it is shown with the missions but pays nothing and is not an exchange.
    with_lump_sum = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    # When everybody could read of it for the first time; a draft that is cancelled stays its staff's business.
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Why it was called off; whoever reads the page reads it.
    cancel_reason = models.TextField(_("why it was cancelled"), blank=True)

    objects = MissionQuerySet.as_manager()

    class Meta:
        ordering = ["-start_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_on__gte=models.F("start_on")),
                name="mission_days_in_order",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(places=None) | models.Q(places__gte=1, places__lte=500),
                name="mission_places_range",
                violation_error_message=_("A mission has between 1 and 500 places."),
            ),
            models.CheckConstraint(
                condition=models.Q(with_lump_sum=False)
                | models.Q(kind=EventKind.MISSION, mode=Mode.PHYSICAL),
                name="mission_lump_sum_for_visits_only",
                violation_error_message=_("Only a mission on site pays lump sums."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EventKind.VIRTUAL_EXCHANGE) | models.Q(mode=Mode.VIRTUAL),
                name="mission_virtual_exchange_is_online",
                violation_error_message=_("A virtual exchange is online."),
            ),
            models.CheckConstraint(
                condition=models.Q(budget=None) | models.Q(budget__gte=0, budget__lte=1_000_000),
                name="mission_budget_range",
                violation_error_message=_("A budget lies between 0 and 1,000,000 euros."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="cancelled") & ~models.Q(cancel_reason="")
                | ~models.Q(state="cancelled") & models.Q(cancel_reason=""),
                name="mission_cancelled_with_reason",
                violation_error_message=_("A cancelled event says why, and no other one does."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MissionSession(models.Model):
    """One item of a mission's programme. Without times it takes the whole day."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="sessions")
    day = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    kind = models.CharField(_("kind of session"), max_length=8, choices=SessionKind, default=SessionKind.TALK)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["day", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="session_times_in_order",
                violation_error_message=_("A session ends after it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(starts_at__isnull=False),
                name="session_end_needs_a_start",
                violation_error_message=_("Say when the session begins, too."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.title}"
