"""Whose dashboards a hat may open beside that of the partnership."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership
from core.actors import Actor, wearer_of
from core.prepared import Prepared
from reporting.models import ReportingPeriod
from reporting.models.querysets import oversees, reported_to
from reporting.selectors.partnerships import clusters_of

MOST_PERIODS = 12
# What all boards print besides figures, and the figures of every partnership (ADR 0037).
BOARDS, ALL_FIGURES = "boards", "figures_%"


def board_of(slug: str, actor: Actor) -> Partnership | None:
    """The partnership of the address when the hat reads its figures, with its coordinator, and with `changes`: the count
    of all that its boards print.
    """
    hat = actor.hat
    if hat is None or not (oversees(actor) or hat.kind == RoleKind.MANAGER):
        return None
    places = {"partnership": hat.partnership_id, "cluster": hat.cluster_id}
    found = _board(hat.kind, slug=slug, **places)
    return next(iter(found), None)


def rights_of(actor: Actor) -> tuple[Any, ...]:
    """Readers with the same ones see the same board."""
    hat = actor.hat
    return (hat.kind, hat.cluster_id, hat.partnership_id) if hat is not None else ()


def changes() -> Func:
    """How often something changed that boards of a partnership print, as an expression over partnerships. In the statement
    that reads the row, so that the count is as old as the row.
    """
    figures = Concat(Value("figures_"), Cast(F("pk"), TextField()))
    topics = Func(Value(BOARDS), figures, function="ARRAY", template="%(function)s[%(expressions)s]::text[]",
                  output_field=ArrayField(TextField()))  # fmt: skip
    return Func(topics, function="core_changes", output_field=BigIntegerField())


def _one_board(kind: str, *, slug: Any, partnership: Any, cluster: Any) -> QuerySet[Partnership]:
    wearer = wearer_of(kind, partnership=partnership, cluster=cluster)
    return (
        reported_to(wearer)
        .filter(slug=slug)
        .select_related("coordinator")
        .annotate(changes=changes())
        .order_by("pk")
    )


_board = Prepared("board", _one_board)


def cluster_boards(actor: Actor, partnership: Partnership) -> QuerySet[Cluster]:
    """A manager opens the own cluster's, who oversees the partnership opens those of all its clusters."""
    clusters = clusters_of(partnership)
    hat = actor.hat
    if hat is not None and hat.kind == RoleKind.MANAGER:
        return clusters.filter(pk=hat.cluster_id)
    if oversees(actor):
        return clusters.filter(Exists(reported_to(actor).filter(pk=partnership.pk)))
    return clusters.none()


def begun_periods(partnership: Partnership, today: date) -> QuerySet[ReportingPeriod]:
    """The newest reporting periods, for choosing one on a page of figures."""
    periods = ReportingPeriod.objects.filter(partnership=partnership, first_day__lte=today)
    return periods.only("title", "first_day", "last_day").order_by("-first_day")[:MOST_PERIODS]


def sees_scheme(actor: Actor) -> bool:
    hat = actor.hat
    return hat is not None and hat.kind == RoleKind.SUPPORT_OFFICE
