"""One lump sum with its reasons, from the command line."""

import json
from argparse import ArgumentParser
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.dates import check_range
from core.exceptions import InvalidInput
from core.money import format_eur
from exchanges.enums import Mode
from exchanges.lump_sum import Inputs, Result, calculate
from exchanges.selectors.rulebooks import grid_for, rules_for

UNUSABLE = 2


class Command(BaseCommand):
    help = "Calculate the lump sum of one visit and say how it came about."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--home-country", required=True, help="visitor's country, two letters: DE")
        parser.add_argument("--host-country", required=True, help="host's country, two letters: FR")
        parser.add_argument("--start", required=True, help="first day at the host: 2022-10-11")
        parser.add_argument("--end", required=True, help="last day at the host: 2022-10-14")
        parser.add_argument(
            "--km", help="distance between the two organisations: 967 (not needed when virtual)"
        )
        parser.add_argument("--region", help="host's region, for its public holidays: SN")
        parser.add_argument(
            "--travel-day", action="append", default=[], help="a day that is not counted; repeatable"
        )
        parser.add_argument("--mode", default=Mode.PHYSICAL.value, help="physical (as usual) or virtual")
        parser.add_argument("--grid", help="version of the grid; that of the first day when left out")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = _result(options)
        except InvalidInput as refusal:
            raise CommandError(str(refusal), returncode=UNUSABLE) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_quote(result), indent=2))
        else:
            self.stdout.write("\n".join(_as_text(result)))


def _result(options: dict[str, Any]) -> Result:
    start, end = _day(options["start"], "--start"), _day(options["end"], "--end")
    check_range(start, end)
    inputs = Inputs(
        home_country=options["home_country"],
        host_country=options["host_country"],
        start=start,
        end=end,
        distance_km=_kilometres(options["km"]),
        host_region=options["region"],
        travel_days=frozenset(_day(text, "--travel-day") for text in options["travel_day"]),
        mode=options["mode"],
    )
    return calculate(inputs, rules_for(start), grid_for(options["grid"], start))


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            _("%(option)s: “%(text)s” is not a date. Write year-month-day, for example 2022-10-11.")
            % {"option": option, "text": text}
        ) from None


def _kilometres(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InvalidInput(
            _("--km: “%(text)s” is not a number. Write whole kilometres, for example 967.") % {"text": text}
        ) from None


def as_quote(result: Result) -> dict[str, Any]:
    """The keys that other programs read; sums are JSON numbers."""
    return {
        "eligible": result.eligible,
        "working_days": result.working_days,
        "days": [
            {"date": day.date.isoformat(), "counted": day.counted, "reason": day.sentence}
            for day in result.days
        ],
        "distance_km": _number(result.distance_km),
        "base": _number(result.base),
        "factor": _number(result.factor),
        "amount": _number(result.amount),
        "currency": result.currency,
        "reasons": [reason.sentence for reason in result.reasons],
        "grid": result.grid_version,
        "needs_decision": result.needs_decision,
        "next_step": result.next_step.sentence if result.next_step else None,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _as_text(result: Result) -> list[str]:
    lines = [f"{day.date.isoformat()}  {'+' if day.counted else '-'}  {day.sentence}" for day in result.days]
    lines += [""] + [f"{line.label}: {_money(line.amount)}{line.sentence}" for line in result.lines[:-1]]
    lines += [reason.sentence for reason in result.reasons if reason.sentence not in "\n".join(lines)]
    lines += ["", f"{format_eur(result.amount)} (grid {result.grid_version})"]
    if result.next_step and result.next_step not in result.reasons:
        lines.append(result.next_step.sentence)
    return lines


def _money(value: Decimal | None) -> str:
    return "" if value is None else f"{format_eur(value)}. "
