"""A mission: announced, closed for applications, held."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters.enums import RoleKind
from core import clock
from core.actors import PERSON, SYSTEM, Actor
from core.workflow_table import State, Transition, Workflow, register
from exchanges.enums import EventKind
from exchanges.models import Mission
from exchanges.selectors.event_rules import why_not_online
from exchanges.workflows.exchange import BEFORE_START


def mission_relations(mission: Mission, actor: Actor) -> frozenset[str]:
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    hat = actor.hat
    if actor.kind != PERSON or hat is None:
        return frozenset()
    if hat.kind == RoleKind.MANAGER and hat.cluster_id == mission.host_cluster_id:
        return frozenset({"host_manager"})
    if hat.kind == RoleKind.COORDINATOR and hat.partnership_id == mission.partnership_id:
        return frozenset({"coordinator"})
    return frozenset()


def _has_begun(mission: Mission, data: dict[str, Any]) -> list[Any]:
    return [_("This has not begun yet.")] if clock.today() < mission.start_on else []


def _rules_allow_it(mission: Mission, data: dict[str, Any]) -> list[Any]:
    """The rules may have changed since the draft was written."""
    if mission.kind != EventKind.VIRTUAL_EXCHANGE:
        return []
    why_not = why_not_online(mission.partnership, mission.start_on)
    return [why_not] if why_not else []


def _published(mission: Mission, data: dict[str, Any]) -> None:
    mission.published_at = mission.published_at or clock.now()


def _nobody_has_travelled(mission: Mission, data: dict[str, Any]) -> list[Any]:
    """A visit that began is ended by those who decide on its file, one by one, because money hangs on it."""
    number = mission.exchanges.exclude(state__in=_NOT_TRAVELLED).count()
    if not number:
        return []
    words = ngettext(
        "%(number)d visit of this mission has begun. It cannot be cancelled any more; visits are broken off one by one.",
        "%(number)d visits of this mission have begun. It cannot be cancelled any more; visits are broken off one by one.",
        number,
    )
    return [words % {"number": number}]


def _called_off(mission: Mission, data: dict[str, Any]) -> None:
    mission.cancel_reason = data["reason"]


_STAFF = ("host_manager", "coordinator")
_NOT_TRAVELLED = (*BEFORE_START, "cancelled", "discontinued", "not_eligible")

MISSION = register(
    Workflow(
        name="mission",
        model="exchanges.mission",
        relations=mission_relations,
        states=(
            State("draft", _("Draft"), _("Being prepared"), ("host_cluster",)),
            State("open", _("Open"), _("Open for applications")),
            State("closed", _("Closed"), _("Applications closed")),
            State("finished", _("Took place"), _("Took place"), final=True),
            State("cancelled", _("Cancelled"), _("Cancelled"), final=True),
        ),
        transitions=(
            Transition(
                "publish",
                ("draft",),
                "open",
                _("Publish"),
                _STAFF,
                guard=_rules_allow_it,
                effect=_published,
            ),
            Transition("close", ("open",), "closed", _("Close applications"), (*_STAFF, "system")),
            Transition("reopen", ("closed",), "open", _("Open again"), _STAFF),
            Transition(
                "finish",
                ("open", "closed"),
                "finished",
                _("Took place"),
                (*_STAFF, "system"),
                guard=_has_begun,
                events=("finished",),
            ),
            Transition(
                "cancel",
                ("draft", "open", "closed"),
                "cancelled",
                _("Cancel"),
                _STAFF,
                guard=_nobody_has_travelled,
                effect=_called_off,
                required=("comment", "reason"),
                events=("cancelled",),
            ),
        ),
    )
)
