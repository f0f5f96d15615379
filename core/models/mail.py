import uuid

from django.db import models


class MailState(models.TextChoices):
    QUEUED = "queued", "queued"
    SENT = "sent", "sent"
    FAILED = "failed", "failed"
    # The person has asked that their data be used for nothing but what a law demands.
    HELD = "held", "held back"


class Mail(models.Model):
    """A mail is a row first; a task sends it. Kept, so that it can be seen and sent again."""

    event = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    to_address = models.EmailField()
    to_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    subject = models.CharField(max_length=250)
    text_body = models.TextField()
    html_body = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    # Plain text and links work for one person only, so a page shows such a mail without its body.
    sensitive = models.BooleanField(default=False)
    send_state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="mail_subject"),
            models.Index(fields=["-queued_at", "-id"], name="mail_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to_address}"

    @staticmethod
    def new_message_id(domain: str) -> str:
        return f"<{uuid.uuid4()}@{domain}>"
