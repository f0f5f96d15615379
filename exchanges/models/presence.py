import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchanges.enums import Half, PresenceHow
from exchanges.models.querysets import PresenceQuerySet


class Presence(models.Model):
    """Whether one participant was there in one half of a day: the last word on it, and who said so."""

    participant = models.ForeignKey("exchanges.Participant", models.PROTECT, related_name="presences")
    day = models.DateField(_("day"))
    half = models.CharField(_("half of the day"), max_length=9, choices=Half)
    present = models.BooleanField(default=True)
    how = models.CharField(_("noted by"), max_length=4, choices=PresenceHow, default=PresenceHow.LIST)
    # None where the person scanned the code of the day.
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    # Said after the day was over or countersigned.
    late = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "day", "half"],
                name="presence_once",
                violation_error_message=_("This half-day is noted already."),
            ),
            models.CheckConstraint(
                condition=Q(half__in=Half.values),
                name="presence_half_known",
                violation_error_message=_("A day has a morning and an afternoon."),
            ),
            models.CheckConstraint(
                condition=Q(late=False) | ~Q(reason=""),
                name="presence_late_with_reason",
                violation_error_message=_("Say why this is noted later."),
            ),
            models.CheckConstraint(
                condition=Q(how=PresenceHow.QR) | Q(noted_by__isnull=False),
                name="presence_noted_by_somebody",
                violation_error_message=_("Say who noted this."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="presence_within_the_event",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("participant_id", "day"),
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM exchanges_participant p JOIN exchanges_mission m ON m.id = p.mission_id
                        WHERE p.id = NEW.participant_id AND NEW.day BETWEEN m.start_on AND m.end_on
                    ) THEN
                        RAISE EXCEPTION 'presence_within_the_event: this day is not part of the event.';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.half}"


class CountersignedDay(models.Model):
    """The host's side says that the presences of one day are right."""

    mission = models.ForeignKey("exchanges.Mission", models.PROTECT, related_name="countersigned_days")
    day = models.DateField(_("day"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "day"],
                name="countersigned_day_once",
                violation_error_message=_("This day is countersigned already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}"
