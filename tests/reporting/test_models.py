"""The truths the database holds about activities and deliverables."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from reporting.models import (
    Activity,
    Deliverable,
    DeliverableEdition,
    LinkedNetwork,
    NewsItem,
    PlannedIssue,
    ReviewComment,
    TextPart,
    TextVersion,
)
from tests.support import world as worlds
from tests.support.credited import at
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)


@pytest.fixture
def world() -> World:
    return worlds.build()


def activity(world: World, **changes: Any) -> Activity:
    manager, coordinator = world.actor("manager").user, world.actor("coordinator").user
    fields: dict[str, Any] = {
        "partnership": world.partnership,
        "cluster": world.clusters["dresden"],
        "kind": "webinar",
        "title": "Webinar",
        "held_on": DAY,
        "state": "counted",
        "state_since": at(DAY),
        "recorded_by": manager,
        "recorded_at": at(DAY),
        "reviewed_by": coordinator,
        "reviewed_at": at(DAY),
    }
    return Activity.objects.create(**fields | changes)


def deliverable(world: World, **changes: Any) -> Deliverable:
    fields: dict[str, Any] = {
        "partnership": world.partnership,
        "code": "D1.3",
        "title": "Scoreboard",
        "work_package": "1",
        "number": 1,
        "as_of": DAY,
        "frozen_at": at(DAY),
        "begun_at": at(DAY),
        "state": "draft",
        "state_since": at(DAY),
    }
    return Deliverable.objects.create(**fields | changes)


def edition(world: World, issue: Deliverable, **changes: Any) -> DeliverableEdition:
    fields = {"edition": "public", "snapshot": {}, "snapshot_hash": "0" * 64, "proof": "AAAA-BBBB-CCCC"}
    return DeliverableEdition.objects.create(deliverable=issue, **fields | changes)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("activity_state_known", {"state": "lost"}),
        ("activity_count_range", {"count": 0}),
        ("activity_count_range", {"count": 10001}),
        ("activity_counted_is_reviewed", {"reviewed_by": None}),
        ("activity_counted_is_reviewed", {"reviewed_at": None}),
    ],
)
def test_activity_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        activity(world, **changes)


def test_own_review_is_refused(world: World) -> None:
    with pytest.raises(IntegrityError, match="activity_second_person"), transaction.atomic():
        activity(world, reviewed_by=world.actor("manager").user)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("deliverable_state_known", {"state": "lost"}),
        ("deliverable_days_in_order", {"since": date(2026, 2, 11)}),
        ("deliverable_approved_by_somebody", {"state": "approved"}),
    ],
)
def test_deliverable_that_cannot_be_is_refused(
    world: World, constraint: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deliverable(world, **changes)


def test_issue_number_is_given_once(world: World) -> None:
    deliverable(world)
    with pytest.raises(IntegrityError, match="deliverable_number_once"), transaction.atomic():
        deliverable(world)


def test_published_is_public_and_has_its_files(world: World) -> None:
    by = world.actor("finance").user
    approved = {"approved_by": by, "approved_at": at(DAY), "published_by": by, "published_at": at(DAY)}
    files = {"files_made_at": at(DAY), "files_are_final": True}
    for missing in ({}, files | {"confidential": True}, files | {"published_by": None}):
        with pytest.raises(IntegrityError, match="deliverable_published_is_public"), transaction.atomic():
            deliverable(world, state="published", **approved | missing)


def test_nobody_approves_what_they_sent(world: World) -> None:
    by = world.actor("coordinator").user
    with pytest.raises(IntegrityError, match="deliverable_second_person"), transaction.atomic():
        deliverable(world, state="approved", review_asked_by=by, approved_by=by, approved_at=at(DAY))


def test_number_of_a_discarded_draft_is_free_again(world: World) -> None:
    deliverable(world, state="discarded")
    assert deliverable(world).number == 1


@pytest.mark.parametrize("changes", [{"code": "D6.2"}, {"number": 2}, {"begun_at": at(date(2026, 1, 1))}])
def test_issue_is_named_once(world: World, changes: dict[str, Any]) -> None:
    made = deliverable(world)
    with pytest.raises(InternalError), transaction.atomic():
        Deliverable.objects.filter(pk=made.pk).update(**changes)


def test_figures_of_an_edition_do_not_change(world: World) -> None:
    made = edition(world, deliverable(world))
    with pytest.raises(InternalError), transaction.atomic():
        DeliverableEdition.objects.filter(pk=made.pk).update(snapshot={"a": 1})


def test_period_texts_and_editions_are_kept_once_somebody_reads(world: World) -> None:
    issue = deliverable(world, state="in_review")
    part = TextPart.objects.create(deliverable=issue, key="summary", heading="Summary", position=0)
    made = edition(world, issue)
    for act in (
        lambda: Deliverable.objects.filter(pk=issue.pk).update(as_of=date(2026, 2, 9)),
        lambda: TextPart.objects.filter(pk=part.pk).update(text="New."),
        lambda: DeliverableEdition.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            act()


def test_parts_versions_and_places_of_the_plan_are_once(world: World) -> None:
    issue = deliverable(world)
    part = TextPart.objects.create(deliverable=issue, key="summary", heading="Summary", position=0)
    version = {"part": part, "number": 1, "written_at": at(DAY)}
    plan = {"partnership": world.partnership, "code": "D1.3", "number": 1}
    TextVersion.objects.create(**version)
    PlannedIssue.objects.create(**plan)
    edition(world, issue)
    for name, make in (
        (
            "text_part_once",
            lambda: TextPart.objects.create(deliverable=issue, key="summary", heading="S", position=1),
        ),
        ("text_version_once", lambda: TextVersion.objects.create(**version)),
        ("planned_issue_once", lambda: PlannedIssue.objects.create(**plan)),
        ("deliverable_edition_once", lambda: edition(world, issue, proof="AAAA-BBBB-CCCD")),
        (
            "review_comment_settled_by_somebody",
            lambda: ReviewComment.objects.create(
                deliverable=issue, key="summary", text="?", written_at=at(DAY), settled_at=at(DAY)
            ),
        ),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make()


def test_state_follows_the_edges(world: World) -> None:
    made = deliverable(world, state="withdrawn")
    with pytest.raises(InternalError), transaction.atomic():
        Deliverable.objects.filter(pk=made.pk).update(state="draft")


def test_network_and_news_keep_their_truths(world: World) -> None:
    manager, partnership = world.actor("manager").user, world.partnership
    with pytest.raises(IntegrityError, match="network_counts_with_evidence"), transaction.atomic():
        LinkedNetwork.objects.create(
            partnership=partnership, name="N", kind="vanguard", added_by=manager, activity=activity(world)
        )
    LinkedNetwork.objects.create(partnership=partnership, name="N", kind="vanguard", added_by=manager)
    with pytest.raises(IntegrityError, match="network_once"), transaction.atomic():
        LinkedNetwork.objects.create(partnership=partnership, name="N", kind="other", added_by=manager)
    with pytest.raises(IntegrityError, match="news_says_something"), transaction.atomic():
        NewsItem.objects.create(
            partnership=partnership, kind="news", title="Empty", dated_on=DAY, written_by=manager
        )
