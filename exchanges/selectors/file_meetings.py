"""The B2B meetings of a file's mission, on the file page: for each traveller the next one, and where all of them are."""

from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from core.actors import Actor
from exchanges.models import Application, Participant
from exchanges.selectors.file_sections import url_of
from exchanges.selectors.meetings import own_at, schedule_of


@dataclass(frozen=True)
class TravellersMeetings:
    """`next_one` is empty before the plan is published and after the last meeting."""

    person: Participant
    published: bool
    next_one: str

    def _page(self, part: str) -> str:
        return url_of("exchanges:my_meetings_page", pk=self.person.pk, part=part)

    @property
    def url(self) -> str:
        return url_of("exchanges:my_meetings", pk=self.person.pk)

    @property
    def pdf(self) -> str:
        return self._page("pdf")

    @property
    def feed(self) -> str:
        return self._page("feed")


def meetings_of_file(application: Application, actor: Actor) -> list[TravellersMeetings]:
    """Those of the hat's own people; nothing without a mission."""
    if application.mission is None:
        return []
    return [_of(person) for person in own_at(application.mission, actor)]


def _of(person: Participant) -> TravellersMeetings:
    rows = schedule_of(person, cancelled=False)
    coming = next((row for row in rows if not row.begun), None)
    if coming is None:
        return TravellersMeetings(person, bool(rows), "")
    words = {
        "day": date_format(coming.slot.day, "j F Y"),
        "time": time_format(coming.slot.starts_at, "H:i"),
        "other": coming.other.of,
        "table": coming.meeting.table,
    }
    return TravellersMeetings(person, True, _("%(day)s, %(time)s: %(other)s, table %(table)d") % words)
