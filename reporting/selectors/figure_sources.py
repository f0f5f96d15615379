"""What an issue may take its figures from, and what was corrected since it took them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from clusters.models import Partnership
from core import clock
from core.dates import human
from reporting.deliverables.kinds import Kind
from reporting.enums import Repeats
from reporting.models import Correction, Deliverable, FrozenDocument, ReportingPeriod

TODAY, DAYS = "today", "days"
# The newest closed periods; older figures are asked for by their days.
MOST = 8


@dataclass(frozen=True)
class Source:
    """`value` is what a form sends; `until` the last day that counts, None where the form asks for it."""

    value: str
    label: str
    until: date | None = None
    period: ReportingPeriod | None = None
    corrected: bool = False


def agreed(period: ReportingPeriod) -> QuerySet[Correction]:
    return Correction.objects.filter(period=period, agreed=True)


def sources(partnership: Partnership, kind: Kind) -> tuple[list[Source], str]:
    """The choices, newest period first, and the usual one: the last closed period without this report, else the figures
    of today. One statement.
    """
    issues = Deliverable.objects.filter(period=OuterRef("pk"), code=kind.code)
    rows = list(
        ReportingPeriod.objects.filter(partnership=partnership)
        .defer("snapshot")
        .annotate(
            frozen=Exists(FrozenDocument.objects.filter(period=OuterRef("pk"), code=kind.code)),
            reported=Exists(issues.exclude(state__in=["discarded", "withdrawn"])),
            corrected=Count("corrections", filter=Q(corrections__agreed=True)),
        )
        .order_by("-last_day")
    )
    closed = [row for row in rows if row.closed_at is not None][:MOST]
    today = clock.today()
    running = next((row for row in rows if row.first_day <= today <= row.last_day), None)
    found = [source for row in closed for source in _of_closed(row)]
    found.append(Source(TODAY, _of_today(running), min(today, partnership.end_on)))
    found.append(Source(DAYS, _("Other days")))
    return found, _usual(kind, closed)


def _usual(kind: Kind, closed: list[Any]) -> str:
    """A half-yearly report is owed for each period, another for the newest only."""
    owed = closed if kind.repeats == Repeats.HALF_YEARLY else closed[:1]
    for row in owed:
        if row.frozen and (kind.repeats == Repeats.EACH or not row.reported):
            return f"period:{row.pk}"
    return TODAY


def _of_closed(row: ReportingPeriod) -> list[Source]:
    words = {"title": row.title, "day": human(row.last_day)}
    found = []
    if row.frozen:  # type: ignore[attr-defined]
        label = _("%(title)s, closed: figures up to %(day)s as they were frozen") % words
        found.append(Source(f"period:{row.pk}", label, row.last_day, row))
    if row.corrected:  # type: ignore[attr-defined]
        label = _("%(title)s with its agreed corrections: figures up to %(day)s") % words
        found.append(Source(f"corrected:{row.pk}", label, row.last_day, row, corrected=True))
    return found


def _of_today(running: ReportingPeriod | None) -> str:
    if running is None:
        return _("All figures as they are today")
    return _("%(title)s is running: figures as they are today") % {"title": running.title}


@dataclass(frozen=True)
class Corrected:
    """That a period was corrected after an issue took its figures: how often, and when last."""

    number: int
    last_on: date


def corrected_since(deliverable: Deliverable) -> Corrected | None:
    """Agreed corrections that the figures of the issue do not have."""
    if deliverable.period is None:
        return None
    rows = agreed(deliverable.period)
    if deliverable.with_corrections:
        rows = rows.filter(reviewed_at__gt=deliverable.frozen_at)
    days = [
        moment.date()
        for moment in rows.order_by("reviewed_at").values_list("reviewed_at", flat=True)
        if moment
    ]
    return Corrected(len(days), days[-1]) if days else None


def issues_of(period: ReportingPeriod) -> list[Deliverable]:
    """Every issue that was made from a period."""
    return list(
        Deliverable.objects.filter(period=period).exclude(state="discarded").order_by("code", "number")
    )
