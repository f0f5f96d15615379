"""What is still open before a reporting period closes: it would not count, or count twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Organisation
from core.actors import Actor
from exchanges.models import Exchange
from reporting import permissions
from reporting.models import Activity, ReportingPeriod
from reporting.selectors import double_claims

SHOWN = 20


@dataclass(frozen=True)
class OpenWork:
    """How many, and a few of them with where they open. The hat reads names only of records that it sees."""

    title: str
    number: int
    rows: tuple[tuple[str, str], ...]


def open_work(period: ReportingPeriod, actor: Actor) -> list[OpenWork]:
    """A fixed number of statements; only what is there."""
    found = [
        _to_review(period),
        *_reports(period, actor),
        _without_region(period, actor),
        _claimed_twice(period, actor),
    ]
    return [item for item in found if item.number]


def _to_review(period: ReportingPeriod) -> OpenWork:
    rows = Activity.objects.filter(
        partnership=period.partnership, state__in=["recorded", "returned"], held_on__lte=period.last_day
    ).order_by("held_on", "id")
    return OpenWork(
        _("Activities not reviewed"),
        rows.count(),
        tuple((row.title, reverse("reporting:activity_review", args=[row.pk])) for row in rows[:SHOWN]),
    )


def _reports(period: ReportingPeriod, actor: Actor) -> Iterator[OpenWork]:
    ended = Exchange.objects.filter(
        partnership=period.partnership, stay__endswith__lte=period.last_day + timedelta(days=1)
    )
    own = Exchange.objects.visible_to(actor).order_by().values("pk")
    for title, states in (
        (_("Closing reports to check"), ["report_submitted"]),
        (_("Closing reports that are missing"), ["awaiting_report", "report_returned"]),
    ):
        rows = ended.filter(state__in=states)
        seen = rows.filter(pk__in=own).select_related("application", "visitor").order_by("id")[:SHOWN]
        yield OpenWork(
            title,
            rows.count(),
            tuple(
                (f"{row.reference}, {row.visitor}", reverse("exchanges:file", args=[row.reference]))
                for row in seen
            ),
        )


def _without_region(period: ReportingPeriod, actor: Actor) -> OpenWork:
    visits = Exchange.objects.filter(
        partnership=period.partnership, credited_on__range=(period.first_day, period.last_day)
    ).order_by()
    rows = Organisation.objects.filter(
        pk__in=visits.values("visitor").union(visits.values("host")), area=None
    ).order_by("name", "id")
    names = rows[:SHOWN] if permissions.reads_claims(period.partnership, actor) else ()
    return OpenWork(
        _("Organisations of credited visits without a region"),
        rows.count(),
        tuple((row.name, "") for row in names),
    )


def _claimed_twice(period: ReportingPeriod, actor: Actor) -> OpenWork:
    """The pairs of the list of double claims with a record of this partnership in the period."""
    pairs = [pair for pair in double_claims.undecided(period.partnership) if _touches(pair, period)]
    rows: list[tuple[str, Any]] = []
    if permissions.reads_claims(period.partnership, actor):
        address = reverse("reporting:double_claims", args=[period.partnership.slug])
        rows = [(f"{pair.first.label} – {pair.second.label}", address) for pair in pairs[:SHOWN]]
    return OpenWork(_("Possible double claims, not decided"), len(pairs), tuple(rows))


def _touches(pair: double_claims.Pair, period: ReportingPeriod) -> bool:
    return any(
        period.first_day <= side.claim.day <= period.last_day for side in pair.sides if not side.foreign
    )
