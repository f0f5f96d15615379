"""Cooperation opportunities, and where they may come from."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from clusters.models import Partnership, Role, User
from core import clock
from core.actors import Actor
from core.facts import Fact, fact, name_of, texts_of, words_of
from core.tables import DATE, LIST
from exchanges.models import FollowUp, Tandem
from reporting.knowledge_enums import OpportunityKind, OpportunityState
from reporting.models import Opportunity
from reporting.selectors.practices import topics_of

NAMES: Any = ArrayField(CharField())
SOON = timedelta(days=30)
FOLLOW_UP, TANDEM = "follow-up", "tandem"
# So many of each are offered to be taken over.
MOST = 50


@dataclass(frozen=True)
class Source:
    """A result of a visit or tandem that may become an opportunity."""

    kind: str
    pk: int
    title: str
    about: str
    reference: str


def opportunities_of(partnership: Partnership, actor: Actor) -> QuerySet[Opportunity]:
    return (
        Opportunity.objects.visible_to(actor)
        .filter(partnership=partnership)
        .select_related("cluster", "owner")
        .order_by("-id")
    )


def is_late(row: Opportunity, today: date | None = None) -> bool:
    """Its next step, or the deadline of the call, has passed while it is still open."""
    day = today or clock.today()
    open_ = row.state in (OpportunityState.FOUND, OpportunityState.PURSUED)
    return open_ and any(due is not None and due < day for due in (row.next_on, row.deadline))


def is_soon(row: Opportunity) -> bool:
    """A call that closes within a month."""
    if row.deadline is None or row.state not in (OpportunityState.FOUND, OpportunityState.PURSUED):
        return False
    return clock.today() <= row.deadline <= clock.today() + SOON


def owners_in(partnership: Partnership) -> QuerySet[User]:
    """Who can take the next step: coordinators, and managers of the partnership's clusters."""
    roles = Role.objects.working().filter(
        Q(kind=RoleKind.COORDINATOR, partnership=partnership)
        | Q(kind=RoleKind.MANAGER, cluster__places__partnership=partnership)
    )
    return User.objects.filter(pk__in=roles.order_by().values("user")).order_by(
        "first_name", "last_name", "id"
    )


def follow_ups_to_take(partnership: Partnership, actor: Actor) -> QuerySet[FollowUp]:
    """What came of validated visits and is not an opportunity yet; a manager sees the own cluster's."""
    found = (
        FollowUp.objects.filter(
            exchange__application__partnership=partnership,
            exchange__credited_on__isnull=False,
            opportunity=None,
        )
        .select_related("exchange__application__visitor_cluster", "exchange__host_cluster")
        .order_by("-exchange__credited_on", "-id")
    )
    hat = actor.hat
    if hat is not None and hat.kind == RoleKind.MANAGER:
        return found.filter(exchange__application__visitor_cluster=hat.cluster_id)
    return found if hat is not None and hat.kind == RoleKind.COORDINATOR else found.none()


def tandems_to_take(partnership: Partnership, actor: Actor) -> QuerySet[Tandem]:
    """Finished tandems that are not an opportunity yet; a manager sees those of the own cluster."""
    found = (
        Tandem.objects.filter(partnership=partnership, state="finished", opportunity=None)
        .select_related("first", "second")
        .order_by("-id")
    )
    hat = actor.hat
    if hat is not None and hat.kind == RoleKind.MANAGER:
        return found.filter(Q(first=hat.cluster_id) | Q(second=hat.cluster_id))
    return found if hat is not None and hat.kind == RoleKind.COORDINATOR else found.none()


def sources(partnership: Partnership, actor: Actor) -> list[Source]:
    visits = [
        Source(
            FOLLOW_UP,
            row.pk,
            f"{row.get_kind_display()}: {row.partner}",
            str(row.get_status_display()),
            str(row.exchange.application.reference),
        )
        for row in follow_ups_to_take(partnership, actor)[:MOST]
    ]
    pairs = [
        Source(TANDEM, row.pk, _("Learning tandem of %(tandem)s") % {"tandem": row}, row.result, "")
        for row in tandems_to_take(partnership, actor)[:MOST]
    ]
    return [*visits, *pairs]


def clusters_in_words(row: Opportunity) -> str:
    """The leading cluster first; reads the prefetched others."""
    return ", ".join([row.cluster.name, *sorted(other.name for other in row.clusters.all())])


_OTHERS = Opportunity.clusters.through.objects.filter(opportunity=OuterRef("pk")).order_by("cluster__name")


def facts() -> tuple[Fact, ...]:
    """The columns of the table that is taken away; as in `clusters_in_words`, the leading cluster comes first."""
    leading = Func(F("cluster__name"), template="ARRAY[%(expressions)s]::varchar[]", output_field=NAMES)
    clusters = Func(leading, texts_of(_OTHERS, "cluster__name"), function="array_cat", output_field=NAMES)
    return (
        fact(gettext_lazy("Title"), "title"),
        fact(gettext_lazy("Kind"), "kind", words=words_of(OpportunityKind)),
        fact(gettext_lazy("State"), "state", words=words_of(OpportunityState)),
        fact(gettext_lazy("What it is about"), "about"),
        fact(gettext_lazy("Clusters"), clusters, LIST),
        fact(gettext_lazy("Regions"), "regions"),
        fact(gettext_lazy("Topics"), topics_of(Opportunity), LIST),
        fact(gettext_lazy("Deadline"), "deadline", DATE),
        fact(gettext_lazy("Next step"), "next_step"),
        fact(gettext_lazy("By when"), "next_on", DATE),
        fact(gettext_lazy("Who"), name_of("owner")),
        fact(gettext_lazy("What came of it"), "outcome"),
    )
