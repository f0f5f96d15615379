"""Data protection: what was read and allowed, asked for and erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import ConsentPurpose
from clusters.models.querysets import LegalHoldQuerySet, OwnQuerySet
from core import clock


class NoticeReading(models.Model):
    """Who read which version of the privacy notice when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notice_readings")
    version = models.CharField(max_length=20)
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-read_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version"],
                name="notice_reading_once",
                violation_error_message=_("This reading is already noted."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.version}"


class Consent(models.Model):
    """One permission for one purpose: of an organisation, of a person, or for one thing of a higher app.

    A row is never used again: who allows it anew gets a new row, so that the history shows every day.
    """

    purpose = models.CharField(max_length=12, choices=ConsentPurpose)
    organisation = models.ForeignKey(
        "clusters.Organisation", models.PROTECT, null=True, blank=True, related_name="consents"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="consents"
    )
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField(default=clock.now)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "organisation", "person", "subject_type", "subject_id"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                name="consent_once",
                violation_error_message=_("This is already allowed."),
            ),
            models.CheckConstraint(
                condition=(Q(purpose="catalogue") & Q(organisation__isnull=False, person=None))
                | (Q(purpose="photo") & Q(organisation=None, person__isnull=False, subject_id=None))
                | (Q(purpose__in=["quote", "contact"]) & Q(organisation=None, subject_id__isnull=False)),
                name="consent_subject_fits_purpose",
                violation_error_message=_("This permission does not go with this subject."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=models.F("given_at")),
                name="consent_dates_in_order",
                violation_error_message=_("A permission ends after it was given."),
            ),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id", "purpose"], name="consent_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} from {self.given_at:%Y-%m-%d}"


class DataExport(models.Model):
    """A copy of a person's own data, made by a worker and kept for a week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_exports")
    requested_at = models.DateTimeField(default=clock.now)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(made_at=None),
                name="data_export_one_at_a_time",
                violation_error_message=_("A copy of your data is already being made."),
            )
        ]

    def __str__(self) -> str:
        return f"Export {self.pk} of person {self.user_id}"


class DeletionRequest(models.Model):
    """A person wants the account deleted; it happens on `due_at` unless it is taken back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deletion_requests")
    requested_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    # Rows touched by model: what the erasure did, without a personal value.
    counts = models.JSONField(default=dict)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(cancelled_at=None),
                name="deletion_request_once",
                violation_error_message=_("The deletion of this account is already under way."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(erased_at=None),
                name="deletion_cancelled_or_done",
                violation_error_message=_("A deletion is either taken back or done."),
            ),
        ]

    def __str__(self) -> str:
        return f"Deletion of person {self.user_id}"


class LegalHold(models.Model):
    """While an audit, a dispute or an inquiry runs, nothing of the partnership's files is deleted, or of one of them."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="legal_holds")
    # Of the one file that is kept; empty for all.
    reference = models.CharField(_("reference of the file"), max_length=40, blank=True)
    reason = models.TextField(_("reason"))
    since = models.DateField(_("since"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="legal_hold_has_reason",
                violation_error_message=_("Say why the data must be kept longer."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None) | Q(lifted_on__gte=models.F("since")),
                name="legal_hold_days_in_order",
                violation_error_message=_("The hold ends after it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"Hold on {self.partnership_id} since {self.since}"


class RetentionRun(models.Model):
    """What went on one day: counts by rule, no personal data."""

    day = models.DateField(unique=True)
    ran_at = models.DateTimeField(default=clock.now)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"Retention on {self.day}"
