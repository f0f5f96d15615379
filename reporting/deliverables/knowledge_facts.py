"""Best practices, training modules, opportunities, news and skills for a snapshot.

A public edition holds practices and opportunities only where their cluster agreed, and of those only what it agreed to.
"""

from collections import Counter
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from core.languages import language_name
from exchanges.enums import TandemState, Use
from exchanges.models import Application, LearningTopic, Tandem
from reporting.deliverables.publishing import View
from reporting.knowledge_enums import (
    ModuleLevel,
    ModuleState,
    OpportunityKind,
    OpportunityState,
    PracticeState,
)
from reporting.models import (
    BestPractice,
    Deliverable,
    LinkedNetwork,
    NewsItem,
    Opportunity,
    PlannedIssue,
    Service,
    TrainingModule,
)
from reporting.periods import Period
from reporting.selectors.modules import plain_number
from reporting.suppression import is_small

Facts = dict[str, Any]


def _end(period: Period) -> datetime:
    return datetime.combine(period.until, time.max, tzinfo=UTC)


def practices(period: Period, view: View) -> list[Facts]:
    """Accepted up to the end of the period, by the day of their acceptance."""
    found = BestPractice.objects.filter(
        partnership=period.partnership, state=PracticeState.ACCEPTED, reviewed_at__lte=_end(period)
    )
    if view.public:
        found = found.filter(may_publish=True)
    rows = found.select_related("cluster").prefetch_related("terms").order_by("reviewed_at", "id")
    return [
        {
            "title": row.title,
            "cluster": row.cluster.name,
            "cluster_short": row.cluster.short_name,
            "audience": row.audience,
            "done": row.done,
            "result": row.result,
            "copying": row.copying,
            "contact_role": row.contact_role,
            "topics": _topics(row),
            "link": row.evidence_url,
            "accepted_on": row.reviewed_at.date().isoformat() if row.reviewed_at else None,
        }
        for row in rows
    ]


def modules(period: Period) -> list[Facts]:
    """What the catalogue held at the end of the period and is still offered, by title."""
    found = TrainingModule.objects.filter(
        partnership=period.partnership, state=ModuleState.LISTED, created_at__lte=_end(period)
    )
    rows = found.select_related("cluster").prefetch_related("terms").order_by("title", "id")
    return [
        {
            "title": row.title,
            "provider": row.provider,
            "languages": sorted(language_name(code) for code in row.languages),
            "hours": None if row.hours is None else plain_number(row.hours),
            "level": str(ModuleLevel(row.level).label),
            "cost": None if row.cost is None else str(row.cost),
            "audience": row.audience,
            "topics": _topics(row),
            "link": row.link,
            "checked_on": row.checked_on.isoformat(),
            "cluster": row.cluster.name,
        }
        for row in rows
    ]


def opportunities(period: Period, view: View) -> list[Facts]:
    """Noted up to the end of the period. Next steps, results and notes are for the confidential edition."""
    found: QuerySet[Opportunity] = Opportunity.objects.filter(
        partnership=period.partnership, created_at__lte=_end(period)
    )
    if view.public:
        found = found.filter(may_publish=True).exclude(state=OpportunityState.DROPPED)
    rows = found.select_related("cluster").prefetch_related("terms", "clusters").order_by("created_at", "id")
    return [_opportunity(row, view) for row in rows]


def _opportunity(row: Opportunity, view: View) -> Facts:
    told: Facts = {
        "title": row.title,
        "kind": str(OpportunityKind(row.kind).label),
        "state": str(OpportunityState(row.state).label),
        "about": row.about,
        "clusters": [row.cluster.short_name, *sorted(other.short_name for other in row.clusters.all())],
        "regions": row.regions,
        "topics": _topics(row),
        "deadline": row.deadline.isoformat() if row.deadline else None,
    }
    if view.public:
        return told
    return told | {
        "next_step": row.next_step,
        "next_on": row.next_on.isoformat() if row.next_on else None,
        "outcome": row.outcome,
    }


def outreach(period: Period) -> Facts:
    """What was published, and whom the partnership is linked with; all of it public."""
    begins, ends = datetime.combine(period.first, time.min, tzinfo=UTC), _end(period)
    news = NewsItem.objects.filter(
        partnership=period.partnership,
        published_at__isnull=False,
        dated_on__gte=period.first,
        dated_on__lte=period.until,
    ).order_by("dated_on", "id")
    networks = LinkedNetwork.objects.filter(partnership=period.partnership, added_at__lte=ends)
    return {
        "news": [[row.dated_on.isoformat(), str(row.get_kind_display()), row.title] for row in news],
        "documents": _documents(period, begins, ends),
        "networks": [
            [row.name, str(row.get_kind_display()), row.location] for row in networks.order_by("name", "id")
        ],
        "practices": BestPractice.objects.filter(
            partnership=period.partnership,
            state=PracticeState.ACCEPTED,
            may_publish=True,
            reviewed_at__lte=ends,
        ).count(),
    }


def _documents(period: Period, begins: datetime, ends: datetime) -> list[list[str]]:
    """Handed in earlier, then published here, each by its day."""
    issues = Deliverable.objects.filter(
        partnership=period.partnership, state="published", published_at__gte=begins, published_at__lte=ends
    ).order_by("published_at", "id")
    earlier = PlannedIssue.objects.filter(
        partnership=period.partnership,
        submitted_public=True,
        submitted_on__gte=period.first,
        submitted_on__lte=period.until,
    ).order_by("submitted_on", "code", "number")
    return [
        *(
            [row.code, row.submitted_title, row.submitted_on.isoformat()]
            for row in earlier
            if row.submitted_on
        ),
        *([row.code, row.title, row.published_at.date().isoformat()] for row in issues if row.published_at),
    ]


def services(period: Period, view: View) -> list[Facts]:
    """Services that were there, or in their pilot, at the end of the period. The public edition leaves out price and
    business model, and how many used the pilot where they are few.
    """
    there = Q(offered_on__lte=period.until) | Q(pilot_from__lte=period.until)
    rows = Service.objects.filter(there, partnership=period.partnership).select_related("cluster")
    return [_service(row, view) for row in rows.order_by("name", "id")]


def _service(row: Service, view: View) -> Facts:
    users = None if view.public and is_small(row.pilot_users) else row.pilot_users
    told: Facts = {
        "name": row.name,
        "cluster": row.cluster.name,
        "novelty": str(row.get_novelty_display()),
        "stage": str(row.get_stage_display()),
        "summary": row.summary,
        "for_whom": row.for_whom,
        "offered_on": row.offered_on.isoformat() if row.offered_on else None,
        "pilot_from": row.pilot_from.isoformat() if row.pilot_from else None,
        "pilot_until": row.pilot_until.isoformat() if row.pilot_until else None,
        "pilot_users": users,
        "pilot_result": row.pilot_result,
        "website": row.website,
    }
    return told if view.public else told | {"business_model": row.business_model, "price": row.price}


def skills(period: Period, view: View) -> Facts:
    """What visitors come for, what clusters are strong in and want to learn, and the tandems between them.

    Which cluster needs what is the partnership's own business: it stands in the confidential edition.
    """
    files = Application.objects.filter(
        partnership=period.partnership,
        reference__isnull=False,
        submitted_at__date__gte=period.first,
        submitted_at__date__lte=period.until,
    )
    wanted = Counter(use for uses in files.values_list("uses", flat=True) for use in uses)
    told: Facts = {
        "files": None if view.public and is_small(files.count()) else files.count(),
        # A file names several: the counts do not add up, so each stands for itself.
        "uses": [
            [str(use.label), wanted[use.value]]
            for use in Use
            if wanted[use.value] and not (view.public and is_small(wanted[use.value]))
        ],
        "tandems": _tandems(period),
    }
    return told if view.public else told | {"topics": _learning(period)}


def _tandems(period: Period) -> list[list[Any]]:
    """The clusters of a partnership are public, and so is that two of them learn from each other."""
    found = Tandem.objects.filter(
        partnership=period.partnership, state__in=["running", "finished"], created_at__lte=_end(period)
    ).select_related("first", "second")
    rows = found.prefetch_related("sessions").order_by("created_at", "id")
    return [
        [
            f"{row.first.name} – {row.second.name}",
            str(TandemState(row.state).label),
            plain_number(
                sum((one.hours for one in row.sessions.all() if one.day <= period.until), Decimal(0))
            ),
        ]
        for row in rows
    ]


def _learning(period: Period) -> list[list[str]]:
    places = period.partnership.places.values("cluster")
    rows = LearningTopic.objects.filter(cluster__in=places).select_related("cluster", "term")
    return [
        [row.cluster.name, str(row.get_side_display()), str(row.term)]
        for row in rows.order_by("cluster__name", "side", "term__label", "id")
    ]


def _topics(row: Any) -> list[str]:
    return sorted(str(term) for term in row.terms.all())
