"""The demo's B2B session, told over an event of the test world: everybody ends with a schedule and most with outcomes."""

from datetime import date, time

import pytest

from core import clock, outbox
from exchanges import invariants
from exchanges.demo import meetings as story
from exchanges.models import MeetingRound
from exchanges.selectors.meetings import figures
from exchanges.services import missions, participants, programme

pytestmark = pytest.mark.django_db


def test_session_is_told_from_the_first_mail_to_the_outcomes(world):
    first_day = date(2026, 5, 12)
    staff = world.actor("host_manager")
    mission = missions.create_mission(
        by=staff,
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=first_day,
        end_on=date(2026, 5, 15),
    )
    missions.publish_mission(mission=mission, by=staff)
    programme.add_session(
        mission=mission,
        by=staff,
        day=date(2026, 5, 14),
        title="B2B",
        kind="meetings",
        starts_at=time(9),
        ends_at=time(12, 30),
    )
    for number in range(7):
        participants.add_participant(
            mission=mission,
            by=staff,
            first_name="Vera",
            last_name=f"Visitor{number}",
            country=world.host.country,
            organisation_name=f"Visitor {number}",
            email=f"v{number}@visitor.example",
        )
    with clock.at(story.stories.days(first_day, -10)):
        telling = story.tell(mission, staff)
        moment = next(telling)
    while moment is not None:
        with clock.at(moment):
            outbox.run_due()
            moment = next(telling, None)
    made = MeetingRound.objects.get(mission=mission)
    found = figures(made)
    assert made.state == "finished"
    assert (found["people"], found["answered"], found["missed"]) == (13, 12, 1)
    assert found["held"] + found["missed"] == found["meetings"]
    assert 0 < found["cooperation"] < found["held"]
    assert made.plans.get().result["mutual"] > 10
    assert list(invariants.log_explains_state()) == []
