"""EXCITE's matchmaking events and webinars as events with people and programme. Days and places follow its news; people and
companies are invented.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from clusters.enums import RoleKind
from clusters.models import Cluster, Country, Partnership, Role
from core import clock
from core.actors import Actor
from exchanges.enums import EventKind, Mode
from exchanges.models import Mission
from exchanges.services import missions, participants, programme

_FIRST = (
    "Anna", "Bruno", "Carla", "Dario", "Elena", "Filip", "Greta", "Hugo", "Irina", "Jonas", "Katja",
    "Lukas", "Maria", "Nils", "Olga", "Pavel", "Rita", "Stefan", "Tanja", "Viktor",
)  # fmt: skip
_LAST = (
    "Albrecht", "Bakker", "Castro", "Dimitrov", "Eriksen", "Fischer", "Garcia", "Horvat", "Ivanova",
    "Jansen", "Kovacs", "Lehmann", "Moreau", "Novak", "Olsen", "Petrova", "Rossi", "Schmitt", "Tomas",
    "Urban", "Vasquez", "Weber", "Zielinska",
)  # fmt: skip
_COMPANIES = (
    "Adria Sensorik", "Blue Gate Software", "Carpatia Test", "Delta Vision", "Elbe Robotics", "Fjord Data", "Granit Systems",
    "Helio Control", "Isar Photonics", "Jura Micro", "Kvarner Mobility", "Lumen Chips",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """`places` is where the host cluster stands in the partnership; `people` are (country, number)."""

    kind: str
    title: str
    place: int
    city: str
    country: str
    first: date
    last: date
    summary: str
    sessions: tuple[tuple[int, str, str, str, str], ...]
    people: tuple[tuple[str, int], ...]

    @property
    def online(self) -> bool:
        return self.kind == EventKind.WEBINAR


def _day(region: str, pitches: str, meetings: str) -> tuple[tuple[int, str, str, str, str], ...]:
    return (
        (0, "09:00", "10:30", "talk", region),
        (0, "10:45", "12:30", "pitch", pitches),
        (0, "13:30", "17:00", "meetings", meetings),
    )


def _hour(topic: str, example: str) -> tuple[tuple[int, str, str, str, str], ...]:
    return (
        (0, "10:00", "10:20", "talk", topic),
        (0, "10:20", "10:45", "talk", example),
        (0, "10:45", "11:00", "talk", "Questions and answers"),
    )


EVENTS = (
    Event(
        EventKind.WEBINAR, "Webinar: how ClusterXchange works", 1, "Warsaw", "PL", date(2022, 4, 28), date(2022, 4, 28),
        "Who may take part, what is paid, and which steps lead to a visit.",
        _hour("From registration to payment in seven steps", "A visit in Dresden, told by the visitor"),
        (("DE", 7), ("PL", 9), ("FR", 6), ("LT", 5), ("BG", 5), ("ES", 6)),
    ),
    Event(
        EventKind.LOCAL_EVENT, "Breakfast for firms that want to go abroad", 3, "Vilnius", "LT", date(2022, 9, 14),
        date(2022, 9, 14), "Two firms that came back from a visit tell how it was.",
        _hour("What a first visit costs and brings", "Two firms of Vilnius tell of their week abroad"),
        (("LT", 16),),
    ),
    Event(
        EventKind.MATCHMAKING, "Matchmaking at SEMICON Europa", 0, "Munich", "DE", date(2022, 11, 16), date(2022, 11, 16),
        "Firms of the semiconductor chain meet buyers and partners at the fair.",
        _day("The chip industry: who buys what", "Pitches of all firms, three minutes each", "Meetings by appointment"),
        (("DE", 11), ("FR", 6), ("CZ", 5), ("NL", 5)),
    ),
    Event(
        EventKind.WEBINAR, "Webinar: strategic cooperation between clusters", 2, "Sophia Antipolis", "FR", date(2023, 3, 23),
        date(2023, 3, 23), "How two clusters plan a service that neither could run alone.",
        _hour("When two clusters should share a service", "The partner search of five clusters"),
        (("DE", 6), ("PL", 5), ("FR", 8), ("ES", 6), ("BG", 5)),
    ),
    Event(
        EventKind.MATCHMAKING, "Matchmaking at the Silicon Saxony Day", 0, "Dresden", "DE", date(2023, 6, 21),
        date(2023, 6, 21), "Visitors of the mission and firms of the region meet for half a day.",
        _day(
            "Microelectronics and software in Saxony",
            "Pitches of the visitors of the mission",
            "Meetings in two rounds, by appointment",
        ),
        (("DE", 14), ("PL", 7), ("FR", 6), ("AT", 5), ("ES", 5), ("CZ", 5)),
    ),
    Event(
        EventKind.WEBINAR, "Webinar: funding for joint projects", 5, "San Sebastián", "ES", date(2023, 9, 27), date(2023, 9, 27),
        "Three calls that fit small firms, and how a consortium is found.",
        _hour("Three calls that fit small firms", "How a consortium of four regions was found"),
        (("ES", 9), ("FR", 6), ("DE", 7), ("LT", 5)),
    ),
    Event(
        EventKind.MATCHMAKING, "Matchmaking on industry in the Basque Country", 5, "San Sebastián", "ES", date(2023, 11, 15),
        date(2023, 11, 15), "Machine builders meet software firms from five countries.",
        _day(
            "Machine builders tell of one open problem each",
            "Answers of software firms, five minutes each",
            "Meetings of two, by appointment",
        ),
        (("ES", 12), ("DE", 6), ("RS", 5), ("FR", 5)),
    ),
    Event(
        EventKind.WEBINAR, "Webinar: upskilling in digital transformation", 0, "Dresden", "DE", date(2023, 12, 5),
        date(2023, 12, 5), "What cluster staff learn first, and which modules help.",
        _hour("What cluster staff learn first", "Four modules of the catalogue in practice"),
        (("DE", 10), ("PL", 7), ("BG", 6), ("LT", 5), ("FR", 5)),
    ),
    Event(
        EventKind.MATCHMAKING, "Matchmaking in Mazovia", 1, "Warsaw", "PL", date(2024, 1, 30), date(2024, 1, 30),
        "Software firms of Mazovia meet the visitors of the last mission.",
        _day("Software from Mazovia for industry", "Pitches of visitors and local firms", "Meetings of two, and what comes next"),
        (("PL", 13), ("DE", 8), ("LT", 5), ("CZ", 5)),
    ),
)  # fmt: skip


def tell(partnership: Partnership) -> None:
    countries = {country.code: country for country in Country.objects.order_by("code")}
    places = list(partnership.places.select_related("cluster__organisation").order_by("position", "id"))
    for number, event in enumerate(EVENTS):
        cluster = places[event.place].cluster
        role = (
            Role.objects.filter(kind=RoleKind.MANAGER, cluster=cluster, ended_at=None)
            .select_related("user")
            .order_by("id")[0]
        )
        _event(partnership, event, cluster, Actor.person(role.user, role), countries, number * 7)


def _event(
    partnership: Partnership,
    event: Event,
    cluster: Cluster,
    by: Actor,
    countries: dict[str, Country],
    name: int,
) -> None:
    with clock.at(_morning(event.first - timedelta(days=30))):
        mission = missions.create_mission(
            by=by, partnership=partnership, kind=event.kind, with_lump_sum=False, title=event.title, host_cluster=cluster,
            host=cluster.organisation, country=countries[event.country], city=event.city, start_on=event.first,
            end_on=event.last, summary=event.summary, languages=["en"],
            mode=Mode.VIRTUAL if event.online else Mode.PHYSICAL,
        )  # fmt: skip
        for day, begins, ends, kind, title in event.sessions:
            programme.add_session(
                mission=mission, by=by, day=event.first + timedelta(days=day), title=title, kind=kind,
                starts_at=time.fromisoformat(begins), ends_at=time.fromisoformat(ends),
            )  # fmt: skip
        missions.publish_mission(mission=mission, by=by)
        _people(mission, event, by, countries, name)
    with clock.at(_morning(event.last + timedelta(days=1))):
        mission.refresh_from_db()
        missions.finish_mission(mission=mission, by=by)


def _people(mission: Mission, event: Event, by: Actor, countries: dict[str, Country], name: int) -> None:
    """Two of each company at most; without addresses, so that no mail is written."""
    for code, number in event.people:
        for place in range(number):
            name += 1
            participants.add_participant(
                mission=mission, by=by, first_name=_FIRST[name % len(_FIRST)], last_name=_LAST[name % len(_LAST)],
                country=countries[code], organisation_name=f"{_COMPANIES[place // 2 % len(_COMPANIES)]} {code}",
            )  # fmt: skip


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
