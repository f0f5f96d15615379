"""Rule 24: every migration can be undone, or says why not."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations
from django.db.migrations.loader import MigrationLoader

from tests.architecture.source import APPS

# "app.name" to the reason why it cannot be undone.
IRREVERSIBLE: dict[str, str] = {}


def one_way_operations(migration: Any) -> list[str]:
    return [str(operation.describe()) for operation in migration.operations if not operation.reversible]


def test_own_migrations_are_reversible() -> None:
    loader = MigrationLoader(None)
    found = {
        f"{app}.{name}": one_way_operations(migration)
        for (app, name), migration in loader.disk_migrations.items()
        if app in APPS and f"{app}.{name}" not in IRREVERSIBLE
    }

    assert {name: operations for name, operations in found.items() if operations} == {}


def test_rule_trips_on_code_without_a_way_back() -> None:
    def forwards(apps: Any, schema_editor: Any) -> None: ...

    one_way = SimpleNamespace(operations=[migrations.RunPython(forwards)])
    both_ways = SimpleNamespace(operations=[migrations.RunPython(forwards, migrations.RunPython.noop)])

    assert one_way_operations(one_way) == ["Raw Python operation"]
    assert one_way_operations(both_ways) == []
