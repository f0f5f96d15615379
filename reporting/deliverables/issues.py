"""An issue as documents: its editions composed from their snapshots and the texts that people wrote."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation

from core import clock
from reporting.deliverables import catalogue, differences, documents
from reporting.deliverables.differences import Changes
from reporting.deliverables.layout import Report
from reporting.enums import Edition
from reporting.models import Deliverable, DeliverableEdition

# How many pages a document has that was never made, for the bar.
PAGES_OF_A_PART = 2


@dataclass(frozen=True)
class Made:
    edition: DeliverableEdition
    pdf: bytes
    word: bytes


def texts_of(deliverable: Deliverable) -> dict[str, str]:
    return dict(deliverable.texts.values_list("key", "text"))


def last_issue(deliverable: Deliverable) -> Deliverable | None:
    """The issue before this one that somebody approved, about the same subject."""
    found: Deliverable | None = (
        Deliverable.objects.filter(
            partnership=deliverable.partnership_id,
            code=deliverable.code,
            subject=deliverable.subject,
            number__lt=deliverable.number,
            state__in=["approved", "published", "withdrawn"],
        )
        .order_by("-number")
        .first()
    )
    return found


def changes_of(edition: DeliverableEdition) -> Changes | None:
    """Against the same edition of the last issue; None where there is none."""
    deliverable = edition.deliverable
    earlier = last_issue(deliverable)
    then = earlier.editions.filter(edition=edition.edition).first() if earlier is not None else None
    if earlier is None or then is None:
        return None
    with translation.override(catalogue.LANGUAGE):
        return differences.between(
            catalogue.kind_of(deliverable.code),
            earlier.number,
            (then.snapshot, texts_of(earlier)),
            (edition.snapshot, texts_of(deliverable)),
        )


def report_of(edition: DeliverableEdition, progress: catalogue.Progress | None = None) -> Report:
    """The whole document."""
    deliverable = edition.deliverable
    report = catalogue.compose(
        edition.snapshot, texts=texts_of(deliverable), subject=deliverable.subject, progress=progress
    )
    changes = changes_of(edition) if deliverable.with_changes else None
    if changes is not None:
        with translation.override(catalogue.LANGUAGE):
            differences.add_section(report, changes)
    return report


def facts_of(edition: DeliverableEdition) -> documents.Facts:
    deliverable = edition.deliverable
    approved = deliverable.approved_at if deliverable.state == "approved" else None
    return documents.Facts(
        made_on=clock.today(),
        issue=deliverable.number,
        approved_on=approved.date() if approved else None,
        is_draft=approved is None,
        proof=edition.proof,
    )


def make_all(deliverable: Deliverable, progress: Callable[[int, int], None]) -> list[Made]:
    """PDF and Word of both editions. `progress` hears (steps done, steps in all)."""
    from reporting.deliverables import word  # noqa: PLC0415  only a worker writes Word files

    kind = catalogue.kind_of(deliverable.code)
    editions = list(deliverable.editions.select_related("deliverable__partnership", "pdf", "word"))
    if deliverable.confidential:
        editions = [edition for edition in editions if edition.edition == Edition.CONFIDENTIAL]
    steps = _Steps(
        progress, [len(kind.parts), *[_expected_pages(edition, len(kind.parts)) for edition in editions]]
    )
    made = []
    for edition in editions:
        report = report_of(edition, steps.part)
        facts = facts_of(edition)
        document = documents.pdf_of(report, kind.template, facts, steps.page)
        made.append(Made(edition, document, word.word_of(report, facts)))
        steps.next_edition()
    return made


def _expected_pages(edition: DeliverableEdition, parts: int) -> int:
    return edition.pages or parts * PAGES_OF_A_PART


class _Steps:
    """Sections and pages done, of all that are expected; it never goes back."""

    def __init__(self, progress: Callable[[int, int], None], sizes: list[int]) -> None:
        self.progress = progress
        self.parts, *self.pages = sizes
        self.total = sum(self.parts + pages + 1 for pages in self.pages)
        self.before = self.done = 0
        self.place = 0

    def part(self, number: int, _total: int) -> None:
        self._note(self.before + number)

    def page(self, number: int) -> None:
        self._note(self.before + self.parts + min(number, self.pages[self.place]))

    def next_edition(self) -> None:
        self.before += self.parts + self.pages[self.place] + 1
        self.place += 1
        self._note(self.before)

    def _note(self, done: int) -> None:
        self.done = max(self.done, done)
        self.progress(self.done, self.total)
