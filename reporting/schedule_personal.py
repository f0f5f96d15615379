"""What scheduled exports hold about people: they go with the account of whoever made them, or gets them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.personal_data import Holding, add, words


def register() -> None:
    """Called when the app is ready."""
    add(
        Holding(
            "reporting.ScheduledExport",
            "account",
            "account",
            _("Export that you have made regularly"),
            personal=words("title query"),
            plain=words(
                "id owner exporter options file_format rhythm day timezone next_at paused_because failures created_at"
            ),
            mine=lambda subject: Q(owner__user=subject.user_id),
            shown=words("title rhythm created_at"),
            delete=True,
        )
    )
    add(
        Holding(
            "reporting.ScheduleRecipient",
            "account",
            "account",
            _("Export that is sent to you regularly"),
            kept=("stopped_at", "removed_at"),
            plain=words("id schedule role"),
            mine=lambda subject: Q(role__user=subject.user_id),
            delete=True,
        )
    )
    add(
        Holding(
            "reporting.ScheduledRun", plain=words("id schedule due_at by_hand started_at finished_at result")
        )
    )
    add(Holding("reporting.RunShare", plain=words("id run recipient job_number made_at problem")))
