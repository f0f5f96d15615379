"""Events for a snapshot: programme, who came, meetings and feedback, in numbers.

What the page of an event shows to everybody may stand in a public edition; people are counted only, and small counts are left
out as everywhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.languages import language_name
from exchanges.enums import EventKind, Mode
from exchanges.models import Meeting, Mission
from exchanges.selectors import event_feedback, event_reports
from exchanges.selectors.meetings import meeting_counts
from reporting.deliverables.publishing import View, group_label, in_groups
from reporting.periods import Period
from reporting.suppression import is_small

Facts = dict[str, Any]
_WITHOUT_PLACE = ("draft", "cancelled")


def together(period: Period, view: View, *kinds: EventKind) -> Facts:
    """The events of these kinds, and over all of them who came from where.

    The single event tells how many people came, not from where: else a small cell could be worked out from the others.
    """
    rows = list(_begun(period.partnership, period.until).filter(kind__in=kinds, start_on__gte=period.first))
    everybody = [person for row in rows for person in _who_came(row, view)[0]]
    told = [_event(row, view) for row in rows]
    return {
        "events": [
            {name: fact for name, fact in event.items() if name not in ("countries", "groups")}
            for event in told
        ],
        "came_from": _cells(view, Counter(person.country.name for person in everybody)),
        "came_for": _cells(view, _groups(everybody)),
    }


def matchmaking(period: Period, view: View, number: int) -> list[Facts]:
    """The event with this number among all of the partnership at which people meet by appointment; empty before it."""
    meeting = Q(kind=EventKind.MATCHMAKING) | Q(meeting_round__isnull=False)
    rows = _begun(period.partnership, period.until).filter(meeting)[number - 1 : number]
    return [_event(row, view) for row in rows]


def _begun(partnership: Any, until: date) -> QuerySet[Mission]:
    return (
        Mission.objects.filter(partnership=partnership, start_on__lte=until)
        .exclude(state__in=_WITHOUT_PLACE)
        .select_related("country", "host_cluster")
        .prefetch_related("sessions")
        .order_by("start_on", "id")
    )


def _who_came(mission: Mission, view: View) -> tuple[list[Any], int]:
    """People, and their half-days."""
    found: tuple[list[Any], int] = view.once(
        ("who came", mission.pk), lambda: event_reports.who_came(mission)
    )
    return found


def _event(mission: Mission, view: View) -> Facts:
    """One event may stand in several documents."""
    told: Facts = view.once(("event", mission.pk, view.public), lambda: _told(mission, view))
    return told


def _told(mission: Mission, view: View) -> Facts:
    people, half_days = _who_came(mission, view)
    countries = Counter(person.country.name for person in people)
    organisations = {person.organisation_id or person.organisation_name.casefold() for person in people}
    return {
        "title": mission.title,
        "kind": str(mission.get_kind_display()),
        "place": _("online") if mission.mode == Mode.VIRTUAL else f"{mission.city}, {mission.country.name}",
        "first": mission.start_on.isoformat(),
        "last": mission.end_on.isoformat(),
        "host": mission.host_cluster.short_name,
        "summary": mission.summary,
        "languages": [language_name(code) for code in mission.languages],
        "sessions": [_session(row) for row in _programme(mission)],
        "people": _count(len(people), view),
        "organisations": _count(len(organisations), view),
        "countries": _cells(view, countries),
        "number_of_countries": len(countries),
        "groups": _cells(view, _groups(people)),
        "half_days": _count(half_days, view),
        "meetings": _meetings(mission, view),
        "feedback": _feedback(mission, view),
        "report": _report(mission),
    }


def _groups(people: Sequence[Any]) -> dict[str, int]:
    """By kind of organisation; of one that the portal does not know, the kind is not known."""
    known = Counter(person.organisation.kind for person in people if person.organisation is not None)
    groups = {group_label(group): number for group, number in in_groups(known).items()}
    strangers = len(people) - known.total()
    return groups | {_("Not registered in the portal"): strangers} if strangers else groups


def _programme(mission: Mission) -> list[Any]:
    return sorted(mission.sessions.all(), key=lambda row: (row.day, str(row.starts_at or ""), row.pk))


def _session(row: Any) -> list[str]:
    times = f"{row.starts_at:%H:%M}" if row.starts_at else ""
    if times and row.ends_at:
        times = f"{times}–{row.ends_at:%H:%M}"
    return [row.day.isoformat(), times, row.title, str(row.get_kind_display())]


def _meetings(mission: Mission, view: View) -> Facts | None:
    """None where no meetings were arranged."""
    rows = Meeting.objects.filter(round__mission=mission)
    states = Counter(rows.values_list("state", flat=True))
    if not states:
        return None
    found = meeting_counts(mission)
    held, cooperation = found["held"], found["cooperation"]
    small = view.public and (is_small(held) or is_small(cooperation) or is_small(held - cooperation))
    return {
        "arranged": sum(states.values()) - states["cancelled"],
        "held": None if view.public and is_small(held) else held,
        "cooperation": None if small else cooperation,
    }


def _feedback(mission: Mission, view: View) -> Facts | None:
    """Nothing under five answers, in either edition; None where nobody was asked."""
    said = event_feedback.results(mission)
    if not said.asked:
        return None
    small = view.public and (is_small(said.answered) or is_small(said.asked - said.answered))
    return {
        "asked": None if small else said.asked,
        "answered": None if small else said.answered,
        "means": [[str(mean.label), str(mean.value), mean.most] for mean in said.means],
    }


def _report(mission: Mission) -> dict[str, str] | None:
    """The words of the confirmed report, which everybody may read."""
    found = event_reports.confirmed_report(mission)
    if found is None:
        return None
    return {"what_happened": found.what_happened, "results": found.results, "next_steps": found.next_steps}


def _count(number: int, view: View) -> int | None:
    return None if view.public and is_small(number) else number


def _cells(view: View, counts: dict[str, int] | Counter[str]) -> Facts:
    """As `freezing` keeps a breakdown: names that are hidden are not kept."""
    found = view.broken_down(dict(counts))
    return {"cells": [list(item) for item in found.shown.items()], "rest": found.rest if found.shown else 0}


def total(events: Iterable[Facts], key: str) -> int | None:
    """The sum of a count over events; None when one of them is not shown, so that it cannot be worked out."""
    numbers: Sequence[int | None] = [event[key] for event in events]
    return None if any(number is None for number in numbers) else sum(filter(None, numbers))
