"""Matching runs: the best matches of all who wait, found at once, looked at, and sent out or thrown away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.enums import MatchingRunState
from exchanges.models.querysets import MatchingRunQuerySet, RunMatchQuerySet


class MatchingRun(Workflowed):
    """What it was solved from is frozen in `frozen` (`matching.run_input`): numbers and codes, no names.

    `limits` as `matching.run_answer` reads them; `steps` are the changes by hand, the newest last. `wanted_steps` are those
    that a worker is to solve for, while the run is being changed.
    """

    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, related_name="matching_runs", verbose_name=_("partnership")
    )
    name = models.CharField(_("name"), max_length=80)
    # The run whose input this one shares, with other limits.
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # Empty until a worker has read it.
    frozen = models.JSONField(default=dict)
    frozen_at = models.DateTimeField(null=True, blank=True)
    # Whether files that have asked a host already take part.
    asked_too = models.BooleanField(default=False)
    weights = models.CharField(_("weights"), max_length=20)
    limits = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    wanted_steps = models.JSONField(null=True, blank=True)
    # Why the last attempt of a worker did not work, for the page.
    problem = models.CharField(max_length=500, blank=True)
    visitors = models.PositiveIntegerField(_("files that wait"), default=0)
    offers = models.PositiveIntegerField(_("offers"), default=0)

    solver = models.CharField(max_length=40, blank=True)
    # Nothing is drawn by chance; kept so that a later solver that does can be repeated.
    seed = models.PositiveIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    bound = models.PositiveBigIntegerField(null=True, blank=True)
    seconds = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    matched = models.PositiveIntegerField(null=True, blank=True)
    smes = models.PositiveIntegerField(null=True, blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unplaced = models.JSONField(default=list)
    conflicts = models.JSONField(default=list)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The role it was made with; a worker sends the matches as this person.
    hat = models.ForeignKey("clusters.Role", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = MatchingRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["partnership", "-id"], name="matching_run_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MatchingRunState.values),
                name="matching_run_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["solved", "changing", "deployed"])
                | Q(
                    total__isnull=False,
                    bound__gte=models.F("total"),
                    seconds__isnull=False,
                    matched__isnull=False,
                    smes__lte=models.F("matched"),
                    cost__isnull=False,
                ),
                name="matching_run_solved_has_figures",
                violation_error_message=_("A solved run has its figures, and no sum above the bound."),
            ),
            models.CheckConstraint(
                condition=Q(state="changing", wanted_steps__isnull=False)
                | ~Q(state="changing") & Q(wanted_steps=None),
                name="matching_run_change_is_wanted",
                violation_error_message=_("A run that is solved again says with which changes."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RunMatch(models.Model):
    """One match of a run: which host a file gets, why, and what could be instead. Sent out, it has its `proposal`."""

    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="matches")
    application = models.ForeignKey("exchanges.Application", models.PROTECT, related_name="+")
    offer = models.ForeignKey("exchanges.HostOffer", models.PROTECT, related_name="+")
    score = models.PositiveIntegerField()
    cost = models.DecimalField(max_digits=8, decimal_places=2)
    # Points of each part, in the order of the `codes` of the frozen input.
    parts = models.JSONField(default=list)
    alternates = models.JSONField(default=list)
    # Asked for by hand, not chosen by the solver.
    demanded = models.BooleanField(default=False)
    proposal = models.OneToOneField(
        "exchanges.Proposal", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Why it was not sent, in the words of the refusal.
    refusal = models.CharField(max_length=500, blank=True)

    objects = RunMatchQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "application"],
                name="run_match_once",
                violation_error_message=_("A run gives each file one host."),
            ),
            models.CheckConstraint(
                condition=Q(proposal=None) | Q(refusal=""),
                name="run_match_sent_or_refused",
                violation_error_message=_("A match is sent or refused, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} with {self.offer}"
