"""The product of states, moves and personas, tried for real: each cell in a savepoint that is taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from core import workflow, workflow_table
from core.actors import Actor
from core.exceptions import NotAllowed, PortalError, WrongState

# transition -> (from states, personas). Everything that is not in it is refused.
Table = Mapping[str, tuple[set[str], set[str]]]


def outcome_of(obj: Any, name: str, actor: Actor) -> str:
    """What the engine does with the move: "moved", or the kind of its refusal. Nothing stays behind."""
    with transaction.atomic():
        before = {field.attname: getattr(obj, field.attname) for field in obj._meta.concrete_fields}
        try:
            workflow.perform(obj, name, by=actor, comment="Because.")
            outcome = "moved"
        except PortalError as error:
            outcome = type(error).__name__
        transaction.set_rollback(True)
    for name_of_field, value in before.items():
        setattr(obj, name_of_field, value)
    return outcome


def wrong_cells(obj: Any, table: Table, actors: Mapping[str, Actor]) -> list[tuple[str, str, str, str]]:
    """The cells of the row's present state in which the engine does not do what the table says."""
    wrong = []
    for name, (states, personas) in table.items():
        for persona, actor in actors.items():
            if persona not in personas:
                expected = NotAllowed.__name__
            else:
                expected = "moved" if obj.state in states else WrongState.__name__
            found = outcome_of(obj, name, actor)
            if found != expected:
                wrong.append((obj.state, name, persona, f"{found} instead of {expected}"))
    return wrong


def sources(flow: workflow_table.Workflow) -> dict[str, set[str]]:
    return {move.name: set(move.sources) for move in flow.transitions}


Build = Callable[[Any], Any]
