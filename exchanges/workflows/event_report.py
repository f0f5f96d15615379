"""The report of an event: written by its host's side, confirmed, and opened again only with a reason."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.workflow_table import State, Transition, Workflow, register
from exchanges.models import EventReport
from exchanges.workflows.mission import mission_relations


def event_report_relations(report: EventReport, actor: Actor) -> frozenset[str]:
    """As to the event."""
    return mission_relations(report.mission, actor)


def _is_written(report: EventReport, data: dict[str, Any]) -> list[Any]:
    return [] if report.what_happened.strip() else [_("Say what happened, and save it first.")]


_STAFF = ("host_manager", "coordinator")

EVENT_REPORT = register(
    Workflow(
        name="event_report",
        model="exchanges.eventreport",
        relations=event_report_relations,
        states=(
            State("draft", _("Draft"), _("Being written"), ("host_cluster",)),
            State("confirmed", _("Confirmed"), _("Confirmed")),
        ),
        transitions=(
            Transition("confirm", ("draft",), "confirmed", _("Confirm"), _STAFF, guard=_is_written),
            Transition("reopen", ("confirmed",), "draft", _("Open again"), _STAFF, required=("comment",)),
        ),
    )
)
