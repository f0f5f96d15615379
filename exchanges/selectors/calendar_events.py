"""One entry of a calendar file for an event, a session or a meeting, alike in every calendar that holds it."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from exchanges import ics
from exchanges.models import Meeting, Mission, MissionSession
from exchanges.selectors.missions import place


def uid(kind: str, number: int) -> str:
    """The same for ever, whatever address the calendar was asked at."""
    return f"{kind}-{number}@{urlsplit(settings.PORTAL_URL).hostname}"


def session_event(
    session: MissionSession, mission: Mission, *, url: str, stamp: datetime
) -> ics.Event | None:
    """Nothing for a session without times: the event as a whole stands for it."""
    if session.starts_at is None:
        return None
    return ics.hours(
        uid=uid("session", session.pk),
        title=session.title,
        day=session.day,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=mission.country.timezone,
        place=session.place or place(mission),
        description=mission.title,
        url=url,
        stamp=stamp,
        sequence=mission.version,
        cancelled=mission.state == "cancelled",
    )


def meeting_event(meeting: Meeting, mission: Mission, *, other: str, description: str, url: str) -> ics.Event:
    """Moved and cancelled ones have a higher number, by which a program finds the entry that it has."""
    where = {"table": meeting.table, "place": meeting.slot.place or place(mission)}
    return ics.hours(
        uid=uid("meeting", meeting.pk),
        title=_("Meeting: %(other)s") % {"other": other},
        day=meeting.slot.day,
        starts_at=meeting.slot.starts_at,
        ends_at=meeting.slot.ends_at,
        timezone=mission.country.timezone,
        place=_("Table %(table)d, %(place)s") % where,
        description=description,
        url=url,
        stamp=meeting.state_since,
        sequence=meeting.version,
        cancelled=meeting.state == "cancelled",
    )
