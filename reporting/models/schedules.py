from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import PERSON, SYSTEM, Actor
from core.models.exports import TableFormat


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class RunResult(models.TextChoices):
    MADE = "made", _("Sent")
    PARTLY = "partly", _("Sent, but not to everybody")
    FAILED = "failed", _("Did not work")


class ScheduleQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "ScheduleQuerySet":
        """The person's own, under the role they were made with."""
        if actor.kind == SYSTEM:
            return self
        if actor.kind != PERSON or actor.hat is None:
            return self.none()
        return self.filter(owner=actor.hat.pk, owner__user=actor.user_id)


class ScheduledExport(models.Model):
    """A table or archive that is made anew every week or month. Mails carry a link to it, never the data."""

    # The role it was made with; the person's right is asked again at each run.
    owner = models.ForeignKey("clusters.Role", models.PROTECT, related_name="+")
    title = models.CharField(_("name"), max_length=120)
    exporter = models.CharField(max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    options = models.JSONField(default=dict)
    file_format = models.CharField(_("format"), max_length=4, choices=TableFormat)
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm)
    # 0 (Monday) to 6, or 1 to 28 of the month.
    day = models.PositiveSmallIntegerField(_("day"))
    timezone = models.CharField(max_length=40)
    # None while it rests.
    next_at = models.DateTimeField(null=True, blank=True)
    paused_because = models.CharField(max_length=200, blank=True)
    # Runs in a row that reached nobody.
    failures = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm=Rhythm.WEEKLY, day__gte=0, day__lte=6)
                | Q(rhythm=Rhythm.MONTHLY, day__gte=1, day__lte=28),
                name="schedule_day_fits_rhythm",
                violation_error_message=_("Choose a weekday, or a day of the month from 1 to 28."),
            ),
            models.CheckConstraint(
                condition=Q(paused_because="", next_at__isnull=False)
                | ~Q(paused_because="") & Q(next_at=None),
                name="schedule_rests_or_is_due",
                violation_error_message=_("What rests has a reason and no next day."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def paused(self) -> bool:
        return self.next_at is None


class ScheduleRecipient(models.Model):
    """Who gets it: a person in a role, who may read the list in it. One who lost the right is left out from then on."""

    schedule = models.ForeignKey(ScheduledExport, models.CASCADE, related_name="recipients")
    role = models.ForeignKey("clusters.Role", models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    # The owner took the person off the list; what was sent before stays told.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "role"],
                name="schedule_recipient_once",
                violation_error_message=_("This person gets it already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id}: {self.role_id}"


class ScheduledRun(models.Model):
    """One time that it was made, and how it came out."""

    schedule = models.ForeignKey(ScheduledExport, models.CASCADE, related_name="runs")
    due_at = models.DateTimeField()
    by_hand = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=8, choices=RunResult, blank=True)

    class Meta:
        ordering = ["-due_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "due_at"],
                name="scheduled_run_once",
                violation_error_message=_("This run has begun already."),
            ),
            models.UniqueConstraint(
                fields=["schedule"],
                condition=Q(finished_at=None),
                name="scheduled_run_one_at_a_time",
                violation_error_message=_("It is being made just now."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, result="") | Q(finished_at__isnull=False) & ~Q(result=""),
                name="scheduled_run_finished_has_result",
                violation_error_message=_("A run that is over has a result."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id}: {self.due_at}"


class RunShare(models.Model):
    """What became of one run for one recipient. The job goes after its week; its number stays."""

    run = models.ForeignKey(ScheduledRun, models.CASCADE, related_name="shares")
    recipient = models.ForeignKey(ScheduleRecipient, models.CASCADE, related_name="+")
    job_number = models.BigIntegerField(null=True, blank=True, unique=True)
    made_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "recipient"],
                name="run_share_once",
                violation_error_message=_("This person has a share of this run already."),
            ),
            models.CheckConstraint(
                condition=Q(made_at=None) | Q(problem="", job_number__isnull=False),
                name="run_share_made_or_not",
                violation_error_message=_("What was made has a job and no problem."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.recipient_id}"

    @property
    def is_open(self) -> bool:
        return self.made_at is None and not self.problem
