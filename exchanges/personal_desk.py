"""The holdings of those who decide and of their lists, for `exchanges.personal_holdings`."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.personal_data import Holding, words


def deciding() -> tuple[Holding, ...]:
    return (
        Holding(
            "exchanges.DeclaredConflict",
            "visit",
            "file",
            _("Conflict of interest that you declared"),
            texts=("reason",),
            plain=words("id application user declared_at ended_at"),
            mine=lambda subject: Q(user=subject.user_id),
            shown=words("reason declared_at ended_at"),
            path="application",
        ),
        Holding(
            "exchanges.FileMessage",
            "visit",
            "file",
            _("Messages that you wrote"),
            texts=("text",),
            plain=words("id application author author_side audience sent_at taken_back_at"),
            mine=lambda subject: Q(author=subject.user_id),
            shown=words("text sent_at"),
            path="application",
        ),
        Holding(
            "exchanges.ReviewTick",
            rule="file",
            plain=words("id application point ticked_by ticked_at"),
            path="application",
        ),
    )


def lists() -> tuple[Holding, ...]:
    """A view goes with its maker's account, or when its maker deletes it."""
    return (
        Holding(
            "exchanges.SavedView",
            "account",
            "account",
            _("View of the list of files that you saved"),
            personal=words("name query"),
            plain=words("id user kind cluster partnership shared created_at"),
            mine=lambda subject: Q(user=subject.user_id),
            shown=words("name shared created_at"),
            delete=True,
        ),
        # A run keeps references and reasons, and the tag that was put on.
        Holding(
            "exchanges.BulkRun",
            rule="bulk",
            texts=words("value"),
            plain=words("id user cluster partnership act results made_at undone_at"),
        ),
        Holding("exchanges.Tag", rule="file", texts=words("name"), plain=words("id cluster partnership")),
    )
