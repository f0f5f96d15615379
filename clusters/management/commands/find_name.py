"""Where a name still stands after an account was deleted; erasure replaces whole names, not a first name alone."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.erasure import places_with


class Command(BaseCommand):
    help = (
        "Lists model, row and field of every text that holds the word, as a whole word and whatever its capitals. "
        "It prints no text, so the list may be handed on. Change what is found on the page of that record."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("word", help="for example a first name; at least three letters")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        found = places_with(options["word"])
        if options["json"]:
            rows = [{"model": model, "field": field, "rows": rows} for model, field, rows in found]
            self.stdout.write(json.dumps({"places": rows}, indent=2))
            return
        for model, field, rows in found:
            self.stdout.write(f"{model}.{field}: {', '.join(map(str, rows))}")
        number = sum(len(rows) for _model, _field, rows in found)
        self.stdout.write(f"{number} texts hold the word.")
