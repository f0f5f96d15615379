"""The programme of an event: sessions are added one by one or pasted as text, changed, and taken out."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, workflow
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput
from exchanges.enums import SessionKind
from exchanges.models import Mission, MissionSession
from exchanges.permissions import check_relation
from exchanges.programme_lines import Line
from exchanges.workflows.mission import mission_relations

_STAFF = ("host_manager", "coordinator", "system")
SESSION_FIELDS = ("day", "starts_at", "ends_at", "kind", "title", "place", "contact")


def add_session(
    *,
    mission: Mission,
    by: Actor,
    day: date,
    title: str,
    starts_at: time | None = None,
    ends_at: time | None = None,
    kind: str = SessionKind.TALK,
    place: str = "",
    contact: str = "",
) -> MissionSession:
    """One item of the programme; without times it takes the whole day."""
    check_relation(mission_relations(mission, by), *_STAFF)
    session = MissionSession(
        mission=mission,
        day=day,
        title=title.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        kind=kind,
        place=place.strip(),
        contact=contact.strip(),
    )
    check_session(session)
    with transaction.atomic():
        workflow.claim(mission)
        session.save()
    return session


@transaction.atomic
def add_lines(*, mission: Mission, by: Actor, lines: Sequence[Line]) -> list[MissionSession]:
    """A whole programme that was pasted: all sessions or none."""
    check_relation(mission_relations(mission, by), *_STAFF)
    workflow.claim(mission)
    sessions = [
        MissionSession(
            mission=mission,
            day=line.day,
            title=line.title,
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            kind=line.kind,
            place=line.place,
        )
        for line in lines
    ]
    for session in sessions:
        check_session(session)
    return MissionSession.objects.bulk_create(sessions)


@transaction.atomic
def change_session(
    *, session: MissionSession, by: Actor, seen: str | None = None, **fields: Any
) -> MissionSession:
    """Write a session anew; it keeps its place among those of its day by its time. Raises ChangedMeanwhile."""
    mission = session.mission
    check_relation(mission_relations(mission, by), *_STAFF)
    unknown = sorted(set(fields) - set(SESSION_FIELDS))
    if unknown:
        raise TypeError(f"Unknown fields of a session: {', '.join(unknown)}")
    workflow.claim(mission)
    session.refresh_from_db(fields=SESSION_FIELDS)
    before = {name: getattr(session, name) for name in fields}
    check_seen(session, seen, before, fields)
    for name, value in fields.items():
        setattr(session, name, value.strip() if isinstance(value, str) else value)
    check_session(session)
    session.save(update_fields=list(fields))
    changes = {name: (old, getattr(session, name)) for name, old in before.items()}
    audit.record(
        "mission.session", mission, by, {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    )
    return session


@transaction.atomic
def copy_sessions(*, source: Mission, target: Mission, by: Actor, shift: timedelta) -> None:
    """The programme of an event on the days of another one. Who receives the group is not taken along."""
    check_relation(mission_relations(target, by), *_STAFF)
    workflow.claim(target)
    MissionSession.objects.bulk_create(
        MissionSession(
            mission=target,
            day=row.day + shift,
            **{name: getattr(row, name) for name in ("starts_at", "ends_at", "kind", "title", "place")},
        )
        for row in source.sessions.order_by("day", "starts_at", "id")
    )


def remove_session(*, session: MissionSession, by: Actor) -> None:
    check_relation(mission_relations(session.mission, by), *_STAFF)
    with transaction.atomic():
        workflow.claim(session.mission)
        session.delete()


def check_session(session: MissionSession) -> None:
    """Raises InvalidInput for a day outside the event, or times that are not in order."""
    mission = session.mission
    if not mission.start_on <= session.day <= mission.end_on:
        raise InvalidInput(_("This day lies outside the mission."), "day")
    if session.ends_at is not None and session.starts_at is None:
        raise InvalidInput(_("Say when the session begins, too."), "starts_at")
    if session.ends_at is not None and session.starts_at is not None and session.ends_at <= session.starts_at:
        raise InvalidInput(_("A session ends after it begins."), "ends_at")
