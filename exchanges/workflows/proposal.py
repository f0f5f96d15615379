"""A match: who proposed it has agreed by proposing; both sides agree, then both clusters confirm."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.workflow_table import Deadline, State, Transition, Workflow, register
from exchanges import permissions
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.models import Proposal
from exchanges.workflows.due import due


def _unconfirmed(proposal: Proposal) -> tuple[str, ...]:
    sides = []
    if proposal.visitor_cluster_confirmed_at is None:
        sides.append("visitor_cluster")
    if proposal.host_cluster_confirmed_at is None:
        sides.append("host_cluster")
    return tuple(sides)


def _both_clusters(proposal: Proposal, data: dict[str, Any]) -> list[Any]:
    return [_("Both clusters must confirm the match first.")] if _unconfirmed(proposal) else []


PROPOSAL = register(
    Workflow(
        name="proposal",
        model="exchanges.proposal",
        relations=permissions.proposal_relations,
        due=due,
        settled=("application", "host", "host_cluster"),
        states=(
            State(
                "proposed",
                _("Proposed"),
                _("Proposed"),
                ("visitor", "host"),
                Deadline("host_answer_days", "working"),
            ),
            State(
                "accepted_by_visitor",
                _("Waiting for the host"),
                _("Waiting for the host"),
                ("host",),
                Deadline("host_answer_days", "working"),
            ),
            State(
                "accepted_by_host",
                _("Waiting for the visitor"),
                _("Waiting for the visitor"),
                ("visitor",),
                Deadline("host_answer_days", "working"),
            ),
            State(
                "agreed",
                _("Agreed, to be confirmed by the clusters"),
                _("Agreed"),
                _unconfirmed,
                Deadline("host_answer_days", "working"),
            ),
            State("confirmed", _("Confirmed"), _("Confirmed")),
            State("declined", _("Declined"), _("Declined"), final=True),
            State("expired", _("Expired"), _("Expired"), final=True),
            State("withdrawn", _("Withdrawn"), _("Withdrawn"), final=True),
        ),
        transitions=(
            Transition(
                "host_accepts",
                ("proposed",),
                "accepted_by_host",
                _("Accept"),
                ("host",),
                events=("host_accepted",),
            ),
            Transition(
                "host_agrees", ("accepted_by_visitor",), "agreed", _("Accept"), ("host",), events=("agreed",)
            ),
            Transition(
                "visitor_accepts",
                ("proposed",),
                "accepted_by_visitor",
                _("Accept"),
                ("visitor",),
                events=("asked",),
            ),
            # A mission's host has agreed by its call; the decider's acceptance of the file agrees for the applicant.
            Transition(
                "visitor_agrees",
                ("accepted_by_host",),
                "agreed",
                _("Accept"),
                ("visitor", "decider"),
                events=("agreed",),
            ),
            Transition(
                "confirm",
                ("agreed",),
                "confirmed",
                _("Confirm match"),
                ("decider", "visitor_manager", "host_manager", "system"),
                guard=_both_clusters,
                events=("confirmed",),
            ),
            Transition(
                "decline",
                OPEN_PROPOSAL_STATES,
                "declined",
                _("Decline"),
                ("host", "visitor", "host_manager", "decider"),
                required=("comment",),
                events=("declined",),
            ),
            Transition(
                "withdraw",
                OPEN_PROPOSAL_STATES,
                "withdrawn",
                _("Withdraw"),
                ("visitor", "decider", "system"),
                events=("withdrawn",),
            ),
            Transition(
                "expire", OPEN_PROPOSAL_STATES, "expired", _("Let expire"), ("system",), events=("expired",)
            ),
        ),
    )
)
