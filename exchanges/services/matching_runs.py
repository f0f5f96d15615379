"""Matching runs: read, solved by a worker, changed by hand. A run itself sends nothing; see `run_sending`."""

import logging
from collections.abc import Mapping
from decimal import Decimal
from time import perf_counter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusters import permissions as cluster_permissions
from clusters.models import Partnership
from core import audit, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, Refused, WrongState
from exchanges.matching import run_answer, run_input
from exchanges.matching.problem import NoSolution
from exchanges.matching.run_answer import Answer
from exchanges.models import MatchingRun, RunMatch
from exchanges.selectors.run_words import conflict_sentences, names_of, people_in, plain

SOLVER = Actor.system("matching run")
MUST, MUST_NOT = "must", "must_not"
logger = logging.getLogger(__name__)


def make_run(
    *,
    partnership: Partnership,
    name: str,
    limits: Mapping[str, Any],
    by: Actor,
    asked_too: bool = False,
    like: MatchingRun | None = None,
) -> MatchingRun:
    """Freeze who waits and who has places, and have it solved after the commit.

    `like` names a run whose input is used again, so that two answers differ by their limits only.
    """
    cluster_permissions.check_coordinates(by, partnership)
    if not name.strip():
        raise InvalidInput(_("Give the run a name, so that you find it again."), "name")
    with transaction.atomic():
        frozen = like.frozen if like is not None else run_input.read(partnership, asked_too=asked_too)
        run = workflow.start(
            MatchingRun(
                partnership=partnership,
                name=name.strip(),
                based_on=like,
                frozen=frozen,
                weights=frozen["weights"],
                limits=dict(limits),
                visitors=len(frozen["visitors"]),
                offers=len({row["offer"] for row in frozen["slots"]}),
                created_by=by.user,
                hat=by.hat,
            ),
            by=by,
            state="draft",
        )
        outbox.add("matchingrun.wanted", f"matchingrun.wanted:{run.pk}", payload={"id": run.pk})
    return run


def solve_now(run: MatchingRun) -> None:
    """The worker's part; once solved, nothing happens."""
    if run.state != "draft":
        return
    try:
        with transaction.atomic():
            began = perf_counter()
            try:
                found = run_answer.answer(run.frozen, limits_of(run))
            except NoSolution as refusal:
                _keep(run, "contradict", conflicts=plain(refusal.conflicts))
                return
            _take(workflow.hold(run), found, perf_counter() - began)
            workflow.perform(run, "solve", by=SOLVER, held=True)
    except Exception:
        logger.exception("matching run %s failed", run.pk)
        workflow.perform(run, "fail", by=SOLVER)


def give_up(run: MatchingRun) -> None:
    """The worker could not even begin: the page offers to try again."""
    if run.state == "draft":
        workflow.perform(run, "fail", by=SOLVER)


def try_again(*, run: MatchingRun, by: Actor) -> MatchingRun:
    return workflow.perform(run, "try_again", by=by)


def discard(*, run: MatchingRun, by: Actor) -> MatchingRun:
    return workflow.perform(run, "discard", by=by)


def limits_of(run: MatchingRun) -> dict[str, Any]:
    """The limits with the changes by hand on top; the newest word on a file counts."""
    return _with_steps(run.limits, run.steps)


def preview(run: MatchingRun, *, file: int, act: str, host: int) -> Answer:
    """What the run would be with this change. Writes nothing. Raises Refused with what contradicts it."""
    return _solved(run, _with_steps(run.limits, [*run.steps, {"act": act, "file": file, "host": host}]))


def change(*, run: MatchingRun, file: int, act: str, host: int, by: Actor, version: int) -> MatchingRun:
    """A file must go to a host, or must not; everything is solved again with it. `version`: that of the page."""
    if act not in (MUST, MUST_NOT):
        raise InvalidInput(_("Choose what to change."), "act")
    with transaction.atomic():
        workflow.check_actor(run, "change", by)
        workflow.hold(run, version)
        _check_solved(run)
        before = run.total or 0
        step = {"act": act, "file": file, "host": host}
        began = perf_counter()
        found = _solved(run, _with_steps(run.limits, [*run.steps, step]))
        run.steps = [*run.steps, {**step, "change": found.total - before}]
        _take(run, found, perf_counter() - began)
        workflow.perform(run, "change", by=by, held=True)
        audit.record("matchingrun.step", run, by, {"total": (before, found.total)})
    return run


def undo(*, run: MatchingRun, by: Actor, version: int) -> MatchingRun:
    """Take the newest change by hand back; the answer is the one before it, since the same input has the same answer."""
    with transaction.atomic():
        workflow.check_actor(run, "change", by)
        workflow.hold(run, version)
        _check_solved(run)
        if not run.steps:
            raise WrongState(_("Nothing was changed by hand."))
        began = perf_counter()
        run.steps = run.steps[:-1]
        found = _solved(run, limits_of(run))
        _take(run, found, perf_counter() - began)
        workflow.perform(run, "change", by=by, held=True)
    return run


def _check_solved(run: MatchingRun) -> None:
    if run.state != "solved":
        label = workflow.of(run).state(run.state).label
        raise WrongState(_("This cannot be done now: the state is “%(state)s”.") % {"state": label})


def _solved(run: MatchingRun, limits: Mapping[str, Any]) -> Answer:
    try:
        return run_answer.answer(run.frozen, limits)
    except NoSolution as refusal:
        conflicts = plain(refusal.conflicts)
        raise Refused(conflict_sentences(conflicts, names_of(*people_in(conflicts)), run.frozen)) from refusal


def _with_steps(limits: Mapping[str, Any], steps: list[dict[str, Any]]) -> dict[str, Any]:
    must = dict(limits.get(MUST) or ())
    must_not = [(file, host) for file, host in limits.get(MUST_NOT) or ()]
    for step in steps:
        pair = (step["file"], step["host"])
        if step["act"] == MUST:
            must[step["file"]] = step["host"]
            must_not = [one for one in must_not if one != pair]
        else:
            must_not.append(pair)
            if must.get(step["file"]) == step["host"]:
                del must[step["file"]]
    return {**limits, MUST: sorted(must.items()), MUST_NOT: sorted(set(must_not))}


def _take(run: MatchingRun, found: Answer, seconds: float) -> None:
    """Put an answer on the held run and write its matches anew."""
    run.total, run.bound, run.smes = found.total, found.bound, found.smes
    run.matched, run.cost = len(found.matches), Decimal(found.cost) / 100
    run.seconds, run.solver = Decimal(f"{seconds:.2f}"), run_answer.SOLVER
    run.unplaced = found.unplaced
    RunMatch.objects.filter(run=run).delete()
    RunMatch.objects.bulk_create(
        RunMatch(
            run=run,
            application_id=row["file"],
            offer_id=row["offer"],
            score=row["score"],
            cost=Decimal(row["cost"]) / 100,
            parts=row["parts"],
            alternates=row["alternates"],
            demanded=row["demanded"],
        )
        for row in found.matches
    )


def _keep(run: MatchingRun, move: str, **values: Any) -> None:
    workflow.hold(run)
    for name, value in values.items():
        setattr(run, name, value)
    workflow.perform(run, move, by=SOLVER, held=True)
