from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Workflowed
from exchanges.enums import Counterpart, Mode
from reporting.enums import ActivityKind, ActivityState
from reporting.models.querysets import ActivityQuerySet


class Activity(Workflowed):
    """Something an indicator counts that no exchange produces. It counts once a second person has reviewed it."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="activities")
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, verbose_name=_("cluster"), related_name="+"
    )
    kind = models.CharField(_("type"), max_length=20, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=200)
    held_on = models.DateField(_("date"))
    # People for a training, else how many of the kind.
    count = models.PositiveIntegerField(_("number"), default=1)
    note = models.TextField(_("what was done, and with whom"), blank=True)
    # Beside `cluster`, which answers for the record.
    clusters = models.ManyToManyField(
        "clusters.Cluster", blank=True, verbose_name=_("clusters taking part"), related_name="+"
    )
    terms = models.ManyToManyField("clusters.Term", blank=True, verbose_name=_("themes"), related_name="+")
    mode = models.CharField(_("on site or online"), max_length=8, choices=Mode, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    participants = models.PositiveIntegerField(_("people who took part"), null=True, blank=True)
    organisations = models.PositiveIntegerField(_("organisations that took part"), null=True, blank=True)
    # Of an agreement or joint project: with whom, and what they are.
    partner = models.CharField(_("with whom"), max_length=200, blank=True)
    counterpart = models.CharField(_("what they are"), max_length=12, choices=Counterpart, blank=True)
    evidence = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    evidence_url = models.URLField(_("address of the evidence"), blank=True)
    # What it was recorded out of; each of them is recorded at most once.
    event = models.OneToOneField(
        "exchanges.Mission", models.PROTECT, null=True, blank=True, related_name="activity"
    )
    tandem = models.OneToOneField(
        "exchanges.Tandem", models.PROTECT, null=True, blank=True, related_name="activity"
    )
    import_run = models.ForeignKey("core.ImportRun", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ActivityState.values),
                name="activity_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=10000),
                name="activity_count_range",
                violation_error_message=_("The number lies between 1 and 10,000."),
            ),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="activity_counted_is_reviewed",
                violation_error_message=_("Only a reviewed activity counts."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("recorded_by")),
                name="activity_second_person",
                violation_error_message=_("A second person must review this."),
            ),
            models.CheckConstraint(
                condition=Q(participants=None) | Q(participants__lte=100_000),
                name="activity_participants_range",
                violation_error_message=_("At most 100,000 people take part."),
            ),
            models.CheckConstraint(
                condition=Q(organisations=None) | Q(organisations__lte=100_000),
                name="activity_organisations_range",
                violation_error_message=_("At most 100,000 organisations take part."),
            ),
            models.CheckConstraint(
                condition=Q(event=None) | Q(tandem=None),
                name="activity_out_of_one_record",
                violation_error_message=_("An activity is recorded out of one event or one tandem."),
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "state", "held_on"], name="activity_counted"),
            # For those who look whether an event is claimed twice, by whatever partnership.
            models.Index(fields=["kind", "held_on"], name="activity_kind_day"),
        ]

    def __str__(self) -> str:
        return self.title
