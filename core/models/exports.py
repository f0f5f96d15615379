from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import PERSON, SYSTEM, Actor


class TableFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel workbook (XLSX), with dates and sums as such")
    CSV = "csv", _("Plain table (CSV)")
    ZIP = "zip", _("Archive (ZIP)")


# In which a list can be taken away; an archive is made of lists.
TABLES = [(item.value, item.label) for item in (TableFormat.XLSX, TableFormat.CSV)]


class ExportJobQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "ExportJobQuerySet":
        """The person's own, under the hat they were asked for with: who lost the role has lost them, too."""
        if actor.kind == SYSTEM:
            return self
        if actor.kind != PERSON or actor.hat is None:
            return self.none()
        return self.filter(user=actor.user_id, hat_id=actor.hat.pk)


class ExportJob(models.Model):
    """A table that a person takes away: made by a worker, kept for a week. `exporter` names the list."""

    exporter = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The role it was asked for with; opaque here.
    hat_id = models.BigIntegerField()
    # Which rows and columns: the address of the list without its page, and what else the exporter needs.
    query = models.CharField(max_length=2000, blank=True)
    options = models.JSONField(default=dict)
    file_format = models.CharField(_("format"), max_length=4, choices=TableFormat)
    # What only one job at a time may be made of: "archive:7"; empty for all others.
    exclusive = models.CharField(max_length=40, blank=True)
    # Of the person, for the heads of the columns.
    language = models.CharField(max_length=8, default="en")
    requested_at = models.DateTimeField(default=clock.now)
    row_count = models.PositiveIntegerField(default=0)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="export_job_own")]
        constraints = [
            models.UniqueConstraint(
                fields=["exclusive"],
                condition=Q(made_at=None, failed_at=None) & ~Q(exclusive=""),
                name="export_job_exclusive",
                violation_error_message=_("This is being made already. Wait until it is ready."),
            ),
            models.CheckConstraint(
                condition=Q(made_at=None, file=None, expires_at=None)
                | Q(made_at__isnull=False, file__isnull=False, expires_at__isnull=False, failed_at=None),
                name="export_job_made_has_file",
                violation_error_message=_("A table that is made has a file and an end."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exporter} {self.pk}"

    @property
    def at_work(self) -> bool:
        return self.made_at is None and self.failed_at is None


class DownloadLog(models.Model):
    """Who took which file of the portal away, and when. The file itself may be gone; its hash says which it was."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    hat = models.CharField(max_length=200)
    what = models.CharField(max_length=120)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="download_subject")]

    def __str__(self) -> str:
        return f"{self.what} {self.at}"
