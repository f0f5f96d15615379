import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Workflowed
from reporting.enums import DeliverableState, Edition, WorkPackage
from reporting.models.querysets import DeliverableQuerySet


class Deliverable(Workflowed):
    """One issue of a deliverable: figures frozen with their hash, then the PDF made from them, then published."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="deliverables")
    code = models.CharField(_("code"), max_length=10)
    title = models.CharField(_("title"), max_length=200)
    work_package = models.CharField(_("work package"), max_length=2, choices=WorkPackage)
    edition = models.CharField(_("edition"), max_length=12, choices=Edition)
    number = models.PositiveSmallIntegerField(_("issue"))
    since = models.DateField(_("from"), null=True, blank=True)
    as_of = models.DateField(_("until"))
    snapshot = models.JSONField()
    snapshot_hash = models.CharField(max_length=64)
    pdf = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DeliverableState.values),
                name="deliverable_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "code", "edition", "number"],
                name="deliverable_number_once",
                violation_error_message=_("This issue is already there."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    edition="public",
                    pdf__isnull=False,
                    published_by__isnull=False,
                    published_at__isnull=False,
                ),
                name="deliverable_published_is_public",
                violation_error_message=_("Only the public edition can be published, and only with its PDF."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(since__lte=models.F("as_of")),
                name="deliverable_days_in_order",
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "-id"], name="deliverable_list")]
        triggers = [
            # What the figures were does not change after the fact; a correction is a new issue.
            pgtrigger.ReadOnly(
                name="frozen",
                fields=[
                    "partnership",
                    "code",
                    "edition",
                    "number",
                    "since",
                    "as_of",
                    "snapshot",
                    "snapshot_hash",
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.partnership_id}, issue {self.number}"
