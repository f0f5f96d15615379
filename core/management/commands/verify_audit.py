"""Walks the audit chain. Exit 1 when an event was changed, cut out or slipped in."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import audit
from core.models import AuditEvent


class Command(BaseCommand):
    help = (
        "Verifies the hash chain over the audit log. Keep the printed head outside the portal, and give it back with "
        "--expect-head: a cut tail cannot be seen from inside."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        parser.add_argument(
            "--expect-head",
            metavar="NUMBER:HASH",
            help="a head printed earlier; it must still be in the chain",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        findings = audit.broken_links() + audit.changed_values()
        number, digest = audit.head()
        if options["expect_head"]:
            findings += _missing_anchor(options["expect_head"])
        head = f"{number}:{digest}"
        if options["json"]:
            document = {
                "ok": not findings,
                "events": AuditEvent.objects.count(),
                "head": head,
                "findings": findings,
            }
            self.stdout.write(json.dumps(document, indent=2))
        else:
            for sentence in findings:
                self.stdout.write(sentence)
            self.stdout.write(f"{AuditEvent.objects.count()} events, {len(findings)} findings. Head {head}")
        if findings:
            sys.exit(1)


def _missing_anchor(text: str) -> list[str]:
    number, _colon, digest = text.partition(":")
    if not number.isdecimal():
        return ["The expected head is not of the form NUMBER:HASH."]
    return (
        []
        if audit.has_link(int(number), digest)
        else [f"Link {number} of the expected head is missing or another one: the tail was cut."]
    )
