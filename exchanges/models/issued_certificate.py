import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import genuine


class IssuedCertificate(models.Model):
    """What a certificate said when it was handed out, without the name; its code is printed, so that a holder can ask.

    It outlives the person's data: a paper stays genuine when the name behind it is forgotten.
    """

    code = models.CharField(_("code"), max_length=14, unique=True, default=genuine.new_code)
    # One of the two: of a visit, or of a virtual exchange.
    traveller = models.ForeignKey(
        "exchanges.Traveller", models.SET_NULL, null=True, blank=True, related_name="certificates"
    )
    event_certificate = models.ForeignKey(
        "exchanges.EventCertificate", models.SET_NULL, null=True, blank=True, related_name="issued"
    )
    file = models.CharField(_("number"), max_length=60)
    event = models.CharField(_("event"), max_length=200, blank=True)
    host = models.CharField(_("host"), max_length=200)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    working_days = models.PositiveSmallIntegerField(_("working days"))
    issued_on = models.DateField(_("issued on"))
    content_hash = models.CharField(max_length=64, db_index=True)
    # Since it says something else by now, or was taken back.
    ended_on = models.DateField(_("no longer counts since"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(traveller=None) | Q(event_certificate=None),
                name="issued_certificate_of_one",
                violation_error_message=_("A certificate is of a visit or of an event."),
            ),
            models.UniqueConstraint(
                fields=["traveller"],
                condition=Q(ended_on=None),
                name="issued_certificate_one_per_traveller",
                violation_error_message=_("This traveller has a certificate already."),
            ),
            models.UniqueConstraint(
                fields=["event_certificate"],
                condition=Q(ended_on=None),
                name="issued_certificate_one_per_event",
                violation_error_message=_("This participant has a certificate already."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="said_once",
                fields=[
                    "code", "file", "event", "host", "first_day", "last_day", "working_days", "issued_on", "content_hash",
                ],
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code
