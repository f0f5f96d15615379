"""Papers that were signed in the portal, for the page that says whether a document is genuine. No person, no sum."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core import genuine
from core.dates import human
from core.genuine import Finding
from core.models import StoredFile
from exchanges.models import DocumentVersion


def register() -> None:
    """Called when the app is ready."""
    genuine.register(genuine.Finder(by_hash))


def by_hash(digest: str) -> Finding | None:
    """By the hash of the PDF, or by that of the signed content, which the PDF prints."""
    files = list(StoredFile.objects.filter(sha256=digest).order_by("pk").values_list("pk", flat=True))
    document = (
        DocumentVersion.objects.filter(Q(rendition__in=files) | Q(content_hash=digest))
        .filter(completed_at__isnull=False)
        .select_related("exchange__application")
        .order_by("-id")
        .first()
    )
    if document is None or document.completed_at is None:
        return None
    facts = [
        (_("File"), document.exchange.application.reference),
        (_("Signed by all on"), human(document.completed_at.date())),
    ]
    if document.superseded_at is not None:
        facts.append((_("Replaced on"), human(document.superseded_at.date())))
    standing = genuine.REPLACED if document.superseded_at is not None else genuine.GENUINE
    return Finding(standing, str(document.get_kind_display()), tuple(facts))
