"""Reporting periods: how one differs from the last and from today, and what waits. Before it closes: `period_open`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.enums import RoleKind
from core import clock
from core.actors import Actor
from exchanges.models import Exchange, PastExchange
from exchanges.selectors.work import MOST, WorkItem
from reporting import indicators, period_snapshots
from reporting.models import Activity, Correction, ReportingPeriod
from reporting.period_dates import Suggested, next_half_year
from reporting.period_snapshots import Difference, Moved

# The coordinator is reminded this long before the last day.
AHEAD = timedelta(days=14)
SHOWN = 20
# So many corrections of a period stand on its page.
MOST_CORRECTIONS = 60


def listed(periods: QuerySet[ReportingPeriod]) -> QuerySet[ReportingPeriod]:
    return periods.defer("snapshot").select_related("closed_by").order_by("-first_day", "-id")


def suggestion(partnership: Any) -> Suggested | None:
    days = list(
        ReportingPeriod.objects.filter(partnership=partnership)
        .order_by("id")
        .values_list("last_day", flat=True)
    )
    return next_half_year(partnership.start_on, partnership.end_on, days)


# --- differences ---


@dataclass(frozen=True)
class Change:
    """A figure that is another one today; `explained` by corrections that a second person agreed to."""

    code: str
    label: Any
    before: Decimal | None
    now: Decimal | None
    by: Decimal
    explained: Decimal

    @property
    def left(self) -> Decimal:
        return self.by - self.explained

    @property
    def in_words(self) -> str:
        """What is left to explain: "Exchanges +4"."""
        return f"{self.label} {self.left.normalize():+f}"


def unexplained(period: ReportingPeriod) -> list[Change]:
    """Nothing while the period is open: its figures follow what happens."""
    return [] if period.closed_at is None else [change for change in changes_since(period) if change.left]


def changes_since(period: ReportingPeriod) -> list[Change]:
    """The frozen figures against a count of today, of the same day."""
    assert period.snapshot is not None
    differences = period_snapshots.differences(
        period_snapshots.values(period.snapshot), period_snapshots.measured_today(period)
    )
    explained = dict(
        period.corrections.filter(agreed=True)
        .order_by("code")
        .values_list("code")
        .annotate(sum=Sum("difference"))
    )
    return [
        Change(
            item.code,
            indicators.label_of(item.code),
            item.before,
            item.now,
            item.by,
            explained.get(item.code, Decimal(0)),
        )
        for item in differences
    ]


def against_last(period: ReportingPeriod) -> tuple[ReportingPeriod | None, list[tuple[Any, Difference]]]:
    """What happened in this period and in the closed one before it, for each indicator that has a value in one of them."""
    if period.snapshot is None:
        return None, []
    last = (
        ReportingPeriod.objects.filter(
            partnership=period.partnership, last_day__lt=period.first_day, closed_at__isnull=False
        )
        .order_by("-last_day")
        .first()
    )
    before = period_snapshots.values(last.snapshot, alone=True) if last is not None and last.snapshot else {}
    rows = period_snapshots.differences(
        before, period_snapshots.values(period.snapshot, alone=True), all_of=True
    )
    return last, [
        (indicators.label_of(row.code), row) for row in rows if row.before is not None or row.now is not None
    ]


def frozen_values(period: ReportingPeriod) -> dict[str, Decimal | None]:
    """What reports of a closed period print: everything up to its last day."""
    return {} if period.snapshot is None else period_snapshots.values(period.snapshot)


@dataclass(frozen=True)
class Told:
    """One figure of a closed period: up to its last day and in it alone, in the period before, and counted today."""

    code: str
    frozen: Decimal | None
    alone: Decimal | None
    before: Decimal | None
    now: Decimal | None
    by: Decimal
    explained: Decimal


def told(period: ReportingPeriod) -> list[tuple[Any, Told]]:
    """Every indicator of a closed period, also those that nothing was recorded for; none of an open one."""
    if period.snapshot is None:
        return []
    frozen, alone = (period_snapshots.values(period.snapshot, alone=only) for only in (False, True))
    changes = {change.code: change for change in changes_since(period)}
    before = {row.code: row.before for _label, row in against_last(period)[1]}
    rows = []
    for code in [*frozen, *(changes.keys() - frozen.keys())]:
        change = changes.get(code)
        rows.append(
            Told(
                code,
                frozen.get(code),
                alone.get(code),
                before.get(code),
                frozen.get(code) if change is None else change.now,
                Decimal(0) if change is None else change.by,
                Decimal(0) if change is None else change.explained,
            )
        )
    return [(indicators.label_of(row.code), row) for row in rows]


@dataclass(frozen=True)
class MovedRecords:
    sentence: str
    rows: tuple[tuple[str, str], ...]


def moved_records(period: ReportingPeriod, actor: Actor) -> list[MovedRecords]:
    """Records behind the changes, as sentences with links to those that the hat sees."""
    assert period.snapshot is not None
    found = period_snapshots.moved(
        period.snapshot["records"], period_snapshots.counted_records(period_snapshots.until(period))
    )
    return [
        MovedRecords(sentence, _links(kind, numbers, actor))
        for kind, moved in found.items()
        for sentence, numbers in _sentences(kind, moved)
        if numbers
    ]


def _sentences(kind: str, moved: Moved) -> list[tuple[str, tuple[int, ...]]]:
    came, went = len(moved.came), len(moved.went)
    if kind == "activities":
        more = ngettext(
            "%(n)d activity was counted later, with an earlier date.",
            "%(n)d activities were counted later, with earlier dates.",
            came,
        )
        less = ngettext(
            "%(n)d activity does not count any more.", "%(n)d activities do not count any more.", went
        )
    else:
        more = ngettext(
            "%(n)d exchange was validated or imported later, with an earlier date.",
            "%(n)d exchanges were validated or imported later, with earlier dates.",
            came,
        )
        less = ngettext(
            "%(n)d exchange does not count any more.", "%(n)d exchanges do not count any more.", went
        )
    return [(more % {"n": came}, moved.came), (less % {"n": went}, moved.went)]


def _links(kind: str, numbers: tuple[int, ...], actor: Actor) -> tuple[tuple[str, str], ...]:
    first = numbers[:SHOWN]
    if kind == "activities":
        activities = Activity.objects.visible_to(actor).filter(pk__in=first).order_by("held_on", "id")
        return tuple((row.title, reverse("reporting:activity_review", args=[row.pk])) for row in activities)
    if kind == "past":
        past = PastExchange.objects.visible_to(actor).filter(pk__in=first).order_by("credited_on", "id")
        return tuple((row.reference, reverse("exchanges:past_exchange", args=[row.pk])) for row in past)
    rows = Exchange.objects.visible_to(actor).filter(pk__in=first).select_related("application", "visitor")
    return tuple(
        (f"{row.reference}, {row.visitor}", reverse("exchanges:file", args=[row.reference]))
        for row in rows.order_by("credited_on", "id")
    )


# --- explanations ---


@dataclass(frozen=True)
class Explanation:
    """Corrections that one person noted together, for one reason; a second person reviews them together."""

    rows: tuple[Correction, ...]

    @property
    def first(self) -> Correction:
        return self.rows[0]

    @property
    def figures(self) -> str:
        """ "Exchanges +4, Participants +4"."""
        return ", ".join(
            f"{indicators.label_of(row.code)} {row.difference.normalize():+f}" for row in self.rows
        )

    def waits_for(self, actor: Actor) -> bool:
        return self.first.reviewed_at is None and self.first.noted_by_id != actor.user_id


def explanations(period: ReportingPeriod, actor: Actor) -> list[Explanation]:
    """The newest first."""
    rows = Correction.objects.visible_to(actor).filter(period=period)
    return _together(
        rows.select_related("noted_by", "reviewed_by").order_by("-noted_at", "noted_by", "id")[
            :MOST_CORRECTIONS
        ]
    )


def explanation_of(correction: Correction) -> Explanation:
    rows = Correction.objects.filter(
        period=correction.period_id, noted_by=correction.noted_by_id, noted_at=correction.noted_at
    )
    return Explanation(tuple(rows.order_by("id")))


def _together(rows: Iterable[Correction]) -> list[Explanation]:
    """Of rows in the order of what they were noted with."""
    found = groupby(rows, key=lambda row: (row.period_id, row.noted_by_id, row.noted_at, row.reviewed_at))
    return [Explanation(tuple(group)) for _key, group in found]


# --- what waits ---


def waiting(actor: Actor) -> list[WorkItem]:
    """Periods to close for the coordinator; corrections for whoever may review them."""
    hat = actor.hat
    if hat is None or hat.kind not in (RoleKind.COORDINATOR, RoleKind.MANAGER):
        return []
    items = [_explanation(told) for told in _together(_to_agree(actor))]
    if hat.kind == RoleKind.COORDINATOR:
        soon = ReportingPeriod.objects.filter(
            partnership=hat.partnership_id, closed_at=None, last_day__lte=clock.today() + AHEAD
        )
        items += [_period(row) for row in soon.order_by("first_day", "id")[:MOST]]
    return items


def _to_agree(actor: Actor) -> QuerySet[Correction]:
    return (
        Correction.objects.visible_to(actor)
        .filter(reviewed_at=None)
        .exclude(noted_by=actor.user)
        .select_related("period")
        .defer("period__snapshot")
        .order_by("noted_at", "period", "noted_by", "id")[:MOST]
    )


def _period(row: ReportingPeriod) -> WorkItem:
    today = clock.today()
    act = _("Close the period") if row.last_day < today else _("Prepare the end of the period")
    return WorkItem(
        reference=_("Reporting period"),
        title=row.title,
        act=act,
        url=reverse("reporting:period_detail", args=[row.pk]),
        due=row.due_on,
        since=clock.midnight(row.last_day),
        late=row.due_on < today,
    )


def _explanation(told: Explanation) -> WorkItem:
    row, more = told.first, len(told.rows) - 1
    title = f"{row.period.title}, {indicators.label_of(row.code)}: {row.difference.normalize():+f}"
    return WorkItem(
        reference=_("Correction"),
        title=ngettext("%(title)s, and %(number)d more", "%(title)s, and %(number)d more", more)
        % {"title": title, "number": more}
        if more
        else title,
        act=_("Review the correction"),
        url=reverse("reporting:period_detail", args=[row.period_id]),
        due=None,
        since=row.noted_at,
        late=False,
    )
