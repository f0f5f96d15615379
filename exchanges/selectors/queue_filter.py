"""Which files a person wants of the list: read from an address, then put into a query as shape and values.

The shape says which facets there are and what varies the SQL; with the values it makes a prepared statement (`queue_pages`) or
a query that is asked once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from clusters.enums import OrganisationKind
from clusters.models import Organisation
from core import clock
from core.actors import Actor
from exchanges.models import Application
from exchanges.selectors import choices, queue, queue_marks

# "CXC-2026-0042", and any piece of it.
_OF_A_REFERENCE = re.compile(r"[CX\d-]+", re.IGNORECASE)
DUE, RESPONSIBLE, ARCHIVED = ("late", "week"), ("me", "nobody"), ("with", "only")


@dataclass(frozen=True)
class Wanted:
    """The known facets of an address; what is not known is left out, as a filter in an old bookmark should be."""

    q: str = ""
    stages: tuple[str, ...] = ()
    due: str = ""
    waiting: str = ""
    kind: str = ""
    country: str = ""
    mission: int | None = None
    tag: str = ""
    responsible: str = ""
    archived: str = ""

    @property
    def shape(self) -> "Shape":
        return Shape(
            text=("number" if _OF_A_REFERENCE.fullmatch(self.q) else "name") if self.q else "",
            stages=self.stages,
            due=self.due,
            waiting=self.waiting,
            kind=bool(self.kind),
            country=bool(self.country),
            mission=self.mission is not None,
            tag=bool(self.tag),
            responsible=self.responsible,
            archived=self.archived,
        )

    def values(self, actor: Actor) -> dict[str, Any]:
        """Every value that a shape can ask for."""
        today = clock.today()
        return {
            "text": self.q,
            "kind": self.kind,
            "country": self.country,
            "mission": self.mission,
            "tag": self.tag,
            "today": today,
            "week": today + timedelta(days=7),
            "user": actor.user_id,
        }


@dataclass(frozen=True)
class Shape:
    # "number": may be a part of a reference; "name": cannot.
    text: str
    stages: tuple[str, ...]
    due: str
    waiting: str
    kind: bool
    country: bool
    mission: bool
    tag: bool
    responsible: str
    archived: str


ALL = Wanted().shape


def wanted(
    given: Any,
    actor: Actor,
    *,
    tags: Iterable[str] | None = None,
    missions: Iterable[tuple[int, str]] | None = None,
) -> Wanted:
    """What an address asks for. `tags` are those of the hat's place; None lets any pass. `missions` are read when needed."""
    text, tag = given.get("q", "").replace("\x00", "").strip(), given.get("tag", "").replace("\x00", "")
    mission = given.get("mission", "")
    if missions is None:
        missions = choices.missions(actor) if mission else ()
    return Wanted(
        q=text,
        stages=tuple(stage for stage in queue.STAGES if stage in given.getlist("stage")),
        due=_known(given, "due", DUE),
        waiting=_known(given, "waiting", queue.WHO),
        kind=_known(given, "kind", OrganisationKind.values),
        country=_known(given, "country", dict(choices.countries())) if given.get("country") else "",
        mission=int(mission) if mission in {str(number) for number, _title in missions} else None,
        tag=tag if tags is None or tag in tags else "",
        responsible=_known(given, "responsible", RESPONSIBLE),
        archived=_known(given, "archived", ARCHIVED),
    )


def found(actor: Actor, asked: Wanted) -> QuerySet[Application]:
    """The files that the hat may see and the facets fit, without any order."""
    rows = queue_marks.with_tags(queue.files(actor), actor)
    return narrowed(rows, asked.shape, actor, asked.values(actor))


def narrowed(
    rows: QuerySet[Application], shape: Shape, actor: Actor, values: Mapping[str, Any]
) -> QuerySet[Application]:
    """`values` may be expressions, as may be who the actor is."""
    for condition in _conditions(shape, actor, values):
        rows = rows.filter(condition)
    if not shape.archived:
        rows = rows.exclude(queue_marks.archived(actor))
    return rows


def _conditions(shape: Shape, actor: Actor, values: Mapping[str, Any]) -> Iterable[Q]:
    if shape.text:
        yield _by_text(values["text"], numbered=shape.text == "number")
    if shape.stages:
        turns = Q()
        for stage in shape.stages:
            turns |= queue.stage_filter(stage)
        yield turns
    if shape.due:
        yield queue.due_filter(late=shape.due == "late", today=values["today"], week=values["week"])
    if shape.waiting:
        yield queue.waiting_filter(shape.waiting)
    if shape.kind:
        yield Q(organisation_kind=values["kind"])
    if shape.country:
        yield Q(organisation__country=values["country"])
    if shape.mission:
        yield Q(mission=values["mission"])
    if shape.tag:
        yield Q(queue_marks.tagged(values["tag"], actor))
    if shape.responsible:
        yield Q(responsible=values["user"]) if shape.responsible == "me" else Q(responsible=None)
    if shape.archived == "only":
        yield Q(queue_marks.archived(actor))


def _by_text(text: Any, *, numbered: bool) -> Q:
    named = Organisation.objects.filter(name__icontains=text).order_by().values("pk")
    by_name = Q(organisation__in=named)
    return by_name | Q(reference__icontains=text) if numbered else by_name


def _known(given: Any, name: str, known: Iterable[str]) -> str:
    value: str = given.get(name, "")
    return value if value in known else ""
