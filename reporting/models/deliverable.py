import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Workflowed
from reporting.enums import DeliverableState, Edition, WorkPackage
from reporting.models.querysets import DeliverableQuerySet, EditionQuerySet


class Deliverable(Workflowed):
    """One issue of a deliverable: text parts that people write, and two editions with their frozen figures."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="deliverables")
    code = models.CharField(_("code"), max_length=10)
    title = models.CharField(_("title"), max_length=200)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    work_package = models.CharField(_("work package"), max_length=2, choices=WorkPackage)
    confidential = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField(_("issue"))
    since = models.DateField(_("from"), null=True, blank=True)
    as_of = models.DateField(_("until"))
    frozen_at = models.DateTimeField()
    # The closed period that the figures were frozen with; empty where they were counted for the issue alone.
    period = models.ForeignKey(
        "reporting.ReportingPeriod", models.PROTECT, null=True, blank=True, related_name="deliverables"
    )
    with_corrections = models.BooleanField(default=False)
    with_changes = models.BooleanField(default=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    review_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_asked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    # When it went to the granting authority.
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    submission_note = models.CharField(_("note"), max_length=300, blank=True)
    # The job that makes the files of both editions. `files_version` is the version of the issue they were made from.
    files_asked_at = models.DateTimeField(null=True, blank=True)
    files_made_at = models.DateTimeField(null=True, blank=True)
    files_failed_at = models.DateTimeField(null=True, blank=True)
    files_problem = models.CharField(max_length=300, blank=True)
    files_are_final = models.BooleanField(default=False)

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
                fields=["partnership", "code", "number"],
                condition=~Q(state="discarded"),
                name="deliverable_number_once",
                violation_error_message=_("This issue is already there."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="deliverable_approved_by_somebody",
                violation_error_message=_("Somebody must approve it."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("review_asked_by")),
                name="deliverable_second_person",
                violation_error_message=_("A second person must approve this."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    confidential=False,
                    files_are_final=True,
                    files_made_at__isnull=False,
                    published_by__isnull=False,
                    published_at__isnull=False,
                ),
                name="deliverable_published_is_public",
                violation_error_message=_(
                    "Only a public deliverable can be published, and only with its files."
                ),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(since__lte=models.F("as_of")),
                name="deliverable_days_in_order",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(period=None, with_corrections=False) | Q(period__isnull=False, since=None),
                name="deliverable_of_a_whole_period",
                violation_error_message=_("Figures of a closed period count up to its last day."),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "-id"], name="deliverable_list")]
        triggers = [
            pgtrigger.ReadOnly(name="named_once", fields=["partnership", "code", "number", "begun_at"]),
            # What period the figures are about changes while people write, and not after the fact.
            pgtrigger.Protect(
                name="period_kept",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft")
                & (
                    pgtrigger.Q(old__as_of__df=pgtrigger.F("new__as_of"))
                    | pgtrigger.Q(old__since__df=pgtrigger.F("new__since"))
                    | pgtrigger.Q(old__frozen_at__df=pgtrigger.F("new__frozen_at"))
                    | pgtrigger.Q(old__period__df=pgtrigger.F("new__period"))
                    | pgtrigger.Q(old__with_corrections__df=pgtrigger.F("new__with_corrections"))
                ),
            ),
            pgtrigger.Trigger(
                name="of_a_closed_period",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__period__isnull=False),
                func="IF NOT EXISTS (SELECT FROM reporting_reportingperiod p WHERE p.id = NEW.period_id "
                "AND p.partnership_id = NEW.partnership_id AND p.closed_at IS NOT NULL AND p.last_day = NEW.as_of) THEN "
                "RAISE EXCEPTION 'the figures are those of a closed period of the partnership'; END IF; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.partnership_id}, issue {self.number}"

    @property
    def name(self) -> str:
        """Code and title, with the subject where there is one for each."""
        return f"{self.code} {self.title}: {self.subject}" if self.subject else f"{self.code} {self.title}"

    @property
    def being_made(self) -> bool:
        return self.files_asked_at is not None and self.files_made_at is None and self.files_failed_at is None


class DeliverableEdition(models.Model):
    """The public edition of an issue, or the confidential one: its figures, frozen, and the files made from them."""

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="editions")
    edition = models.CharField(_("edition"), max_length=12, choices=Edition)
    snapshot = models.JSONField()
    snapshot_hash = models.CharField(max_length=64)
    # Printed on the document, so that whoever holds it can ask whether it is genuine.
    proof = models.CharField(max_length=14, unique=True)
    pdf = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    word = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable", "edition"],
                name="deliverable_edition_once",
                violation_error_message=_("This edition is already there."),
            )
        ]
        triggers = [
            # What the figures were does not change; a draft is frozen anew as a whole.
            pgtrigger.ReadOnly(
                name="frozen", fields=["deliverable", "edition", "snapshot", "snapshot_hash", "proof"]
            ),
            # An issue of a closed period prints what was frozen with it. Lists that need
            # somebody's consent (`sources.BY_CONSENT`) may get shorter.
            pgtrigger.Trigger(
                name="as_the_period_froze_it",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("of_issue", "reporting_deliverable%ROWTYPE")],
                func="""
                SELECT * INTO of_issue FROM reporting_deliverable WHERE id = NEW.deliverable_id;
                IF of_issue.period_id IS NULL THEN RETURN NEW; END IF;
                IF NEW.snapshot #>> '{source,hash}' IS DISTINCT FROM
                    (SELECT snapshot_hash FROM reporting_reportingperiod WHERE id = of_issue.period_id)
                    OR NOT of_issue.with_corrections AND NOT EXISTS (
                        SELECT FROM reporting_frozendocument f
                        WHERE f.period_id = of_issue.period_id AND f.code = of_issue.code AND f.edition = NEW.edition
                        AND NEW.snapshot - '{source,organisations,quotes,practices,opportunities}'::text[]
                            = f.snapshot - '{source,organisations,quotes,practices,opportunities}'::text[])
                THEN RAISE EXCEPTION 'the figures of a closed period stay as they were frozen'; END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func="IF (SELECT state FROM reporting_deliverable WHERE id = OLD.deliverable_id) <> 'draft' THEN "
                "RAISE EXCEPTION 'the figures of an issue are frozen'; END IF; RETURN OLD;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.edition}"
