"""The messages of a file that somebody may read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.actors import Actor
from exchanges import audiences
from exchanges.models import Application, FileMessage
from exchanges.permissions import application_relations, exchange_relations


@dataclass(frozen=True)
class Shown:
    """A message as one reader sees it; `text` is empty once it is taken back."""

    pk: int
    who: str
    side: Any
    circle: Any
    is_note: bool
    when: datetime
    text: str
    own: bool


def application_for_messages(actor: Actor, reference: str) -> QuerySet[Application]:
    related = ("organisation", "current_exchange", "partnership", "visitor_cluster")
    return Application.objects.visible_to(actor).filter(reference=reference).select_related(*related)


def relations_of(application: Application, actor: Actor) -> frozenset[str]:
    """Those of the visit where there is one; a host that was only asked has none yet."""
    exchange = application.current_exchange
    if exchange is None:
        return application_relations(application, actor)
    exchange.application = application
    return exchange_relations(exchange, actor)


def messages_of(application: Application, actor: Actor, relations: frozenset[str]) -> list[Shown]:
    """Oldest first."""
    rows = FileMessage.objects.filter(application=application, audience__in=audiences.readable(relations))
    return [_shown(row, actor) for row in rows.select_related("author").order_by("sent_at", "id")]


def _shown(row: FileMessage, actor: Actor) -> Shown:
    return Shown(
        pk=row.pk,
        who=str(row.author),
        side=row.get_author_side_display(),
        circle=row.get_audience_display(),
        is_note=row.audience == audiences.Audience.STAFF,
        when=row.sent_at,
        text="" if row.taken_back_at is not None else row.text,
        own=row.author_id == actor.user_id,
    )
