"""How an import moves: columns, check, save. The only writer of its state is `core.workflow`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import PERSON, SYSTEM, Actor
from core.imports.importer import get
from core.models import ImportRun
from core.workflow_table import State, Transition, Workflow, register


def relations(run: ImportRun, actor: Actor) -> frozenset[str]:
    """Whoever may import for the place may go on with a colleague's file."""
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    importer = get(run.importer)
    if actor.kind != PERSON or importer is None or importer.scope_of(actor) != run.scope:
        return frozenset()
    return frozenset({"owner"})


def _nothing_wrong(run: ImportRun, data: dict[str, Any]) -> list[Any]:
    if run.problem_count:
        return [_("Some rows are wrong. Correct them in your file, and bring the file again.")]
    if not run.counts.get("create") and not run.counts.get("update"):
        return [_("There is nothing to import: everything in this file is already here.")]
    return []


def _columns_chosen(run: ImportRun, data: dict[str, Any]) -> None:
    run.mapping, run.options = data["mapping"], data["options"]
    run.cancel_asked_at = None


def _checked(run: ImportRun, data: dict[str, Any]) -> None:
    run.counts, run.row_count, run.problem_count = data["counts"], data["row_count"], data["problem_count"]


def _imported(run: ImportRun, data: dict[str, Any]) -> None:
    run.counts, run.finished_at = data["counts"], clock.now()


def _ended(run: ImportRun, data: dict[str, Any]) -> None:
    run.finished_at = clock.now()


IMPORT = register(
    Workflow(
        name="import",
        model="core.importrun",
        relations=relations,
        states=(
            State("uploaded", _("Columns to choose"), _("Columns to choose"), ("owner",)),
            State("checking", _("Being checked"), _("Being checked")),
            State("checked", _("Checked"), _("Checked"), ("owner",)),
            State("importing", _("Being imported"), _("Being imported")),
            State("imported", _("Imported"), _("Imported"), final=True),
            State("cancelled", _("Cancelled"), _("Cancelled"), final=True),
        ),
        transitions=(
            Transition(
                "check",
                ("uploaded", "checked"),
                "checking",
                _("Check all rows"),
                ("owner",),
                effect=_columns_chosen,
                required=("mapping",),
                events=("check",),
            ),
            Transition(
                "note_check", ("checking",), "checked", _("Rows checked"), ("system",), effect=_checked
            ),
            Transition("stop_check", ("checking",), "uploaded", _("Check stopped"), ("system",)),
            Transition(
                "save",
                ("checked",),
                "importing",
                _("Import now"),
                ("owner",),
                guard=_nothing_wrong,
                events=("save",),
            ),
            Transition(
                "note_saved", ("importing",), "imported", _("Rows imported"), ("system",), effect=_imported
            ),
            Transition(
                "stop_save", ("importing",), "checked", _("Import stopped"), ("system",), effect=_checked
            ),
            Transition(
                "cancel", ("uploaded", "checked"), "cancelled", _("Cancel"), ("owner",), effect=_ended
            ),
        ),
    )
)
