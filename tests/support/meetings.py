"""An event with a round of pre-arranged meetings: two visitors, three of local companies, four slots, three tables."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from core import links, outbox
from core.actors import Actor
from exchanges.models import MeetingRound, Mission, Participant
from exchanges.services import meeting_plans, meeting_wishes, meetings, missions, participants, programme
from tests.support.world import FIRST_DAY, LAST_DAY


@dataclass
class Scene:
    staff: Actor
    mission: Mission
    people: dict[str, Participant]
    round: MeetingRound


def scene(world: Any) -> Scene:
    staff = world.actor("host_manager")
    mission = missions.create_mission(
        by=staff,
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility on the Riviera",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    missions.publish_mission(mission=mission, by=staff)
    names = {
        "firm": (world.firm, "visitor"),
        "guest": ("Guest GmbH", "visitor"),
        "azur": ("Azur Capteurs", "local"),
        "loups": ("Trois Loups", "local"),
        "mer": ("Mer Mobile", "local"),
    }
    people = {name: _enter(world, mission, staff, name, *more) for name, more in names.items()}
    programme.add_session(
        mission=mission,
        by=staff,
        day=FIRST_DAY,
        title="B2B",
        kind="meetings",
        starts_at=time(14),
        ends_at=time(15, 40),
        place="Hall 1",
    )
    made = meetings.create_round(
        mission=mission, by=staff, wishes_until=FIRST_DAY - timedelta(days=3), tables=3
    )
    return Scene(staff, mission, people, made)


def _enter(world: Any, mission: Mission, staff: Actor, name: str, home: Any, side: str) -> Participant:
    where = {"organisation_name": home} if isinstance(home, str) else {"organisation": home}
    return participants.add_participant(
        mission=mission,
        by=staff,
        first_name="Ann",
        last_name=name.title(),
        side=side,
        country=world.host.country,
        email=f"{name}@mail.example",
        **where,
    )


def own(person: Participant) -> Actor:
    """The person as the holder of the mail link."""
    link, _url = links.issue(
        person, meetings.LINK_PURPOSE, address=person.address, url_name="exchanges:my_meetings_by_link"
    )
    return Actor.for_link(link)


def wish(people: dict[str, Participant], name: str, want: Any = (), avoid: Any = ()) -> None:
    meeting_wishes.save_wishes(
        participant=people[name],
        by=own(people[name]),
        want=[people[one].pk for one in want],
        avoid=[people[one].pk for one in avoid],
    )


def answered(made: MeetingRound, staff: Actor, people: dict[str, Participant]) -> MeetingRound:
    """Two mutual wishes, three of one side; the firm does not want to meet Mer, who wants to meet the firm."""
    meetings.open_wishes(meeting_round=made, by=staff)
    wish(people, "firm", want=("azur", "loups"), avoid=("mer",))
    wish(people, "guest", want=("azur",))
    wish(people, "azur", want=("firm", "guest"))
    wish(people, "mer", want=("firm", "guest"))
    return made


def planned(made: MeetingRound, staff: Actor, people: dict[str, Participant]) -> MeetingRound:
    answered(made, staff, people)
    meeting_plans.ask_plan(meeting_round=made, by=staff)
    outbox.run_due()
    made.refresh_from_db()
    return made


def published(made: MeetingRound, staff: Actor, people: dict[str, Participant]) -> MeetingRound:
    meetings.publish(meeting_round=planned(made, staff, people), by=staff)
    outbox.run_due()
    return made
