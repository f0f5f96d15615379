"""What stands beside the rule checks of one file: ready-made texts, points to look at, conflicts, notes, history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FilteredRelation, Q, QuerySet
from django.db.models.functions import JSONObject

from core import workflow
from core.models import TransitionLog
from core.prepared import Prepared
from exchanges.audiences import Audience, Side
from exchanges.enums import Decision
from exchanges.models import Application, DecisionReason, DeclaredConflict, FileMessage, ReviewPoint
from exchanges.selectors import history_words
from exchanges.selectors.messages import Shown

HISTORY_SHOWN = 50
_REASON = {name: name for name in ("id", "decision", "title", "texts", "position")}
_POINT = {
    **{name: name for name in ("id", "text", "required", "position")},
    "when": "tick__ticked_at",
    "first": "tick__ticked_by__first_name",
    "last": "tick__ticked_by__last_name",
}
_CONFLICT = {
    "first": "user__first_name",
    "last": "user__last_name",
    "email": "user__email",
    "reason": "reason",
}
_NOTE = {
    **{name: name for name in ("id", "author_id", "author_side", "text", "sent_at", "taken_back_at")},
    "first": "author__first_name",
    "last": "author__last_name",
    "email": "author__email",
}
_MOVE = {name: name for name in ("name", "target", "occurred_at", "actor_label", "comment")}


@dataclass(frozen=True)
class Looked:
    """A point of the list, and who looked at it when; None while nobody has."""

    point: ReviewPoint
    who: str | None
    when: datetime | None


@dataclass(frozen=True)
class Guidance:
    """`reasons` by decision, `points` with the required ones first, `conflicts` declared and not taken back as (name,
    reason), `notes` of the deciding side (all readers of the review screen read them) with the oldest first, `history`
    with the newest move first.
    """

    reasons: list[DecisionReason]
    points: list[Looked]
    conflicts: list[tuple[str, str]]
    notes: list[Shown]
    history: list[dict[str, Any]]


def guidance_of(application: Application, reader: int | None) -> Guidance:
    """All of it for the user with the number `reader`, in one statement; reasons and points come without their rules."""
    found = _guidance(file=application.pk, rulebook=application.rulebook_id)
    reasons, points, conflicts, notes, moves = found[0] if found else ([], [], [], [], [])
    return Guidance(
        reasons=_in_order([DecisionReason(**row) for row in reasons]),
        points=[_looked(**row) for row in points],
        conflicts=[(_name(row), row["reason"]) for row in conflicts],
        notes=[_note(row, reader) for row in notes],
        history=[_move(application, row) for row in moves],
    )


def _guidance_of(*, file: Any, rulebook: Any) -> QuerySet[Any]:
    """One array each of small JSON objects."""

    def rows(query: QuerySet[Any], columns: dict[str, str]) -> ArraySubquery:
        return ArraySubquery(query.values(json=JSONObject(**columns)))

    ticked = FilteredRelation("ticks", condition=Q(ticks__application=file))
    points = ReviewPoint.objects.filter(rulebook=rulebook).annotate(tick=ticked)
    notes = FileMessage.objects.filter(application=file, audience=Audience.STAFF)
    moves = TransitionLog.objects.filter(subject_type=Application._meta.label_lower, subject_id=file)
    return Application.objects.filter(pk=file).values_list(
        rows(DecisionReason.objects.filter(rulebook=rulebook).order_by("position", "id"), _REASON),
        rows(points.order_by("-required", "position", "id"), _POINT),
        rows(DeclaredConflict.objects.filter(application=file, ended_at=None).order_by("id"), _CONFLICT),
        rows(notes.order_by("sent_at", "id"), _NOTE),
        rows(moves.order_by("-id")[:HISTORY_SHOWN], _MOVE),
    )


_guidance = Prepared("guidance", _guidance_of)


def _in_order(reasons: list[DecisionReason]) -> list[DecisionReason]:
    order = list(Decision.values)
    return sorted(reasons, key=lambda row: order.index(row.decision))


def _looked(*, when: str | None, first: str, last: str, **point: Any) -> Looked:
    return Looked(ReviewPoint(**point), f"{first} {last}" if when else None, _moment(when))


def _note(row: dict[str, Any], reader: int | None) -> Shown:
    sent = _moment(row["sent_at"])
    assert sent is not None  # a column that is never empty
    return Shown(
        pk=row["id"],
        who=_name(row),
        side=Side(row["author_side"]).label,
        circle=Audience.STAFF.label,
        is_note=True,
        when=sent,
        text="" if row["taken_back_at"] is not None else row["text"],
        own=row["author_id"] == reader,
    )


def _move(application: Application, row: dict[str, Any]) -> dict[str, Any]:
    """A move of the file in words."""
    move = f"application.{row['name']}"
    tone = "problem" if move in history_words.PROBLEM else "key" if move in history_words.KEY else ""
    what = history_words.WORDS.get(move) or workflow.of(application).state(row["target"]).label
    return {
        "when": _moment(row["occurred_at"]),
        "who": row["actor_label"],
        "what": what,
        "note": row["comment"],
        "tone": tone,
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _name(row: dict[str, Any]) -> str:
    """As a person is called everywhere: by name, else by address."""
    return f"{row['first']} {row['last']}".strip() or row["email"]
