"""Records that may tell of one event: read here, judged by `reporting.double_claims`, decided by the coordinator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Partnership
from core import clock
from exchanges.enums import FollowUpKind, FollowUpStatus
from exchanges.models import FollowUp
from reporting.double_claims import (
    ACTIVITY,
    FOLLOW_UP,
    GROUNDS,
    NEAR_DAYS,
    Claim,
    in_order,
    key_of,
    pairs,
    plain_name,
)
from reporting.enums import ActivityKind
from reporting.models import Activity, DoubleClaimDecision

CLAIMING = ("recorded", "counted")
# What came of a visit, and the type of activity that tells of the same.
_AS_ACTIVITY: dict[str, str] = {
    FollowUpKind.COOPERATION: ActivityKind.COOPERATION,
    FollowUpKind.PROJECT: ActivityKind.JOINT_PROJECT,
    FollowUpKind.BUSINESS: ActivityKind.BUSINESS,
    FollowUpKind.MEMORANDUM: ActivityKind.MEMORANDUM,
    FollowUpKind.PARTNERSHIP: ActivityKind.PARTNERSHIP,
}
_CAME_ABOUT = (FollowUpStatus.UNDER_WAY, FollowUpStatus.DONE)


@dataclass(frozen=True)
class Side:
    """One record of a pair. A record of another partnership is told without title, person and link."""

    claim: Claim
    counted: bool
    foreign: bool
    label: str
    facts: str
    url: str
    # When it could first be seen.
    since: datetime


@dataclass(frozen=True)
class Pair:
    first: Side
    second: Side
    grounds: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.first.claim.key}+{self.second.claim.key}"

    @property
    def words(self) -> list[Any]:
        return [GROUNDS[ground] for ground in self.grounds]

    @property
    def since(self) -> datetime:
        """Since when there are two."""
        return max(self.first.since, self.second.since)

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.first, self.second

    def other(self, key: str) -> Side:
        return self.second if self.first.claim.key == key else self.first


def undecided(partnership: Partnership) -> list[Pair]:
    """Every pair of the partnership that nobody has decided, the newest first. Statements do not grow with the rows."""
    own = Activity.objects.filter(partnership=partnership, state__in=CLAIMING)
    kinds, shas, addresses = _traits(own)
    same = Q(kind__in=kinds, cluster__places__partnership=partnership)
    near = same | Q(evidence__sha256__in=shas) | Q(evidence_url__in=addresses)
    foreign = Activity.objects.filter(near, state="counted").exclude(partnership=partnership).distinct()
    return _judged(partnership, _activities(own, foreign), _follow_ups(partnership))


def own_key(activity: Activity) -> str:
    return key_of(ACTIVITY, activity.pk)


def undecided_of(activity: Activity) -> list[Pair]:
    """The pairs of one activity that its partnership has not decided."""
    key = own_key(activity)
    span = (activity.held_on - timedelta(days=NEAR_DAYS), activity.held_on + timedelta(days=NEAR_DAYS))
    like = Q(kind=activity.kind, held_on__range=span)
    if activity.evidence is not None:
        like |= Q(evidence__sha256=activity.evidence.sha256)
    if activity.evidence_url:
        like |= Q(evidence_url=activity.evidence_url)
    mine = Activity.objects.filter(pk=activity.pk)
    others = Activity.objects.filter(like).exclude(pk=activity.pk)
    counting = Q(partnership=activity.partnership_id, state__in=CLAIMING) | Q(state="counted")
    told = [kind for kind, as_activity in _AS_ACTIVITY.items() if as_activity == activity.kind]
    follow_ups = _follow_ups(activity.partnership, told) if told else []
    found = _judged(activity.partnership, _activities(mine, others.filter(counting)), follow_ups)
    return [pair for pair in found if key in (pair.first.claim.key, pair.second.claim.key)]


def pair_named(partnership: Partnership, first: str, second: str) -> Pair | None:
    """The undecided pair of these two records."""
    wanted = in_order(first, second)
    return next(
        (pair for pair in undecided(partnership) if (pair.first.claim.key, pair.second.claim.key) == wanted),
        None,
    )


def _traits(rows: QuerySet[Activity]) -> tuple[set[str], set[str], set[str]]:
    kinds, shas, addresses = set(), set(), set()
    for kind, sha, address in rows.order_by().values_list("kind", "evidence__sha256", "evidence_url"):
        kinds.add(kind)
        shas.add(sha)
        addresses.add(address)
    return kinds, shas - {None}, addresses - {""}


def _activities(*sets: QuerySet[Activity]) -> list[Activity]:
    rows = [
        row
        for found in sets
        for row in found.select_related("evidence", "cluster", "partnership", "service", "piloted_service")
        .prefetch_related("clusters")
        .order_by("-held_on", "-id")
    ]
    return list({row.pk: row for row in rows}.values())


def _follow_ups(partnership: Partnership, kinds: Iterable[str] = tuple(_AS_ACTIVITY)) -> list[FollowUp]:
    return list(
        FollowUp.objects.filter(
            exchange__partnership=partnership,
            exchange__credited_on__isnull=False,
            kind__in=kinds,
            status__in=_CAME_ABOUT,
            told_elsewhere="",
        )
        .select_related("exchange__application", "exchange__visitor", "exchange__host")
        .order_by("-id")
    )


def _judged(
    partnership: Partnership, activities: Iterable[Activity], follow_ups: Iterable[FollowUp]
) -> list[Pair]:
    sides = {side.claim.key: side for side in map(_told, follow_ups)}
    sides |= {side.claim.key: side for side in (_recorded(row, partnership) for row in activities)}
    decided = set(
        DoubleClaimDecision.objects.filter(partnership=partnership).order_by().values_list("first", "second")
    )
    found = [
        Pair(sides[one.key], sides[other.key], grounds)
        for one, other, grounds in pairs(side.claim for side in sides.values())
        if in_order(one.key, other.key) not in decided
        # Of two records of other partnerships, theirs decide.
        and not (sides[one.key].foreign and sides[other.key].foreign)
    ]
    return sorted(found, key=_newest, reverse=True)


def _newest(pair: Pair) -> tuple[date, str]:
    return max(pair.first.claim.day, pair.second.claim.day), pair.name


def _recorded(row: Activity, partnership: Partnership) -> Side:
    evidence = {row.evidence.sha256 if row.evidence else "", row.evidence_url} - {""}
    names = {plain_name(row.partner), plain_name(row.note)} - {""}
    claim = Claim(
        key=key_of(ACTIVITY, row.pk),
        partnership=row.partnership_id,
        kind=row.kind,
        day=row.held_on,
        title=row.title,
        clusters=frozenset({row.cluster_id, *(one.pk for one in row.clusters.all())}),
        evidence=frozenset(evidence),
        names=frozenset(names),
        family=_service_of(row),
    )
    foreign = row.partnership_id != partnership.pk
    return Side(
        claim,
        counted=row.state == "counted",
        foreign=foreign,
        label=_("An activity of %(name)s") % {"name": row.partnership.name} if foreign else row.title,
        facts=f"{row.get_kind_display()}, {row.cluster.short_name}",
        url="" if foreign else reverse("reporting:activity_review", args=[row.pk]),
        since=row.recorded_at,
    )


def _service_of(row: Activity) -> str:
    service = getattr(row, "service", None) or getattr(row, "piloted_service", None)
    return "" if service is None else f"service:{service.pk}"


def _told(row: FollowUp) -> Side:
    exchange = row.exchange
    assert exchange.credited_on is not None, "only what came of a credited visit is compared"
    names = {plain_name(name) for name in (row.partner, exchange.host.name)} - {""}
    claim = Claim(
        key=key_of(FOLLOW_UP, row.pk),
        partnership=exchange.partnership_id,
        kind=_AS_ACTIVITY[row.kind],
        day=exchange.credited_on,
        title=row.partner,
        clusters=frozenset({exchange.visitor_cluster_id, exchange.host_cluster_id} - {None}),
        names=frozenset(names),
        sides=frozenset({exchange.visitor_id, exchange.host_id}),
    )
    return Side(
        claim,
        counted=True,
        foreign=False,
        label=_("%(kind)s, told in the closing report of %(reference)s")
        % {"kind": row.get_kind_display(), "reference": exchange.reference},
        facts=_("With %(partner)s") % {"partner": row.partner},
        url=reverse("exchanges:file", args=[exchange.reference]),
        since=clock.midnight(exchange.credited_on),
    )
