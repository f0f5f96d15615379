"""How a hat wants its list of files to open, and the views it can choose from; read with the list, in one statement."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import QueryDict

from clusters.enums import RoleKind
from clusters.models import Role
from core.actors import Actor
from core.prepared import Prepared
from exchanges.models import SavedView, Tag
from exchanges.selectors import queue_columns

# What belongs to a view: the filters of the list, its order and its columns.
FACETS = ("q", "stage", "due", "waiting", "kind", "country", "mission", "tag", "responsible", "archived")
ALL_FILES = "all"


@dataclass(frozen=True)
class ListedView:
    """`mine`: saved by the person; another's is shared with the team."""

    pk: int
    name: str
    query: str
    shared: bool
    mine: bool
    default: bool


@dataclass(frozen=True)
class Settings:
    columns: tuple[str, ...]
    views: tuple[ListedView, ...]
    tags: tuple[str, ...] = ()

    @property
    def default(self) -> ListedView | None:
        return next((view for view in self.views if view.default), None)

    def view(self, number: str) -> ListedView | None:
        return next((view for view in self.views if str(view.pk) == number), None)


def address(view: ListedView | SavedView) -> str:
    """The query string that opens the list with a view."""
    return f"?{view.query}&view={view.pk}" if view.query else f"?view={view.pk}"


def settings_of(actor: Actor) -> Settings:
    hat = actor.hat
    found = _read(
        hat.kind, hat=hat.pk, user=actor.user_id, cluster=hat.cluster_id, partnership=hat.partnership_id
    )
    columns, default, views, tags = found[0] if found else ([], None, [], [])
    return Settings(
        columns=queue_columns.keys_of(queue_columns.chosen(columns)) if columns else (),
        views=tuple(
            ListedView(
                pk=view["id"],
                name=view["name"],
                query=view["query"],
                shared=view["shared"],
                mine=view["user"] == actor.user_id,
                default=view["id"] == default,
            )
            for view in views
        ),
        tags=tuple(tags),
    )


def _settings(kind: str, *, hat: Any, user: Any, cluster: Any, partnership: Any) -> QuerySet[Any]:
    place = Q(cluster_id=cluster) if kind == RoleKind.MANAGER else Q(cluster=None)
    place &= Q(partnership=None) if kind in _WITHOUT_PARTNERSHIP else Q(partnership_id=partnership)
    seen = SavedView.objects.filter(place, Q(user_id=user) | Q(shared=True), kind=kind).order_by("name", "id")
    views = seen.values(
        found=JSONObject(id="id", name="name", query="query", shared="shared", user="user_id")
    )
    tags = Tag.objects.filter(place).order_by("name").values("name")
    settings = Role.objects.filter(pk=hat).order_by()
    settings = settings.annotate(views=ArraySubquery(views), tags=ArraySubquery(tags))
    return settings.values_list(
        F("list_settings__columns"), F("list_settings__default_view"), F("views"), F("tags")
    )


_WITHOUT_PARTNERSHIP = (RoleKind.MANAGER, RoleKind.SUPPORT_OFFICE)
_read = Prepared("list_settings", _settings)


def query_of(given: QueryDict) -> str:
    """The part of an address that a view keeps, always written the same way."""
    kept = QueryDict(mutable=True)
    for name in (*FACETS, "order"):
        values = [value for value in given.getlist(name) if value.strip()]
        if values:
            kept.setlist(name, sorted(set(values)) if name in FACETS else values[:1])
    columns = queue_columns.chosen(columns_in(given))
    if columns_in(given) and queue_columns.keys_of(columns) != queue_columns.USUAL:
        kept["cols"] = ",".join(queue_columns.keys_of(columns))
    return kept.urlencode(safe=",")


def columns_in(given: QueryDict) -> list[str]:
    return [key for key in given.get("cols", "").split(",") if key]
