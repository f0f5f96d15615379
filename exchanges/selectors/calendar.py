"""What the present hat sees in a month: events, stays and the days by which somebody must act. Each kind is one statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.models import Cluster, Organisation
from core import dates, workflow
from core.actors import Actor
from exchanges.calendar_days import Entry, Month, Named, fullest_day, same_people
from exchanges.enums import ENDED_WITHOUT_STAY
from exchanges.models import Application, Exchange, Mission, OfferPeriod, Traveller
from exchanges.selectors import queue_facts
from exchanges.selectors.appointments import Appointment, appointments
from exchanges.selectors.missions import state_words
from exchanges.selectors.tandems import sessions_in_calendar

# Of each kind; a month with more is looked at by filter.
MOST = 500
EVENT, STAY, DEADLINE, MEETING, TANDEM = "event", "stay", "deadline", "meeting", "tandem"
KINDS = {
    EVENT: gettext_lazy("Mission or event"),
    STAY: gettext_lazy("Visit"),
    DEADLINE: gettext_lazy("Last day"),
    MEETING: gettext_lazy("B2B meetings"),
    TANDEM: gettext_lazy("Learning tandem"),
}


@dataclass(frozen=True)
class Chosen:
    """What the address of the page asks for; None is anything."""

    kind: str | None = None
    host: int | None = None
    visitor: int | None = None
    cluster: int | None = None

    def takes(self, entry: Entry) -> bool:
        return (
            self.kind in (None, entry.kind)
            and (self.host is None or (entry.host is not None and entry.host[0] == self.host))
            and (self.visitor is None or (entry.visitor is not None and entry.visitor[0] == self.visitor))
            and (self.cluster is None or any(number == self.cluster for number, _name in entry.clusters))
        )


def entries_of(actor: Actor, month: Month) -> list[Entry]:
    """In order of their first days; clashes and public holidays are noted on the stays."""
    stays = _stays(actor, month)
    found = [*_events(actor, month), *stays, *_deadlines(actor, month)]
    found += [*_meetings(actor, month), *_tandems(actor, month)]
    for entry in found:
        entry.label = entry.label or KINDS[entry.kind]
    return sorted(found, key=lambda entry: (entry.first, entry.last, entry.kind, entry.pk))


def names_in(entries: Iterable[Entry], part: str) -> list[Named]:
    """The hosts, visitors or clusters of the entries, by name."""
    found: set[Named] = set()
    for entry in entries:
        value = getattr(entry, part)
        if part == "clusters":
            found.update(value)
        elif value is not None:
            found.add(value)
    return sorted(found, key=lambda named: (named[1].casefold(), named[0]))


def _events(actor: Actor, month: Month) -> list[Entry]:
    rows = (
        Mission.objects.visible_to(actor)
        .filter(
            Q(start_on__lte=month.last, end_on__gte=month.first)
            | Q(state="open", apply_until__range=(month.first, month.last))
        )
        .select_related("host", "host_cluster", "country")
        .order_by("start_on", "id")[:MOST]
    )
    found = []
    for mission in rows:
        facts: dict[str, Any] = {
            "pk": mission.pk,
            "url": reverse("exchanges:mission_detail", args=[mission.slug]),
            "host": _named(mission.host),
            "clusters": (_named(mission.host_cluster),),
        }
        if mission.start_on <= month.last and mission.end_on >= month.first:
            off, names = mission.state == "cancelled", {"title": mission.title}
            title = _("Cancelled: %(title)s") % names if off else mission.title
            event = Entry(EVENT, first=mission.start_on, last=mission.end_on, title=title, **facts)
            event.label, event.words = mission.get_kind_display(), state_words(mission)
            found.append(event)
        until = mission.apply_until
        if mission.state == "open" and until is not None and month.first <= until <= month.last:
            title = _("Apply until this day: %(title)s") % {"title": mission.title}
            found.append(Entry(DEADLINE, first=until, last=until, title=title, words=_("Visitors"), **facts))
    return found


def _meetings(actor: Actor, month: Month) -> list[Entry]:
    """Those of the own people, one entry for each event and day."""
    rows: dict[tuple[int, date], list[Appointment]] = defaultdict(list)
    for row in appointments(actor, month.first, month.last):
        if row.meeting.state != "cancelled":
            rows[row.mission.pk, row.slot.day].append(row)
    found = []
    for (mission, day), group in rows.items():
        first = group[0]
        words = {"number": len(group), "time": f"{first.slot.starts_at:%H:%M}", "event": first.mission.title}
        title = ngettext(
            "%(time)s: %(number)d meeting, %(event)s", "%(time)s: %(number)d meetings, %(event)s", len(group)
        )
        entry = Entry(MEETING, mission, day, day, title % words, first.url)
        entry.words = ", ".join(dict.fromkeys(row.other for row in group))
        found.append(entry)
    return found


def _tandems(actor: Actor, month: Month) -> list[Entry]:
    if actor.hat is None:
        return []
    rows = sessions_in_calendar(actor).filter(day__range=(month.first, month.last))[:MOST]
    return [
        Entry(
            TANDEM,
            row.pk,
            row.day,
            row.day,
            _("Learning tandem: %(tandem)s") % {"tandem": row.tandem},
            reverse("exchanges:tandem_detail", args=[row.tandem_id]),
            clusters=(_named(row.tandem.first), _named(row.tandem.second)),
        )
        for row in rows
    ]


def _stays(actor: Actor, month: Month) -> list[Entry]:
    rows = list(
        Exchange.objects.visible_to(actor)
        .filter(stay__overlap=DateRange(month.first, month.last + timedelta(days=1)))
        .exclude(state__in=ENDED_WITHOUT_STAY)
        .select_related("visitor", "host", "visitor_cluster", "host_cluster")
        .annotate(file_reference=F("application__reference"), offer=F("proposal__host_offer"))
        .order_by("stay", "id")[:MOST]
    )
    entries = {row.pk: _stay(row) for row in rows}
    _note_same_people(rows, entries)
    _note_too_many(rows, entries, month)
    return list(entries.values())


def _stay(row: Any) -> Entry:
    host, region = row.host, row.host.region or None
    entry = Entry(
        STAY,
        row.pk,
        row.first_day,
        row.last_day,
        _("%(visitor)s at %(host)s") % {"visitor": row.visitor.name, "host": host.name},
        reverse("exchanges:file", args=[row.file_reference]),
        short=row.file_reference,
        words=workflow.of(row).state(row.state).label,
        visitor=_named(row.visitor),
        host=_named(host),
        clusters=tuple(dict.fromkeys((_named(row.visitor_cluster), _named(row.host_cluster)))),
        place=(row.host_country_id, region),
    )
    entry.days_off = dates.public_holidays(entry.first, entry.last, row.host_country_id, region)
    return entry


def _note_same_people(rows: list[Any], entries: dict[int, Entry]) -> None:
    people: dict[int, list[str]] = defaultdict(list)
    stay_of = {row.application_id: row.pk for row in rows}
    addresses = Traveller.objects.filter(application__in=stay_of).order_by("id")
    for application, address in addresses.values_list("application_id", "email") if rows else ():
        people[stay_of[application]].append(address)
    for one, other in same_people(list(entries.values()), people):
        for stay, second in ((one, other), (other, one)):
            stay.clashes.append(
                _("The same person also travels with %(reference)s.") % {"reference": second.short}
            )


def _note_too_many(rows: list[Any], entries: dict[int, Entry], month: Month) -> None:
    stays_of: dict[int, list[Entry]] = defaultdict(list)
    for row in rows:
        if row.offer is not None:
            stays_of[row.offer].append(entries[row.pk])
    if not stays_of:
        return
    periods = OfferPeriod.objects.filter(
        offer__in=stays_of, first_day__lte=month.last, last_day__gte=month.first
    )
    for period in periods.order_by("offer", "first_day"):
        number, there = fullest_day(stays_of[period.offer_id], period.first_day, period.last_day)
        if number > period.capacity:
            words = {"number": number, "places": period.capacity}
            for stay in there:
                stay.clashes.append(_("%(number)d visits at the same time, but room for %(places)d.") % words)


def _deadlines(actor: Actor, month: Month) -> list[Entry]:
    """The day of a file's next act, and who must act; the file page says what it is."""
    rows = (
        Application.objects.visible_to(actor)
        .filter(turn_due__range=(month.first, month.last), reference__isnull=False)
        .exclude(state="draft")
        .select_related(
            "organisation", "visitor_cluster", "current_exchange__host", "current_exchange__host_cluster"
        )
        .order_by("turn_due", "id")[:MOST]
    )
    return [_deadline(row) for row in rows]


def _deadline(row: Application) -> Entry:
    exchange, due = row.current_exchange, row.turn_due
    clusters = [row.visitor_cluster, exchange.host_cluster if exchange is not None else None]
    assert due is not None and row.reference is not None
    return Entry(
        DEADLINE,
        row.pk,
        due,
        due,
        f"{row.reference}: {turn_words(row.turn_state)}",
        reverse("exchanges:file", args=[row.reference]),
        short=row.reference,
        words=", ".join(str(queue_facts.WHO.get(code, code)) for code in row.turn_waiting.split()),
        visitor=_named(row.organisation),
        host=_named(exchange.host) if exchange is not None else None,
        clusters=tuple(dict.fromkeys(_named(cluster) for cluster in clusters if cluster is not None)),
    )


def turn_words(turn: str) -> str:
    """The stage of a file in words."""
    stage = queue_facts.STAGE_OF.get(turn, "")
    return str(queue_facts.STAGES.get(stage, _("Next step")))


def _named(row: Organisation | Cluster) -> Named:
    return row.pk, row.name


def days_off_of(entries: Iterable[Entry], first: date, last: date) -> dict[date, str]:
    """The public holidays at the places of some stays, within a stretch of days."""
    found: dict[date, str] = {}
    for place in sorted({entry.place for entry in entries if entry.place is not None}, key=str):
        found |= dates.public_holidays(first, last, *place)
    return found
