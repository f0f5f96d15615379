"""System checks of the portal's own promises."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@register()
def demo_only_outside_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Persona switch, mailbox and clock exist for demo and test only."""
    if settings.PORTAL_DEMO and settings.PORTAL_ENV == "production":
        return [
            Error(
                "Demo mode is switched on in production.",
                hint="Unset PORTAL_DEMO: it lets everybody act as anybody and moves the clock.",
                id="core.E001",
            )
        ]
    return []


@register(Tags.database)
def migrations_go_on_from_here(app_configs: Any, databases: Any, **kwargs: Any) -> list[CheckMessage]:
    """`migrate` asks it first. A database that stopped on a way which was put together since (ADR 0040) is left alone."""
    if not any(_stopped_half_way(alias) for alias in databases or ()):
        return []
    return [
        Error(
            "This database stopped half-way through the migrations of an earlier release. Nothing was changed.",
            hint="Start that release once more and let its `manage.py migrate` finish; then come back to this one.",
            id="core.E002",
        )
    ]


def _stopped_half_way(alias: str) -> bool:
    migrations = MigrationLoader(None).disk_migrations
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    for migration in migrations.values():
        done = [name in applied for name in migration.replaces]
        if any(done) and not all(done):
            return True
        before = [
            name for key in migration.dependencies if key in migrations for name in migrations[key].replaces
        ]
        if any(done) and not all(name in applied for name in before):
            return True
    return False
