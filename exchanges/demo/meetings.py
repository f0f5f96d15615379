"""The B2B session of the mission to Sophia Antipolis in October 2022: travellers meet local companies."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.actors import Actor
from exchanges.demo import stories
from exchanges.demo.acting import link_actor
from exchanges.enums import MeetingOutcome, ParticipantSide
from exchanges.models import MeetingRound, Mission, Participant
from exchanges.selectors.meetings import attendees, meetings_of_round
from exchanges.services import meeting_day, meeting_plans, meeting_wishes, meetings, participants

# Two more are entered by `sophia`. Company, first and last name, what it does, what it looks for.
LOCALS = (
    ("Azur Capteurs", "Lucie", "Marchand", "Sensors for trams and buses.", "Operators who test with us."),
    ("Trois Loups Robotique", "Karim", "Benali", "Delivery robots for old towns.", "A city with narrow streets."),
    ("Mer Mobile", "Inès", "Fabre", "Apps for ferries and bicycles.", "Partners for one ticket."),
    ("Voie Douce", "Paul", "Giraud", "Software for traffic lights.", "Traffic data from other countries."),
    ("Garrigue Énergie", "Nadia", "Roux", "Charging stations with batteries.", "Makers of small batteries."),
    ("Cap Données", "Hugo", "Lemaire", "Maps for automated driving.", "Cameras and radar."),
)  # fmt: skip
LOOKS_FOR = ("Customers in France.", "A partner for a test on the road.", "How others support their members.")
# What each firm does and looks for.
Words = dict[str, tuple[str, str]]
OUTCOMES = (
    MeetingOutcome.COOPERATION,
    MeetingOutcome.INFORMATIVE,
    MeetingOutcome.INFORMATIVE,
    MeetingOutcome.COOPERATION,
    MeetingOutcome.NO_INTEREST,
)


def tell(mission: Mission, staff: Actor) -> Iterator[datetime]:
    """From ten days before the mission to the day after its meetings."""
    for company, first_name, last_name, _does, _looks in LOCALS:
        participants.add_participant(
            mission=mission,
            by=staff,
            first_name=first_name,
            last_name=last_name,
            side=ParticipantSide.LOCAL,
            country=mission.country,
            organisation_name=company,
            email=f"{last_name}@{company.split()[0]}.example".lower(),
        )
    made = meetings.create_round(
        mission=mission,
        by=staff,
        wishes_until=mission.start_on - timedelta(days=3),
        slot_minutes=20,
        pause_minutes=5,
        tables=5,
        most_in_a_row=4,
    )
    day = mission.start_on + timedelta(days=2)
    meetings.open_wishes(meeting_round=made, by=staff)
    yield stories.days(mission.start_on, -6)
    # Travellers whose visit was built in the meantime, and people who were entered later.
    meetings.ask(made, staff)
    yield stories.days(mission.start_on, -5)
    wish(made, {company: (does, looks_for) for company, _first, _last, does, looks_for in LOCALS}, all_but=1)
    yield stories.days(mission.start_on, -2)
    meeting_plans.ask_plan(meeting_round=made, by=staff)
    yield stories.days(mission.start_on, -1)
    made.refresh_from_db()
    meetings.publish(meeting_round=made, by=staff)
    yield stories.days(day, 0, 18)
    _outcomes(made)
    made.refresh_from_db()
    meetings.finish(meeting_round=made, by=staff)


def wish(made: MeetingRound, words: Words, *, all_but: int = 0) -> None:
    """Each wants some of the other side; one pair would rather not meet, and the last `all_but` do not answer."""
    people = list(attendees(made))
    sides = {
        True: [one for one in people if one.side == ParticipantSide.LOCAL],
        False: [one for one in people if one.side != ParticipantSide.LOCAL],
    }
    for number, person in enumerate(people[: len(people) - all_but]):
        by = _actor(person)
        others = sides[person.side != ParticipantSide.LOCAL]
        does, looks_for = words.get(person.of, ("", LOOKS_FOR[number % len(LOOKS_FOR)]))
        meeting_wishes.save_words(participant=person, by=by, does=does, looks_for=looks_for)
        want = [one.pk for at, one in enumerate(others) if (at + number) % 3 != 0]
        avoid = [one.pk for at, one in enumerate(others) if number == 2 and at == 1 and one.pk not in want]
        meeting_wishes.save_wishes(participant=person, by=by, want=want, avoid=avoid)


def _outcomes(made: MeetingRound) -> None:
    """Most sides say what came of their meetings; one meeting did not take place."""
    for number, meeting in enumerate(meetings_of_round(made)):
        for at, seat in enumerate(meeting.sides):
            if number % 7 == 6 and at:
                continue
            said = MeetingOutcome.NOT_HELD if number == 4 else OUTCOMES[(number + at) % len(OUTCOMES)]
            meeting_day.record_outcome(
                meeting=meeting, participant=seat.participant, by=_actor(seat.participant), outcome=said
            )


def _actor(person: Participant) -> Actor:
    """As the holder of the link in the newest mail; without an address by word of mouth."""
    return Actor.system("demo") if not person.address else link_actor(person, meetings.LINK_PURPOSE)
