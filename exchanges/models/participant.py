from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.enums import OPEN_PARTICIPANT_STATES, ParticipantSide, ParticipantState
from exchanges.models.application import Traveller
from exchanges.models.querysets import ParticipantQuerySet


class Participant(Workflowed):
    """A person at an event: a traveller of a file, whose name stands there, or somebody who registered by name."""

    mission = models.ForeignKey("exchanges.Mission", models.PROTECT, related_name="participants")
    side = models.CharField(_("side"), max_length=8, choices=ParticipantSide, default=ParticipantSide.VISITOR)
    traveller = models.OneToOneField(
        "exchanges.Traveller", models.PROTECT, null=True, blank=True, related_name="participation"
    )
    organisation = models.ForeignKey(
        "clusters.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # For an organisation that the portal does not know.
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    country = models.ForeignKey("clusters.Country", models.PROTECT, related_name="+")
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    language = models.CharField(max_length=8, default="en")
    created_at = models.DateTimeField(default=clock.now)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ParticipantState.values),
                name="participant_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(
                    traveller__isnull=False, first_name="", last_name="", email="", phone="", position=""
                )
                | Q(traveller=None) & ~Q(last_name=""),
                name="participant_named_once",
                violation_error_message=_(
                    "The name of a traveller stands in the file; others need one here."
                ),
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, organisation_name="")
                | Q(organisation=None) & ~Q(organisation_name=""),
                name="participant_of_one_organisation",
                violation_error_message=_("Name the organisation."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="participant_email_lower_case",
                violation_error_message=_("Please write the e-mail address in lower case."),
            ),
            models.UniqueConstraint(
                fields=["mission", "email"],
                condition=Q(state__in=OPEN_PARTICIPANT_STATES) & ~Q(email=""),
                name="participant_once_per_event",
                violation_error_message=_("This person is already registered."),
            ),
        ]
        indexes = [models.Index(fields=["mission", "state"], name="participant_mission_state")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def _person(self) -> "Participant | Traveller":
        return self.traveller or self

    @property
    def full_name(self) -> str:
        return f"{self._person.first_name} {self._person.last_name}".strip()

    @property
    def is_named(self) -> bool:
        """False once the name is removed, a year after the event."""
        return self.full_name.strip("– ") != ""

    @property
    def address(self) -> str:
        return self._person.email

    @property
    def job(self) -> str:
        return self._person.position

    @property
    def of(self) -> str:
        """The name of the organisation."""
        return self.organisation.name if self.organisation is not None else self.organisation_name
