"""Writes docs/visibility.md from the table of `exchanges.visibility`; `--check` fails when it is not up to date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from exchanges.visibility import FIELDS, ROLES, STAGES, Stage

PAGE = Path(settings.BASE_DIR) / "docs" / "visibility.md"
_MARKS = {
    Stage.ALWAYS: "always",
    Stage.APPLIED: "sent",
    Stage.ASKED: "asked",
    Stage.AGREED: "agreed",
    Stage.NEVER: "–",
}


class Command(BaseCommand):
    help = "Writes docs/visibility.md: what each role sees of the other organisation, per stage of a match."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 when the page is out of date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            text = page()
        if options["check"]:
            if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
                raise CommandError("docs/visibility.md is out of date. Run “manage.py visibility_docs”.")
            return
        PAGE.write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(FIELDS)} fields")


def page() -> str:
    """The table as Markdown."""
    lines = [
        "# Who sees what of the other organisation",
        "",
        "Generated from `exchanges/visibility.py`; do not edit. A cell names the stage from which on the role sees the field:",
        *(f"**{_MARKS[stage]}** ({words})," for stage, words in STAGES.items()),
        "**always** (no match is needed), – (never).",
        "",
        "Everybody are visitors of the site, people without a role, and clusters without a part in the file. What an",
        "organisation agreed to show in the directory is seen by everybody, whatever stands here: its name, kind, town,",
        "description, website, languages and fields of activity. Each side reads what it wrote itself. A declined or",
        "withdrawn match closes the file to the host again. Host and host's cluster see the same with or without an account.",
        "Before it is asked, a host and its cluster see an outline of the visitors that wait and would suit it: kind, country,",
        "days, what for by heading, and fields; no name, no town, none of the visitor's own words.",
        "",
        "| Field | " + " | ".join(str(label) for label in ROLES.values()) + " |",
        "|---" * (len(ROLES) + 1) + "|",
    ]
    for field in FIELDS:
        cells = (_MARKS[field.seen.get(role, Stage.NEVER)] for role in ROLES)
        lines.append(
            f"| {field.label} | "
            + " | ".join(_own(field.code, role) or mark for role, mark in zip(ROLES, cells, strict=True))
            + " |"
        )
    return "\n".join(lines) + "\n"


def _own(code: str, role: str) -> str:
    return "own" if code.partition(".")[0] == role else ""
