"""Every indicator of a partnership with value, target and rule."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.exceptions import InvalidInput
from reporting.indicators import as_rows
from reporting.periods import Period
from reporting.selectors.partnerships import by_code

UNUSABLE = 2


class Command(BaseCommand):
    help = "Count every indicator of a partnership up to a day, with its target and rule."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partnership", required=True, help="code of the partnership: EXCITE")
        parser.add_argument("--since", help="first day: 2022-02-01 (all that came before too when left out)")
        parser.add_argument("--until", required=True, help="last day, included: 2022-07-01")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = as_rows(period_of(options))
        except InvalidInput as refusal:
            raise CommandError(str(refusal), returncode=UNUSABLE) from None
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False))
            return
        for row in rows:
            target = "" if row["target"] is None else f" of {row['target']}"
            value = "-" if row["value"] is None else row["value"]
            self.stdout.write(f"{row['code']:<28} {value}{target} {row['unit']}  ({row['label']})")


def period_of(options: dict[str, Any]) -> Period:
    """The period that the options name. Raises InvalidInput."""
    until = day_of(options["until"], "--until")
    since = day_of(options["since"], "--since") if options["since"] else None
    return Period(by_code(options["partnership"]), until=until, since=since)


def day_of(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            _("%(option)s: “%(text)s” is not a date. Write year-month-day, for example 2022-07-01.")
            % {"option": option, "text": text}
        ) from None
