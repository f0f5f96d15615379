"""Leads: whom they are for, what a hat sees of them, and what is due."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    Avg,
    Case,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from clusters.enums import LeadState, RoleKind
from clusters.models import Cluster, Country, Lead, LeadEntry, Partnership, Role, User
from core import clock
from core.actors import Actor

OPEN = (LeadState.NEW, LeadState.ANSWERED)
# A first answer is expected within so many days.
ANSWER_WITHIN = timedelta(days=5)
_YEAR = timedelta(days=365)


def leads_visible_to(actor: Actor) -> QuerySet[Lead]:
    """A manager sees the own cluster's leads, a coordinator the whole partnership's; newest first."""
    return (
        Lead.objects.visible_to(actor)
        .select_related("partnership", "cluster", "country", "assigned_to", "registered")
        .order_by("-created_at", "-id")
    )


def with_due(rows: QuerySet[Lead]) -> QuerySet[Any]:
    """`due`: the day of the next step; of the first answer where none is planned; none for what is done."""
    first = Cast(F("created_at") + Value(ANSWER_WITHIN), DateField())
    planned = Case(
        When(status=LeadState.NEW, then=Coalesce("next_on", first)),
        When(status=LeadState.ANSWERED, then=F("next_on")),
        output_field=DateField(),
    )
    return rows.annotate(due=planned)


def overdue_first(rows: QuerySet[Lead]) -> QuerySet[Lead]:
    """What is due, earliest first; then what is open; then what is done, newest first."""
    rank = Case(When(status__in=OPEN, then=Value(0)), default=Value(1))
    return with_due(rows).order_by(rank, F("due").asc(nulls_last=True), "-created_at", "-id")


def due_for(actor: Actor, most: int) -> list[Lead]:
    """Leads that wait for this person: new ones, and next steps whose day has come; own and nobody's."""
    hat = actor.hat
    if hat is None or hat.kind not in (RoleKind.MANAGER, RoleKind.COORDINATOR):
        return []
    mine = Q(assigned_to=actor.user)
    # A coordinator sees the whole partnership's; what nobody has is the contact cluster's.
    theirs = mine | Q(assigned_to=None) if hat.kind == RoleKind.MANAGER else mine
    rows = Lead.objects.visible_to(actor).filter(
        theirs, Q(status=LeadState.NEW) | Q(next_on__lte=clock.today())
    )
    return list(with_due(rows.filter(status__in=OPEN)).order_by("due", "id")[:most])


def people_for(lead: Lead) -> QuerySet[User]:
    """Who can be given the lead: managers of its cluster, and the partnership's coordinators."""
    roles = Role.objects.filter(
        Q(kind=RoleKind.MANAGER, cluster=lead.cluster_id)
        | Q(kind=RoleKind.COORDINATOR, partnership=lead.partnership_id),
        ended_at=None,
    )
    return User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("last_name", "id")


def entries(lead: Lead) -> QuerySet[LeadEntry]:
    return LeadEntry.objects.filter(lead=lead).select_related("mail").order_by("id")


def statistics(rows: QuerySet[Lead]) -> dict[str, Any]:
    """How many came in the last year, what became of them, and how long the first answer took."""
    took = ExpressionWrapper(F("answered_at") - F("created_at"), output_field=DurationField())
    recent = rows.filter(created_at__gt=clock.now() - _YEAR).order_by()
    return recent.aggregate(
        all=Count("id"),
        waiting=Count("id", filter=Q(status=LeadState.NEW)),
        registered=Count("id", filter=Q(status=LeadState.CONVERTED)),
        answered=Count("id", filter=Q(answered_at__isnull=False)),
        in_time=Count("id", filter=Q(answered_at__lte=F("created_at") + Value(ANSWER_WITHIN))),
        took=Avg(took),
    )


def typed_before(user: User) -> dict[str, Any]:
    """What an invited person typed on the interest form, for the form that describes the organisation."""
    lead = Lead.objects.filter(email=user.email, status__in=OPEN).order_by("-id").first()
    return {} if lead is None else {"name": lead.organisation, "country": lead.country_id}


def contact_cluster(partnership: Partnership, country: Country) -> Cluster:
    """The partnership's first cluster in the person's country, else the coordinator."""
    own = (
        partnership.places.filter(cluster__organisation__country=country)
        .select_related("cluster")
        .order_by("position", "id")
        .first()
    )
    return own.cluster if own is not None else partnership.coordinator
