"""The truths the database holds about activities and deliverables."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from reporting.models import Activity, Deliverable, LinkedNetwork, NewsItem
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
        "edition": "public",
        "number": 1,
        "as_of": DAY,
        "snapshot": {},
        "snapshot_hash": "0" * 64,
        "requested_at": at(DAY),
        "state": "ready",
        "state_since": at(DAY),
    }
    return Deliverable.objects.create(**fields | changes)


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
        ("deliverable_published_is_public", {"state": "published"}),
        ("deliverable_published_is_public", {"state": "published", "edition": "confidential"}),
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


@pytest.mark.parametrize(
    "changes", [{"snapshot": {"a": 1}}, {"as_of": date(2026, 2, 9)}, {"edition": "confidential"}]
)
def test_frozen_columns_do_not_change(world: World, changes: dict[str, Any]) -> None:
    made = deliverable(world)
    with pytest.raises(InternalError), transaction.atomic():
        Deliverable.objects.filter(pk=made.pk).update(**changes)


def test_state_follows_the_edges(world: World) -> None:
    made = deliverable(world, state="withdrawn")
    with pytest.raises(InternalError), transaction.atomic():
        Deliverable.objects.filter(pk=made.pk).update(state="ready")


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
