"""Which issue a file or a printed code belongs to, for the page that says whether a document is genuine."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import genuine
from core.dates import human
from core.genuine import Finding
from reporting.models import Deliverable, DeliverableEdition, PlannedIssue
from reporting.selectors.deliverables import why_withdrawn


def register() -> None:
    """Called when the app is ready."""
    genuine.register(genuine.Finder(by_hash, by_code))


def by_hash(digest: str) -> Finding | None:
    found = _told(Q(pdf__sha256=digest) | Q(word__sha256=digest) | Q(snapshot_hash=digest))
    return found or _handed_in_earlier(digest)


def by_code(code: str) -> Finding | None:
    return _told(Q(proof=code))


def _told(wanted: Q) -> Finding | None:
    edition = (
        DeliverableEdition.objects.filter(wanted)
        .select_related("deliverable__partnership", "pdf", "word")
        .defer("snapshot")
        .order_by("-id")
        .first()
    )
    if edition is None:
        return None
    issue = edition.deliverable
    facts = [
        (_("Partnership"), issue.partnership.name),
        (
            _("Edition"),
            f"{edition.get_edition_display()}, {_('issue %(number)d') % {'number': issue.number}}",
        ),
        (_("Figures until"), human(issue.as_of)),
    ]
    standing = _standing(issue)
    if issue.approved_at and issue.state in ("approved", "published", "withdrawn"):
        facts.append((_("Approved on"), human(issue.approved_at.date())))
    if issue.submitted_on:
        facts.append((_("Submitted on"), human(issue.submitted_on)))
    if issue.published_at and issue.state in ("published", "withdrawn"):
        facts.append((_("Published on"), human(issue.published_at.date())))
    if issue.state == "withdrawn":
        facts.append((_("Withdrawn on"), human(issue.state_since.date())))
        facts.append((_("Why"), why_withdrawn(issue)))
    newer = _newer(issue)
    if newer is not None:
        facts.append((_("Newest issue"), _("issue %(number)d") % {"number": newer.number}))
    if edition.pages:
        facts.append((_("Pages"), str(edition.pages)))
    if edition.pdf is not None:
        facts.append((_("SHA-256 of the PDF"), edition.pdf.sha256))
    return Finding(standing, issue.name, tuple(facts), _address(newer or issue))


def _handed_in_earlier(digest: str) -> Finding | None:
    """A document that the portal did not make, but keeps as what was sent to the granting authority."""
    row = (
        PlannedIssue.objects.filter(submitted_file__sha256=digest, submitted_on__isnull=False)
        .select_related("partnership")
        .order_by("-submitted_on", "-id")
        .first()
    )
    if row is None or row.submitted_on is None:
        return None
    facts = [
        (_("Partnership"), row.partnership.name),
        (_("Issue"), _("issue %(number)d") % {"number": row.number}),
        (_("Submitted on"), human(row.submitted_on)),
        (_("How"), _("Without the portal; the coordinator put the document here.")),
    ]
    newer = _later(row.partnership_id, row.code, row.number - 1)
    if newer is not None:
        facts.append((_("Newest issue"), _("issue %(number)d") % {"number": newer.number}))
    return Finding(
        genuine.REPLACED if newer is not None else genuine.GENUINE,
        f"{row.code} {row.submitted_title}",
        tuple(facts),
        _address(newer) if newer is not None else row.document_url if row.submitted_public else "",
    )


def _standing(issue: Deliverable) -> str:
    if issue.state == "withdrawn":
        return genuine.WITHDRAWN
    if issue.state not in ("approved", "published"):
        return genuine.UNFINISHED
    return genuine.REPLACED if _newer(issue) is not None else genuine.GENUINE


def _newer(issue: Deliverable) -> Deliverable | None:
    return _later(issue.partnership_id, issue.code, issue.number, issue.subject)


def _later(partnership: int, code: str, number: int, subject: str = "") -> Deliverable | None:
    """The newest published issue about the same after this number; of a half-yearly one, too: its figures are newer."""
    found: Deliverable | None = (
        Deliverable.objects.filter(
            partnership=partnership, code=code, subject=subject, number__gt=number, state="published"
        )
        .order_by("-number")
        .first()
    )
    return found


def _address(issue: Deliverable) -> str:
    if issue.state != "published":
        return ""
    return reverse("reporting:deliverable_file", args=[issue.pk, "public", "pdf"])
