"""The events of the demo alone: the open mission with its twelve invitations, and the study visits of EXCITE."""

from collections import Counter
from datetime import date

import pytest

from clusters.models import Partnership
from core import clock
from exchanges.demo import events, live
from exchanges.demo.cast import Cast, at
from exchanges.demo.history import create_excite
from exchanges.demo.timeline import Timeline
from exchanges.models import Mission

TODAY = date(2026, 3, 2)


@pytest.fixture
def cast(db) -> Cast:
    with clock.at(at(date(2022, 2, 1))):
        made = Cast(secret="unusable")
        made.all_clusters()
    return made


def test_open_mission_has_twelve_invitations_in_every_state(cast: Cast) -> None:
    timeline = Timeline(cast.worker)
    with clock.at(at(date(2025, 6, 5))):
        partnership: Partnership = live._create(cast, TODAY)
        events.open_mission(cast, partnership, TODAY, timeline)
    timeline.run(until=at(TODAY))
    mission = Mission.objects.get()
    states = Counter(mission.invitations.values_list("state", flat=True))
    assert states == {"applied": 2, "begun": 2, "declined": 3, "invited": 4, "withdrawn": 1}
    assert mission.sessions.count() == 10
    applied = mission.invitations.filter(state="applied", application__state="submitted")
    assert applied.count() == 2


def test_study_visits_have_people_and_pay_nothing(cast: Cast) -> None:
    timeline = Timeline(cast.worker)
    with clock.at(at(date(2022, 2, 1))):
        partnership = create_excite(cast)
        events.study_visits(cast, partnership, timeline)
    timeline.run(until=at(date(2024, 6, 1)))
    found = Mission.objects.order_by("start_on")
    assert [event.city for event in found] == [
        "Sofia", "Sophia Antipolis", "Dresden", "San Sebastián", "Warsaw",
    ]  # fmt: skip
    for event in found:
        assert (event.kind, event.with_lump_sum, event.state) == ("study_visit", False, "finished")
        assert event.participants.filter(state="coming").count() == 5
        assert not event.exchanges.exists()
