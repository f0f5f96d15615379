"""Imports after the commit: the check and the saving, each safe to run twice."""

from typing import Any

from core import outbox
from core.models import ImportRun
from core.services import imports


@outbox.handler("import.check")
def check_rows(payload: dict[str, Any]) -> None:
    run = _run(payload)
    if run.state == "checking":
        imports.check_now(run)


@outbox.handler("import.save")
def save_rows(payload: dict[str, Any]) -> None:
    run = _run(payload)
    if run.state == "importing":
        imports.save_now(run)


@outbox.handler("import.forget")
def forget(payload: dict[str, Any]) -> None:
    run = _run(payload)
    if run.forgotten_at is None:
        imports.forget(run)


def _run(payload: dict[str, Any]) -> ImportRun:
    return ImportRun.objects.select_related("file", "created_by").get(pk=payload["id"])


@outbox.when_given_up("import.check")
@outbox.when_given_up("import.save")
def note_given_up(payload: dict[str, Any], error: Exception) -> None:
    """The page says that it did not work, and offers to try again."""
    imports.give_up(_run(payload))
