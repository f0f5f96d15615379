from django.db import models


class AccessLink(models.Model):
    """A key in a mail: one subject, one purpose, one address. Only its hash is stored."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    address = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "purpose"], name="link_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_type} {self.subject_id}"
