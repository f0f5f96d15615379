"""How a best practice, a training module and a cooperation opportunity move."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.workflow_table import Deadline, State, Transition, Workflow, register
from reporting import knowledge_permissions as permissions
from reporting.models import BestPractice, Opportunity

PARTS = {
    "done": _("what was done"),
    "audience": _("for whom"),
    "result": _("what came of it"),
    "copying": _("how others can copy it"),
}


def _complete(practice: BestPractice, data: dict[str, Any]) -> list[Any]:
    missing = [label for name, label in PARTS.items() if not getattr(practice, name)]
    return [_("Still missing: %(parts)s.") % {"parts": ", ".join(map(str, missing))}] if missing else []


def _accepted(practice: BestPractice, data: dict[str, Any]) -> None:
    practice.reviewed_by_id = data["reviewer_id"]
    practice.reviewed_at = clock.now()
    practice.return_reason = ""


def _returned(practice: BestPractice, data: dict[str, Any]) -> None:
    practice.return_reason = str(data["reason"])


def _unreviewed(practice: BestPractice, data: dict[str, Any]) -> None:
    practice.reviewed_by = None
    practice.reviewed_at = None


PRACTICE = register(
    Workflow(
        name="practice",
        model="reporting.bestpractice",
        relations=permissions.practice_relations,
        states=(
            State("draft", _("Draft"), _("Draft"), ("owner",)),
            State("submitted", _("To be reviewed"), _("To be reviewed"), ("reviewer",), Deadline(14)),
            State("accepted", _("Accepted"), _("Accepted")),
            State("returned", _("Sent back"), _("Please correct"), ("owner",), Deadline(30)),
            State("dropped", _("Dropped"), _("Dropped"), final=True),
        ),
        transitions=(
            Transition(
                "submit",
                ("draft", "returned"),
                "submitted",
                _("Send for review"),
                ("owner",),
                guard=_complete,
                events=("submitted",),
            ),
            Transition(
                "accept",
                ("submitted",),
                "accepted",
                _("Accept"),
                ("reviewer",),
                effect=_accepted,
                required=("reviewer_id",),
                events=("answered",),
            ),
            Transition(
                "send_back",
                ("submitted",),
                "returned",
                _("Send back"),
                ("reviewer",),
                effect=_returned,
                required=("reason",),
                events=("answered",),
            ),
            Transition(
                "reopen",
                ("accepted",),
                "submitted",
                _("Review again"),
                ("owner",),
                effect=_unreviewed,
                required=("comment",),
            ),
            Transition("drop", ("draft", "returned"), "dropped", _("Drop it"), ("owner",)),
        ),
    )
)

MODULE = register(
    Workflow(
        name="module",
        model="reporting.trainingmodule",
        relations=permissions.owner_relations,
        states=(
            State("listed", _("Offered"), _("Offered")),
            State("gone", _("No longer offered"), _("No longer offered")),
        ),
        transitions=(
            Transition(
                "mark_gone",
                ("listed",),
                "gone",
                _("It is no longer offered"),
                ("coordinator", "manager"),
            ),
            Transition(
                "bring_back", ("gone",), "listed", _("It is offered again"), ("coordinator", "manager")
            ),
        ),
    )
)


def _told(opportunity: Opportunity, data: dict[str, Any]) -> list[Any]:
    return [] if opportunity.outcome or data.get("outcome") else [_("Say what came of it.")]


def _realised(opportunity: Opportunity, data: dict[str, Any]) -> None:
    opportunity.outcome = str(data.get("outcome") or opportunity.outcome)


OPPORTUNITY = register(
    Workflow(
        name="opportunity",
        model="reporting.opportunity",
        relations=permissions.owner_relations,
        states=(
            State("found", _("Found"), _("Found"), ("owner",)),
            State("pursued", _("Being pursued"), _("Being pursued"), ("owner",)),
            State("realised", _("Came true"), _("Came true")),
            State("dropped", _("Not pursued"), _("Not pursued")),
        ),
        transitions=(
            Transition("pursue", ("found", "dropped"), "pursued", _("Pursue it"), ("owner",)),
            Transition(
                "realise",
                ("found", "pursued"),
                "realised",
                _("It came true"),
                ("owner",),
                guard=_told,
                effect=_realised,
            ),
            Transition(
                "drop",
                ("found", "pursued"),
                "dropped",
                _("Do not pursue it"),
                ("owner",),
                required=("comment",),
            ),
        ),
    )
)
