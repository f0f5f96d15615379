"""`dev.py seed`: start the database if need be, migrate, run seed_demo, stop."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from excite_portal.embedded.places import places_for
from excite_portal.embedded.postgres import running
from excite_portal.embedded.processes import ServiceProblem
from excite_portal.tooling.prepare import spare_the_collector

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")
    own = not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))
    try:
        with running(places_for(ROOT)) if own else nullcontext():
            import django
            from django.core.management import execute_from_command_line

            django.setup()
            spare_the_collector()
            execute_from_command_line(["manage.py", "migrate", "--noinput", "--verbosity=0"])
            execute_from_command_line(["manage.py", "seed_demo", *(arguments or ["--seed", "1"])])
    except ServiceProblem as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(sys.argv[1:])
