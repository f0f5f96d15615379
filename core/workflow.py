"""The one door for a change of state: only services call `perform`, by the table of the row's model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import audit, clock, outbox
from core.actors import SYSTEM, Actor
from core.exceptions import NotAllowed, Refused, StaleVersion, WrongState
from core.models import TransitionLog
from core.prepared import Prepared, insert, update
from core.transactions import joined
from core.workflow_table import State, Text, Transition, Workflow, of, registered

__all__ = [
    "Offer",
    "available",
    "check_actor",
    "claim",
    "history",
    "hold",
    "lock",
    "may",
    "of",
    "perform",
    "refresh_turn",
    "registered",
    "start",
    "start_many",
    "take_over",
]

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Offer:
    """A move that the present state has, as a button: allowed, or greyed with the reasons."""

    transition: Transition
    allowed: bool
    reasons: list[Any]

    @property
    def name(self) -> str:
        return self.transition.name

    @property
    def label(self) -> Text:
        return self.transition.label


def start(obj: Row, *, by: Actor, state: str, action: str = "create", comment: str = "") -> Row:
    """Give a new, unsaved row its first state and save it, with log and audit."""
    workflow = of(obj)
    first = workflow.state(state)
    row: Any = obj
    row.state = state
    row.state_since = clock.now()
    _set_turn(workflow, row, first)
    row.save(force_insert=True)
    _write(obj, [_new_log(obj, action, "", state, by, clock.now(), comment, {})], by)
    return obj


def start_many(rows: Sequence[Any], *, by: Actor, state: str, action: str) -> None:
    """Give many new, unsaved rows of one model their first state and save them, in four statements."""
    if not rows:
        return
    workflow = of(rows[0])
    first, moment = workflow.state(state), clock.now()
    for row in rows:
        row.state = state
        row.state_since = moment
        _set_turn(workflow, row, first)
    type(rows[0])._default_manager.bulk_create(rows)
    TransitionLog.objects.bulk_create(_new_log(row, action, "", state, by, moment, "", {}) for row in rows)
    name = f"{rows[0]._meta.model_name}.{action}"
    audit.record_many(name, [(row, {"state": ("", state)}) for row in rows], by)


def perform(
    obj: Row,
    name: str,
    *,
    by: Actor,
    version: int | None = None,
    occurred_at: datetime | None = None,
    comment: str = "",
    held: bool = False,
    through: Sequence[str] = (),
    **data: Any,
) -> Row:
    """Move `obj` by the transition `name`.

    Locks the row (with `held` the caller has done so by `hold`). Raises NotAllowed first: whoever may not make the move
    learns neither version nor state. Then StaleVersion (another version than the form's), WrongState, or Refused with
    the guard's reasons. Writes state, log, audit and outbox rows in one transaction and refreshes `obj` in place.

    `through` names moves that are made before it on the way, under the same lock and without words or data of their own.
    """
    workflow = of(obj)
    moves = [workflow.transition(step) for step in (*through, name)]
    told: list[tuple[str, dict[str, Any]]] = [("", {})] * len(through) + [(comment, data)]
    with joined():
        locked, before = _locked(workflow, obj, held=held)
        _check_actor(workflow, locked, moves, by)
        if version is not None and locked.version != version:
            raise StaleVersion(_("Somebody changed this in the meantime. Nothing was saved yet."), locked)
        moment = occurred_at or clock.now()
        kept, logs = [before], []
        for move, words in zip(moves, told, strict=True):
            source = _step(workflow, locked, move, moment, *words)
            if move is moves[-1]:
                _set_turn(workflow, locked, workflow.state(move.target))
            kept.append(_columns(locked))
            logs.append(_new_log(locked, move.name, source, move.target, by, moment, *words))
        # All is checked; an edge at a time, since the trigger knows no others.
        for old, new in pairwise(kept):
            update(locked, {name: value for name, value in new.items() if value != old[name]})
        _write(locked, logs, by)
        for event, log in [
            (event, log) for move, log in zip(moves, logs, strict=True) for event in move.events
        ]:
            kind = f"{workflow.name}.{event}"
            outbox.add(kind, f"{kind}:{locked.pk}:{log.pk}", payload={"id": locked.pk, "log": log.pk})
    take_over(obj, locked)
    _lend(workflow, locked, obj)
    return obj


def hold(obj: Row, version: int | None = None) -> Row:
    """Lock the row for a move that follows in the same transaction; refreshes `obj` in place.

    What the caller then sets on `obj` is saved by `perform(..., held=True)`, in the same UPDATE as the state.
    Raises StaleVersion when `version` is not the saved one. Must run inside the caller's transaction.
    """
    locked = lock(obj)
    if version is not None and locked.version != version:
        raise StaleVersion(_("Somebody changed this in the meantime. Nothing was saved yet."), locked)
    take_over(obj, locked)
    obj.__dict__["_held"] = _columns(obj)
    return obj


def claim(obj: Row, version: int | None = None) -> Row:
    """As `hold`, for a change of the row's content within its state: counts the version up."""
    row: Any = hold(obj, version)
    del row._held
    row.version += 1
    row.save(update_fields=["version"])
    return obj


def available(obj: Any, actor: Actor, data: dict[str, Any] | None = None) -> list[Offer]:
    """The moves this actor could make from here, refused ones with their reasons."""
    workflow = of(obj)
    relations = workflow.relations(obj, actor)
    offers = []
    for move in workflow.transitions:
        if obj.state in move.sources and relations & set(move.actors):
            reasons = move.guard(obj, data or {}) if move.guard is not None else []
            offers.append(Offer(move, not reasons, reasons))
    return offers


def may(obj: Any, name: str, actor: Actor) -> bool:
    """Whether the state has the move and the actor may make it, guard aside."""
    workflow = of(obj)
    move = workflow.transition(name)
    return obj.state in move.sources and bool(workflow.relations(obj, actor) & set(move.actors))


def check_actor(obj: Any, name: str, actor: Actor) -> None:
    """Raise NotAllowed when the move is never this actor's, whatever the state. A view asks before it reads the form."""
    workflow = of(obj)
    _check_actor(workflow, obj, [workflow.transition(name)], actor)


def history(obj: models.Model) -> models.QuerySet[TransitionLog]:
    return TransitionLog.objects.filter(subject_type=obj._meta.label_lower, subject_id=obj.pk).order_by("id")


def refresh_turn(obj: Any) -> None:
    """Write again who must act, when that changed within a state (one of four signatures came in)."""
    _set_turn(of(obj), obj, of(obj).state(obj.state), keep_due=True)
    type(obj)._default_manager.filter(pk=obj.pk).update(waiting_for=obj.waiting_for)


def lock(obj: models.Model) -> Any:
    """The row as it is now, locked until the end of the transaction, after the row that its workflow puts over it.

    Both in one statement: PostgreSQL locks in the order in which `of` names them.
    """
    locked, over = _lockable.get(obj._meta.label_lower, pk=obj.pk), of(obj).under
    if over:
        # The caller's own is lent instead, with all that is loaded around it.
        relation: Any = locked._meta.get_field(over)
        relation.delete_cached_value(locked)
    return locked


def _rows_to_lock(model: str, *, pk: Any) -> models.QuerySet[Any]:
    kind = apps.get_model(model)
    rows, over = kind._default_manager.filter(pk=pk).order_by("pk"), of(kind).under
    if not over:
        return rows.select_for_update(of=("self",), no_key=True)
    return rows.select_related(over).select_for_update(of=(over, "self"), no_key=True)


_lockable = Prepared("lock", _rows_to_lock)


def _locked(workflow: Workflow, obj: Any, *, held: bool) -> tuple[Any, dict[str, Any]]:
    """The locked row and what the database holds of it."""
    if held:
        before: dict[str, Any] = obj.__dict__.pop("_held")
        return obj, before
    locked = lock(obj)
    _lend(workflow, obj, locked)
    return locked, _columns(locked)


def _columns(obj: Any) -> dict[str, Any]:
    return {column.name: getattr(obj, column.attname) for column in obj._meta.concrete_fields}


def _lend(workflow: Workflow, source: Any, target: Any) -> None:
    for name in workflow.settled:
        relation = source._meta.get_field(name)
        same = getattr(source, relation.attname) == getattr(target, relation.attname)
        if same and relation.is_cached(source) and not relation.is_cached(target):
            relation.set_cached_value(target, relation.get_cached_value(source))


def take_over(obj: Any, locked: Any) -> None:
    """The caller's object becomes the saved row. Rows it points to stay loaded; rows that point to it are read anew."""
    for column in locked._meta.concrete_fields:
        setattr(obj, column.attname, getattr(locked, column.attname))
    for relation in obj._meta.related_objects:
        if relation.is_cached(obj):
            relation.delete_cached_value(obj)


def _check_actor(workflow: Workflow, obj: Any, moves: Iterable[Transition], actor: Actor) -> None:
    relations = workflow.relations(obj, actor)
    if not all(relations & set(move.actors) for move in moves):
        raise NotAllowed(_("Your role does not allow this step."))


def _step(
    workflow: Workflow, obj: Any, move: Transition, moment: datetime, comment: str, data: dict[str, Any]
) -> str:
    """Take the locked row over one edge; returns the state it comes from."""
    if obj.state not in move.sources:
        label = workflow.state(obj.state).label
        raise WrongState(_("This cannot be done now: the state is “%(state)s”.") % {"state": label})
    _check_data(move, obj, data, comment)
    source: str = obj.state
    if move.effect is not None:
        move.effect(obj, data)
    obj.state = move.target
    obj.version += 1
    if source != move.target:
        obj.state_since = moment
    return source


def _check_data(move: Transition, obj: Any, data: dict[str, Any], comment: str) -> None:
    missing = [key for key in move.required if not (comment if key == "comment" else data.get(key))]
    if missing:
        raise Refused(
            _("Please say why, so that the others can understand it.") if missing == ["comment"] else missing
        )
    reasons = move.guard(obj, data) if move.guard is not None else []
    if reasons:
        raise Refused(reasons)


def _set_turn(workflow: Workflow, obj: Any, state: State, *, keep_due: bool = False) -> None:
    waiting = state.waiting_for(obj) if callable(state.waiting_for) else state.waiting_for
    obj.waiting_for = " ".join(waiting)
    if keep_due:
        return
    if state.deadline is None or not waiting:
        obj.due_on = None
    elif workflow.due is not None:
        obj.due_on = workflow.due(obj, state.deadline)
    else:
        obj.due_on = clock.today() + timedelta(days=int(state.deadline.days))


def _write(obj: Any, logs: Sequence[TransitionLog], by: Actor) -> None:
    insert(*logs)
    model = obj._meta.model_name
    audit.record_in_turn(
        obj, by, {f"{model}.{log.name}": {"state": (log.source, log.target)} for log in logs}
    )


def _new_log(
    obj: Any,
    name: str,
    source: str,
    target: str,
    by: Actor,
    moment: datetime,
    comment: str,
    data: dict[str, Any],
) -> TransitionLog:
    kept = {key: value for key, value in data.items() if isinstance(value, str | int | bool | list)}
    return TransitionLog(
        subject_type=obj._meta.label_lower,
        subject_id=obj.pk,
        name=name,
        source=source,
        target=target,
        actor_kind=by.kind,
        actor_user=by.user,
        actor_label=by.label[:200] if by.kind != SYSTEM else "",
        actor_hat=by.hat_label[:200],
        comment=comment,
        data=kept,
        occurred_at=moment,
    )
