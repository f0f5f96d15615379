"""Events of the demo beside the visits: EXCITE's five study visits, and the open mission of EXCITE-NEXT with its invitations."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from clusters.models import Country, Partnership
from core.actors import Actor
from exchanges.demo import acting, after_events, stories
from exchanges.demo.cast import Cast
from exchanges.demo.facts import HOMES, PLACES
from exchanges.demo.plan import Visit
from exchanges.demo.timeline import Timeline
from exchanges.invitation_lines import Guest
from exchanges.models import Mission
from exchanges.programme_lines import read
from exchanges.services import event_materials, mission_cancel, missions, participants, programme
from exchanges.services import mission_invitations as invitations

# (key, title, city, first day, last day, host cluster); cluster staff only, so nobody is paid.
STUDY_VISITS = (
    ("sofia", "Study visit to Sofia", "Sofia", date(2022, 6, 6), date(2022, 6, 9), "dti"),
    ("sophia-antipolis", "Study visit to Sophia Antipolis", "Sophia Antipolis", date(2022, 10, 11), date(2022, 10, 14), "scs"),
    ("dresden", "Study visit to Dresden", "Dresden", date(2023, 6, 19), date(2023, 6, 22), "silicon-saxony"),
    ("basque", "Study visit to San Sebastián and Bilbao", "San Sebastián", date(2023, 11, 13), date(2023, 11, 15), "gaia"),
    ("warsaw", "Study visit to Warsaw", "Warsaw", date(2024, 1, 29), date(2024, 1, 31), "mazovia"),
)  # fmt: skip
_STAFF = (
    ("dti", "Desislava", "Koleva"),
    ("scs", "Margaux", "Tessier"),
    ("silicon-saxony", "Henrike", "Lindner"),
    ("gaia", "Ainhoa", "Etxeberria"),
    ("mazovia", "Halina", "Wrona"),
    ("bhv", "Rasa", "Butkute"),
)
# What follows from a visit, once its host has reported.
_NEXT_STEPS = {
    "sofia": "Two clusters offer each other's members a desk for a week.",
    "sophia-antipolis": "The six clusters write down which laboratory takes visitors, and on which conditions.",
    "dresden": "A shared list of trainings, and a first one held together in autumn.",
    "basque": "Three clusters look for partners of a project on skills.",
}
_DAYS = (
    "A day in the office of the host",
    "Visit of laboratories and firms",
    "Services that we could share",
    "Review, and what each takes home",
)
# What the second day of a study visit showed.
_SEEN = {
    "sofia": "Visit of the tech park and two software firms",
    "sophia-antipolis": "Visit of the laboratories for positioning and trust",
    "dresden": "Visit of a clean room and the day of the members",
    "basque": "Visit of a machine builder in San Sebastián and a start-up house in Bilbao",
}
# Firm, person, country, and what became of the invitation.
_GUESTS = (
    ("", "", "DE", "applied"),
    ("", "", "LT", "applied"),
    ("Wisla Embedded Sp. z o.o.", "Adam Zaleski", "PL", "begun"),
    ("Rila Microsystems OOD", "Boyan Stoev", "BG", "begun"),
    ("Zubieta Control S.L.", "Iker Alonso", "ES", "We have a fair in this week."),
    ("Havel Testtechnik GmbH", "Nadine Kurz", "DE", "We have sent our people to two missions this year already."),
    ("Tatra Chips Sp. z o.o.", "Ewa Nowicka", "PL", "no"),
    ("Baltic Secure UAB", "Ieva Petrauskaite", "LT", "invited"),
    ("Odra Semiconductors Sp. z o.o.", "Marek Lis", "PL", "invited"),
    ("Iskar Design EOOD", "Milena Dobreva", "BG", "invited"),
    ("Urola Electronics S.A.", "Maite Ibarra", "ES", "invited"),
    ("Spree Trust GmbH", "Falk Reimann", "DE", "withdrawn"),
)  # fmt: skip
_PROGRAMME = """Day 1
10:00-12:00 Welcome and lab tour; Business Pole
12:30-13:30 Lunch; Business Pole
14:00-17:00 Visit of the chip test laboratory; Business Pole
Day 2
09:00-12:30 Visit of a test house; Grasse
14:00-17:00 Workshop: how trust is measured; Grasse
19:00-21:30 Dinner with local firms; Antibes
Day 3
09:00-12:30 B2B meetings, first half; Business Pole
14:00-17:00 B2B meetings, second half; Business Pole
Day 4
09:00-11:30 Pitches of the visitors; Business Pole
11:30-12:30 Review; Business Pole
"""


def study_visits(cast: Cast, partnership: Partnership, timeline: Timeline) -> None:
    for key, title, city, first, last, host in STUDY_VISITS:
        begins = stories.days(first, -40)
        timeline.add(
            begins,
            lambda facts=(key, title, city, first, last, host): _study_visit(cast, partnership, *facts),
        )


def _study_visit(
    cast: Cast, partnership: Partnership, key: str, title: str, city: str, first: date, last: date, host: str
) -> Iterator[datetime]:
    """One with a programme and a person of each of the other five clusters."""
    yield stories.days(first, -39)
    by = cast.actor(f"manager:{host}")
    event = _announce(
        cast,
        partnership,
        host,
        kind="study_visit",
        title=title,
        slug=f"study-visit-{key}",
        city=city,
        start_on=first,
        end_on=last,
        summary="The staff of the six clusters see how a partner works, and what they could do together.",
        languages=["en"],
    )
    for number, day in enumerate(_DAYS[: (last - first).days + 1]):
        programme.add_session(
            mission=event,
            by=by,
            day=first + timedelta(days=number),
            title=_SEEN.get(key, day) if number == 1 else day,
            starts_at=time(9),
            ends_at=time(16),
        )
    missions.publish_mission(mission=event, by=by)
    yield stories.days(first, -20)
    _enter_staff(cast, event, by, [row for row in _STAFF if row[0] != host])
    yield stories.days(last, 9)
    _after(event, by, key)
    yield stories.days(last, 16)
    held = Mission.objects.select_related("host", "country", "partnership", "host_cluster").get(pk=event.pk)
    # The host of the last one has not confirmed its report yet.
    after_events.report(held, by, _NEXT_STEPS.get(key, ""), confirm=key in _NEXT_STEPS)


def _announce(cast: Cast, partnership: Partnership, host: str, *, city: str, **facts: Any) -> Mission:
    """A draft of an event that a cluster hosts itself and that pays nothing."""
    cluster = cast.clusters[host]
    return missions.create_mission(
        by=cast.actor(f"manager:{host}"),
        partnership=partnership,
        host_cluster=cluster,
        host=cluster.organisation,
        with_lump_sum=False,
        country=Country.objects.get(code=PLACES[city][0]),
        city=city,
        contact_name=cluster.contact_name,
        contact_email=cluster.contact_email,
        **facts,
    )


def _enter_staff(cast: Cast, event: Mission, by: Actor, staff: Sequence[tuple[str, str, str]]) -> None:
    for home, first_name, last_name in staff:
        organisation = cast.clusters[home].organisation
        participants.add_participant(
            mission=event,
            by=by,
            first_name=first_name,
            last_name=last_name,
            country=organisation.country,
            organisation=organisation,
            position="Project manager",
            email=f"{first_name}.{last_name}@{home}.example",
        )


def _after(event: Mission, by: Actor, key: str) -> None:
    session = event.sessions.order_by("day")[0]
    after_events.add_picture(
        event, by, "How we work, on one page", "One page\nMembers\nServices\nTeam", session
    )
    event_materials.add_material(
        mission=event,
        by=by,
        title="Photos and notes of the days",
        url=f"https://files.example/study-visit-{key}",
    )
    # After two of them one of the five has not answered, so nothing is averaged.
    after_events.answer(event, 4 if key in ("basque", "warsaw") else 5, 4 if key == "sofia" else 5)


def open_mission(cast: Cast, partnership: Partnership, today: date, timeline: Timeline) -> None:
    """One mission that is open for applications now, and twelve invitations to it."""
    timeline.add(stories.days(today, -21), lambda: _open_mission(cast, partnership, today))


def _open_mission(cast: Cast, partnership: Partnership, today: date) -> Iterator[datetime]:
    yield stories.days(today, -20)
    cluster, by = cast.clusters["scs"], cast.actor("manager:scs")
    first = _monday(today + timedelta(days=70))
    mission = missions.create_mission(
        by=by,
        partnership=partnership,
        host_cluster=cluster,
        host=cluster.organisation,
        title="Trusted electronics mission to the French Riviera",
        country=Country.objects.get(code=PLACES["Sophia Antipolis"][0]),
        city="Sophia Antipolis",
        start_on=first,
        end_on=first + timedelta(days=3),
        summary="Four days with chip designers, test houses and users of trusted electronics.",
        call_text="For SMEs and cluster staff who design, test or use secure electronics. Twelve places.",
        places=12,
        languages=["en", "fr"],
        budget=4000,
        apply_until=first - timedelta(days=30),
        contact_name=cluster.contact_name,
        contact_email=cluster.contact_email,
    )
    lines, _problems = read(_PROGRAMME, mission.start_on, mission.end_on)
    programme.add_lines(mission=mission, by=by, lines=lines)
    missions.publish_mission(mission=mission, by=by)
    guests = [_guest(cast, number, *facts) for number, facts in enumerate(_GUESTS)]
    invitations.list_guests(mission=mission, by=by, guests=guests)
    yield stories.days(today, -19)
    invitations.send_invitations(mission=mission, by=by)
    for number, (guest, facts) in enumerate(zip(guests, _GUESTS, strict=True)):
        yield stories.days(today, number - 16, 10)
        _answer(cast, partnership, mission, number, guest, facts[3])


def cancelled_event(cast: Cast, partnership: Partnership, today: date, timeline: Timeline) -> None:
    """A matchmaking event of next month that its host had to call off, with the people who had registered."""
    timeline.add(stories.days(today, -13), lambda: _cancelled_event(cast, partnership, today))


def _cancelled_event(cast: Cast, partnership: Partnership, today: date) -> Iterator[datetime]:
    yield stories.days(today, -12)
    by, day = cast.actor("manager:gaia"), _monday(today + timedelta(days=28))
    event = _announce(
        cast,
        partnership,
        "gaia",
        kind="matchmaking",
        title="Matchmaking day: sensors for food makers",
        city="San Sebastián",
        start_on=day,
        end_on=day,
        summary="Food makers of the Basque Country meet makers of sensors for short talks.",
        languages=["en", "es"],
    )
    missions.publish_mission(mission=event, by=by)
    _enter_staff(cast, event, by, _STAFF[:3])
    yield stories.days(today, -4)
    mission_cancel.cancel_mission(
        mission=event,
        by=by,
        reason="The hall is closed after water damage, and there is no other one on this day.",
    )


def _answer(
    cast: Cast, partnership: Partnership, mission: Mission, number: int, guest: Guest, became: str
) -> None:
    row = mission.invitations.select_related("mission", "country").get(contact_email=guest.email)
    if became == "invited":
        return
    if became == "withdrawn":
        invitations.withdraw_invitation(invitation=row, by=cast.actor("manager:scs"))
        return
    link = acting.link_actor(row, invitations.LINK_PURPOSE)
    if became in ("applied", "begun"):
        invitations.begin_application(invitation=row, by=link)
        if became == "applied":
            _apply(cast, partnership, mission, number, guest.country)
        return
    invitations.decline_invitation(invitation=row, by=link, reason="" if became == "no" else became)


def _guest(cast: Cast, number: int, firm: str, person: str, country: str, became: str) -> Guest:
    """Who will apply is a firm of the demo with its representative; the others are a name and an address."""
    if became == "applied":
        organisation = cast.firm(f"guest{number}", country)
        user = cast.actor(f"visitor:guest{number}").user
        return Guest(number + 1, organisation.name, user.get_full_name(), user.email.lower(), country)
    return Guest(number + 1, firm, person, _address(person, firm), country)


def _apply(cast: Cast, partnership: Partnership, mission: Mission, number: int, country: str) -> None:
    """A complete application by the firm's own representative; the invitation follows it."""
    key = f"guest{number}"
    user = cast.actor(f"visitor:{key}").user
    home = HOMES[country][0]
    part = stories.Part(
        cast=cast,
        number=number,
        visit=Visit(key, country, "scs", mission.start_on, mission.end_on),
        partnership=partnership,
        visitor=cast.actor(f"visitor:{key}"),
        home_cluster=home,
        contact_cluster=home,
        host_cluster="scs",
        mission=mission,
        offer=None,
        traveller=(user.first_name, user.last_name, user.email),
    )
    stories.apply(part)


def _address(person: str, firm: str) -> str:
    first, _space, last = person.lower().partition(" ")
    return f"{first}.{last}@{firm.split()[0].lower()}.example"


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
