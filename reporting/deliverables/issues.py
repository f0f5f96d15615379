"""An issue as documents: its editions composed from their snapshots and the texts that people wrote."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import partial
from threading import Lock

from django.utils import translation

from core import clock
from reporting.deliverables import catalogue, differences, documents
from reporting.deliverables.differences import Changes
from reporting.deliverables.layout import Report
from reporting.enums import Edition
from reporting.models import Deliverable, DeliverableEdition
from reporting.selectors.deliverables import PlanRow, plan_of

# How many pages a document has that was never made, for the bar.
PAGES_OF_A_PART = 2


@dataclass(frozen=True)
class Begun:
    """`word` is written; `pdf` is being printed. `end` notes that both are there."""

    edition: DeliverableEdition
    pdf: Future[bytes]
    word: bytes
    end: Callable[[], None]


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
    row = _place_in_plan(deliverable)
    approved = deliverable.approved_at if deliverable.state == "approved" else None
    return documents.Facts(
        made_on=clock.today(),
        issue=deliverable.number,
        approved_on=approved.date() if approved else None,
        is_draft=approved is None,
        proof=edition.proof,
        # What is a suggestion of the portal only is not printed.
        lead=row.lead.name if row is not None and row.lead is not None and row.lead_is_given else "",
        due_on=row.due_on if row is not None and row.due_is_given else None,
        submitted_on=deliverable.submitted_on,
        history=_history(deliverable),
    )


def _place_in_plan(deliverable: Deliverable) -> PlanRow | None:
    rows = plan_of(deliverable.partnership, deliverable.code)
    return next((row for row in rows if row.issue == deliverable), rows[0] if rows else None)


def _history(deliverable: Deliverable) -> tuple[tuple[int, date, date | None], ...]:
    """This issue and those before it that somebody approved, about the same subject; nothing where it is the first."""
    earlier = Deliverable.objects.filter(
        partnership=deliverable.partnership_id,
        code=deliverable.code,
        subject=deliverable.subject,
        number__lt=deliverable.number,
        state__in=["approved", "published", "withdrawn"],
    ).order_by("number")
    rows = [*earlier, deliverable]
    if len(rows) == 1:
        return ()
    return tuple((row.number, row.as_of, row.approved_at.date() if row.approved_at else None) for row in rows)


def begin_all(deliverable: Deliverable, progress: Callable[[int, int], None]) -> list[Begun]:
    """PDF and Word of both editions; the PDFs are printed meanwhile. `progress` hears (steps done, steps in all)."""
    from reporting.deliverables import word  # noqa: PLC0415  only a worker writes Word files

    kind = catalogue.kind_of(deliverable.code)
    editions = list(deliverable.editions.select_related("deliverable__partnership", "pdf", "word"))
    if deliverable.confidential:
        editions = [edition for edition in editions if edition.edition == Edition.CONFIDENTIAL]
    steps = _Steps(
        progress, len(kind.parts), [_expected_pages(edition, len(kind.parts)) for edition in editions]
    )
    begun = []
    for place, edition in enumerate(editions):
        report = report_of(edition, partial(steps.part, place))
        facts = facts_of(edition)
        document = documents.begin_pdf(report, kind.template, facts, partial(steps.page, place))
        begun.append(Begun(edition, document, word.word_of(report, facts), partial(steps.end, place)))
    return begun


def finish_all(begun: list[Begun]) -> list[Made]:
    """Wait for the PDFs. Raises DocumentFailed where one took too much."""
    made = []
    for one in begun:
        made.append(Made(one.edition, one.pdf.result(), one.word))
        one.end()
    return made


def make_all(deliverable: Deliverable, progress: Callable[[int, int], None]) -> list[Made]:
    return finish_all(begin_all(deliverable, progress))


def _expected_pages(edition: DeliverableEdition, parts: int) -> int:
    return edition.pages or parts * PAGES_OF_A_PART


class _Steps:
    """Sections and pages done, of all that are expected; it never goes back. Pages are told by another thread."""

    def __init__(self, progress: Callable[[int, int], None], parts: int, pages: list[int]) -> None:
        self.progress = progress
        self.sizes = [(parts, number) for number in pages]
        self.done = [[0, 0, 0] for _number in pages]
        self.total = sum(parts + number + 1 for number in pages)
        self.lock = Lock()

    def part(self, place: int, number: int, _total: int) -> None:
        self._note(place, [number, 0, 0])

    def page(self, place: int, number: int) -> None:
        parts, pages = self.sizes[place]
        self._note(place, [parts, min(number, pages), 0])

    def end(self, place: int) -> None:
        self._note(place, [*self.sizes[place], 1])

    def _note(self, place: int, now: list[int]) -> None:
        with self.lock:
            self.done[place] = [max(pair) for pair in zip(self.done[place], now, strict=True)]
            self.progress(sum(map(sum, self.done)), self.total)
