"""A matching run from the command line, without saving anything."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from clusters.models import Partnership
from exchanges.matching import run_input
from exchanges.matching.problem import NoSolution
from exchanges.matching.run_answer import Answer, answer
from exchanges.selectors.matching_runs import usual_limits
from exchanges.selectors.run_words import (
    Names,
    conflict_sentences,
    names_of,
    people_in,
    plain,
    reasons,
    why_unplaced,
)

UNUSABLE = 2


class Command(BaseCommand):
    help = (
        "Find the best matches of all files of a partnership that wait for a host. Nothing is saved or sent."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partnership", required=True, help="code of the partnership: EXCITE-NEXT")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        partnership = Partnership.objects.filter(code__iexact=options["partnership"]).first()
        if partnership is None:
            known = ", ".join(Partnership.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(
                _("There is no partnership “%(code)s”. Known: %(known)s.")
                % {"code": options["partnership"], "known": known or "-"},
                returncode=UNUSABLE,
            )
        frozen, limits = run_input.read(partnership), usual_limits(partnership)
        began = perf_counter()
        try:
            found = answer(frozen, limits)
        except NoSolution as refusal:
            conflicts = plain(refusal.conflicts)
            said = conflict_sentences(conflicts, names_of(*people_in(conflicts)), frozen)
            raise CommandError(" ".join(said), returncode=UNUSABLE) from None
        result = as_result(found, _names(found), frozen["codes"], round(perf_counter() - began, 3))
        self.stdout.write(json.dumps(result, indent=2) if options["json"] else "\n".join(_as_text(result)))


def _names(found: Answer) -> Names:
    files = [row["file"] for row in (*found.matches, *found.unplaced)]
    return names_of(files, [row["host"] for row in found.matches])


def as_result(found: Answer, names: Names, codes: Sequence[str], seconds: float) -> dict[str, Any]:
    """The keys that other programs read; sums are JSON numbers in euro."""
    return {
        "assignments": [
            {
                "visitor": names.files[row["file"]].reference,
                "host": names.host(row["host"]),
                "offer": row["offer"],
                "score": row["score"],
                "lump_sum": row["cost"] / 100,
                "reasons": reasons(row["parts"], codes),
            }
            for row in found.matches
        ],
        "unplaced": [
            {"visitor": names.files[row["file"]].reference, "reasons": why_unplaced(row["why"])}
            for row in found.unplaced
        ],
        "objective": found.total,
        "bound": found.bound,
        "seconds": seconds,
    }


def _as_text(result: dict[str, Any]) -> list[str]:
    lines = [
        f"{row['visitor']}  {row['host']}  {row['score']}  {'; '.join(row['reasons'])}"
        for row in result["assignments"]
    ]
    lines += [f"{row['visitor']}  -  {' '.join(row['reasons'])}" for row in result["unplaced"]]
    return [
        *lines,
        "",
        f"{result['objective']} of at most {result['bound']} points, {result['seconds']} s",
    ]
