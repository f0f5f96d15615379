from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.enums import OPEN_MISSION_INVITATION_STATES, MissionInvitationState
from exchanges.models.querysets import MissionInvitationQuerySet


class MissionInvitation(Workflowed):
    """A person whom the host's cluster invites to an event by mail. The answer is an application, or a participant."""

    mission = models.ForeignKey("exchanges.Mission", models.PROTECT, related_name="invitations")
    organisation_name = models.CharField(_("organisation"), max_length=200)
    contact_name = models.CharField(_("person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    # Of the mails to it, unless it has an account; those listed before it could be chosen are written to in English.
    language = models.CharField(
        _("language of the mail"), max_length=8, choices=settings.LANGUAGES, default="en"
    )
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)
    application = models.ForeignKey(
        "exchanges.Application", models.PROTECT, null=True, blank=True, related_name="mission_invitations"
    )
    participant = models.OneToOneField(
        "exchanges.Participant", models.PROTECT, null=True, blank=True, related_name="invitation"
    )
    created_at = models.DateTimeField(default=clock.now)

    objects = MissionInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MissionInvitationState.values),
                name="mission_invitation_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            # Who said no is in this list too, and so is not written to again.
            models.UniqueConstraint(
                fields=["mission", "contact_email"],
                condition=~Q(state="withdrawn") & ~Q(contact_email=""),
                name="mission_invitation_once",
                violation_error_message=_("This person is already invited."),
            ),
            models.CheckConstraint(
                condition=Q(contact_email=Lower("contact_email")),
                name="mission_invitation_email_lower_case",
                violation_error_message=_("Please write the e-mail address in lower case."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(invited_at__isnull=False),
                name="mission_invitation_sent_with_moment",
                violation_error_message=_("An invitation that was sent has the moment of sending."),
            ),
        ]

    def __str__(self) -> str:
        return self.organisation_name

    @property
    def is_open(self) -> bool:
        """The person was asked and may still answer."""
        return self.state in OPEN_MISSION_INVITATION_STATES
