"""Matching runs after the commit: solved, and sent out once they are deployed; each safe to run twice."""

from typing import Any

from core import outbox
from exchanges.models import MatchingRun
from exchanges.services import matching_runs, run_sending


@outbox.handler("matchingrun.wanted")
def solve(payload: dict[str, Any]) -> None:
    matching_runs.solve_now(_run(payload))


@outbox.handler("matchingrun.change_wanted")
def solve_again(payload: dict[str, Any]) -> None:
    matching_runs.change_now(_run(payload))


@outbox.handler("matchingrun.deployed")
def send(payload: dict[str, Any]) -> None:
    run_sending.send_now(_run(payload))


@outbox.when_given_up("matchingrun.wanted")
@outbox.when_given_up("matchingrun.change_wanted")
def note_given_up(payload: dict[str, Any], error: Exception) -> None:
    matching_runs.give_up(_run(payload), error)


def _run(payload: dict[str, Any]) -> MatchingRun:
    return MatchingRun.objects.select_related("partnership", "created_by", "hat").get(pk=payload["id"])
