"""Matching runs: read, solved by a worker, changed by hand. A run itself sends nothing; see `run_sending`."""

import logging
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from time import perf_counter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusters import permissions as cluster_permissions
from clusters.models import Partnership
from core import audit, clock, outbox, progress, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, PortalError, Refused, WrongState
from exchanges.matching import run_answer, run_input
from exchanges.matching.problem import NoSolution
from exchanges.matching.run_answer import Answer
from exchanges.models import MatchingRun, RunMatch
from exchanges.selectors.run_words import conflict_sentences, names_of, people_in, plain

SOLVER = Actor.system("matching run")
MUST, MUST_NOT = "must", "must_not"
# What a worker does in this order; the page shows how far it is.
READING, SOLVING, WRITING, STEPS = 1, 2, 3, 4
# Seconds of solving that a person waits for; reading the input and writing the matches come on top. 2,000 files and 500 hosts
# take longer (see bench/), so that a worker does it.
QUICK = Decimal("0.5")
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
    """Have a worker freeze who waits and who has places, and solve it.

    `like` names a run whose input is used again, so that two answers differ by their limits only. Asked for twice while the first
    waits for its worker, as by a double click, it is made once.
    """
    cluster_permissions.check_coordinates(by, partnership)
    if not name.strip():
        raise InvalidInput(_("Give the run a name, so that you find it again."), "name")
    with transaction.atomic():
        Partnership.objects.select_for_update(of=("self",), no_key=True).get(pk=partnership.pk)
        twin = _twin(partnership, name.strip(), limits, like, by)
        if twin is not None:
            return twin
        run = MatchingRun(
            partnership=partnership,
            name=name.strip(),
            based_on=like,
            asked_too=like.asked_too if like is not None else asked_too,
            limits=dict(limits),
            created_by=by.user,
            hat=by.hat,
        )
        if like is not None and like.frozen:
            _put_input(run, like.frozen, like.frozen_at)
        workflow.start(run, by=by, state="draft")
        outbox.add("matchingrun.wanted", f"matchingrun.wanted:{run.pk}", payload={"id": run.pk})
    return run


def _twin(
    partnership: Partnership, name: str, limits: Mapping[str, Any], like: MatchingRun | None, by: Actor
) -> MatchingRun | None:
    """The same run, asked for by the same person, that no worker has solved yet."""
    rows = MatchingRun.objects.filter(
        partnership=partnership, created_by=by.user, state="draft", based_on=like
    )
    return rows.filter(name=name, limits=dict(limits)).first()


def solve_now(run: MatchingRun) -> None:
    """The worker's part: read, unless the input is another run's, and solve. Once solved, nothing happens.

    The row is not held meanwhile, so that a run that takes long can be thrown away.
    """
    if run.state != "draft":
        return
    try:
        with transaction.atomic():
            progress.note(job(run), READING, STEPS)
            if not run.frozen:
                frozen = run_input.read(run.partnership, asked_too=run.asked_too)
                frozen_at: datetime | None = clock.now()
            else:
                frozen, frozen_at = run.frozen, run.frozen_at
            progress.note(job(run), SOLVING, STEPS)
            began = perf_counter()
            try:
                found = run_answer.answer(frozen, limits_of(run))
            except NoSolution as refusal:
                _hold_in(run, "draft")
                _put_input(run, frozen, frozen_at)
                run.conflicts, run.problem = plain(refusal.conflicts), ""
                workflow.perform(run, "contradict", by=SOLVER, held=True)
                return
            seconds = perf_counter() - began
            progress.note(job(run), WRITING, STEPS)
            _hold_in(run, "draft")
            _put_input(run, frozen, frozen_at)
            _take(run, found, seconds)
            workflow.perform(run, "solve", by=SOLVER, held=True)
    except _Gone:
        return
    except Exception as error:
        logger.exception("matching run %s failed", run.pk)
        give_up(run, error)


@transaction.atomic
def give_up(run: MatchingRun, error: Exception) -> None:
    """It did not work, or the worker could not even begin: the page says why and offers to try again."""
    workflow.hold(run)
    move = {"draft": "fail", "changing": "drop_change"}.get(run.state)
    if move is None:
        del run._held  # type: ignore[attr-defined]
        return
    run.problem = _in_words(error)
    workflow.perform(run, move, by=SOLVER, held=True)


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


def is_quick(run: MatchingRun) -> bool:
    """Whether a change is solved while the person waits; else a worker does it. The run's last answer says how long."""
    return run.seconds is not None and run.seconds <= QUICK


def change(*, run: MatchingRun, file: int, act: str, host: int, by: Actor, version: int) -> MatchingRun:
    """A file must go to a host, or must not; everything is solved again with it. `version`: that of the page.

    A run that takes long is solved by a worker: it is `changing` until then.
    """
    if act not in (MUST, MUST_NOT):
        raise InvalidInput(_("Choose what to change."), "act")
    with transaction.atomic():
        workflow.check_actor(run, "change", by)
        workflow.hold(run, version)
        _check_solved(run)
        before = run.total or 0
        step = {"act": act, "file": file, "host": host}
        if not is_quick(run):
            return _want(run, [*run.steps, step], by)
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
        if not is_quick(run):
            return _want(run, run.steps[:-1], by)
        began = perf_counter()
        run.steps = run.steps[:-1]
        found = _solved(run, limits_of(run))
        _take(run, found, perf_counter() - began)
        workflow.perform(run, "change", by=by, held=True)
    return run


def change_now(run: MatchingRun) -> None:
    """The worker's part of a change by hand. What contradicts it is noted on the run, which stays as it was."""
    if run.state != "changing" or run.wanted_steps is None:
        return
    steps, before = run.wanted_steps, run.total or 0
    try:
        with transaction.atomic():
            progress.note(job(run), SOLVING, STEPS)
            began = perf_counter()
            found = _solved(run, _with_steps(run.limits, steps))
            seconds = perf_counter() - began
            progress.note(job(run), WRITING, STEPS)
            _hold_in(run, "changing")
            if len(steps) > len(run.steps):
                steps[-1]["change"] = found.total - before
            run.steps = steps
            _take(run, found, seconds)
            workflow.perform(run, "take_change", by=SOLVER, held=True)
            audit.record("matchingrun.step", run, SOLVER, {"total": (before, found.total)})
    except _Gone:
        return
    except Refused as refusal:
        give_up(run, refusal)
    except Exception as error:
        logger.exception("changing matching run %s failed", run.pk)
        give_up(run, error)


def work_of(run: MatchingRun) -> dict[str, Any]:
    """How far the worker is: `done` of `total` parts, and what it does, in words."""
    done = (progress.read(job(run)) or (0, STEPS))[0]
    words = {
        READING: _("The files that wait and the places of the hosts are being read."),
        SOLVING: _("The best matches are being looked for. This takes some seconds."),
        WRITING: _("The matches are being written down, with their reasons."),
    }
    return {
        "done": done,
        "total": STEPS,
        "percent": 100 * done // STEPS,
        "words": words.get(done, _("It waits for a free worker.")),
    }


def job(run: MatchingRun) -> str:
    """Of this attempt: a later one begins anew."""
    return f"matchingrun:{run.pk}:{run.version}"


class _Gone(Exception):
    """The run was thrown away, or done by another worker, while this one was at it."""


def _hold_in(run: MatchingRun, state: str) -> None:
    workflow.hold(run)
    if run.state != state:
        del run._held  # type: ignore[attr-defined]
        raise _Gone


def _want(run: MatchingRun, steps: list[dict[str, Any]], by: Actor) -> MatchingRun:
    """On the held run."""
    run.problem = ""
    return workflow.perform(run, "want_change", by=by, held=True, steps=steps)


def _put_input(run: MatchingRun, frozen: Mapping[str, Any], at: datetime | None) -> None:
    run.frozen, run.frozen_at, run.weights = dict(frozen), at, frozen["weights"]
    run.visitors = len(frozen["visitors"])
    run.offers = len({row["offer"] for row in frozen["slots"]})


def _in_words(error: Exception) -> str:
    """A refusal says what to do; of anything else the kind, for those who are asked for help."""
    if isinstance(error, PortalError):
        return str(error)[:500]
    return _("The portal made an error while it worked (%(kind)s).") % {"kind": type(error).__name__}


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
    run.unplaced, run.problem = found.unplaced, ""
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
