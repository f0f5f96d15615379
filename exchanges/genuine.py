"""Papers that were signed in the portal, and certificates, for the page that says whether a document is genuine.

No name and no sum: of the person of a certificate only the initials.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from core import genuine
from core.dates import human
from core.genuine import Finding
from core.models import StoredFile
from exchanges.models import DocumentVersion
from exchanges.selectors import certificates


def register() -> None:
    """Called when the app is ready."""
    genuine.register(genuine.Finder(by_hash, by_code))


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
        return _certificate(Q(content_hash=digest))
    facts = [
        (_("File"), document.exchange.application.reference),
        (_("Signed by all on"), human(document.completed_at.date())),
    ]
    if document.superseded_at is not None:
        facts.append((_("Replaced on"), human(document.superseded_at.date())))
    standing = genuine.REPLACED if document.superseded_at is not None else genuine.GENUINE
    return Finding(standing, str(document.get_kind_display()), tuple(facts))


def by_code(code: str) -> Finding | None:
    return _certificate(Q(code=code))


def _certificate(wanted: Q) -> Finding | None:
    """What the paper says, so that the reader can compare."""
    row = certificates.asked_for(wanted)
    if row is None:
        return None
    facts = [
        (_("Number"), row.file),
        (_("Initials of the person"), certificates.initials_of(row)),
        (_("Host"), row.host),
        (_("Event"), row.event),
        (_("First day"), human(row.first_day)),
        (_("Last day"), human(row.last_day)),
        (_("Working days"), str(row.working_days)),
        (_("Issued on"), human(row.issued_on)),
    ]
    standing = genuine.GENUINE
    if row.ended_on is not None:
        standing = genuine.REPLACED if certificates.has_newer(row) else genuine.WITHDRAWN
        facts.append((_("No longer counts since"), human(row.ended_on)))
    said = tuple(fact for fact in facts if fact[1])
    return Finding(standing, _("Certificate of participation"), said, file_kept=False)
