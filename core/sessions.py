"""Sessions in the database, as Django's own, read by a prepared statement since every page starts with it.

Not in the cache: a session that is ended must be over on the next request, and a page must open while the cache is away.
"""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from core import clock
from core.prepared import Prepared


def _session(*, key: str, moment: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=moment)


_read = Prepared("session", _session)


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> Session | None:
        found = _read(key=self.session_key, moment=clock.machine_now())
        if not found:
            self._session_key = None
        return found[0] if found else None
