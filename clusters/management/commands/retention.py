"""What personal data would go on a day; with --apply it goes."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.services import retention
from core import clock, personal_data

UNUSABLE = 2


class Command(BaseCommand):
    help = "Say what personal data would go today, or on a day; nothing is changed without --apply."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", help="as if it were this day: 2031-07-01 (not with --apply)")
        parser.add_argument("--apply", action="store_true", help="let it go now, as the daily job does")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        day = self._day(options)
        counts = retention.run(day=day).counts if options["apply"] else retention.due(day)
        rules = [
            {
                "rule": rule.key,
                "label": str(rule.label),
                "period": str(rule.period),
                "rows": counts.get(rule.key, 0),
            }
            for rule in personal_data.rules()
        ]
        if options["json"]:
            document = {"day": day.isoformat(), "applied": options["apply"], "rules": rules}
            self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
            return
        for row in rules:
            self.stdout.write(f"{row['rule']:<14} {row['rows']:>6}  {row['label']}: {row['period']}")

    def _day(self, options: dict[str, Any]) -> date:
        if not options["day"]:
            return clock.today()
        if options["apply"]:
            raise CommandError("--apply works for today only. Leave --day out.", returncode=UNUSABLE)
        try:
            return date.fromisoformat(options["day"])
        except ValueError:
            raise CommandError(
                f"--day: “{options['day']}” is not a date. Write year-month-day, for example 2031-07-01.",
                returncode=UNUSABLE,
            ) from None
