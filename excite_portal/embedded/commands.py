"""Gives `manage.py` its database: starts the embedded one for commands that need it."""

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

# These never touch the database, so they never start one.
WITHOUT_DATABASE = {
    "",
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "startapp",
    "test",
    "testserver",
    "version",
    "workflow_docs",
}


def needs_embedded_database(arguments: list[str]) -> bool:
    """`arguments` as in sys.argv."""
    if os.environ.get("PORTAL_ENV", "development") != "development":
        return False
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return False
    command = arguments[1] if len(arguments) > 1 else ""
    asks_for_help = any(argument in {"-h", "--help", "--version"} for argument in arguments[1:])
    return command not in WITHOUT_DATABASE and not asks_for_help


def database_for(arguments: list[str], checkout: Path) -> AbstractContextManager[None]:
    if not needs_embedded_database(arguments):
        return nullcontext()
    from excite_portal.embedded.places import places_for
    from excite_portal.embedded.postgres import running

    return running(places_for(checkout))
