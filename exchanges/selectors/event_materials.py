"""Files and links of an event, as far as the reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from core.actors import Actor
from exchanges.models import EventMaterial, Mission

MOST = 60


@dataclass(frozen=True)
class Group:
    """Of one session, or of the event as a whole (`heading` is empty)."""

    heading: str
    rows: list[EventMaterial]


def materials(mission: Mission, actor: Actor) -> QuerySet[EventMaterial]:
    """In the order of the programme; what belongs to the whole event first."""
    rows = EventMaterial.objects.visible_to(actor).filter(mission=mission)
    return rows.select_related("file", "session").order_by(
        F("session__day").asc(nulls_first=True),
        F("session__starts_at").asc(nulls_first=True),
        "session",
        "id",
    )


def grouped(rows: Iterable[EventMaterial]) -> list[Group]:
    found: list[Group] = []
    for row in rows:
        heading = row.session.title if row.session is not None else ""
        if not found or found[-1].heading != heading:
            found.append(Group(heading, []))
        found[-1].rows.append(row)
    return found
