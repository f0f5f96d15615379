"""The programme of a mission beside the plans of its visits: what a plan would get, and whether it has it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F

from exchanges.models import AgendaItem, MissionSession

Row = tuple[Any, str, str, str]


def sessions_of(mission: Any) -> list[MissionSession]:
    """In the order of the programme."""
    rows = MissionSession.objects.filter(mission=mission)
    return list(rows.order_by("day", F("starts_at").asc(nulls_first=True), "id"))


def items(
    exchange: Any, agenda: Iterable[AgendaItem], sessions: Sequence[MissionSession]
) -> list[AgendaItem]:
    """What the programme puts into a plan: the sessions of its days, but for those that somebody has typed already."""
    typed = {(item.day, item.title.lower()) for item in agenda if not item.from_programme}
    return [
        AgendaItem(
            exchange=exchange,
            day=row.day,
            title=row.title,
            place=row.place,
            contact=row.contact,
            from_programme=True,
        )
        for row in sessions
        if exchange.first_day <= row.day <= exchange.last_day and (row.day, row.title.lower()) not in typed
    ]


def differs(exchange: Any, agenda: Sequence[AgendaItem], sessions: Sequence[MissionSession]) -> bool:
    """Whether the plan has another programme than the mission has today."""
    has = sorted(_row(item) for item in agenda if item.from_programme)
    return has != sorted(_row(item) for item in items(exchange, agenda, sessions))


def _row(item: AgendaItem) -> Row:
    return (item.day, item.title, item.place, item.contact)
