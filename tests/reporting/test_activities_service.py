from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock, workflow
from core.exceptions import InvalidInput, NotAllowed, StaleVersion, WrongState
from reporting import indicators
from reporting.models import Activity
from reporting.periods import Period
from reporting.services import activities
from tests.support import world as worlds
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)


@pytest.fixture
def world() -> World:
    return worlds.build()


def recorded(world: World, persona: str = "manager", cluster: str = "dresden", **extra: Any) -> Activity:
    fields: dict[str, Any] = {"kind": "webinar", "title": " Webinar on skills ", "held_on": DAY} | extra
    return activities.record_activity(
        partnership=world.partnership, by=world.actor(persona), cluster=world.clusters[cluster], **fields
    )


def webinars(world: World) -> Any:
    found = indicators.measure(Period(world.partnership, clock.today()))
    return {figure.code: figure.value for figure in found}["O4.activities"]


def test_activity_counts_after_a_second_person_reviewed_it(world: World) -> None:
    pdf = SimpleUploadedFile("agenda.pdf", b"%PDF-1.7 agenda")
    activity = recorded(world, evidence=pdf)
    assert (activity.state, activity.title, activity.waiting_for) == (
        "recorded",
        "Webinar on skills",
        "reviewer",
    )
    assert activity.evidence is not None
    assert webinars(world) is None
    activities.count_activity(activity=activity, by=world.actor("coordinator"))
    assert webinars(world) == 1
    assert (activity.reviewed_by, activity.reviewed_at) == (world.actor("coordinator").user, clock.now())


@pytest.mark.parametrize("persona", ["manager", "finance", "auditor", "visitor", "other_manager"])
def test_nobody_else_counts_it(world: World, persona: str) -> None:
    activity = recorded(world)
    with pytest.raises(NotAllowed):
        activities.count_activity(activity=activity, by=world.actor(persona))
    activity.refresh_from_db()
    assert activity.state == "recorded"


def test_coordinator_does_not_count_the_own_record(world: World) -> None:
    activity = recorded(world, persona="coordinator", cluster="nice")
    with pytest.raises(NotAllowed):
        activities.count_activity(activity=activity, by=world.actor("coordinator"))
    with pytest.raises(NotAllowed):
        activities.count_activity(activity=activity, by=world.actor("host_manager"))
    assert activities.count_activity(activity=activity, by=world.actor("deputy")).state == "counted"


def test_sent_back_activity_goes_to_review_again_when_corrected(world: World) -> None:
    activity = recorded(world)
    activities.send_back_activity(
        activity=activity, by=world.actor("deputy"), reason="The agenda is missing."
    )
    assert (activity.state, activity.return_reason, activity.waiting_for) == (
        "returned",
        "The agenda is missing.",
        "owner",
    )
    activities.update_activity(
        activity=activity, by=world.actor("manager"), version=activity.version, title="Webinar two", count=2
    )
    assert (activity.state, activity.title, activity.count) == ("recorded", "Webinar two", 2)
    assert [entry.name for entry in workflow.history(activity)] == ["record", "send_back", "record_again"]


def test_counted_activity_is_not_changed_but_taken_back(world: World) -> None:
    activity = recorded(world)
    activities.count_activity(activity=activity, by=world.actor("deputy"))
    with pytest.raises(WrongState):
        activities.update_activity(activity=activity, by=world.actor("manager"), title="Other")
    with pytest.raises(NotAllowed):
        activities.take_back_activity(activity=activity, by=world.actor("deputy"), reason="Counted twice.")
    activities.take_back_activity(activity=activity, by=world.actor("coordinator"), reason="Counted twice.")
    assert (activity.state, activity.reviewed_by) == ("recorded", None)
    assert webinars(world) is None


def test_stale_form_is_refused(world: World) -> None:
    activity = recorded(world)
    version = activity.version
    activities.update_activity(activity=activity, by=world.actor("manager"), version=version, title="First")
    with pytest.raises(StaleVersion):
        activities.update_activity(
            activity=activity, by=world.actor("manager"), version=version, title="Second"
        )


@pytest.mark.parametrize(
    ("persona", "cluster", "field"), [("manager", "nice", "cluster"), ("coordinator", "sofia", "cluster")]
)
def test_cluster_must_be_the_own_one_and_of_the_partnership(
    world: World, persona: str, cluster: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        recorded(world, persona=persona, cluster=cluster)
    assert refusal.value.field == field


def test_day_to_come_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput) as refusal:
        recorded(world, held_on=clock.today() + timedelta(days=1))
    assert refusal.value.field == "held_on"


@pytest.mark.parametrize("persona", ["finance", "auditor", "visitor", "stranger", "other_manager"])
def test_only_coordinator_and_managers_record(world: World, persona: str) -> None:
    with pytest.raises(NotAllowed):
        recorded(world, persona=persona)
    assert not Activity.objects.exists()


def test_only_the_owner_corrects(world: World) -> None:
    activity = recorded(world)
    with pytest.raises(NotAllowed):
        activities.update_activity(activity=activity, by=world.actor("host_manager"), title="Mine")
