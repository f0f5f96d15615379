"""Builds the demo data. `manage.py seed_demo --seed 1`"""

import random
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clusters.models import Partnership, User
from clusters.services import directory
from core.transactions import all_or_nothing
from exchanges.demo import build
from exchanges.demo.later import once_at_the_end
from reporting.demo import build as beside
from reporting.demo import imports
from reporting.services import ledger


class Command(BaseCommand):
    help = (
        "Builds the demo: EXCITE's history with its published figures, and the live partnership EXCITE-NEXT."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="the same number gives the same data")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when the demo is already there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Partnership.objects.exists() or User.objects.exists():
            if options["if_empty"]:
                return
            where = "This production database" if settings.PORTAL_ENV == "production" else "The database"
            raise CommandError(f"{where} is not empty. Seed a new, empty database; nothing was changed.")
        began = time.monotonic()
        random.seed(options["seed"])
        with all_or_nothing(), once_at_the_end("directory_after_%", directory.rebuild):
            with once_at_the_end("reporting_ledger_follow%", ledger.rebuild):
                told = build.told(progress=self._say)
            printing = beside.tell_told("EXCITE")
            summary = build.running(told, progress=self._say)
            self._say("Activities and published documents ...")
            summary = f"{summary}, {beside.tell_running('EXCITE-NEXT', printing)}"
            summary = f"{summary}, {imports.tell('EXCITE-NEXT')}"
        self._say(f"{summary} in {time.monotonic() - began:.0f} s")

    def _say(self, text: str) -> None:
        self.stderr.write(text)
