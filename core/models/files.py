import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

# Content types that can be shown as a picture, by Pillow's name.
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}
PDF = "application/pdf"


class Verdict(models.TextChoices):
    CLEAN = "clean", "clean"
    REFUSED = "refused", "refused"
    NOT_SCANNED = "not_scanned", "not scanned"


def stored_path(instance: "StoredFile", filename: str) -> str:
    """A path without the person's file name in it."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class StoredFile(models.Model):
    """A file somebody handed in or the portal made; always served as an attachment after a permission check."""

    file = models.FileField(upload_to=stored_path)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.NOT_SCANNED)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        # Whoever holds a file asks by its hash whether it is one of ours.
        indexes = [models.Index(fields=["sha256"], name="stored_file_hash")]

    def __str__(self) -> str:
        return self.name

    @property
    def has_preview(self) -> bool:
        """Whether a small picture of it can be shown: of a photo, or of the first page of a PDF."""
        return (self.content_type in PICTURES or self.content_type == PDF) and self.verdict != Verdict.REFUSED

    @property
    def checked(self) -> str:
        """What was done to find out whether the file is safe, for whoever handed it in."""
        return {
            Verdict.CLEAN: _("Checked for viruses: nothing found"),
            Verdict.REFUSED: _("Refused: the virus check found something. Please choose another file."),
            Verdict.NOT_SCANNED: _("Type and size are checked"),
        }[Verdict(self.verdict)]
