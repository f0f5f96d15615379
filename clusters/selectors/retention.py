"""What the coordinator sees of retention: the clock, holds, what goes next, and what went."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from clusters.models import LegalHold, Partnership, RetentionRun
from core import personal_data
from core.personal_data import Text


def holds_of(partnership: Partnership) -> QuerySet[LegalHold]:
    return (
        LegalHold.objects.filter(partnership=partnership)
        .select_related("set_by", "lifted_by")
        .order_by("-since", "-id")
    )


def runs() -> QuerySet[RetentionRun]:
    """Days on which something went, newest first."""
    return RetentionRun.objects.exclude(counts={}).order_by("-day")


def rule_rows(day: date) -> list[dict[str, Any]]:
    """Each rule with what would go on a day."""
    return [
        {"label": rule.label, "period": rule.period, "due": rule.due(day)} for rule in personal_data.rules()
    ]


def named(counts: dict[str, int]) -> list[tuple[Text, int]]:
    known = {rule.key: rule.label for rule in personal_data.rules()}
    return [(known.get(key, key), number) for key, number in sorted(counts.items())]
