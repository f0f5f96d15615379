"""Best practices, modules and opportunities, made through the services."""

from datetime import date
from typing import Any

from reporting.models import BestPractice, Opportunity, TrainingModule
from reporting.services import modules, opportunities, practices
from tests.support.world import World

PARTS = {
    "done": "Members called each other.",
    "audience": "Firms that go abroad for the first time",
    "result": "Nobody gave up.",
    "copying": "Ask three members.",
}


def draft(world: World, persona: str = "manager", cluster: str = "dresden", **fields: Any) -> BestPractice:
    told: dict[str, Any] = {"title": "A buddy for each visit", "may_publish": True} | PARTS | fields
    return practices.write_practice(
        partnership=world.partnership, by=world.actor(persona), cluster=world.clusters[cluster], **told
    )


def submitted(
    world: World, persona: str = "manager", cluster: str = "dresden", **fields: Any
) -> BestPractice:
    return draft(world, persona, cluster, submit=True, **fields)


def accepted(world: World, **fields: Any) -> BestPractice:
    return practices.accept_practice(practice=submitted(world, **fields), by=world.actor("coordinator"))


def module(world: World, persona: str = "manager", cluster: str = "dresden", **fields: Any) -> TrainingModule:
    told: dict[str, Any] = {
        "title": "Reading data",
        "provider": "Open School",
        "link": "https://school.example/data/",
        "languages": ["en", "fr"],
        "level": "beginner",
        "checked_on": date(2026, 2, 1),
    } | fields
    return modules.add_module(
        partnership=world.partnership, by=world.actor(persona), cluster=world.clusters[cluster], **told
    )


def opportunity(
    world: World, persona: str = "manager", cluster: str = "dresden", **fields: Any
) -> Opportunity:
    told: dict[str, Any] = {
        "kind": "project",
        "title": "Shared test fields",
        "about": "One form for both.",
    } | fields
    return opportunities.note_opportunity(
        partnership=world.partnership, by=world.actor(persona), cluster=world.clusters[cluster], **told
    )
