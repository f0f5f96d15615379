"""Matches: propose a host, hear both sides, let both clusters confirm. A confirmed match becomes an exchange.

Every service locks the file before the proposal.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from clusters.models import Organisation
from core import clock, outbox, workflow
from core.actors import Actor
from core.exceptions import NotAllowed, Refused, WrongState
from exchanges import permissions
from exchanges.enums import OPEN_PROPOSAL_STATES, HostAnswer, PartyRole
from exchanges.matching import candidates
from exchanges.models import Application, HostOffer, Party, Proposal
from exchanges.services import building
from exchanges.services.locks import lock_application, lock_proposal
from exchanges.services.same_host import join_known_host

_HOST_MOVES = {"proposed": "host_accepts", "accepted_by_visitor": "host_agrees"}
_VISITOR_MOVES = {"proposed": "visitor_accepts", "accepted_by_host": "visitor_agrees"}


def propose_host(
    *,
    application: Application,
    host_offer: HostOffer,
    by: Actor,
    message: str = "",
    start: date | None = None,
    end: date | None = None,
    of_run: bool = False,
) -> Proposal:
    """Ask a host for an accepted file. The proposer's side has agreed by proposing.

    `of_run`: a match of a run, sent by the coordinator, who speaks for no side: both and both clusters still agree.

    Raises Refused with every reason against it: no days, another country's rule, no free place, five open proposals.
    """
    with transaction.atomic():
        locked = lock_application(application.pk)
        relations = permissions.application_relations(locked, by)
        allowed = ("coordinator",) if of_run else ("visitor", "decider", "system")
        permissions.check_relation(relations, *allowed)
        first, last = start or locked.planned_start, end or locked.planned_end
        check_open(locked, first, last)
        candidate = candidates.candidate(host_offer, locked, first, last)
        reasons = candidates.obstacles_of(locked, candidate, first, last)
        if reasons:
            raise Refused(reasons)
        now = clock.now() if relations & {"decider", "system"} and not of_run else None
        proposal = new_proposal(
            locked,
            by,
            state="proposed" if now or of_run else "accepted_by_visitor",
            stay=(first, last),
            message=message,
            visitor_cluster_confirmed_at=now,
            **from_offer(host_offer),
        )
    _take_over(application, locked)
    return proposal


def propose_hosts(
    *,
    application: Application,
    host_offers: Iterable[HostOffer],
    by: Actor,
    message: str = "",
    start: date | None = None,
    end: date | None = None,
) -> list[Proposal]:
    """Ask several hosts at once: all or none."""
    with transaction.atomic():
        return [
            propose_host(
                application=application, host_offer=offer, by=by, message=message, start=start, end=end
            )
            for offer in host_offers
        ]


def answer_as_host(*, proposal: Proposal, by: Actor, accept: bool, comment: str = "") -> Proposal:
    """The host's yes or no. A yes confirms the match at once where both clusters have vouched for it before."""
    with transaction.atomic():
        locked = lock_proposal(proposal)
        if accept:
            workflow.perform(locked, _move(locked, _HOST_MOVES, "host_accepts"), by=by, comment=comment)
            _note_answer(locked, HostAnswer.YES)
            confirm_when_complete(locked, Actor.system("match"))
        else:
            _decline(locked, by, comment)
            _note_answer(locked, HostAnswer.NO)
    _take_over(proposal, locked)
    return proposal


def answer_as_visitor(*, proposal: Proposal, by: Actor, accept: bool, comment: str = "") -> Proposal:
    with transaction.atomic():
        locked = lock_proposal(proposal)
        if accept:
            workflow.perform(locked, _move(locked, _VISITOR_MOVES, "visitor_accepts"), by=by, comment=comment)
            confirm_when_complete(locked, Actor.system("match"))
        else:
            _decline(locked, by, comment)
    _take_over(proposal, locked)
    return proposal


def confirm_match(*, proposal: Proposal, by: Actor, same_as: Organisation | None = None) -> Proposal:
    """A cluster confirms an agreed match; with the second confirmation the exchange is built.

    `same_as` is the member of the cluster that an invited host turned out to be. Confirming twice is the same as once.
    """
    with transaction.atomic():
        locked = lock_proposal(proposal)
        relations = permissions.proposal_relations(locked, by)
        sides = _sides(relations)
        if not sides:
            raise NotAllowed(_("Only the two clusters confirm a match."))
        if locked.state == "confirmed":
            return proposal
        if locked.state != "agreed":
            label = workflow.of(locked).state(locked.state).label
            raise WrongState(_("This cannot be done now: the state is “%(state)s”.") % {"state": label})
        if same_as is not None:
            locked = join_known_host(proposal=locked, by=by, organisation=same_as)
        for side in sides:
            if getattr(locked, side) is None:
                setattr(locked, side, clock.now())
        locked.save(update_fields=sorted(sides))
        workflow.refresh_turn(locked)
        confirm_when_complete(locked, by)
    _take_over(proposal, locked)
    return proposal


def decline_match(*, proposal: Proposal, by: Actor, reason: str) -> Proposal:
    """A cluster says no to a match before it is confirmed."""
    with transaction.atomic():
        locked = lock_proposal(proposal)
        _decline(locked, by, reason)
    _take_over(proposal, locked)
    return proposal


def withdraw_proposal(*, proposal: Proposal, by: Actor, comment: str = "") -> Proposal:
    """Take a proposal back before it is confirmed."""
    with transaction.atomic():
        locked = lock_proposal(proposal)
        _end(locked, "withdraw", by, comment)
    _take_over(proposal, locked)
    return proposal


def withdraw_open_proposals(*, application: Application, by: Actor, comment: str = "") -> int:
    """Take back whatever is still open, when the file ends or is matched; the hosts are told."""
    with transaction.atomic():
        locked = lock_application(application.pk)
        return _withdraw_open(locked, by, comment)


def expire_proposal(*, proposal: Proposal) -> Proposal:
    """Nobody answered in time (system)."""
    with transaction.atomic():
        locked = lock_proposal(proposal)
        _end(locked, "expire", Actor.system("deadline"), "")
    _take_over(proposal, locked)
    return proposal


def remind_on(proposal: Proposal) -> date:
    """Two days before the last day for an answer."""
    return (proposal.due_on or clock.today()) - timedelta(days=2)


def wait_for_other_side(*, proposal: Proposal) -> Proposal:
    """One side has answered meanwhile, so the other one has its own last day (system)."""
    with transaction.atomic():
        locked = lock_proposal(proposal)
        _add_deadline(locked, again=True)
    return locked


# --- parts ---


def check_open(application: Application, first: date | None, last: date | None) -> None:
    """The file can take one more proposal."""
    reasons = []
    if application.state != "accepted":
        raise WrongState(_("Hosts are proposed for accepted applications only."))
    exchange = application.current_exchange
    if exchange is not None and exchange.state != "cancelled":
        raise WrongState(_("This file already has a visit."))
    if first is None or last is None:
        reasons.append(_("Please give the first and the last day at the host."))
    elif last < first:
        reasons.append(_("The last day lies before the first day."))
    limit = application.rulebook.max_open_proposals if application.rulebook is not None else 5
    if application.proposals.filter(state__in=OPEN_PROPOSAL_STATES).count() >= limit:
        reasons.append(
            _("%(limit)d hosts are asked already. Wait for an answer, or take one back.") % {"limit": limit}
        )
    if reasons:
        raise Refused(reasons)


def from_offer(offer: HostOffer) -> dict[str, Any]:
    return {
        "host": offer.organisation,
        "host_cluster": offer.host_cluster,
        "host_offer": offer,
        "host_contact_name": offer.contact_name,
        "host_contact_email": offer.contact_email,
        "host_contact_phone": offer.contact_phone,
    }


def new_proposal(
    application: Application, by: Actor, *, state: str, stay: tuple[Any, Any], **fields: Any
) -> Proposal:
    first, last = stay
    proposal = Proposal(application=application, stay=DateRange(first, last + timedelta(days=1)), **fields)
    try:
        with transaction.atomic():
            workflow.start(proposal, by=by, state=state)
    except IntegrityError as error:
        if "proposal_host_once" in str(error):
            raise Refused(_("This host is already proposed for this file.")) from error
        raise
    _add_host_parties(proposal)
    workflow.refresh_turn(application)
    if proposal.mission_id is None:
        kind = "proposal.proposed"
        outbox.add(kind, f"{kind}:{proposal.pk}", payload={"id": proposal.pk})
        _add_deadline(proposal)
    return proposal


def _add_host_parties(proposal: Proposal) -> None:
    cluster = proposal.host_cluster
    Party.objects.bulk_create(
        [
            Party(
                application=proposal.application,
                proposal=proposal,
                role=PartyRole.HOST,
                organisation=proposal.host,
                contact_name=proposal.host_contact_name,
                contact_email=proposal.host_contact_email.lower(),
                contact_phone=proposal.host_contact_phone,
            ),
            Party(
                application=proposal.application,
                proposal=proposal,
                role=PartyRole.HOST_CLUSTER,
                organisation_id=cluster.organisation_id,
                cluster=cluster,
                contact_name=cluster.contact_name,
                contact_email=cluster.contact_email,
                contact_phone=cluster.contact_phone,
            ),
        ]
    )


def _add_deadline(proposal: Proposal, *, again: bool = False) -> None:
    """One reminder shortly before the answer is due; a day after it the proposal expires."""
    if proposal.due_on is None:
        return
    day_after = clock.midnight(proposal.due_on + timedelta(days=1))
    remind = clock.midnight(remind_on(proposal))
    payload, key = {"id": proposal.pk}, f"{proposal.pk}:{proposal.due_on}" if again else f"{proposal.pk}"
    outbox.add("proposal.remind_due", f"remind:{key}", due_at=remind, payload=payload)
    outbox.add("proposal.expire_due", f"expire:{key}", due_at=day_after, payload=payload)


def _move(proposal: Proposal, moves: dict[str, str], usual: str) -> str:
    """The move that the present state has; `usual` lets the engine say why there is none."""
    return moves.get(proposal.state, usual)


def _sides(relations: frozenset[str]) -> set[str]:
    """Which confirmations the actor may give. For the visitor's cluster its decider speaks, never one of its own."""
    sides = set()
    if relations & {"decider", "system"}:
        sides.add("visitor_cluster_confirmed_at")
    if relations & {"host_manager", "system"}:
        sides.add("host_cluster_confirmed_at")
    return sides


def confirm_when_complete(proposal: Proposal, by: Actor) -> None:
    if proposal.state != "agreed" or not (
        proposal.visitor_cluster_confirmed_at and proposal.host_cluster_confirmed_at
    ):
        return
    workflow.perform(proposal, "confirm", by=by)
    _withdraw_open(
        proposal.application, Actor.system("match"), _("Another host was confirmed for this visit.")
    )
    building.create_exchange(proposal=proposal, by=by)
    proposal.application.refresh_from_db(fields=["current_exchange"])
    workflow.refresh_turn(proposal.application)


def _withdraw_open(application: Application, by: Actor, comment: str) -> int:
    rest = Proposal.objects.select_for_update(of=("self",), no_key=True).filter(
        application=application, state__in=OPEN_PROPOSAL_STATES
    )
    found = list(rest.order_by("id"))
    for proposal in found:
        proposal.application = application
        _end(proposal, "withdraw", by, comment)
    return len(found)


def _note_answer(proposal: Proposal, answer: HostAnswer) -> None:
    """For the host's record: suggestions count how it answers."""
    proposal.host_answer = answer
    proposal.save(update_fields=["host_answer"])


def _decline(proposal: Proposal, by: Actor, reason: str) -> None:
    _end(proposal, "decline", by, reason.strip())
    proposal.decline_reason = reason.strip()
    proposal.save(update_fields=["decline_reason"])


def _end(proposal: Proposal, move: str, by: Actor, comment: str) -> None:
    """The host's side no longer sees the file."""
    workflow.perform(proposal, move, by=by, comment=comment)
    Party.objects.filter(proposal=proposal).update(active=False)
    for kind in ("remind", "expire"):
        outbox.cancel(f"proposal.{kind}_due", f"{kind}:{proposal.pk}")
    workflow.refresh_turn(proposal.application)


def _take_over(target: Any, source: Any) -> None:
    """The caller's object shows what was saved."""
    for column in source._meta.concrete_fields:
        setattr(target, column.attname, getattr(source, column.attname))
