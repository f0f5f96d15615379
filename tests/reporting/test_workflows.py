"""The stamps that a review and a publication leave, and what they take back."""

import pytest

from core import clock, files, workflow
from core.actors import Actor
from core.exceptions import Refused
from reporting.models import Activity, Deliverable
from tests.support.world import FIRST_DAY, World, moment


@pytest.fixture
def activity(world: World) -> Activity:
    row = Activity(
        partnership=world.partnership,
        cluster=world.clusters["dresden"],
        kind="training",
        title="Training",
        held_on=FIRST_DAY,
        recorded_by=world.actor("manager").user,
        recorded_at=moment(FIRST_DAY),
    )
    return workflow.start(row, by=world.actor("manager"), state="recorded")


def made(world: World, edition: str) -> Deliverable:
    """A deliverable whose PDF is ready."""
    row = Deliverable(
        partnership=world.partnership,
        code="D6.2",
        title="Report",
        work_package="6",
        edition=edition,
        number=1,
        as_of=FIRST_DAY,
        snapshot={},
        snapshot_hash="0" * 64,
        requested_at=moment(FIRST_DAY),
    )
    workflow.start(row, by=world.actor("coordinator"), state="requested")
    system = Actor.system("worker")
    pdf = files.store_bytes(b"%PDF-1.7", "report.pdf", "application/pdf", system)
    return workflow.perform(row, "finish", by=system, pdf_id=pdf.pk, pages=3)


def test_review_is_signed_and_taken_back_without_a_trace_on_the_row(world: World, activity: Activity) -> None:
    reviewer = world.actor("deputy")
    workflow.perform(activity, "send_back", by=reviewer, reason="Which day?")
    assert (activity.state, activity.return_reason) == ("returned", "Which day?")
    workflow.perform(activity, "record_again", by=world.actor("manager"))
    workflow.perform(activity, "count", by=reviewer, reviewer_id=reviewer.user_id)
    assert (activity.reviewed_by, activity.reviewed_at, activity.return_reason) == (
        reviewer.user,
        clock.now(),
        "",
    )
    workflow.perform(activity, "take_back", by=world.actor("coordinator"), comment="Counted twice.")
    assert (activity.state, activity.reviewed_by, activity.reviewed_at) == ("recorded", None, None)


def test_published_edition_says_who_and_when(world: World) -> None:
    deliverable, coordinator = made(world, "public"), world.actor("coordinator")
    assert (deliverable.pdf.name, deliverable.pages, deliverable.made_at) == ("report.pdf", 3, clock.now())
    workflow.perform(deliverable, "publish", by=coordinator, publisher_id=coordinator.user_id)
    assert (deliverable.published_by, deliverable.published_at) == (coordinator.user, clock.now())


def test_confidential_edition_stays_inside(world: World) -> None:
    deliverable, coordinator = made(world, "confidential"), world.actor("coordinator")
    with pytest.raises(Refused, match="Only the public edition"):
        workflow.perform(deliverable, "publish", by=coordinator, publisher_id=coordinator.user_id)
