"""The Sophia Antipolis mission of October 2022 from inside: programme by session, local people, presence day by day.

Days, number and kinds of the visitors were published; sessions and names are invented.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils.text import slugify

from clusters.models import Country
from core.actors import Actor
from exchanges.demo import stories
from exchanges.models import Mission, Participant
from exchanges.selectors import presence as read
from exchanges.services import participants, presence, programme

KEY = "sophia-antipolis-2022"
_CAMPUS, _ROAD, _HALL = "Business Pole, Sophia Antipolis", "Test road, Biot", "Congress hall, Antibes"
# Day of the mission, begin, end, kind, title, place.
SESSIONS = (
    (0, time(9), time(9, 30), "talk", "Welcome and coffee", _CAMPUS),
    (0, time(9, 30), time(12, 30), "talk", "Smart mobility ecosystem of Sophia Antipolis", _CAMPUS),
    (0, time(14), time(17, 30), "visit", "Laboratories for positioning and radar", _CAMPUS),
    (0, time(19), time(22), "social", "Dinner with members of the cluster", "Antibes"),
    (1, time(9), time(12), "visit", "Test road and demonstrations", _ROAD),
    (1, time(12), time(13, 30), "break", "Lunch at the test road", _ROAD),
    (1, time(13, 30), time(17), "pitch", "Pitches of visitors and local companies", _CAMPUS),
    (2, time(9), time(12, 30), "meetings", "Pre-arranged B2B meetings, first part", _HALL),
    (2, time(14), time(17, 30), "meetings", "Pre-arranged B2B meetings, second part", _HALL),
    (3, time(9), time(12, 30), "visit", "Company visits in two groups", "Valbonne and Biot"),
    (3, time(14), time(16, 30), "talk", "Review, next steps, and who calls whom", _CAMPUS),
)
_LOCAL = (
    ("Solène", "Marchetti", "local", "Riviera Positioning SAS", "Managing director"),
    ("Baptiste", "Orengo", "local", "Azur Radar SARL", "Head of sales"),
    ("Inès", "Falicon", "speaker", "University laboratory for mobile networks", "Researcher"),
    ("Rémi", "Castagnet", "host", "Pôle SCS", "Project manager"),
)


def add_sessions(mission: Mission, by: Actor) -> None:
    days = read.days_of(mission)
    for day, begins, ends, kind, title, place in SESSIONS:
        programme.add_session(
            mission=mission,
            by=by,
            day=days[day],
            title=title,
            starts_at=begins,
            ends_at=ends,
            kind=kind,
            place=place,
        )


def held(missions: dict[str, Mission], by: Actor, first_day: date) -> Iterator[datetime]:
    """Local people are entered a week before; each half-day is noted on the spot, each day countersigned in the evening."""
    yield stories.days(first_day, -7)
    mission = Mission.objects.select_related("country").get(pk=missions[KEY].pk)
    _enter_local_people(mission, by)
    days = read.days_of(mission)
    for number, day in enumerate(days):
        yield stories.days(day, 0, 8)
        presence.check_in(mission=mission, day=day, address=_scanner(mission, number).address)
        _note(mission, number, "morning", by)
        yield stories.days(day, 0, 13)
        _note(mission, number, "afternoon", by)
        yield stories.days(day, 0, 16)
        presence.countersign(mission=mission, day=day, by=by)
    yield stories.days(days[-1], 4)
    # The laboratory's researcher had stood on the list of the wrong half.
    speaker = mission.participants.get(side="speaker")
    presence.note(
        mission=mission,
        day=days[0],
        by=by,
        marks={(speaker.pk, "afternoon"): True},
        reason="Showed the laboratory, but did not pass by the desk.",
    )
    presence.countersign(mission=mission, day=days[0], by=by)


def _enter_local_people(mission: Mission, by: Actor) -> None:
    france = Country.objects.get(code="FR")
    for first_name, last_name, side, organisation, position in _LOCAL:
        participants.add_participant(
            mission=mission,
            by=by,
            first_name=first_name,
            last_name=last_name,
            country=france,
            side=side,
            organisation_name=organisation,
            position=position,
            email=f"{slugify(first_name)}@riviera.example",
        )


def _scanner(mission: Mission, number: int) -> Participant:
    """Another visitor scans the code each morning."""
    visitors = [person for person in read.people(mission) if person.traveller_id is not None]
    return visitors[number % len(visitors)]


def _note(mission: Mission, number: int, half: str, by: Actor) -> None:
    """All visitors, the host's team, and of the local people those whom the programme of the day wants."""
    marks = {
        (person.pk, half): True
        for place, person in enumerate(read.people(mission))
        if person.side in ("visitor", "host") or (person.side == "local" and (number + place) % 2)
    }
    presence.note(mission=mission, day=read.days_of(mission)[number], by=by, marks=marks)
