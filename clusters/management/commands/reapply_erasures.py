"""After a restore, before anybody logs in: erase again whoever was erased since the backup."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clusters.services.reapply import reapply


class Command(BaseCommand):
    help = (
        "Reads the notes under erasures/ in the file storage and repeats every erasure and every permission taken back "
        "that this database does not know. Exit 1 when a note does not fit the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        done = reapply()
        if options["json"]:
            document = {
                "ok": not done.strange,
                "erased": done.erased,
                "revoked": done.revoked,
                "already": done.already,
                "strange": list(done.strange),
            }
            self.stdout.write(json.dumps(document, indent=2))
        else:
            self.stdout.write(
                f"{done.erased} people erased again, {done.revoked} permissions taken back again, "
                f"{done.already} known already."
            )
            for name in done.strange:
                self.stdout.write(
                    f"{name}: is somebody else here. Is this the right backup, and the right folder?"
                )
        if done.strange:
            sys.exit(1)
