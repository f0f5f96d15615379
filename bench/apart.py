"""Measures on a throwaway database in a process of its own, since Django is set up for one database only."""

import json
import os
import tempfile
from collections.abc import Callable
from typing import Any

from bench.__main__ import _database, _environment


def apart(measured: Callable[..., dict[str, Any]], *values: Any) -> dict[str, Any]:
    """What `measured(*values)` returns, called with an empty, migrated database."""
    with _database() as url, tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.environ.update(_environment(url, "redis://127.0.0.1:1", folder))
            os.environ["DJANGO_SETTINGS_MODULE"] = "excite_portal.settings"
            with os.fdopen(writing, "w") as pipe:
                pipe.write(json.dumps(_migrated(measured, *values)))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            found: dict[str, Any] = json.loads(pipe.read())
        os.wait()
    return found


def _migrated(measured: Callable[..., dict[str, Any]], *values: Any) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return measured(*values)
