import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from reporting.models.querysets import PartOfDeliverableQuerySet, reported_to


class TextPart(models.Model):
    """A section of an issue that people write. `text` is the newest version; all of them are kept."""

    deliverable = models.ForeignKey("reporting.Deliverable", models.CASCADE, related_name="texts")
    key = models.CharField(max_length=40)
    heading = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=False)
    text = models.TextField(_("text"), blank=True)
    number = models.PositiveIntegerField(default=0)
    cluster = models.ForeignKey(
        "clusters.Cluster",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    finished = models.BooleanField(default=False)

    objects = PartOfDeliverableQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable", "key"],
                name="text_part_once",
                violation_error_message=_("This part is already there."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="written_in_drafts",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("text", "number"),
                func="IF (SELECT state FROM reporting_deliverable WHERE id = NEW.deliverable_id) <> 'draft' THEN "
                "RAISE EXCEPTION 'texts change in a draft only'; END IF; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.key}"


class TextVersion(models.Model):
    """A text as it stood. What one open page saves again and again in the background is one version."""

    part = models.ForeignKey(TextPart, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    page = models.CharField(max_length=16, blank=True)
    # Which version was taken up again.
    restored = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "number"],
                name="text_version_once",
                violation_error_message=_("This version is already there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.number}"


class ReviewComment(models.Model):
    """What a reader says of one part; it is open until somebody has settled it."""

    deliverable = models.ForeignKey("reporting.Deliverable", models.CASCADE, related_name="comments")
    key = models.CharField(max_length=40)
    text = models.TextField(_("comment"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = PartOfDeliverableQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["deliverable", "key"], name="review_comment_part")]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="review_comment_settled_by_somebody",
                violation_error_message=_("Somebody settles a comment."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.key} {self.pk}"


class PlannedIssueQuerySet(models.QuerySet["PlannedIssue"]):
    def visible_to(self, actor: Actor) -> "PlannedIssueQuerySet":
        """What is shown on the public page is everybody's; the rest belongs to the partnership's own people."""
        return self.filter(
            Q(submitted_public=True) | Q(partnership__in=reported_to(actor).order_by().values("pk"))
        )


class PlannedIssue(models.Model):
    """What a partnership's plan says of one issue, where that is other than what its type says.

    With `submitted_on` the issue was handed in before the partnership used the portal, or beside it.
    """

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="planned_issues")
    code = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    lead = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead")
    )
    wanted = models.BooleanField(_("part of our plan"), default=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    submitted_title = models.CharField(_("title"), max_length=200, blank=True)
    submitted_link = models.URLField(_("link"), max_length=500, blank=True)
    submitted_file = models.ForeignKey(
        "core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_public = models.BooleanField(default=False)

    objects = PlannedIssueQuerySet.as_manager()

    class Meta:
        ordering = ["code", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=False)
                | Q(submitted_title="", submitted_link="", submitted_file=None, submitted_public=False),
                name="planned_issue_submitted_with_a_day",
                violation_error_message=_("Say on which day it was submitted."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "code", "number"],
                name="planned_issue_once",
                violation_error_message=_("This issue is already in the plan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.partnership_id}, issue {self.number}"

    @property
    def document_url(self) -> str:
        """Where the document submitted earlier can be read: the file here before the link; empty for neither."""
        if self.submitted_file_id:
            return reverse(
                "reporting:deliverable_earlier_file", args=[self.partnership.slug, self.code, self.number]
            )
        return self.submitted_link
