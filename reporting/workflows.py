"""Two small workflows: an activity counts after a review; a deliverable is made, then published."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.workflow import Deadline, State, Transition, Workflow, register
from reporting import permissions
from reporting.models import Activity, Deliverable
from reporting.selectors import double_claims


def _reviewed(activity: Activity, data: dict[str, Any]) -> None:
    activity.reviewed_by_id = data["reviewer_id"]
    activity.reviewed_at = clock.now()
    activity.return_reason = ""


def _unreviewed(activity: Activity, data: dict[str, Any]) -> None:
    activity.reviewed_by = None
    activity.reviewed_at = None


def _returned(activity: Activity, data: dict[str, Any]) -> None:
    activity.return_reason = str(data["reason"])


def _not_claimed_twice(activity: Activity, data: dict[str, Any]) -> list[Any]:
    """Nothing is counted a second time without a decision. The partnership is locked, so no other counts meanwhile."""
    key = double_claims.own_key(activity)
    return [
        _("It may tell of the same as “%(label)s”, which counts. The coordinator decides first.")
        % {"label": pair.other(key).label}
        for pair in double_claims.undecided_of(activity)
        if pair.other(key).counted
    ]


ACTIVITY = register(
    Workflow(
        name="activity",
        model="reporting.activity",
        relations=permissions.activity_relations,
        under="partnership",
        states=(
            State("recorded", _("To be reviewed"), _("To be reviewed"), ("reviewer",), Deadline(30)),
            State("counted", _("Counted"), _("Counted")),
            State("returned", _("Sent back"), _("Please correct"), ("owner",), Deadline(30)),
        ),
        transitions=(
            Transition(
                "count",
                ("recorded",),
                "counted",
                _("Count it"),
                ("reviewer",),
                guard=_not_claimed_twice,
                effect=_reviewed,
                required=("reviewer_id",),
            ),
            Transition(
                "send_back",
                ("recorded",),
                "returned",
                _("Send back"),
                ("reviewer", "coordinator"),
                effect=_returned,
                required=("reason",),
            ),
            Transition("record_again", ("returned",), "recorded", _("Send again"), ("owner",)),
            Transition(
                "take_back",
                ("counted",),
                "recorded",
                _("Review again"),
                ("coordinator",),
                effect=_unreviewed,
                required=("comment",),
            ),
        ),
    )
)


def _made(deliverable: Deliverable, data: dict[str, Any]) -> None:
    deliverable.pdf_id = data["pdf_id"]
    deliverable.pages = data["pages"]
    deliverable.made_at = clock.now()


def _published(deliverable: Deliverable, data: dict[str, Any]) -> None:
    deliverable.published_by_id = data["publisher_id"]
    deliverable.published_at = clock.now()


def _only_public(deliverable: Deliverable, data: dict[str, Any]) -> list[Any]:
    return [] if deliverable.edition == "public" else [_("Only the public edition can be published.")]


DELIVERABLE = register(
    Workflow(
        name="deliverable",
        model="reporting.deliverable",
        relations=permissions.deliverable_relations,
        states=(
            State("requested", _("Being made"), _("Being made")),
            State("ready", _("Ready"), _("Ready"), ("coordinator",)),
            State("failed", _("Could not be made"), _("Could not be made"), ("coordinator",)),
            State("published", _("Published"), _("Published")),
            State("withdrawn", _("Withdrawn"), _("Withdrawn"), final=True),
        ),
        transitions=(
            Transition(
                "finish",
                ("requested",),
                "ready",
                _("PDF made"),
                ("system",),
                effect=_made,
                required=("pdf_id",),
            ),
            Transition("fail", ("requested",), "failed", _("PDF could not be made"), ("system",)),
            Transition("retry", ("failed",), "requested", _("Try again"), ("coordinator",)),
            Transition(
                "publish",
                ("ready",),
                "published",
                _("Publish"),
                ("coordinator",),
                guard=_only_public,
                effect=_published,
                required=("publisher_id",),
            ),
            Transition(
                "withdraw",
                ("published",),
                "withdrawn",
                _("Withdraw"),
                ("coordinator",),
                required=("comment",),
            ),
        ),
    )
)
