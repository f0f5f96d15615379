"""What participants say after an event, and what its host says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.enums import EventReportState


class EventFeedback(models.Model):
    """One participant is asked how an event was. Numbers are kept apart from words, which go after a year."""

    participant = models.OneToOneField("exchanges.Participant", models.PROTECT, related_name="event_feedback")
    invited_at = models.DateTimeField()
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Code of the question -> number.
    answers = models.JSONField(default=dict, blank=True)
    liked = models.TextField(_("what was best"), blank=True)
    improve = models.TextField(_("what should be better"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(answers={}, liked="", improve=""),
                name="event_feedback_answered_once_said",
                violation_error_message=_("An answer has its day."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.participant)


class EventReport(Workflowed):
    """What happened at an event that pays nothing. Confirmed, it is public, and its figures no longer change."""

    mission = models.OneToOneField("exchanges.Mission", models.PROTECT, related_name="event_report")
    what_happened = models.TextField(_("what happened"), blank=True)
    results = models.TextField(_("what came of it"), blank=True)
    next_steps = models.TextField(_("what follows"), blank=True)
    # `exchanges.selectors.event_reports.figures` on the day of the confirmation.
    figures = models.JSONField(default=dict, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EventReportState.CONFIRMED)
                | Q(confirmed_on__isnull=False, confirmed_by__isnull=False) & ~Q(figures={}),
                name="event_report_confirmed_with_figures",
                violation_error_message=_("A confirmed report has its day and its figures."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=EventReportState.values),
                name="event_report_state_known",
                violation_error_message=_("This state does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.mission)
