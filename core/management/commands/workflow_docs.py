"""Writes docs/workflows/ from the workflow tables; `--check` fails when they are not up to date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from core.workflow_table import Deadline, State, Workflow, registered

FOLDER = Path(settings.BASE_DIR) / "docs" / "workflows"


class Command(BaseCommand):
    help = "Writes one page with diagram and table per workflow into docs/workflows/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 when a page is out of date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            pages = {FOLDER / f"{workflow.name}.md": page(workflow) for workflow in registered()}
        old = [path.name for path, text in pages.items() if not path.is_file() or path.read_text() != text]
        if options["check"]:
            if old:
                raise CommandError(f"Out of date: {', '.join(sorted(old))}. Run “manage.py workflow_docs”.")
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path, text in pages.items():
            path.write_text(text)
        self.stdout.write(f"{len(pages)} pages, {len(old)} changed")


def page(workflow: Workflow) -> str:
    """The page of one workflow, as Markdown."""
    edges = [
        f"    {source} --> {move.target}: {move.name}"
        for move in workflow.transitions
        for source in move.sources
    ]
    finals = [f"    {state.code} --> [*]" for state in workflow.states if state.final]
    lines = [
        f"# Workflow: {workflow.name}",
        "",
        "Generated from the table; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {workflow.states[0].code}",
        *edges,
        *finals,
        "```",
        "",
        "| State | Staff see | People see | Waits for | Due |",
        "|---|---|---|---|---|",
        *(
            f"| {s.code} | {s.label} | {s.public_label} | {_waiting(s)} | {_due(s.deadline)} |"
            for s in workflow.states
        ),
        "",
        "| Move | From | To | By | Needs |",
        "|---|---|---|---|---|",
    ]
    for move in workflow.transitions:
        needs = [*move.required, *([move.guard.__name__.replace("_", " ").strip()] if move.guard else [])]
        lines.append(
            f"| {move.name} | {', '.join(move.sources)} | {move.target} | {', '.join(move.actors)} | {', '.join(needs)} |"
        )
    return "\n".join(lines) + "\n"


def _waiting(state: State) -> str:
    return "by the facts of the row" if callable(state.waiting_for) else ", ".join(state.waiting_for)


def _due(deadline: Deadline | None) -> str:
    return "" if deadline is None else f"{deadline.days} ({deadline.unit} days)".replace("_", " ")
