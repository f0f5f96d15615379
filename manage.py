#!/usr/bin/env python3
"""Django's command line for the portal."""

import os
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("PORTAL_ENV", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. Run `python3 dev.py run`, or activate the .venv first.")

    from excite_portal.embedded.commands import database_for
    from excite_portal.embedded.processes import ServiceProblem
    from excite_portal.environment import SettingProblem

    try:
        with database_for(sys.argv, Path(__file__).resolve().parent):
            execute_from_command_line(sys.argv)
    except (SettingProblem, ServiceProblem) as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
