"""Which issue a file or a printed code belongs to, for the page that says whether a document is genuine."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import genuine
from core.dates import human
from core.genuine import Finding
from reporting.models import Deliverable, DeliverableEdition
from reporting.selectors.deliverables import why_withdrawn


def register() -> None:
    """Called when the app is ready."""
    genuine.register(genuine.Finder(by_hash, by_code))


def by_hash(digest: str) -> Finding | None:
    return _told(Q(pdf__sha256=digest) | Q(word__sha256=digest) | Q(snapshot_hash=digest))


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


def _standing(issue: Deliverable) -> str:
    if issue.state == "withdrawn":
        return genuine.WITHDRAWN
    if issue.state not in ("approved", "published"):
        return genuine.UNFINISHED
    return genuine.REPLACED if _newer(issue) is not None else genuine.GENUINE


def _newer(issue: Deliverable) -> Deliverable | None:
    """A later published issue about the same; of a half-yearly one, too: its figures are newer."""
    found: Deliverable | None = (
        Deliverable.objects.filter(
            partnership=issue.partnership_id,
            code=issue.code,
            subject=issue.subject,
            number__gt=issue.number,
            state="published",
        )
        .order_by("-number")
        .first()
    )
    return found


def _address(issue: Deliverable) -> str:
    if issue.state != "published":
        return ""
    return reverse("reporting:deliverable_file", args=[issue.pk, "public", "pdf"])
