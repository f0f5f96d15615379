"""How long a log-in lasts, and the list of a person's log-ins. Times here are the machine's, not the portal's.

Two stamps stand in the session: when it began, and when it was last used, to the minute. The row of the list is
written with them, so a page that is only read costs nothing.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from clusters.models import User

BEGAN, SEEN, RAN_OUT = "began", "seen", "ran_out"
NOTED_EVERY = 60
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class LogIn:
    pk: int
    device: str
    since: datetime
    seen: datetime
    this: bool


def has_run_out(request: HttpRequest, now: float, *, staff: bool) -> bool:
    """Whether the session was unused for too long, or began too long ago. Staff have the shorter limits."""
    idle = settings.SESSION_IDLE_STAFF if staff else settings.SESSION_IDLE
    longest = settings.SESSION_LONGEST_STAFF if staff else settings.SESSION_LONGEST
    began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, now)
    return bool((idle and now - seen > idle) or (longest and now - began > longest))


def note(request: HttpRequest, now: float) -> None:
    """Stamp the session when it is new, and then once a minute."""
    seen = request.session.get(SEEN)
    if seen is not None and 0 <= now - seen < NOTED_EVERY:
        return
    request.session.setdefault(BEGAN, now)
    request.session[SEEN] = now
    request.session.pop(RAN_OUT, None)
    if request.session.session_key is None:
        request.session.save()
    keep_row(request, now)


def keep_row(request: HttpRequest, now: float) -> None:
    """Write this log-in into the list, or its last use."""
    row = {
        "user": request.user,
        "last_seen_at": datetime.fromtimestamp(now, UTC),
        "ip": get_adapter(request).get_client_ip(request),
        "user_agent": request.headers.get("User-Agent", "")[:200],
    }
    UserSession.objects.update_or_create(session_key=request.session.session_key, defaults=row)


def of_person(user: User, current: str | None) -> list[LogIn]:
    """The live log-ins, this one first, then the newest; rows of dead ones are cleared away."""
    rows = [
        LogIn(row.pk, device(row.user_agent), row.created_at, row.last_seen_at, row.session_key == current)
        for row in UserSession.objects.purge_and_list(user)
    ]
    return sorted(rows, key=lambda row: (not row.this, -row.seen.timestamp()))


def end(user: User, *, current: str | None, pk: int | None) -> int:
    """End one other log-in of the person, or all others; returns how many."""
    found = UserSession.objects.filter(user=user).exclude(session_key=current or "")
    rows = list(found.filter(pk=pk) if pk is not None else found)
    for row in rows:
        row.end()
    return len(rows)


def end_all(user: User) -> None:
    for row in UserSession.objects.filter(user=user):
        row.end()


def device(user_agent: str) -> str:
    """ "Firefox on Windows", as far as the browser says it."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if re.search(mark, user_agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")
