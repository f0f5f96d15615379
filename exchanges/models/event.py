"""What an event leaves behind: files and links for those who came, and certificates of who was there."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from exchanges.models.querysets import EventMaterialQuerySet


class EventMaterial(models.Model):
    """A file or a link of an event, or of one of its sessions: for everybody, or for those who come."""

    mission = models.ForeignKey("exchanges.Mission", models.CASCADE, related_name="materials")
    session = models.ForeignKey(
        "exchanges.MissionSession", models.SET_NULL, null=True, blank=True, related_name="materials"
    )
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("link"), max_length=500, blank=True)
    public = models.BooleanField(_("for everybody"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    objects = EventMaterialQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | Q(file=None) & ~Q(url=""),
                name="event_material_file_or_link",
                violation_error_message=_("Choose a file, or enter a link: one of the two."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="material_of_a_session_of_its_event",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("mission_id", "session_id"),
                when=pgtrigger.Before,
                func="""
                    IF NEW.session_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM exchanges_missionsession s
                        WHERE s.id = NEW.session_id AND s.mission_id = NEW.mission_id
                    ) THEN
                        RAISE EXCEPTION 'material_of_a_session_of_its_event: this session is of another event.';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.title


class EventCertificate(models.Model):
    """That a participant of a virtual exchange was there on so many working days; made once, by the host's side.

    It repeats who it is for: a participant is forgotten after a year, a certificate is a record of the grant.
    """

    participant = models.OneToOneField(
        "exchanges.Participant", models.PROTECT, related_name="event_certificate"
    )
    name = models.CharField(_("name"), max_length=201)
    position = models.CharField(_("position"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200)
    days = models.PositiveSmallIntegerField(_("working days"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, last_day__gte=models.F("first_day")),
                name="event_certificate_days",
                violation_error_message=_("A certificate is about at least one day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
