"""The plan of a partnership's deliverables with how each stands, and the outline of one issue."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Partnership
from core import clock
from core.models import TransitionLog
from reporting.deliverables.catalogue import KINDS
from reporting.deliverables.kinds import Kind
from reporting.enums import DeliverableState, Repeats, WorkPackage
from reporting.models import Deliverable, PlannedIssue, TextPart

LATE, PLANNED = "late", "planned"
MOST_STEPS = 5
TONES = {
    "planned": "off", "draft": "waiting", "in_review": "active", "approved": "ok", "published": "done", "withdrawn": "danger",
    "submitted": "done",
}  # fmt: skip


@dataclass(frozen=True)
class PlanRow:
    """One issue of the plan: what should be there, and what is. `number` counts within its type."""

    kind: Kind
    number: int
    due_on: date | None
    lead: Cluster | None
    wanted: bool
    note: str
    issue: Deliverable | None
    # Handed in before the portal was used, while no issue of the portal stands in its place.
    earlier: PlannedIssue | None = None
    # Whether the partnership set day and lead itself; else they are a suggestion of the type.
    due_is_given: bool = False
    lead_is_given: bool = False
    # Of a partnership that is over, suggested days say nothing any more.
    over: bool = False

    @property
    def state(self) -> str:
        if self.issue is not None:
            return self.issue.state
        return "submitted" if self.earlier is not None else "planned"

    @property
    def submitted_on(self) -> date | None:
        if self.issue is not None:
            return self.issue.submitted_on
        return self.earlier.submitted_on if self.earlier is not None else None

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def late(self) -> bool:
        """Due, and not yet approved by anybody."""
        open_still = self.state in ("planned", "draft", "in_review") and (self.due_is_given or not self.over)
        return open_still and self.due_on is not None and self.due_on < clock.today()

    @property
    def several(self) -> bool:
        return self.kind.repeats == Repeats.HALF_YEARLY


def by_work_package(rows: list[PlanRow]) -> list[dict[str, Any]]:
    """The rows under the headings of the work programme, what is late first."""
    return [
        {"number": package.value, "label": package.label, "rows": sorted(found, key=lambda row: not row.late)}
        for package in WorkPackage
        if (found := [row for row in rows if row.kind.work_package == package])
    ]


def state_words() -> dict[str, Any]:
    """Of a row of the plan: the states of an issue, and two for places without one."""
    return {PLANNED: _("Planned"), "submitted": _("Submitted")} | dict(DeliverableState.choices)


@dataclass(frozen=True)
class StateFilter:
    value: str
    label: Any
    number: int
    current: bool


def by_state(rows: list[PlanRow], wanted: str) -> tuple[list[StateFilter], list[PlanRow]]:
    """What there is to choose from, with how many, and the rows that were chosen; all of them for an unknown word."""
    groups = {"": rows, LATE: [row for row in rows if row.late]}
    groups |= {state: [row for row in rows if row.state == state] for state in TONES}
    current = wanted if groups.get(wanted) else ""
    labels = {"": _("All"), LATE: _("Late")} | state_words()
    filters = [
        StateFilter(value, labels[value], len(found), value == current)
        for value, found in groups.items()
        if found or not value
    ]
    return filters, groups[current]


@dataclass(frozen=True)
class NextStep:
    """One thing to do about a row; `act` is a word that the template turns into a sentence."""

    row: PlanRow
    act: str


_ACTS = {PLANNED: "begin", "draft": "write", "in_review": "approve", "approved": "publish"}


def next_to_do(rows: list[PlanRow]) -> list[NextStep]:
    """The few that come first: what is nearly done, then what is due first. Confidential ones end with their approval."""
    open_still = [
        NextStep(row, act)
        for row in rows
        if (act := _ACTS.get(row.state)) and not (act == "publish" and row.kind.confidential)
    ]
    rank = {"publish": 0, "approve": 1, "write": 2, "begin": 3}
    return sorted(open_still, key=lambda step: (rank[step.act], step.row.due_on or date.max))[:MOST_STEPS]


def plan_of(partnership: Partnership, code: str = "") -> list[PlanRow]:
    """A row for each issue that is planned or made, in three statements."""
    planned = (
        PlannedIssue.objects.filter(partnership=partnership)
        .select_related("lead", "partnership")
        .order_by("number")
    )
    issues = (
        Deliverable.objects.filter(partnership=partnership)
        .exclude(state="discarded")
        .order_by("code", "number")
    )
    if code:
        planned, issues = planned.filter(code=code), issues.filter(code=code)
    told = {(row.code, row.number): row for row in planned}
    made: dict[str, list[Deliverable]] = {}
    for issue in issues:
        made.setdefault(issue.code, []).append(issue)
    leads = [
        place.cluster for place in partnership.places.select_related("cluster").order_by("position", "id")
    ]
    kinds = [KINDS[code]] if code else KINDS.values()
    return [row for kind in kinds for row in _rows(kind, partnership, told, made.get(kind.code, []), leads)]


def _rows(
    kind: Kind,
    partnership: Partnership,
    told: dict[tuple[str, int], PlannedIssue],
    issues: list[Deliverable],
    leads: list[Cluster],
) -> list[PlanRow]:
    days: list[date | None] = [*kind.due_days(partnership.start_on)]
    earlier = {number for (code, number), row in told.items() if code == kind.code and row.submitted_on}
    paired = _paired(kind, issues, len(days), earlier)
    days += [None] * (len(paired) - len(days))
    usual = leads[kind.lead] if kind.lead < len(leads) else (leads[0] if leads else None)
    rows = []
    for number, (day, issue) in enumerate(zip(days, paired, strict=True), start=1):
        own = told.get((kind.code, number))
        rows.append(
            PlanRow(
                kind,
                number,
                own.due_on if own is not None and own.due_on else day,
                own.lead if own is not None and own.lead else usual,
                own.wanted if own is not None else True,
                own.note if own is not None else "",
                issue,
                own if own is not None and own.submitted_on and issue is None else None,
                own is not None and own.due_on is not None,
                own is not None and own.lead is not None,
                partnership.end_on < clock.today(),
            )
        )
    return rows


def _paired(
    kind: Kind, issues: list[Deliverable], places: int, earlier: set[int]
) -> list[Deliverable | None]:
    """The issue for each place of the plan: a half-yearly one has one each, another shows its newest.

    Withdrawn issues show only where no other took their place; a half-year that was handed in earlier has none.
    """
    live = [issue for issue in issues if issue.state != "withdrawn"]
    if kind.repeats == Repeats.ONCE:
        return [(live or issues)[-1] if issues else None]
    waiting = list(live or issues)
    shown: list[Deliverable | None] = []
    while waiting or len(shown) < places:
        taken = len(shown) + 1 in earlier or not waiting
        shown.append(None if taken else waiting.pop(0))
    return shown


def submitted_earlier(partnership: Partnership) -> list[PlannedIssue]:
    """What was handed in without the portal and may be shown to everybody, unless an issue made here took its place."""
    made = Deliverable.objects.filter(
        partnership=OuterRef("partnership"),
        code=OuterRef("code"),
        number=OuterRef("number"),
        state="published",
    )
    rows = PlannedIssue.objects.filter(
        ~Exists(made),
        partnership=partnership,
        submitted_on__isnull=False,
        submitted_public=True,
        code__in=KINDS,
    )
    return list(rows.select_related("partnership").order_by("code", "number"))


@dataclass(frozen=True)
class Withdrawn:
    """A published issue that was taken back, and what its coordinator says about it."""

    issue: Deliverable
    on: date
    reason: str


def withdrawn_of(partnership: Partnership) -> list[Withdrawn]:
    """Newest first, in two statements. Everybody may know: the files were public."""
    rows = list(
        Deliverable.objects.filter(partnership=partnership, state="withdrawn", confidential=False).order_by(
            "-state_since", "-id"
        )
    )
    return [Withdrawn(row, row.state_since.date(), reason) for row, reason in _with_reasons(rows)]


def why_withdrawn(deliverable: Deliverable) -> str:
    return next((reason for _row, reason in _with_reasons([deliverable])), "")


def _with_reasons(rows: list[Deliverable]) -> list[tuple[Deliverable, str]]:
    told = TransitionLog.objects.filter(
        subject_type=Deliverable._meta.label_lower,
        subject_id__in=[row.pk for row in rows],
        name="withdraw",
    ).order_by("id")
    reasons = dict(told.values_list("subject_id", "comment")) if rows else {}
    return [(row, reasons.get(row.pk, "")) for row in rows]


def progress_of(deliverables: list[Deliverable]) -> dict[int, tuple[int, int]]:
    """(parts written, parts in all) of each issue."""
    counted = (
        TextPart.objects.filter(deliverable__in=deliverables)
        .values("deliverable")
        .annotate(written=Count("pk", filter=~Q(text="")), total=Count("pk"))
        .order_by("deliverable")
    )
    return {row["deliverable"]: (row["written"], row["total"]) for row in counted}


@dataclass(frozen=True)
class OutlineItem:
    """A section of the outline. `state` is "live", "written", "finished", "empty" or "missing" (required and empty)."""

    key: str
    heading: str
    number: str
    state: str
    is_live: bool
    part: TextPart | None
    open_comments: int
    confidential: bool


def outline_of(deliverable: Deliverable, kind: Kind, *, confidential: bool) -> list[OutlineItem]:
    """In two statements. Who does not see the confidential edition does not see its sections."""
    texts = {part.key: part for part in deliverable.texts.select_related("cluster").order_by("position")}
    comments = dict(
        deliverable.comments.filter(settled_at=None)
        .order_by("key")
        .values("key")
        .annotate(number=Count("pk"))
        .values_list("key", "number")
    )
    items: list[OutlineItem] = []
    plain = annexes = 0
    for part in kind.parts:
        if part.confidential and not confidential:
            continue
        plain, annexes = plain + (not part.annex), annexes + part.annex
        number = f"A{annexes}" if part.annex else str(plain)
        text = texts.get(part.key)
        items.append(
            OutlineItem(
                part.key,
                str(part.heading),
                number,
                _state(text),
                part.is_live,
                text,
                comments.get(part.key, 0),
                part.confidential,
            )
        )
    return items


def _state(part: TextPart | None) -> str:
    if part is None:
        return "live"
    if part.text:
        return "finished" if part.finished else "written"
    return "missing" if part.required else "empty"
