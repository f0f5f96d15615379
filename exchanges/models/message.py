"""Messages on a file, each for one circle of readers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from exchanges.audiences import Audience, Side
from exchanges.models.querysets import FilePartQuerySet


class FileMessage(models.Model):
    """Written by somebody who is logged in; `author_side` is the role on the file in which they wrote.

    Taken back, the text is no longer shown to anybody; that it was there still is.
    """

    application = models.ForeignKey("exchanges.Application", models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_side = models.CharField(max_length=16, choices=Side)
    audience = models.CharField(_("who reads it"), max_length=8, choices=Audience)
    text = models.TextField(_("message"))
    sent_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    # Who of the file's readers may read a message is told by `exchanges.audiences`.
    objects = FilePartQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "id"]
        indexes = [models.Index(fields=["application", "sent_at"], name="message_of_file")]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values, author_side__in=Side.values),
                name="message_circle_known",
                violation_error_message=_("Say who should read the message."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="message_not_empty",
                violation_error_message=_("Write something first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.sent_at:%Y-%m-%d}"
