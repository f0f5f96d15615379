"""An event of EXCITE-NEXT that runs today: meetings of tomorrow are planned, presence is noted, and all can be changed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from clusters.models import Country, Organisation, Partnership
from core.actors import Actor
from exchanges.demo import meetings as told
from exchanges.demo.cast import Cast, at
from exchanges.demo.timeline import Timeline
from exchanges.enums import EventKind, Half, ParticipantSide, SessionKind
from exchanges.models import Mission
from exchanges.selectors import presence as read
from exchanges.services import meeting_plans, meetings, missions, participants, presence, programme

TITLE = "Sensors for safe streets: matchmaking days"
# Firm, person, country, side, what it does, what it looks for.
PEOPLE = (
    ("Havelblick Optik GmbH", "Tilda Bruns", "DE", "visitor", "Cameras that see at dusk.", "Cities that test with us."),
    ("Czujniki Wawel Sp. z o.o.", "Olga Mazurek", "PL", "visitor", "Sensors in the road.", "A partner for mounting."),
    ("Nemunas Signal UAB", "Dovydas Rimkus", "LT", "visitor", "Radio for traffic lights.", "Customers in France."),
    ("Vitosha Vision OOD", "Kalina Petkova", "BG", "visitor", "Pictures without faces.", "Data from real crossings."),
    ("Ribera Datos S.L.", "Nerea Goñi", "ES", "visitor", "Maps of near accidents.", "Cities and insurers."),
    ("Azur Carrefours SAS", "Mathis Delorme", "FR", "local", "Crossings that count people.", "Cameras for the night."),
    ("Trottoir Libre SARL", "Aurore Vidal", "FR", "local", "Free pavements for wheelchairs.", "Maps and sensors."),
    ("Lumière Sûre SAS", "Yann Colin", "FR", "local", "Street lamps that wake up.", "Radio that needs little power."),
)  # fmt: skip
# Persona of the demo, its side, and its words.
PERSONAS = (
    (
        "persona",
        ParticipantSide.VISITOR,
        "Housings for sensors, in small series.",
        "Makers who need housings.",
    ),
    ("persona-host", ParticipantSide.LOCAL, "Robots that mount and test.", "Firms with parts to mount."),
)
# Day from today, begin, end, kind, title.
_SESSIONS = (
    (-1, time(13, 30), time(17), SessionKind.TALK, "Welcome, and what three cities need"),
    (0, time(9), time(12, 30), SessionKind.VISIT, "Visit of the crossing that counts people"),
    (0, time(14), time(17), SessionKind.PITCH, "Pitches of the firms"),
    (1, time(9), time(12, 30), SessionKind.MEETINGS, "Pre-arranged B2B meetings"),
    (1, time(14), time(15, 30), SessionKind.TALK, "Who calls whom: next steps"),
)
_PLACE = "Business Pole, Sophia Antipolis"


def put_on(cast: Cast, partnership: Partnership, today: date, timeline: Timeline) -> None:
    timeline.add(at(today - timedelta(days=16)), lambda: tell(cast, partnership, today))


def tell(cast: Cast, partnership: Partnership, today: date) -> Iterator[datetime]:
    """On the days that the calendar has, also at a weekend: else tomorrow's meetings would not be there on a Monday."""
    yield at(today - timedelta(days=15))
    by = cast.actor("manager:scs")
    event = _announce(cast, partnership, today, by)
    yield at(today - timedelta(days=14))
    words = _enter_people(cast, event, by)
    made = meetings.create_round(
        mission=event,
        by=by,
        wishes_until=today - timedelta(days=4),
        slot_minutes=20,
        pause_minutes=5,
        tables=4,
        most_in_a_row=3,
    )
    meetings.open_wishes(meeting_round=made, by=by)
    yield at(today - timedelta(days=9))
    told.wish(made, words)
    yield at(today - timedelta(days=3))
    meeting_plans.ask_plan(meeting_round=made, by=by)
    yield at(today - timedelta(days=2))
    made.refresh_from_db()
    meetings.publish(meeting_round=made, by=by)
    yesterday = today - timedelta(days=1)
    yield at(yesterday, 15)
    people = list(read.people(event))
    # One of them came a day later.
    marks = {(person.pk, Half.AFTERNOON): True for person in people[1:]}
    presence.note(mission=event, day=yesterday, by=by, marks=marks)
    presence.countersign(mission=event, day=yesterday, by=by)


def _announce(cast: Cast, partnership: Partnership, today: date, by: Actor) -> Mission:
    cluster = cast.clusters["scs"]
    event = missions.create_mission(
        by=by,
        partnership=partnership,
        host_cluster=cluster,
        host=cluster.organisation,
        kind=EventKind.MATCHMAKING,
        with_lump_sum=False,
        title=TITLE,
        slug="sensors-for-safe-streets",
        country=Country.objects.get(code="FR"),
        city="Sophia Antipolis",
        start_on=today - timedelta(days=1),
        end_on=today + timedelta(days=1),
        summary="Makers of sensors meet firms that make streets safer. On the last morning everybody has short talks.",
        languages=["en", "fr"],
        places=20,
        apply_until=today - timedelta(days=5),
        contact_name=cluster.contact_name,
        contact_email=cluster.contact_email,
    )
    for day, begins, ends, kind, title in _SESSIONS:
        programme.add_session(
            mission=event,
            by=by,
            day=today + timedelta(days=day),
            title=title,
            starts_at=begins,
            ends_at=ends,
            kind=kind,
            place=_PLACE,
        )
    return missions.publish_mission(mission=event, by=by)


def _enter_people(cast: Cast, event: Mission, by: Actor) -> told.Words:
    """The firms, and visitor and host of the persona switcher with the addresses that they log in with."""
    words: told.Words = {}
    countries = {row.code: row for row in Country.objects.filter(code__in={row[2] for row in PEOPLE})}
    for firm, person, country, side, does, looks_for in PEOPLE:
        first_name, _space, last_name = person.partition(" ")
        address = f"{first_name}@{firm.split()[0]}.example".lower()
        participants.add_participant(
            mission=event,
            by=by,
            first_name=first_name,
            last_name=last_name,
            side=side,
            country=countries[country],
            organisation_name=firm,
            email=address.encode("ascii", "ignore").decode(),
        )
        words[firm] = (does, looks_for)
    for key, side, does, looks_for in PERSONAS:
        organisation: Organisation = cast.firm(key, "")
        user = cast.actor(f"visitor:{key}").user
        participants.add_participant(
            mission=event,
            by=by,
            first_name=user.first_name,
            last_name=user.last_name,
            side=side,
            country=organisation.country,
            organisation=organisation,
            email=user.email,
        )
        words[organisation.name] = (does, looks_for)
    return words
