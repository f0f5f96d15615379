"""The file before the exchange: sent, reviewed, decided."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.prepared import Prepared
from core.workflow_table import Deadline, State, Transition, Workflow, register
from exchanges import permissions
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.models import Application, Proposal
from exchanges.workflows.due import due


def deciding_side(application: Application) -> tuple[str, ...]:
    """The code of who must decide, as `waiting_for` stores it."""
    return {"manager": ("visitor_cluster",), "coordinator": ("coordinator",), "deputy": ("deputy",)}[
        application.decider
    ]


def _still_without_host(application: Application) -> tuple[str, ...]:
    """An accepted file waits for the deciding side until a host is asked or invited, or a visit is being prepared."""
    exchange = application.current_exchange
    if exchange is not None and exchange.state != "cancelled":
        return ()
    if _open_matches(file=application.pk):
        return ()
    invitation = (
        getattr(application, "host_invitation", None) if application.host_choice == "invite" else None
    )
    if invitation is not None and invitation.is_open:
        return ("host",)
    return deciding_side(application)


def _first_open_match(*, file: Any) -> QuerySet[Any]:
    rows = Proposal.objects.filter(application=file, state__in=OPEN_PROPOSAL_STATES)
    return rows.order_by("id").values_list("id")[:1]


_open_matches = Prepared("matches", _first_open_match)


def _submit(application: Application, data: dict[str, Any]) -> None:
    application.submitted_at = clock.now()


def _decided(application: Application, data: dict[str, Any]) -> None:
    application.decided_at = clock.now()


def _no_live_exchange(application: Application, data: dict[str, Any]) -> list[Any]:
    exchange = application.current_exchange
    if exchange is not None and exchange.state != "cancelled":
        return [_("A visit is being prepared. Please cancel the visit first.")]
    return []


APPLICATION = register(
    Workflow(
        name="application",
        model="exchanges.application",
        relations=permissions.application_relations,
        due=due,
        settled=("organisation", "partnership", "visitor_cluster", "rulebook"),
        states=(
            State("draft", _("Draft"), _("Not sent yet"), ("visitor",)),
            State(
                "submitted",
                _("Sent"),
                _("Sent, waiting for review"),
                deciding_side,
                Deadline("review_days", "working"),
            ),
            State(
                "in_review", _("In review"), _("In review"), deciding_side, Deadline("review_days", "working")
            ),
            State(
                "on_hold",
                _("On hold"),
                _("Question to you"),
                ("visitor",),
                Deadline("answer_days", "working"),
            ),
            State("accepted", _("Accepted"), _("Accepted"), _still_without_host),
            State("rejected", _("Rejected"), _("Not accepted"), final=True),
            State("withdrawn", _("Withdrawn"), _("Withdrawn"), final=True),
            State("expired", _("Expired"), _("Expired"), final=True),
        ),
        transitions=(
            Transition(
                "submit",
                ("draft",),
                "submitted",
                _("Send application"),
                ("visitor",),
                effect=_submit,
                events=("submitted",),
            ),
            Transition("open_review", ("submitted",), "in_review", _("Take into review"), ("decider",)),
            Transition(
                "accept",
                ("in_review",),
                "accepted",
                _("Accept"),
                ("decider",),
                effect=_decided,
                events=("accepted",),
            ),
            Transition(
                "reject",
                ("in_review",),
                "rejected",
                _("Reject"),
                ("decider",),
                effect=_decided,
                required=("comment",),
                events=("rejected",),
            ),
            Transition(
                "hold",
                ("in_review",),
                "on_hold",
                _("Ask a question"),
                ("decider",),
                required=("comment",),
                events=("held",),
            ),
            Transition(
                "answer",
                ("on_hold",),
                "in_review",
                _("Answer"),
                ("visitor",),
                required=("comment",),
                events=("answered",),
            ),
            Transition(
                "withdraw",
                ("submitted", "in_review", "on_hold", "accepted"),
                "withdrawn",
                _("Withdraw"),
                ("visitor",),
                guard=_no_live_exchange,
                events=("withdrawn",),
            ),
            Transition(
                "expire",
                ("draft", "on_hold", "accepted"),
                "expired",
                _("Let expire"),
                ("system",),
                guard=_no_live_exchange,
                events=("expired",),
            ),
        ),
    )
)
