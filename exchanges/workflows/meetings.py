"""The meetings of an event: wishes, a plan, its publication; and each meeting on its own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.workflow_table import State, Transition, Workflow, register
from exchanges.models import Meeting, MeetingRound
from exchanges.workflows.mission import mission_relations
from exchanges.workflows.participant import participant_relations

_STAFF = ("host_manager", "coordinator")


def round_relations(meeting_round: MeetingRound, actor: Actor) -> frozenset[str]:
    return mission_relations(meeting_round.mission, actor)


def meeting_relations(meeting: Meeting, actor: Actor) -> frozenset[str]:
    """The staff of the event; participant: one of the two, or who speaks for its organisation."""
    found = set(mission_relations(meeting.round.mission, actor))
    for seat in meeting.seats.select_related("participant__mission").order_by("id"):
        found |= participant_relations(seat.participant, actor) & {"participant"}
    return frozenset(found)


def _has_slots(meeting_round: Any, _data: dict[str, Any]) -> list[Any]:
    return [] if meeting_round.slots.exists() else [_("Say first on which day and at what time people meet.")]


MEETING_ROUND = register(
    Workflow(
        name="meeting_round",
        model="exchanges.meetinground",
        relations=round_relations,
        states=(
            State("draft", _("Being prepared"), _("Being prepared"), ("host_cluster",)),
            State("wishes_open", _("Wishes are collected"), _("Say whom you want to meet"), ("participant",)),
            State("scheduled", _("Planned, not published"), _("Being planned"), ("host_cluster",)),
            State("published", _("Published"), _("Published")),
            State("finished", _("Took place"), _("Took place"), final=True),
            State("called_off", _("The event was called off"), _("The event was called off"), final=True),
        ),
        transitions=(
            Transition(
                "open_wishes", ("draft",), "wishes_open", _("Ask for wishes"), _STAFF, guard=_has_slots
            ),
            Transition(
                "schedule",
                ("wishes_open",),
                "scheduled",
                _("Make the plan"),
                (*_STAFF, "system"),
                guard=_has_slots,
            ),
            Transition("collect_again", ("scheduled",), "wishes_open", _("Collect wishes again"), _STAFF),
            Transition("publish", ("scheduled",), "published", _("Publish the schedules"), _STAFF),
            Transition(
                "finish", ("published",), "finished", _("The meetings took place"), (*_STAFF, "system")
            ),
            Transition(
                "call_off",
                ("draft", "wishes_open", "scheduled", "published"),
                "called_off",
                _("The event was called off"),
                ("system",),
            ),
        ),
    )
)

MEETING = register(
    Workflow(
        name="meeting",
        model="exchanges.meeting",
        relations=meeting_relations,
        states=(
            State("planned", _("Planned"), _("Planned")),
            State("moved", _("Moved"), _("Moved to another time or table")),
            State("cancelled", _("Cancelled"), _("Cancelled"), final=True),
            State("held", _("Took place"), _("Took place")),
            State("missed", _("Did not take place"), _("Did not take place")),
        ),
        transitions=(
            Transition("move", ("planned", "moved"), "moved", _("Move"), _STAFF),
            Transition(
                "cancel",
                ("planned", "moved"),
                "cancelled",
                _("Cancel"),
                (*_STAFF, "system"),
                required=("comment",),
            ),
            Transition(
                "hold",
                ("planned", "moved", "missed"),
                "held",
                _("It took place"),
                (*_STAFF, "participant", "system"),
            ),
            Transition(
                "miss",
                ("planned", "moved", "held"),
                "missed",
                _("It did not take place"),
                (*_STAFF, "participant", "system"),
            ),
        ),
    )
)
