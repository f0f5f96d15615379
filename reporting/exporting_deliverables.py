"""The plan of deliverables as a table to take away: a line for each edition, for what was handed in without the portal, and
for what is still to come.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Partnership
from core.actors import Actor
from core.listings import Asked, Found, Listing, column
from core.tables import DATE, WHOLE
from reporting.enums import Edition
from reporting.models import Deliverable, DeliverableEdition
from reporting.selectors import deliverables as selectors
from reporting.selectors.deliverables import PlanRow
from reporting.selectors.partnerships import reported_to


@dataclass(frozen=True)
class Line:
    """`row` is the place in the plan, or None of an issue that a newer one replaced; `edition` is there once it is begun."""

    row: PlanRow | None
    edition: DeliverableEdition | None = None

    def of_edition(self, tells: Callable[[DeliverableEdition], Any]) -> Any:
        return tells(self.edition) if self.edition is not None else None

    def of_issue(self, tells: Callable[[Deliverable], Any]) -> Any:
        return tells(self.edition.deliverable) if self.edition is not None else None

    def of_row(self, tells: Callable[[PlanRow], Any]) -> Any:
        return tells(self.row) if self.row is not None else None

    @property
    def state(self) -> str:
        return str(self.of_issue(lambda issue: issue.state) or self.of_row(lambda row: row.state))

    @property
    def title(self) -> str:
        """Of what was handed in without the portal, as it was called then."""
        if self.edition is not None:
            return self.edition.deliverable.title
        assert self.row is not None, "a line is about an issue or a place in the plan"
        return self.row.earlier.submitted_title if self.row.earlier is not None else str(self.row.kind.title)

    @property
    def submitted_on(self) -> date | None:
        found: date | None = self.of_issue(lambda issue: issue.submitted_on) or self.of_row(
            lambda row: row.submitted_on
        )
        return found

    @property
    def published_on(self) -> date | None:
        """Only the public edition is published."""
        if self.edition is None or self.edition.edition != Edition.PUBLIC:
            return None
        at = self.edition.deliverable.published_at
        return at.date() if at is not None else None

    @property
    def document(self) -> str:
        """Where what was handed in without the portal can be read."""
        url = (
            (self.of_row(lambda row: row.earlier and row.earlier.document_url) or "")
            if not self.edition
            else ""
        )
        return f"{settings.PORTAL_URL}{url}" if url.startswith("/") else url


def _deliverables(asked: Asked) -> Found:
    """In the order of the page, and with its filter; issues that newer ones replaced stand last."""
    partnership = get_object_or_404(reported_to(asked.actor), slug=asked.scope)
    rows = [row for row in selectors.plan_of(partnership) if row.wanted]
    states, shown = selectors.by_state(rows, asked.given.get("state", ""))
    state = next((one.value for one in states if one.current), "")
    in_order = [row for package in selectors.by_work_package(shown) for row in package["rows"]]
    lines = list(_lines(partnership, asked.actor, rows, in_order, state))
    return Found(lines, _DELIVERABLE, about=[(_("Partnership"), partnership.name)])


def _lines(
    partnership: Partnership, actor: Actor, rows: list[PlanRow], shown: list[PlanRow], state: str
) -> Iterator[Line]:
    """One statement. Who does not see the confidential edition gets the public one alone."""
    editions: dict[int, list[DeliverableEdition]] = {}
    seen = DeliverableEdition.objects.visible_to(actor).filter(deliverable__partnership=partnership)
    for edition in (
        seen.exclude(deliverable__state="discarded")
        .select_related("deliverable", "pdf")
        .defer("snapshot")
        .order_by("deliverable", "-edition")
    ):
        editions.setdefault(edition.deliverable_id, []).append(edition)
    planned = {row.issue.pk for row in rows if row.issue is not None}
    for row in shown:
        if row.issue is None:
            yield Line(row)
        else:
            yield from (Line(row, edition) for edition in editions.get(row.issue.pk, []))
    for pk, found in editions.items():
        if pk not in planned and (not state or found[0].deliverable.state == state):
            yield from (Line(None, edition) for edition in found)


def _code(line: Line) -> Any:
    return line.of_issue(lambda issue: issue.code) or line.of_row(lambda row: row.kind.code)


def _words_of(state: str) -> str:
    return str(selectors.state_words().get(state, state))


_DELIVERABLE = (
    column(gettext_lazy("Code"), _code),
    column(gettext_lazy("Title"), lambda line: line.title),
    column(gettext_lazy("Subject"), lambda line: line.of_issue(lambda issue: issue.subject)),
    column(
        gettext_lazy("Edition"), lambda line: line.of_edition(lambda edition: edition.get_edition_display())
    ),
    column(
        gettext_lazy("Issue"),
        lambda line: line.of_issue(lambda issue: issue.number) or line.of_row(lambda row: row.number),
        WHOLE,
    ),
    column(gettext_lazy("Lead"), lambda line: line.of_row(lambda row: row.lead and row.lead.short_name)),
    column(gettext_lazy("Due on"), lambda line: line.of_row(lambda row: row.due_on), DATE),
    column(gettext_lazy("From"), lambda line: line.of_issue(lambda issue: issue.since), DATE),
    column(gettext_lazy("Until"), lambda line: line.of_issue(lambda issue: issue.as_of), DATE),
    column(gettext_lazy("State"), lambda line: _words_of(line.state)),
    column(gettext_lazy("Pages"), lambda line: line.of_edition(lambda edition: edition.pages), WHOLE),
    column(gettext_lazy("Published on"), lambda line: line.published_on, DATE),
    column(gettext_lazy("Submitted on"), lambda line: line.submitted_on, DATE),
    column(gettext_lazy("Submitted without the portal, to be read at"), lambda line: line.document),
    column(
        gettext_lazy("SHA-256 of the PDF"),
        lambda line: line.of_edition(lambda edition: edition.pdf and edition.pdf.sha256),
    ),
)

LISTINGS = (
    Listing(
        "deliverables",
        gettext_lazy("Deliverables"),
        _deliverables,
        lambda scope: reverse("reporting:deliverables", args=[scope]),
    ),
)
