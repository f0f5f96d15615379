"""Issues of deliverables for tests, made through the services."""

from datetime import date
from typing import Any

from core import outbox
from reporting.models import Deliverable
from reporting.services import deliverable_texts, deliverables
from tests.support.world import World

DAY = date(2026, 2, 10)


def draft(world: World, code: str = "D1.3", until: date | None = DAY, **facts: Any) -> Deliverable:
    return deliverables.begin_deliverable(
        partnership=world.partnership, code=code, by=world.actor("coordinator"), until=until, **facts
    )


def written(world: World, code: str = "D1.3", **facts: Any) -> Deliverable:
    """A draft whose parts all have a text."""
    issue = draft(world, code, **facts)
    written_parts(world, issue)
    return issue


def written_parts(world: World, issue: Deliverable) -> None:
    for part in issue.texts.filter(text=""):
        deliverable_texts.save_text(part=part, text=f"About {part.key}.", by=world.actor("coordinator"))


def move(
    world: World, issue: Deliverable, name: str, persona: str = "coordinator", comment: str = ""
) -> Deliverable:
    return deliverables.move_deliverable(
        deliverable=issue, move=name, by=world.actor(persona), comment=comment
    )


def approved(world: World, code: str = "D1.3", **facts: Any) -> Deliverable:
    """Approved by finance; its files wait for the worker."""
    issue = written(world, code, **facts)
    move(world, issue, "send")
    return move(world, issue, "approve", "finance")


def made(world: World, code: str = "D1.3", **facts: Any) -> Deliverable:
    issue = approved(world, code, **facts)
    outbox.run_due()
    issue.refresh_from_db()
    return issue


def published(world: World, code: str = "D1.3", **facts: Any) -> Deliverable:
    return move(world, made(world, code, **facts), "publish")
