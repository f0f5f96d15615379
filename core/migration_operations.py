"""What migrations of the portal share."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class AllAtOnce(Operation):
    """Operations that make new tables, run one after the other but against the models as all of them leave them.

    Between two operations Django renders anew every model that is related to a changed one, which here is nearly every
    model, and that was nine tenths of the time of migrating. New tables need only the last rendering. So nothing may
    stand inside that has to see the models half-way, as code that reads rows does.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        return all(operation.reversible for operation in self.operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # what was rendered; it is rendered again when somebody asks for it
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """`from_state` has the tables, and each operation finds its own there."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, from_state)

    def describe(self) -> str:
        return "; ".join(str(operation.describe()) for operation in self.operations)
