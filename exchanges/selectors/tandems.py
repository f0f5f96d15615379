"""Learning tandems for their pages: own ones, figures, and which clusters would fit."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, Role, Term, User
from clusters.selectors.terms import reading_order
from core import clock
from core.actors import Actor
from core.models import TransitionLog
from exchanges.enums import OPEN_TANDEM_STATES
from exchanges.models import CalledOffSession, LearningTopic, Tandem, TandemSession
from exchanges.selectors.missions import running_partnerships
from exchanges.tandem_pairs import by_cluster, pairs, seen_from

MOST_SUGGESTED = 20


@dataclass(frozen=True)
class Suggestion:
    first: Cluster
    second: Cluster
    first_learns: list[Term]
    second_learns: list[Term]
    both_ways: bool


def tandems(actor: Actor) -> QuerySet[Tandem]:
    """With the hours of the sessions that were held."""
    hours = (
        TandemSession.objects.filter(tandem=OuterRef("pk"), day__lte=clock.today())
        .order_by()
        .values("tandem")
        .annotate(sum=Sum("hours"))
    )
    return (
        Tandem.objects.visible_to(actor)
        .select_related("first__organisation__country", "second__organisation__country", "partnership")
        .annotate(hours=Coalesce(Subquery(hours.values("sum")), Decimal(0)))
        .order_by("-id")
    )


def figures(actor: Actor) -> dict[str, Any]:
    """Told apart from the indicators: a tandem is not a training that somebody reviewed."""
    seen = Tandem.objects.visible_to(actor).order_by()
    counted = seen.aggregate(
        running=Count("pk", filter=Q(state="running")), finished=Count("pk", filter=Q(state="finished"))
    )
    held = TandemSession.objects.filter(tandem__in=seen.values("pk"), day__lte=clock.today())
    return counted | held.aggregate(hours=Coalesce(Sum("hours"), Decimal(0)))


def sessions_of(tandem: Tandem) -> list[tuple[TandemSession, list[str]]]:
    """Each with the names of those who have an account."""
    rows = tandem.sessions.prefetch_related("people").order_by("day", "id")
    return [(row, [person.get_full_name() for person in row.people.all()]) for row in rows]


def topics_of(cluster: Cluster, side: str) -> list[Term]:
    rows = LearningTopic.objects.filter(cluster=cluster, side=side).select_related("term__parent")
    return sorted((row.term for row in rows.order_by("id")), key=reading_order)


def colleagues(tandem: Tandem) -> QuerySet[User]:
    """The managers of both clusters."""
    roles = Role.objects.working().filter(
        kind=RoleKind.MANAGER, cluster__in=[tandem.first_id, tandem.second_id]
    )
    return User.objects.filter(pk__in=roles.values("user")).order_by("last_name", "first_name", "id")


def possible_partners(cluster: Cluster) -> QuerySet[Cluster]:
    """Of another country, in a partnership of the cluster that still runs."""
    home = cluster.organisation.country_id
    rows = Cluster.objects.filter(
        places__partnership__in=running_partnerships(cluster).order_by().values("pk")
    )
    return rows.exclude(organisation__country=home).distinct().order_by("name", "id")


def suggestions(actor: Actor) -> list[Suggestion]:
    """For a manager the own cluster's pairs, that cluster first; for a coordinator those of the partnership."""
    hat = actor.hat
    if hat is None or hat.kind not in (RoleKind.MANAGER, RoleKind.COORDINATOR):
        return []
    own = hat.cluster_id if hat.kind == RoleKind.MANAGER else None
    there = Partnership.objects.filter(end_on__gte=clock.today())
    there = there.filter(places__cluster=own) if own else there.filter(pk=hat.partnership_id)
    rows = LearningTopic.objects.filter(cluster__places__partnership__in=there.order_by().values("pk"))
    facts = (
        rows.order_by().values_list("cluster", "cluster__organisation__country", "side", "term").distinct()
    )
    taken = {
        frozenset(pair)
        for pair in Tandem.objects.filter(state__in=OPEN_TANDEM_STATES).values_list("first", "second")
    }
    found = pairs(by_cluster(facts).values(), taken)
    if own:
        found = [seen_from(pair, own) for pair in found if own in (pair.first, pair.second)]
    found = found[:MOST_SUGGESTED]
    clusters = Cluster.objects.select_related("organisation__country").in_bulk(
        {number for pair in found for number in (pair.first, pair.second)}
    )
    terms = Term.objects.select_related("parent").in_bulk(
        {number for pair in found for number in pair.first_learns | pair.second_learns}
    )

    def named(numbers: frozenset[int]) -> list[Term]:
        return sorted((terms[number] for number in numbers), key=reading_order)

    return [
        Suggestion(
            clusters[pair.first],
            clusters[pair.second],
            named(pair.first_learns),
            named(pair.second_learns),
            pair.both_ways,
        )
        for pair in found
    ]


def sessions_in_calendar(actor: Actor) -> QuerySet[TandemSession]:
    """Sessions of the hat's own tandems, for its calendar; of an ended one those that were held."""
    held = Q(tandem__state="ended", day__lte=TruncDate("tandem__state_since"))
    rows = TandemSession.objects.filter(Q(tandem__state__in=("running", "finished")) | held)
    return _of_own_tandems(rows, actor)


def called_off_sessions(actor: Actor, since: datetime) -> list[CalledOffSession]:
    """Taken away one by one, or with a tandem that was ended before their day. Two statements."""
    one_by_one = CalledOffSession.objects.filter(called_off_at__gte=since)
    at_once = TandemSession.objects.filter(
        tandem__state="ended", tandem__state_since__gte=since, day__gt=TruncDate("tandem__state_since")
    )
    return [
        *_of_own_tandems(one_by_one, actor),
        *(
            CalledOffSession(
                tandem=row.tandem, number=row.pk, day=row.day, called_off_at=row.tandem.state_since
            )
            for row in _of_own_tandems(at_once, actor)
        ),
    ]


def _of_own_tandems(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    if actor.hat is None or actor.hat.kind != RoleKind.MANAGER:
        return rows.none()
    own = Q(tandem__first=actor.hat.cluster_id) | Q(tandem__second=actor.hat.cluster_id)
    return rows.filter(own).select_related("tandem__first", "tandem__second").order_by("day", F("id"))


def last_words(tandem: Tandem) -> str:
    """Why it was declined or ended."""
    if tandem.state not in ("declined", "ended"):
        return ""
    moves = TransitionLog.objects.filter(subject_type=tandem._meta.label_lower, subject_id=tandem.pk)
    last = moves.order_by("-id").first()
    return last.comment if last is not None else ""
