"""Two small workflows: an activity counts after a review; a deliverable is written, approved, then published."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import clock
from core.workflow_table import Deadline, State, Transition, Workflow, register
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


def _sent(deliverable: Deliverable, data: dict[str, Any]) -> None:
    deliverable.review_asked_by_id = data["sender_id"]
    deliverable.review_asked_at = clock.now()


def _back_to_writing(deliverable: Deliverable, data: dict[str, Any]) -> None:
    deliverable.review_asked_by = deliverable.review_asked_at = None
    deliverable.approved_by = deliverable.approved_at = None
    deliverable.files_are_final = False


def _approved(deliverable: Deliverable, data: dict[str, Any]) -> None:
    deliverable.approved_by_id = data["approver_id"]
    deliverable.approved_at = clock.now()


def _published(deliverable: Deliverable, data: dict[str, Any]) -> None:
    deliverable.published_by_id = data["publisher_id"]
    deliverable.published_at = clock.now()


def _all_written(deliverable: Deliverable, data: dict[str, Any]) -> list[Any]:
    empty = deliverable.texts.filter(required=True, text="").order_by("position")
    return [
        _("“%(heading)s” is still to be written.") % {"heading": heading}
        for heading in empty.values_list("heading", flat=True)
    ]


def _nothing_open(deliverable: Deliverable, data: dict[str, Any]) -> list[Any]:
    number = deliverable.comments.filter(settled_at=None).count()
    if not number:
        return []
    words = ngettext(
        "%(number)d comment is still open. Answer it in its part and settle it first.",
        "%(number)d comments are still open. Answer them in their parts and settle them first.",
        number,
    )
    return [words % {"number": number}]


def _ready_for_all(deliverable: Deliverable, data: dict[str, Any]) -> list[Any]:
    if deliverable.confidential:
        return [_("This deliverable is confidential as a whole.")]
    if not deliverable.files_are_final or deliverable.files_made_at is None:
        return [_("The files of the approved issue are not made yet.")]
    return []


DELIVERABLE = register(
    Workflow(
        name="deliverable",
        model="reporting.deliverable",
        relations=permissions.deliverable_relations,
        states=(
            State("draft", _("Draft"), _("Being written"), ("writer",)),
            State("in_review", _("In review"), _("In review"), ("approver",), Deadline(14)),
            State("approved", _("Approved"), _("Approved"), ("coordinator",)),
            State("published", _("Published"), _("Published")),
            State("withdrawn", _("Withdrawn"), _("Withdrawn"), final=True),
            State("discarded", _("Thrown away"), _("Thrown away"), final=True),
        ),
        transitions=(
            Transition(
                "send",
                ("draft",),
                "in_review",
                _("Send to review"),
                ("coordinator",),
                guard=_all_written,
                effect=_sent,
                required=("sender_id",),
            ),
            Transition(
                "take_back",
                ("in_review",),
                "draft",
                _("Take back to go on writing"),
                ("coordinator",),
                effect=_back_to_writing,
            ),
            Transition(
                "send_back",
                ("in_review",),
                "draft",
                _("Send back"),
                ("approver",),
                effect=_back_to_writing,
                required=("comment",),
            ),
            Transition(
                "approve",
                ("in_review",),
                "approved",
                _("Approve the issue"),
                ("approver",),
                guard=_nothing_open,
                effect=_approved,
                required=("approver_id",),
            ),
            Transition(
                "reopen",
                ("approved",),
                "draft",
                _("Write again"),
                ("coordinator",),
                effect=_back_to_writing,
                required=("comment",),
            ),
            Transition(
                "publish",
                ("approved",),
                "published",
                _("Publish"),
                ("coordinator",),
                guard=_ready_for_all,
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
            Transition("discard", ("draft",), "discarded", _("Throw away"), ("coordinator",)),
        ),
    )
)
