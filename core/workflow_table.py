"""A workflow is a table: states, and transitions with sources, target, actors, guard, required data.

From it come the buttons, "who must act, by when", the reminders, the diagrams in `docs/workflows/` and the database
trigger. `core.workflow` moves rows by it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.db import models

from core.actors import Actor

Text = Any  # a str or a lazy translation


@dataclass(frozen=True)
class Deadline:
    """`days` is a number, or the name of a setting that the workflow's `due` hook looks up.

    `unit` is "calendar" or "working"; working days need the place, which the hook knows.
    """

    days: int | str
    unit: str = "calendar"


@dataclass(frozen=True)
class State:
    code: str
    label: Text
    public_label: Text
    waiting_for: tuple[str, ...] | Callable[[Any], tuple[str, ...]] = ()
    deadline: Deadline | None = None
    final: bool = False


@dataclass(frozen=True)
class Transition:
    """`actors` are relation codes; an actor that has one of them to the row may move it.

    `guard(obj, data)` returns the reasons against the move (empty: none). `effect(obj, data)` may set stamps on the
    row itself and returns nothing. `event` names the outbox kind "<workflow>.<event>" told after the move.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: Text
    actors: tuple[str, ...]
    guard: Callable[[Any, dict[str, Any]], list[Any]] | None = None
    effect: Callable[[Any, dict[str, Any]], None] | None = None
    required: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


@dataclass
class Workflow:
    """`relations(obj, actor)` says what the actor is to the row; `due(obj, deadline)` turns a deadline into a date.

    `settled` names foreign keys whose rows no longer change in what guards and relations read of them: where the caller
    has them loaded, `perform` does not read them again. `under` names the foreign key whose row is locked before the own one.
    """

    name: str
    model: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    relations: Callable[[Any, Actor], frozenset[str]]
    due: Callable[[Any, Deadline], Any] | None = None
    settled: tuple[str, ...] = ()
    under: str = ""
    _states: dict[str, State] = field(init=False, repr=False)
    _by_name: dict[str, Transition] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._states = {state.code: state for state in self.states}
        self._by_name = {}
        for move in self.transitions:
            if move.name in self._by_name:
                raise ValueError(f"{self.name}: two transitions named {move.name}")
            unknown = {*move.sources, move.target} - set(self._states)
            if unknown:
                raise ValueError(f"{self.name}.{move.name}: unknown states {sorted(unknown)}")
            self._by_name[move.name] = move

    def state(self, code: str) -> State:
        return self._states[code]

    def transition(self, name: str) -> Transition:
        return self._by_name[name]

    def edges(self) -> list[tuple[str, str]]:
        """Every (source, target) the table allows, without doubles, in table order."""
        pairs = ((source, move.target) for move in self.transitions for source in move.sources)
        return list(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))


_workflows: dict[str, Workflow] = {}


def register(workflow: Workflow) -> Workflow:
    """Make a workflow the only writer of its model's state."""
    _workflows[workflow.model] = workflow
    return workflow


def registered() -> list[Workflow]:
    return list(_workflows.values())


def of(obj: models.Model | type[models.Model]) -> Workflow:
    return _workflows[obj._meta.label_lower]


def guard_edges(model: type[models.Model], edges: Iterable[tuple[str, str]]) -> None:
    """Let the database refuse every UPDATE of `state` that the table does not have. INSERT is free."""
    trigger = pgtrigger.FSM(name="workflow_edges", field="state", transitions=list(edges))
    if not any(known.name == trigger.name for known in getattr(model._meta, "triggers", [])):
        pgtrigger.register(trigger)(model)
