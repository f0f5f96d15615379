"""Looks over the whole database for what must never be. Exit 1 when something is broken."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from exchanges import invariants


class Command(BaseCommand):
    help = "Checks that log, states, sums, payments, questionnaires, outbox and audit chain agree."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = invariants.run()
        if options["json"]:
            checks = [check.__name__ for check in invariants.CHECKS]
            document = {
                "ok": not findings,
                "checks": checks,
                "findings": [item.to_json() for item in findings],
            }
            self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            for item in findings:
                self.stdout.write(f"{item.check}: {item.object}: {item.sentence}")
            self.stdout.write(f"{len(invariants.CHECKS)} checks, {len(findings)} findings.")
        if findings:
            sys.exit(1)
