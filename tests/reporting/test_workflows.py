"""The stamps that a review and a publication leave, and what they take back."""

import pytest

from core import clock, outbox, workflow
from core.exceptions import NotAllowed, Refused
from reporting.models import Activity, Deliverable
from reporting.services import deliverable_texts
from tests.support import deliverables
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


def test_issue_says_who_sent_approved_and_published_it(world: World) -> None:
    issue, coordinator, finance = (
        deliverables.written(world),
        world.actor("coordinator"),
        world.actor("finance"),
    )
    deliverables.move(world, issue, "send")
    assert (issue.state, issue.review_asked_by, issue.review_asked_at) == (
        "in_review",
        coordinator.user,
        clock.now(),
    )
    deliverables.move(world, issue, "approve", "finance")
    assert (issue.state, issue.approved_by, issue.approved_at) == ("approved", finance.user, clock.now())
    outbox.run_due()
    issue.refresh_from_db()
    deliverables.move(world, issue, "publish")
    assert (issue.state, issue.published_by, issue.published_at) == (
        "published",
        coordinator.user,
        clock.now(),
    )


def test_required_texts_are_written_before_a_review(world: World) -> None:
    issue = deliverables.draft(world, "D6.2")
    with pytest.raises(Refused) as refusal:
        deliverables.move(world, issue, "send")
    assert [str(reason) for reason in refusal.value.reasons] == [
        "“Summary” is still to be written.",
        "“Lessons learned” is still to be written.",
    ]


@pytest.mark.parametrize(
    ("back", "who", "comment"), [("take_back", "coordinator", ""), ("send_back", "finance", "Why?")]
)
def test_issue_that_comes_back_forgets_who_sent_it(world: World, back: str, who: str, comment: str) -> None:
    issue = deliverables.written(world)
    deliverables.move(world, issue, "send")
    deliverables.move(world, issue, back, who, comment)
    assert (issue.state, issue.review_asked_by, issue.approved_by) == ("draft", None, None)


def test_sender_does_not_approve_and_comments_are_settled_first(world: World) -> None:
    issue = deliverables.written(world)
    comment = deliverable_texts.add_comment(
        deliverable=issue, key="summary", text="Which mission?", by=world.actor("manager")
    )
    deliverables.move(world, issue, "send")
    with pytest.raises(NotAllowed):
        deliverables.move(world, issue, "approve")
    with pytest.raises(Refused, match="1 comment is still open"):
        deliverables.move(world, issue, "approve", "finance")
    deliverable_texts.settle_comment(comment=comment, by=world.actor("coordinator"))
    assert deliverables.move(world, issue, "approve", "finance").state == "approved"


def test_issue_without_final_files_or_confidential_as_a_whole_is_not_published(world: World) -> None:
    issue = deliverables.approved(world)
    with pytest.raises(Refused, match="The files of the approved issue are not made yet."):
        deliverables.move(world, issue, "publish")
    outbox.run_due()
    Deliverable.objects.filter(pk=issue.pk).update(confidential=True)
    with pytest.raises(Refused, match="confidential as a whole"):
        deliverables.move(world, issue, "publish")


def test_opened_again_an_approved_issue_needs_another_review(world: World) -> None:
    issue = deliverables.made(world)
    with pytest.raises(Refused):
        deliverables.move(world, issue, "reopen")
    deliverables.move(world, issue, "reopen", comment="A figure was wrong.")
    assert (issue.state, issue.approved_by, issue.files_are_final) == ("draft", None, False)
