from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.enums import OPEN_PROPOSAL_STATES, HostAnswer, ProposalState
from exchanges.models.querysets import ProposalQuerySet
from exchanges.models.stays import BOUNDED_STAY


class Proposal(Workflowed):
    """A match of a file with a host: proposed, agreed by both, confirmed by both clusters."""

    application = models.ForeignKey("exchanges.Application", models.PROTECT, related_name="proposals")
    host = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="proposals")
    host_cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="+")
    host_offer = models.ForeignKey(
        "exchanges.HostOffer", models.PROTECT, null=True, blank=True, related_name="+"
    )
    mission = models.ForeignKey("exchanges.Mission", models.PROTECT, null=True, blank=True, related_name="+")
    stay = DateRangeField()
    host_contact_name = models.CharField(max_length=150)
    host_contact_email = models.EmailField()
    host_contact_phone = models.CharField(max_length=40, blank=True)
    message = models.TextField(blank=True)
    decline_reason = models.TextField(blank=True)
    # What the host itself said; its record of answers is counted by it.
    host_answer = models.CharField(max_length=3, choices=HostAnswer, blank=True)
    # Each cluster confirms an agreed match; in the same act as accepting the file for a named host or mission.
    visitor_cluster_confirmed_at = models.DateTimeField(null=True, blank=True)
    host_cluster_confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values),
                name="proposal_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.UniqueConstraint(
                fields=["application", "host"],
                # A confirmed match has its visit; when that is cancelled, the same host may be asked again.
                condition=Q(state__in=OPEN_PROPOSAL_STATES),
                name="proposal_host_once",
                violation_error_message=_("This host is already proposed."),
            ),
            models.CheckConstraint(
                condition=Q(host_answer__in=["", *HostAnswer.values]),
                name="proposal_host_answer_known",
                violation_error_message=_("A host answers yes or no."),
            ),
            models.CheckConstraint(
                condition=BOUNDED_STAY,
                name="proposal_stay_bounded",
                violation_error_message=_("A stay has a first and a last day."),
            ),
        ]
        indexes = [models.Index(fields=["host", "state"], name="proposal_host_state")]

    def __str__(self) -> str:
        return f"{self.application} with {self.host}"
