"""Training modules brought as a table."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reporting.models import TrainingModule
from tests.support import knowledge, tables
from tests.support.world import World

pytestmark = pytest.mark.django_db
HEAD = (
    "Title",
    "Provider",
    "Link",
    "Language",
    "Duration",
    "Level",
    "Price",
    "Target group",
    "Topics",
    "Checked",
)
ROW = (
    "Reading data", "Open School", "school.example/data/", "English; fr", "12,5", "beginners", "0", "Staff",
    "Digital, artificial intelligence", "2026-01-15",
)  # fmt: skip


def table(*rows: tuple[Any, ...]) -> bytes:
    return tables.xlsx([HEAD, *rows])


def test_rows_become_modules_of_the_own_cluster_and_are_known_again(world: World) -> None:
    by = world.actor("host_manager")
    run = tables.imported(tables.brought("modules", table(ROW), by), by)
    module = TrainingModule.objects.get()
    assert run.state == "imported"
    assert (module.cluster, module.partnership) == (world.clusters["nice"], world.partnership)
    assert (module.link, module.languages, module.hours, module.level, module.cost, module.checked_on) == (
        "https://school.example/data/", ["en", "fr"], Decimal("12.5"), "beginner", Decimal(0), date(2026, 1, 15),
    )  # fmt: skip
    assert sorted(term.code for term in module.terms.all()) == ["ai", "digital"]
    again = tables.brought("modules", table(ROW, ("New", "X", "https://x.example/", "de", *[""] * 6)), by)
    assert again.counts == {"unchanged": 1, "create": 1}
    changed = tables.imported(tables.brought("modules", table(("Data, new", *ROW[1:])), by), by)
    assert changed.counts == {"update": 1}
    module.refresh_from_db()
    assert module.title == "Data, new"


def test_everything_wrong_is_told_at_once_and_nothing_is_saved(world: World) -> None:
    by = world.actor("coordinator")
    rows = (
        ("", "X", "https://x.example/", "Klingon", "0", "expert", "-1", "", "Spaceships", "2031-01-01"),
        ("Twice", "X", "https://x.example/", "en", *[""] * 6),
    )
    run = tables.brought("modules", table(*rows), by)
    assert sorted(tables.problems(run)) == [
        (2, "checked_on", "rule"), (2, "cost", "number"), (2, "hours", "rule"), (2, "languages", "choice"),
        (2, "level", "choice"), (2, "title", "missing"), (2, "topics", "choice"), (3, "link", "twice"),
    ]  # fmt: skip
    assert not TrainingModule.objects.exists()


def test_another_clusters_entry_is_left_out_unless_the_coordinator_brings_it(world: World) -> None:
    knowledge.module(world, link="https://school.example/data/", title="Dresden's")
    run = tables.brought("modules", table(ROW), world.actor("host_manager"))
    assert run.counts == {"left_out": 1}
    by = world.actor("coordinator")
    tables.imported(tables.brought("modules", table(ROW), by), by)
    assert TrainingModule.objects.get().title == "Reading data"


def test_only_writers_may_bring_a_table(world: World) -> None:
    from core.imports.importer import named

    importer = named("modules")
    allowed = {persona for persona, actor in world.actors.items() if importer.scope_of(actor) is not None}
    assert allowed == {"manager", "host_manager", "deputy", "coordinator"}
