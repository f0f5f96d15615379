"""Brings a database up to date and fills it with demo data once. One process, to start Django only once."""

import gc
import io
import os
import sys

import django
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError


def spare_the_collector() -> None:
    """A third of the time of migrating went into looking for garbage: what is loaded now stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)


def prepare() -> None:
    """Migrate; seed when nobody has an account; print the demo log-ins on stdout."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")
    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from core.checks import migrations_go_on_from_here
    from excite_portal.tooling import messages

    spare_the_collector()
    messages.compile_all()
    for problem in migrations_go_on_from_here(None, databases=["default"]):
        raise CommandError(f"{problem.msg} {problem.hint}")
    executor = MigrationExecutor(connection)
    executor.check_replacements()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Migrating the database ...", file=sys.stderr, flush=True)
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    if settings.PORTAL_DEMO and "seed_demo" in get_commands() and not get_user_model().objects.exists():
        print(
            "Filling the empty database with demo data (once, one to two minutes) ...",
            file=sys.stderr,
            flush=True,
        )
        call_command("seed_demo", seed=1, stdout=io.StringIO())
    if settings.PORTAL_DEMO and "demo_logins" in get_commands():
        call_command("demo_logins")


if __name__ == "__main__":
    try:
        prepare()
    except CommandError as error:
        sys.exit(str(error))
