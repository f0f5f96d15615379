"""What the clusters know and found out: the records that best-practice collections, catalogues and plans are made of."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from reporting.knowledge_enums import (
    ModuleLevel,
    ModuleState,
    OpportunityKind,
    OpportunityState,
    PracticeState,
)
from reporting.models.querysets import ModuleQuerySet, OpportunityQuerySet, PracticeQuerySet


class BestPractice(Workflowed):
    """Something that worked at one cluster, told so that others can copy it. It joins the library after a review."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="practices")
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, verbose_name=_("cluster"), related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    done = models.TextField(_("what was done"), blank=True)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    result = models.TextField(_("what came of it"), blank=True)
    copying = models.TextField(_("how others can copy it"), blank=True)
    # A role, not a name: the library outlives the person.
    contact_role = models.CharField(_("whom to ask"), max_length=120, blank=True)
    terms = models.ManyToManyField("clusters.Term", blank=True, verbose_name=_("topics"), related_name="+")
    evidence = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    evidence_url = models.URLField(_("address of the evidence"), blank=True)
    may_publish = models.BooleanField(_("may be published"), default=False)
    # Where a visitor wrote it first.
    report = models.OneToOneField(
        "exchanges.ClosingReport", models.SET_NULL, null=True, blank=True, related_name="practice"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PracticeState.values),
                name="practice_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"])
                | (~Q(done="") & ~Q(audience="") & ~Q(result="") & ~Q(copying="")),
                name="practice_sent_is_complete",
                violation_error_message=_("Fill in all parts before you send it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="practice_accepted_is_reviewed",
                violation_error_message=_("Only a reviewed practice is accepted."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("written_by")),
                name="practice_second_person",
                violation_error_message=_("A second person must review this."),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "-id"], name="practice_list")]

    def __str__(self) -> str:
        return self.title


class TrainingModule(Workflowed):
    """An online module that cluster staff can take. Old entries are looked at again; what is gone stays, marked."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="modules")
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, verbose_name=_("cluster"), related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    provider = models.CharField(_("provider"), max_length=200)
    # ISO codes of the languages in which it is held.
    languages = models.JSONField(_("languages"), default=list)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=ModuleLevel, default=ModuleLevel.ALL)
    # In euros for one person; 0 is free, None not known.
    cost = models.DecimalField(_("cost"), max_digits=8, decimal_places=2, null=True, blank=True)
    link = models.URLField(_("address"), max_length=300)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    terms = models.ManyToManyField("clusters.Term", blank=True, verbose_name=_("topics"), related_name="+")
    checked_on = models.DateField(_("last checked on"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = ModuleQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ModuleState.values),
                name="module_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "link"],
                name="module_link_once",
                violation_error_message=_("A module with this address is already in the catalogue."),
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0, hours__lte=Decimal(2000)),
                name="module_hours_range",
                violation_error_message=_("The length lies between 0.1 and 2,000 hours."),
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0),
                name="module_cost_not_negative",
                violation_error_message=_("The cost is 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Opportunity(Workflowed):
    """Something that clusters could do together, with who takes the next step."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="opportunities")
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, verbose_name=_("cluster that leads"), related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=OpportunityKind)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("what it is about"))
    clusters = models.ManyToManyField(
        "clusters.Cluster", blank=True, verbose_name=_("other clusters"), related_name="+"
    )
    regions = models.CharField(_("regions"), max_length=200, blank=True)
    terms = models.ManyToManyField("clusters.Term", blank=True, verbose_name=_("topics"), related_name="+")
    deadline = models.DateField(_("deadline of the call"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_on = models.DateField(_("by when"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.TextField(_("what came of it"), blank=True)
    # Never told outside: partners' names, sums, doubts.
    note = models.TextField(_("note for the partnership"), blank=True)
    may_publish = models.BooleanField(_("may be published"), default=False)
    follow_up = models.OneToOneField(
        "exchanges.FollowUp", models.SET_NULL, null=True, blank=True, related_name="opportunity"
    )
    tandem = models.OneToOneField(
        "exchanges.Tandem", models.SET_NULL, null=True, blank=True, related_name="opportunity"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "opportunities"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OpportunityState.values),
                name="opportunity_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="call") | Q(deadline__isnull=False),
                name="opportunity_call_has_deadline",
                violation_error_message=_("A call for funding has a deadline."),
            ),
            models.CheckConstraint(
                condition=~Q(state="realised") | ~Q(outcome=""),
                name="opportunity_realised_has_outcome",
                violation_error_message=_("Say what came of it."),
            ),
            models.CheckConstraint(
                condition=Q(follow_up=None) | Q(tandem=None),
                name="opportunity_one_source",
                violation_error_message=_("It came out of a visit or of a tandem, not of both."),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "-id"], name="opportunity_list")]

    def __str__(self) -> str:
        return self.title
