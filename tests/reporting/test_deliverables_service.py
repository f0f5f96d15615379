from datetime import date, timedelta
from typing import Any

import pytest
from django.db import InternalError, transaction

from core import clock, outbox
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from reporting.deliverables import catalogue, freezing
from reporting.models import Deliverable
from reporting.services import deliverables
from tests.support import world as worlds
from tests.support.credited import credited
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)


@pytest.fixture
def world() -> World:
    return worlds.build()


def requested(world: World, edition: str = "public", **extra: Any) -> Deliverable:
    return deliverables.request_deliverable(
        partnership=world.partnership,
        code="d1.3",
        edition=edition,
        by=world.actor("coordinator"),
        until=DAY,
        **extra,
    )


def test_worker_makes_the_pdf_of_the_frozen_figures(world: World) -> None:
    deliverable = requested(world)
    assert (deliverable.state, deliverable.number, deliverable.code) == ("requested", 1, "D1.3")
    frozen = deliverable.snapshot
    credited(world, world.firm, world.host, DAY)
    assert outbox.run_due() == 1
    deliverable.refresh_from_db()
    assert deliverable.state == "ready"
    assert deliverable.pdf is not None
    assert deliverable.pdf.name == "D1.3-test-public-1.pdf"
    with deliverable.pdf.file.open("rb") as file:
        assert deliverable.pages == catalogue.count_pages(file.read())
    assert (deliverable.snapshot, deliverable.snapshot_hash) == (frozen, freezing.digest(frozen))
    assert outbox.run_due() == 0


def test_issues_are_numbered_by_edition(world: World) -> None:
    numbers = [requested(world, edition).number for edition in ("public", "public", "confidential", "public")]
    assert numbers == [1, 2, 1, 3]


def test_snapshot_cannot_be_changed(world: World) -> None:
    deliverable = requested(world)
    with pytest.raises(InternalError, match="frozen|read-only|update"), transaction.atomic():
        Deliverable.objects.filter(pk=deliverable.pk).update(snapshot={})


def test_document_that_cannot_be_made_says_so_and_can_be_retried(world: World, monkeypatch: Any) -> None:
    deliverable = requested(world)
    with monkeypatch.context() as broken:
        broken.setattr(catalogue, "make_pdf", lambda *args, **named: 1 / 0)
        outbox.run_due()
    deliverable.refresh_from_db()
    assert deliverable.state == "failed"
    deliverables.retry_deliverable(deliverable=deliverable, by=world.actor("coordinator"))
    outbox.run_due()
    deliverable.refresh_from_db()
    assert deliverable.state == "ready"


def test_public_edition_is_published_and_withdrawn_with_a_reason(world: World) -> None:
    deliverable = requested(world)
    with pytest.raises(WrongState):
        deliverables.publish_deliverable(deliverable=deliverable, by=world.actor("coordinator"))
    outbox.run_due()
    deliverables.publish_deliverable(deliverable=deliverable, by=world.actor("coordinator"))
    assert (deliverable.state, deliverable.published_at) == ("published", clock.now())
    assert list(Deliverable.objects.visible_to(world.actor("stranger"))) == [deliverable]
    with pytest.raises(Refused):
        deliverables.withdraw_deliverable(deliverable=deliverable, by=world.actor("coordinator"), reason="")
    deliverables.withdraw_deliverable(
        deliverable=deliverable, by=world.actor("coordinator"), reason="A figure was wrong."
    )
    assert list(Deliverable.objects.visible_to(world.actor("stranger"))) == []


def test_confidential_edition_is_not_published(world: World) -> None:
    deliverable = requested(world, "confidential")
    outbox.run_due()
    with pytest.raises(Refused, match="Only the public edition"):
        deliverables.publish_deliverable(deliverable=deliverable, by=world.actor("coordinator"))


@pytest.mark.parametrize("persona", ["manager", "finance", "auditor", "visitor", "stranger", "other_manager"])
def test_only_the_coordinator_makes_and_publishes(world: World, persona: str) -> None:
    deliverable = requested(world)
    outbox.run_due()
    with pytest.raises(NotAllowed):
        deliverables.publish_deliverable(deliverable=deliverable, by=world.actor(persona))
    with pytest.raises(NotAllowed):
        deliverables.request_deliverable(
            partnership=world.partnership, code="D1.3", edition="public", by=world.actor(persona), until=DAY
        )


def test_day_to_come_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput) as refusal:
        deliverables.request_deliverable(
            partnership=world.partnership,
            code="D1.3",
            edition="public",
            by=world.actor("coordinator"),
            until=clock.today() + timedelta(days=1),
        )
    assert refusal.value.field == "until"


@pytest.mark.parametrize(
    ("persona", "editions"),
    [
        ("coordinator", ["confidential", "public"]),
        ("finance", ["confidential", "public"]),
        ("auditor", ["confidential", "public"]),
        ("manager", ["public"]),
        ("other_manager", []),
        ("visitor", []),
        ("stranger", []),
    ],
)
def test_confidential_edition_is_for_those_who_oversee(
    world: World, persona: str, editions: list[str]
) -> None:
    requested(world, "public")
    requested(world, "confidential")
    found = Deliverable.objects.visible_to(world.actor(persona)).order_by("edition")
    assert [item.edition for item in found] == editions
