from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models.place import on_earth
from exchanges.enums import InvitationOutcome
from exchanges.models.application import Application


class HostInvitation(models.Model):
    """A host that the visitor knows and the portal does not: asked by mail once the file is accepted.

    It is noted until `asked_at`, open until `outcome`; asked again, it is open anew until another `due_on`.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="host_invitation")
    name = models.CharField(_("name of the host"), max_length=200)
    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    region = models.CharField(max_length=6, blank=True)
    city = models.CharField(_("town or city"), max_length=100)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=150)
    contact_email = models.EmailField(_("e-mail"))
    # The host's cluster as far as the visitor knows it: one of the portal, or its name.
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+")
    cluster_name = models.CharField(_("cluster of the host"), max_length=200, blank=True)

    # Counts the mails asked for by people, not the reminders.
    times_asked = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=InvitationOutcome, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)
    proposal = models.OneToOneField(
        "exchanges.Proposal", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            on_earth("host_invitation_on_earth"),
            models.CheckConstraint(
                condition=Q(asked_at=None, due_on=None, outcome="")
                | Q(asked_at__isnull=False, due_on__isnull=False),
                name="host_invitation_asked_with_last_day",
                violation_error_message=_("A host that is asked has a last day for the answer."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None)
                | Q(outcome__in=InvitationOutcome.values, settled_at__isnull=False),
                name="host_invitation_settled_once",
                violation_error_message=_("An invitation that has ended has the moment of its end."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=InvitationOutcome.ACCEPTED, proposal__isnull=False)
                | (~Q(outcome=InvitationOutcome.ACCEPTED) & Q(proposal=None)),
                name="host_invitation_yes_makes_a_match",
                violation_error_message=_("A yes of the host makes a match."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """The host was asked and may still answer."""
        return self.asked_at is not None and not self.outcome
