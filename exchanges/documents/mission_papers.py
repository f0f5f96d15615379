"""Papers of an event as PDF: list of participants, name badges, attendance lists with the code of the day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core import pdf
from core.dates import human
from core.qr import qr_code
from exchanges.enums import Half
from exchanges.models import Mission
from exchanges.selectors import presence
from exchanges.selectors.mission_people import Person

BADGES_PER_SHEET = 8
# From so many letters on a name is set smaller; the longest is broken at a space or within.
_SMALLER, _SMALLEST = 17, 26


def participant_list(mission: Mission, people: Sequence[Person], *, contacts: bool) -> bytes:
    """`contacts`: with the addresses that the reader may see; the list to hand out has none."""
    return pdf.render(
        "pdf/mission_people.html",
        {
            "mission": mission,
            "people": people,
            "contacts": contacts,
            "forgotten": not all(person.is_named for person in people),
        },
        title=f"{_('List of participants')}, {mission.title}",
    )


def badges(mission: Mission, people: Sequence[Person]) -> bytes:
    """A4 sheets of eight, to cut; none for those whose names are removed."""
    marked = [(person, _size(person.name)) for person in people if person.is_named]
    sheets = [marked[start : start + BADGES_PER_SHEET] for start in range(0, len(marked), BADGES_PER_SHEET)]
    return pdf.render(
        "pdf/mission_badges.html",
        {"mission": mission, "sheets": sheets},
        title=f"{_('Name badges')}, {mission.title}",
    )


def attendance_lists(mission: Mission, people: Sequence[Person], days: Sequence[date]) -> bytes:
    """A list for each day, with a place to sign for each half, and the code to scan."""
    return pdf.render(
        "pdf/mission_attendance.html",
        {"mission": mission, "people": people, "days": [_day(mission, day) for day in days]},
        title=f"{_('Attendance lists')}, {mission.title}",
    )


def _day(mission: Mission, day: date) -> dict[str, Any]:
    address = settings.PORTAL_URL + reverse("exchanges:presence_here", args=[presence.code_of(mission, day)])
    return {
        "day": day,
        "halves": [Half(half).label for half in presence.halves(mission, day)],
        "address": address,
        "code": {"name": _("Code of %(day)s") % {"day": human(day)}, **qr_code(address)},
    }


def _size(name: str) -> str:
    longest = max((len(part) for part in name.split()), default=0)
    if len(name) > _SMALLEST or longest > _SMALLER:
        return "smallest"
    return "smaller" if len(name) > _SMALLER else ""
