"""A virtual exchange of three days with two visitors, one of them an organisation of the portal, held and countersigned."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from core import clock, outbox
from core.actors import Actor
from exchanges.models import Mission, Participant
from exchanges.services import missions, participants, presence, programme
from tests.support.rules import rules
from tests.support.world import FIRST_DAY, World

DAYS = [FIRST_DAY + timedelta(days=number) for number in range(3)]
AFTERWARDS = datetime(2026, 5, 21, 8, tzinfo=UTC)
SESSIONS = (("Cluster strategy", time(9, 30), time(12, 30)), ("Case studies", time(14), time(17)))


@dataclass
class Event:
    world: World
    staff: Actor
    mission: Mission
    people: dict[str, Participant]

    def note(self, name: str, days: int, halves: tuple[str, ...] = ("morning", "afternoon")) -> None:
        """The person was there on the first days."""
        for day in DAYS[:days]:
            marks = {(self.people[name].pk, half): True for half in halves}
            with clock.at(datetime.combine(day, time(18), UTC)):
                presence.note(mission=self.mission, day=day, by=self.staff, marks=marks)

    def countersign(self) -> None:
        for day in DAYS:
            with clock.at(datetime.combine(day, time(19), UTC)):
                presence.countersign(mission=self.mission, day=day, by=self.staff)

    def finish(self) -> Mission:
        with clock.at(AFTERWARDS):
            missions.finish_mission(mission=self.mission, by=self.staff)
            outbox.run_due()
        return self.mission


def draft(world: World, **changes: Any) -> Mission:
    facts = {
        "partnership": world.partnership,
        "host_cluster": world.clusters["nice"],
        "host": world.host,
        "title": "Strategy for clusters",
        "country": world.host.country,
        "city": "Nice",
        "start_on": DAYS[0],
        "end_on": DAYS[-1],
        "kind": "virtual_exchange",
        "mode": "virtual",
        "with_lump_sum": False,
    } | changes
    return missions.create_mission(by=world.actor("host_manager"), **facts)


def virtual_exchange(world: World, **changes: Any) -> Event:
    """Published, with sessions in the morning and afternoon; `anna` of the firm, `bela` of an unknown organisation."""
    rules(virtual_allowed=True)
    staff, mission = world.actor("host_manager"), draft(world, **changes)
    for day in DAYS:
        for title, begins, ends in SESSIONS:
            programme.add_session(
                mission=mission, by=staff, day=day, title=title, starts_at=begins, ends_at=ends
            )
    missions.publish_mission(mission=mission, by=staff)
    people = {
        "anna": _enter(mission, staff, "Anna", organisation=world.firm),
        "bela": _enter(mission, staff, "Bela", organisation_name="Danube Cluster"),
    }
    return Event(world, staff, mission, people)


def _enter(mission: Mission, staff: Actor, name: str, **home: Any) -> Participant:
    return participants.add_participant(
        mission=mission,
        by=staff,
        first_name=name,
        last_name="Guest",
        email=f"{name.lower()}@guest.example",
        country=mission.country,
        position="Analyst",
        **home,
    )
