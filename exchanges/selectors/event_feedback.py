"""What participants said about an event. Nothing is averaged or quoted under five answers."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet

from core.exceptions import InvalidInput
from core.models import AccessLink
from exchanges import questions
from exchanges.models import EventFeedback, Mission, Participant, Presence
from exchanges.selectors.event_certificates import TAKE_PART
from exchanges.selectors.event_rules import rules_of

# Fewer answers would show who said what.
LEAST = 5


@dataclass(frozen=True)
class Mean:
    code: str
    label: Any
    value: Decimal
    most: int


@dataclass(frozen=True)
class Results:
    """`means` and `comments` are empty while there are fewer than `LEAST` answers."""

    asked: int
    answered: int
    means: tuple[Mean, ...] = ()
    contacts: int = 0
    liked: tuple[str, ...] = ()
    improve: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        return self.answered >= LEAST


def to_ask(mission: Mission) -> QuerySet[Participant]:
    """Who came by name, with an address; travellers are asked about their visit. Where presence was noted, those present."""
    rows = Participant.objects.filter(
        mission=mission, state="coming", side__in=TAKE_PART, traveller=None, event_feedback=None
    ).exclude(email="")
    there = Presence.objects.filter(participant__mission=mission, present=True)
    if there.exists():
        rows = rows.filter(pk__in=there.order_by().values("participant"))
    return rows.order_by("id")


def reminder_days(mission: Mission) -> list[int]:
    """So many days after the question it is asked again, by the rules."""
    try:
        return list(rules_of(mission).feedback_reminder_days)
    except InvalidInput:
        return []


def results(mission: Mission) -> Results:
    """In one statement. Comments stand in the order of their letters, so that nobody sees who answered when."""
    rows = list(EventFeedback.objects.filter(participant__mission=mission))
    answered = [row for row in rows if row.answered_at is not None]
    if len(answered) < LEAST:
        return Results(len(rows), len(answered))
    scales = (questions.SCALE, questions.RECOMMEND)
    return Results(
        len(rows),
        len(answered),
        tuple(
            Mean(
                asked.code,
                asked.label,
                _mean([row.answers[asked.code] for row in answered]),
                5 if asked.kind == questions.SCALE else 10,
            )
            for asked in questions.all_of(questions.EVENT)
            if asked.kind in scales
        ),
        sum(row.answers["contacts"] for row in answered),
        tuple(sorted(row.liked for row in answered if row.liked)),
        tuple(sorted(row.improve for row in answered if row.improve)),
    )


def _mean(values: list[int]) -> Decimal:
    return (Decimal(sum(values)) / len(values)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def by_link(link: AccessLink) -> EventFeedback | None:
    rows = EventFeedback.objects.select_related(
        "participant__mission__country", "participant__mission__host_cluster", "participant__organisation"
    )
    return rows.filter(participant=link.subject_id).first()
