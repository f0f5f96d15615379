"""Missions and host offers for their public and staff pages."""

from datetime import date, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from clusters.models import Cluster, Organisation, Partnership
from clusters.selectors.consents import contact_restricted
from core import clock, workflow
from core.actors import Actor
from core.languages import language_name
from exchanges.enums import Mode, ParticipantSide
from exchanges.models import Exchange, HostOffer, Mission, MissionSession, Participant

MOST_DAYS = 31
# From the idea to the invitations.
PREPARATION = (
    gettext_lazy("What and when"),
    gettext_lazy("Programme"),
    gettext_lazy("Whom to invite"),
    gettext_lazy("Look and send"),
)


def missions(actor: Actor) -> QuerySet[Mission]:
    """Those to come first, the next one on top; then the past ones, newest first."""
    past = Case(When(end_on__lt=clock.today(), then=Value(1)), default=Value(0), output_field=IntegerField())
    soon = Case(When(end_on__gte=clock.today(), then=F("start_on")))
    return (
        Mission.objects.visible_to(actor)
        .select_related("country", "host_cluster", "partnership")
        .annotate(is_past=past)
        .order_by("is_past", soon.asc(nulls_last=True), "-start_on", "id")
    )


def next_missions(actor: Actor, limit: int = 3) -> list[Mission]:
    """Open ones that have not begun, for the public home."""
    rows = Mission.objects.visible_to(actor).filter(state="open", start_on__gte=clock.today())
    return list(rows.select_related("country", "host_cluster").order_by("start_on", "id")[:limit])


def mission_for_page(actor: Actor) -> QuerySet[Mission]:
    sessions = Prefetch(
        "sessions", MissionSession.objects.order_by("day", F("starts_at").asc(nulls_first=True), "id")
    )
    return (
        Mission.objects.visible_to(actor)
        .select_related("country", "host__country", "host_cluster", "partnership")
        .prefetch_related(sessions)
        .annotate(taken=taken_places(), contact_restricted=contact_restricted())
    )


def taken_places() -> Any:
    """How many places of an event are taken: visits that were not called off, or visitors who come, where nobody is paid."""
    visits = Exchange.objects.filter(mission=OuterRef("pk")).exclude(state="cancelled")
    people = Participant.objects.filter(
        mission=OuterRef("pk"), state="coming", side=ParticipantSide.VISITOR, traveller=None
    )
    return Case(
        When(with_lump_sum=True, then=_number(visits, "mission")),
        default=_number(people, "mission"),
        output_field=IntegerField(),
    )


def _number(rows: QuerySet[Any], group: str) -> Any:
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def place(mission: Mission) -> str:
    """Where it is, in words."""
    if mission.mode == Mode.VIRTUAL:
        return _("Online")
    return f"{mission.city}, {mission.country}"


def spoken(mission: Mission) -> str:
    """The languages of the programme, in words."""
    return ", ".join(language_name(code) for code in mission.languages)


def state_words(mission: Mission) -> Any:
    """Where it stands, for everybody. Nobody applies for an event that pays nothing: people register."""
    if not mission.with_lump_sum:
        if mission.state == "open":
            return _("Open for registration")
        if mission.state == "closed":
            return _("Registration closed")
    return workflow.of(mission).state(mission.state).public_label


def takes_registrations(mission: Mission) -> bool:
    return (
        not mission.with_lump_sum
        and mission.state == "open"
        and clock.today() <= (mission.apply_until or mission.start_on)
    )


def days_of(mission: Mission) -> list[date]:
    """Its first days, as many as a programme is written for."""
    number = min((mission.end_on - mission.start_on).days + 1, MOST_DAYS)
    return [mission.start_on + timedelta(days=count) for count in range(number)]


def preparation_steps(mission: Mission) -> tuple[Any, ...]:
    """Shown while it is a draft."""
    return PREPARATION if mission.state == "draft" else ()


def programme(mission: Mission) -> list[dict[str, Any]]:
    """The sessions by day: those of the whole day first, then by time."""
    days: dict[Any, list[MissionSession]] = {}
    for session in sorted(mission.sessions.all(), key=_in_order):
        days.setdefault(session.day, []).append(session)
    return [{"day": day, "sessions": sessions} for day, sessions in days.items()]


def _in_order(session: MissionSession) -> tuple[Any, ...]:
    return session.day, session.starts_at or time.min, session.starts_at is not None, session.pk


def free_places(mission: Any) -> int | None:
    """None: no limit was set."""
    return None if mission.places is None else max(mission.places - mission.taken, 0)


def offers(actor: Actor) -> QuerySet[HostOffer]:
    """Open offers that have not run out."""
    return (
        HostOffer.objects.visible_to(actor)
        .open()
        .filter(available_until__gte=clock.today(), organisation__hidden_at=None)
        .select_related("organisation__country", "host_cluster")
        .order_by("title", "id")
    )


def offer_for_page(actor: Actor) -> QuerySet[HostOffer]:
    return (
        HostOffer.objects.visible_to(actor)
        .select_related("organisation__country", "host_cluster")
        .prefetch_related("terms", "periods")
    )


def cluster_of(actor: Actor) -> Cluster | None:
    """The cluster in whose name missions and offers are entered; none for other hats."""
    hat = actor.hat
    if hat is None:
        return None
    if hat.kind == RoleKind.MANAGER:
        return hat.cluster
    return hat.partnership.coordinator if hat.kind == RoleKind.COORDINATOR else None


def possible_hosts(cluster: Cluster) -> QuerySet[Organisation]:
    """The cluster itself and its confirmed members."""
    members = Q(memberships__cluster=cluster, memberships__state="confirmed")
    return (
        Organisation.objects.filter(members | Q(pk=cluster.organisation_id)).distinct().order_by("name", "id")
    )


def running_partnerships(cluster: Cluster) -> QuerySet[Partnership]:
    """The cluster's partnerships that still run, newest first."""
    rows = Partnership.objects.filter(places__cluster=cluster, end_on__gte=clock.today())
    return rows.order_by("-start_on", "code")
