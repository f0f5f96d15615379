"""What helps a decider along on one file: ready-made texts, points to look at, declared conflicts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, FilteredRelation, Q, Value
from django.db.models.functions import Concat

from exchanges.enums import Decision
from exchanges.models import Application, DecisionReason, DeclaredConflict, ReviewPoint


def reasons_of(application: Application) -> list[DecisionReason]:
    """The ready-made texts of the file's rules, by decision."""
    rows = DecisionReason.objects.filter(rulebook=application.rulebook_id)
    order = list(Decision.values)
    return sorted(rows, key=lambda row: (order.index(row.decision), row.position, row.pk))


@dataclass(frozen=True)
class Looked:
    """A point of the list, and who looked at it when; None while nobody has."""

    point: ReviewPoint
    who: str | None
    when: datetime | None


def points_of(application: Application) -> list[Looked]:
    """The points of the file's rules, the required ones first, with their ticks; in one statement."""
    rows = (
        ReviewPoint.objects.filter(rulebook=application.rulebook_id)
        .annotate(tick=FilteredRelation("ticks", condition=Q(ticks__application=application)))
        .annotate(
            when=F("tick__ticked_at"),
            who=Concat("tick__ticked_by__first_name", Value(" "), "tick__ticked_by__last_name"),
        )
        .order_by("-required", "position", "id")
    )
    return [Looked(row, row.who if row.when else None, row.when) for row in rows]


def conflicts_of(application: Application) -> list[DeclaredConflict]:
    """Declared and not taken back."""
    rows = DeclaredConflict.objects.filter(application=application, ended_at=None).select_related("user")
    return list(rows.order_by("id"))
