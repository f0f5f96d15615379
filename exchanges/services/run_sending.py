"""The matches of a run go out as proposals: checked against the world of now, once only, each in its own savepoint."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from core import outbox, workflow
from core.actors import Actor
from core.exceptions import PortalError, Refused, StaleVersion
from exchanges.matching import run_input
from exchanges.matching.limits import Tally
from exchanges.matching.run_answer import problem_of
from exchanges.models import MatchingRun, RunMatch
from exchanges.services import proposals

# In one transaction of the worker, so that the page can say how far it is.
BATCH = 50


@dataclass(frozen=True)
class Verdict:
    match: RunMatch
    why_not: str


def verdicts(run: MatchingRun) -> list[Verdict]:
    """Each match, and what stands against it today: the same reading of the world as for a new run."""
    rows = list(
        run.matches.select_related("application__organisation", "offer__organisation__country").order_by(
            "-score", "id"
        )
    )
    fresh = run_input.read(run.partnership, asked_too=True)
    problem = problem_of(fresh, {})
    offers = [slot["offer"] for slot in fresh["slots"]]
    at = {
        (fresh["visitors"][visitor]["file"], offers[slot]): number
        for number, (visitor, slot) in enumerate(
            zip(fresh["pairs"]["visitor"], fresh["pairs"]["slot"], strict=True)
        )
    }
    frozen = {row["file"]: row for row in run.frozen["visitors"]}
    waiting = {row["file"]: row for row in fresh["visitors"]}
    tally, found = Tally(problem), []
    for row in rows:
        file, position = row.application_id, at.get((row.application_id, row.offer_id))
        now, then = waiting.get(file), frozen[file]
        if now is None:
            why_not = _("The file no longer looks for a host.")
        elif (now["first"], now["last"]) != (then["first"], then["last"]):
            why_not = _("The days of the visit have changed.")
        elif now["asked"] and not run.frozen["asked_too"]:
            why_not = _("The file has asked a host in the meantime.")
        elif row.offer_id not in offers:
            why_not = _("The offer is no longer open.")
        elif position is None or not tally.fits(position):
            why_not = _("The host is no longer free on these days, or a rule stands against it.")
        else:
            why_not = ""
            tally.add(position)
        found.append(Verdict(row, why_not))
    return found


def deploy(*, run: MatchingRun, by: Actor, version: int, allowed_only: bool = False) -> MatchingRun:
    """Send the matches out after the commit. With `allowed_only` those that are refused today stay behind, with why.

    Raises StaleVersion when somebody else was faster, Refused when a match cannot go. A second click changes nothing.
    """
    with transaction.atomic():
        workflow.check_actor(run, "deploy", by)
        workflow.hold(run)
        if run.state == "deployed" and _sent_by(run, by):
            return run
        if run.version != version:
            raise StaleVersion(_("Somebody changed this in the meantime. Nothing was saved yet."), run)
        judged = verdicts(run)
        refused = [one for one in judged if one.why_not]
        if refused and (not allowed_only or len(refused) == len(judged)):
            raise Refused([f"{one.match.application}: {one.why_not}" for one in refused[:5]])
        _note(refused)
        run.hat = by.hat
        workflow.perform(run, "deploy", by=by, held=True)
    return run


def send_now(run: MatchingRun) -> None:
    """The worker's part: the next matches that are neither sent nor refused; then it rings for the rest."""
    if run.state != "deployed" or run.hat is None:
        return
    by = Actor.person(run.hat.user, run.hat)
    left = run.matches.filter(proposal=None, refusal="").order_by("id")
    for row in left.select_related("application", "offer__organisation", "offer__host_cluster")[:BATCH]:
        _send(row, by)
    more = left.count()
    if more:
        outbox.add(
            "matchingrun.deployed", f"matchingrun.deployed:{run.pk}:left:{more}", payload={"id": run.pk}
        )


def _send(row: RunMatch, by: Actor) -> None:
    try:
        with transaction.atomic():
            row.proposal = proposals.propose_host(
                application=row.application, host_offer=row.offer, by=by, of_run=True
            )
            row.save(update_fields=["proposal"])
    except PortalError as refusal:
        row.proposal, row.refusal = None, str(refusal)[:500]
        row.save(update_fields=["refusal"])


def _note(refused: Iterable[Verdict]) -> None:
    rows = []
    for one in refused:
        one.match.refusal = one.why_not
        rows.append(one.match)
    RunMatch.objects.bulk_update(rows, ["refusal"])


def _sent_by(run: MatchingRun, by: Actor) -> bool:
    """Whether it was this person who sent the run out."""
    last = workflow.history(run).filter(name="deploy").last()
    return last is not None and by.user is not None and last.actor_user_id == by.user.pk
