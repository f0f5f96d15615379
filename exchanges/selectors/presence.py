"""Who was there on which half-day of an event, for its pages, its papers and the days of a file."""

import base64
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from clusters.enums import RoleKind
from core import clock
from core.actors import PERSON, Actor
from exchanges import presence_rules
from exchanges.models import CountersignedDay, Exchange, Mission, Participant, Presence
from exchanges.presence_rules import days_attended, half_of, halves_of_day

# A list that was ticked without a connection may still arrive on the next morning.
GRACE = time(12)
NOTERS = ("host_manager", "coordinator", "host")
COUNTERSIGNERS = ("host_manager", "host")


def is_host(mission: Mission, actor: Actor) -> bool:
    """Whether the actor speaks for the organisation that receives the event."""
    hat = actor.hat if actor.kind == PERSON else None
    return hat is not None and hat.kind == RoleKind.REPRESENTATIVE and hat.organisation_id == mission.host_id


def local_now(mission: Mission) -> datetime:
    return clock.now().astimezone(ZoneInfo(mission.country.timezone))


def half_now(mission: Mission) -> str:
    return half_of(local_now(mission).time())


def days_of(mission: Mission) -> list[date]:
    length = (mission.end_on - mission.start_on).days
    return [mission.start_on + timedelta(days=number) for number in range(length + 1)]


def days_with_list(mission: Mission) -> list[date]:
    """The days on which somebody can be there. An event that pays nothing takes place on the days of its sessions."""
    days, planned = days_of(mission), {row.day for row in mission.sessions.all()}
    return days if mission.with_lump_sum or not planned else [day for day in days if day in planned]


def is_over(mission: Mission, day: date) -> bool:
    """Whether a note on this day comes late, by the clock of the place."""
    now = local_now(mission)
    return now.replace(tzinfo=None) > datetime.combine(day + timedelta(days=1), GRACE)


def halves(mission: Mission, day: date) -> tuple[str, ...]:
    """The halves of a day that have a working programme; reads the sessions, which may be prefetched."""
    rows = [(row.kind, row.starts_at, row.ends_at) for row in mission.sessions.all() if row.day == day]
    return halves_of_day(rows)


def people(mission: Mission) -> QuerySet[Participant]:
    """Those who come, by organisation and name."""
    return (
        Participant.objects.filter(mission=mission, state="coming")
        .select_related("traveller", "organisation", "country")
        .order_by("side", F("organisation__name").asc(nulls_last=True), "organisation_name", "id")
    )


def noted(mission: Mission, day: date) -> dict[tuple[int, str], Presence]:
    rows = Presence.objects.filter(participant__mission=mission, day=day).select_related("noted_by")
    return {(row.participant_id, row.half): row for row in rows}


@dataclass(frozen=True)
class Half:
    """One button of the check-in: `key` names person and half."""

    key: str
    half: str
    label: str
    note: Presence | None

    @property
    def here(self) -> bool:
        return self.note is not None and self.note.present


@dataclass(frozen=True)
class Line:
    person: Participant
    halves: tuple[Half, ...]


def lines(mission: Mission, day: date) -> list[Line]:
    """The check-in of a day: each person who comes, with the halves of the day."""
    from exchanges.enums import Half as Label  # noqa: PLC0415  the label of a half, beside the line's own class

    rows, wanted = noted(mission, day), halves(mission, day)
    return [
        Line(
            person,
            tuple(
                Half(f"{person.pk}:{half}", half, str(Label(half).label), rows.get((person.pk, half)))
                for half in wanted
            ),
        )
        for person in people(mission)
    ]


@dataclass(frozen=True)
class Day:
    """A day of an event in the overview."""

    day: date
    present: int
    people: int
    signed: CountersignedDay | None
    changed: bool
    begun: bool


def overview(mission: Mission) -> list[Day]:
    signed = {row.day: row for row in mission.countersigned_days.select_related("signed_by")}
    rows = Presence.objects.filter(participant__mission=mission, participant__state="coming")
    by_day: dict[date, list[Presence]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    number, today = people(mission).count(), local_now(mission).date()
    listed = {*days_with_list(mission), *by_day, *signed}
    return [
        Day(
            day,
            len({row.participant_id for row in by_day.get(day, []) if row.present}),
            number,
            signed.get(day),
            day in signed and any(row.noted_at > signed[day].signed_at for row in by_day.get(day, [])),
            day <= today,
        )
        for day in days_of(mission)
        if day in listed
    ]


# -- the code of a day, printed on its attendance list


def code_of(mission: Mission, day: date) -> str:
    """Ten letters and digits for one event and day; nothing is stored, and it opens nothing on other days."""
    mac = salted_hmac("exchanges.presence", f"{mission.pk}:{day.isoformat()}", algorithm="sha256").digest()
    return base64.b32encode(mac)[:10].decode().lower()


def day_of_code(code: str) -> tuple[Mission, date] | None:
    """The event and day of a code: of events that run now, or within a day of now."""
    near = timedelta(days=1)
    running = Mission.objects.filter(
        start_on__lte=clock.today() + near,
        end_on__gte=clock.today() - near,
        state__in=["open", "closed", "finished"],
    ).select_related("country")
    for mission in running:
        for day in days_of(mission):
            if constant_time_compare(code_of(mission, day), code.lower()):
                return mission, day
    return None


def by_address(mission: Mission, address: str) -> list[Participant]:
    """Those who come under this e-mail address, in the file or at the event."""
    wanted = address.strip().lower()
    rows = people(mission)
    return [row for row in rows if row.address.lower() == wanted] if wanted else []


# -- what it says about a file


@dataclass(frozen=True)
class Attendance:
    """What the lists say about one file. `days` are working days by the rules; `first` and `last` were attended."""

    first: date
    last: date
    days: int
    people: tuple[tuple[str, int], ...]
    all_signed: bool


def attended(exchanges: Collection[Any]) -> dict[int, list[Presence]]:
    """The half-days at which the travellers of each visit by mission were there, in one statement."""
    files = {exchange.application_id: exchange.pk for exchange in exchanges if exchange.mission_id}
    found: dict[int, list[Presence]] = {}
    if files:
        rows = Presence.objects.filter(
            participant__traveller__application__in=files,
            present=True,
            participant__mission__in={exchange.mission_id for exchange in exchanges},
        ).select_related("participant__traveller")
        for row in rows:
            traveller = row.participant.traveller
            assert traveller is not None, "filtered by the traveller's file"
            found.setdefault(files[traveller.application_id], []).append(row)
    return found


def attendance(exchange: Exchange) -> Attendance | None:
    """None where no half-day is noted for the visit's travellers."""
    rows = attended([exchange]).get(exchange.pk, [])
    if not rows:
        return None
    days = {row.day for row in rows}
    signed = set(
        CountersignedDay.objects.filter(mission=exchange.mission_id, day__in=days).values_list(
            "day", flat=True
        )
    )
    names: dict[str, list[Presence]] = {}
    for row in rows:
        names.setdefault(row.participant.full_name, []).append(row)
    return Attendance(
        min(days),
        max(days),
        days_of_file(exchange, rows),
        tuple((name, days_of_file(exchange, its)) for name, its in sorted(names.items())),
        days <= signed,
    )


def days_there(exchange: Exchange) -> set[date]:
    """The days on which somebody of the file was there."""
    return {row.day for row in attended([exchange]).get(exchange.pk, [])}


def days_of_file(exchange: Any, rows: Iterable[Presence]) -> int:
    """Working days: which days count is what the planned sum says; weekends and holidays only by decision."""
    quote = exchange.planned_quote
    listed = quote.result["days"] if quote is not None else []
    working = {date.fromisoformat(day["date"]) for day in listed if day["counted"]}
    rulebook = exchange.application.rulebook
    per_day = rulebook.half_days_per_day if rulebook is not None else presence_rules.HALF_DAYS_PER_DAY
    return days_attended(((row.day, row.half) for row in rows), working, per_day)
