"""A matching run: solved by a worker, changed by hand, sent out once or thrown away."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from core.actors import PERSON, SYSTEM, Actor
from core.workflow_table import State, Transition, Workflow, register
from exchanges.models import MatchingRun


def run_relations(run: MatchingRun, actor: Actor) -> frozenset[str]:
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    hat = actor.hat
    if actor.kind != PERSON or hat is None:
        return frozenset()
    coordinates = hat.kind == RoleKind.COORDINATOR and hat.partnership_id == run.partnership_id
    return frozenset({"coordinator"}) if coordinates else frozenset()


def _has_matches(run: MatchingRun, data: dict[str, Any]) -> list[Any]:
    return [] if run.matched else [_("This run has no match, so there is nothing to send.")]


def _wants(run: MatchingRun, data: dict[str, Any]) -> None:
    run.wanted_steps = data.get("steps", [])


def _nothing_is_wanted(run: MatchingRun, data: dict[str, Any]) -> None:
    run.wanted_steps = None


_MINE = ("coordinator",)

MATCHING_RUN = register(
    Workflow(
        name="matchingrun",
        model="exchanges.matchingrun",
        relations=run_relations,
        states=(
            State("draft", _("Being solved"), _("Being solved")),
            State("solved", _("Solved, nothing sent"), _("Solved"), ("coordinator",)),
            State("changing", _("Being solved again"), _("Being solved again")),
            State("infeasible", _("Limits contradict each other"), _("No solution")),
            State("failed", _("Did not work"), _("Did not work")),
            State("deployed", _("Sent out"), _("Sent out"), final=True),
            State("discarded", _("Thrown away"), _("Thrown away"), final=True),
        ),
        transitions=(
            Transition("solve", ("draft",), "solved", _("Solved"), ("system",)),
            Transition(
                "contradict", ("draft",), "infeasible", _("Limits contradict each other"), ("system",)
            ),
            Transition("fail", ("draft",), "failed", _("Did not work"), ("system",)),
            Transition("try_again", ("failed",), "draft", _("Try again"), _MINE, events=("wanted",)),
            Transition("change", ("solved",), "solved", _("Change by hand"), _MINE),
            Transition(
                "want_change",
                ("solved",),
                "changing",
                _("Change by hand, solved by a worker"),
                _MINE,
                effect=_wants,
                events=("change_wanted",),
            ),
            Transition(
                "take_change", ("changing",), "solved", _("Changed"), ("system",), effect=_nothing_is_wanted
            ),
            Transition(
                "drop_change",
                ("changing",),
                "solved",
                _("Not changed"),
                ("system",),
                effect=_nothing_is_wanted,
            ),
            Transition(
                "deploy",
                ("solved",),
                "deployed",
                _("Send the matches"),
                _MINE,
                guard=_has_matches,
                events=("deployed",),
            ),
            Transition(
                "discard",
                ("draft", "solved", "changing", "infeasible", "failed"),
                "discarded",
                _("Throw away"),
                _MINE,
                effect=_nothing_is_wanted,
            ),
        ),
    )
)
