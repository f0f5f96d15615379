import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchanges.enums import DocumentKind, SignedHow
from exchanges.models.querysets import ExchangePartQuerySet, FilePartQuerySet


class DocumentVersion(models.Model):
    """What is signed: canonical JSON and its hash. The PDF is a rendition made after the last signature."""

    exchange = models.ForeignKey("exchanges.Exchange", models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    # Set when the print was given up; a member of staff has it tried again.
    print_failed_at = models.DateTimeField(null=True, blank=True)
    rendition = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ExchangePartQuerySet.as_manager()

    class Meta:
        ordering = ["exchange", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "kind", "number"], name="document_number_once"),
            models.UniqueConstraint(
                fields=["exchange", "kind"], condition=Q(superseded_at=None), name="document_one_current"
            ),
        ]
        indexes = [models.Index(fields=["content_hash"], name="document_content_hash")]
        triggers = [
            # What was signed stays as it was read; only its stamps and its PDF come later.
            pgtrigger.Protect(
                name="content_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "exchange", "kind", "number", "content", "content_hash", "created_at"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class SignatureQuerySet(FilePartQuerySet):
    path = "document__exchange__application"


class Signature(models.Model):
    """One party's signature under one document version, and how it was given."""

    document = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="signatures")
    party = models.ForeignKey("exchanges.Party", models.PROTECT, related_name="signatures")
    signer_name = models.CharField(max_length=200)
    signer_email = models.EmailField()
    signer_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = models.CharField(max_length=8, choices=SignedHow)
    content_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    scan = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "party"],
                name="signature_once",
                violation_error_message=_("This side has already signed."),
            ),
            models.CheckConstraint(
                condition=~Q(how="paper") | (Q(scan__isnull=False) & ~Q(reason="")),
                name="signature_paper_has_scan",
                violation_error_message=_("A signature on paper needs the scan and a reason."),
            ),
        ]
        triggers = [
            # Names may be erased one day; what was signed, by which side and when, may not change.
            pgtrigger.Protect(
                name="signature_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("document", "party", "content_hash", "signed_at", "how"),
            ),
            pgtrigger.Protect(name="signature_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name} under {self.document_id}"
