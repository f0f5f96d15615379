"""Databases that went the long way through the migrations go on; those that stopped on it are told what to do."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from core.checks import migrations_go_on_from_here

APPS = ("core", "clusters", "exchanges", "reporting")


def _replaced() -> list[tuple[str, str]]:
    loader = MigrationExecutor(None).loader
    return [
        name
        for (app, _), migration in loader.disk_migrations.items()
        if app in APPS
        for name in migration.replaces
    ]


def _applied(*names: tuple[str, str]) -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app__in=APPS).delete()
    for name in names:
        recorder.record_applied(*name)


@pytest.mark.django_db
def test_long_way_that_was_gone_to_its_end_needs_nothing() -> None:
    _applied(*_replaced())

    assert migrations_go_on_from_here(None, databases=["default"]) == []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    # What is left is younger than the long way, and replaces nothing of it.
    assert [str(migration) for migration, _backwards in plan if migration.replaces] == []


@pytest.mark.django_db
@pytest.mark.parametrize("app", APPS)
def test_long_way_without_its_last_step_is_refused_with_the_way_out(app: str) -> None:
    last = max(name for name in _replaced() if name[0] == app)
    _applied(*(name for name in _replaced() if name != last))

    (problem,) = migrations_go_on_from_here(None, databases=["default"])

    assert "stopped half-way" in str(problem.msg)
    assert "Start that release once more" in str(problem.hint)


@pytest.mark.django_db
def test_every_earlier_stop_of_one_app_is_refused() -> None:
    """Also where it stopped is the end of what one new migration replaces."""
    of_exchanges = sorted(name for name in _replaced() if name[0] == "exchanges")
    others = [name for name in _replaced() if name[0] not in {"exchanges", "reporting"}]

    for stopped in (1, 2, 20, len(of_exchanges) - 2):
        _applied(*others, *of_exchanges[:stopped])
        assert migrations_go_on_from_here(None, databases=["default"]), stopped


@pytest.mark.django_db
def test_new_way_that_was_interrupted_goes_on() -> None:
    loader = MigrationExecutor(None).loader
    begun = [("clusters", "0001_accounts"), ("core", "0001_tables")]
    _applied(*(name for key in begun for name in loader.disk_migrations[key].replaces))

    assert migrations_go_on_from_here(None, databases=["default"]) == []
    executor = MigrationExecutor(connection)
    plan = [
        (step.app_label, step.name) for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]
    assert plan[0] == ("core", "0002_change_counts")
    assert not set(begun) & set(plan)
