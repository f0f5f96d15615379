"""A learning tandem: proposed by one cluster, taken up by the other, finished with a result."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from core.actors import PERSON, SYSTEM, Actor
from core.workflow_table import State, Transition, Workflow, register
from exchanges.models import Tandem


def tandem_relations(tandem: Tandem, actor: Actor) -> frozenset[str]:
    """proposer or partner: managers of the two clusters; coordinator of the partnership."""
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    hat = actor.hat
    if actor.kind != PERSON or hat is None:
        return frozenset()
    if hat.kind == RoleKind.MANAGER and hat.cluster_id == tandem.first_id:
        return frozenset({"proposer"})
    if hat.kind == RoleKind.MANAGER and hat.cluster_id == tandem.second_id:
        return frozenset({"partner"})
    if hat.kind == RoleKind.COORDINATOR and hat.partnership_id == tandem.partnership_id:
        return frozenset({"coordinator"})
    return frozenset()


def _has_result(tandem: Tandem, data: dict[str, Any]) -> list[Any]:
    reasons: list[Any] = []
    if not tandem.sessions.exists():
        reasons.append(_("Note at least one session first."))
    if not tandem.result.strip():
        reasons.append(_("Say what came of it."))
    return reasons


_BOTH = ("proposer", "partner")

TANDEM = register(
    Workflow(
        name="tandem",
        model="exchanges.tandem",
        relations=tandem_relations,
        states=(
            State("proposed", _("Proposed"), _("Proposed")),
            State("running", _("Running"), _("Running")),
            State("finished", _("Finished"), _("Finished"), final=True),
            State("declined", _("Declined"), _("Declined"), final=True),
            State("ended", _("Ended without a result"), _("Ended without a result"), final=True),
        ),
        transitions=(
            Transition("accept", ("proposed",), "running", _("Say yes"), ("partner",), events=("moved",)),
            Transition(
                "decline",
                ("proposed",),
                "declined",
                _("Say no"),
                ("partner",),
                required=("comment",),
                events=("moved",),
            ),
            Transition(
                "finish",
                ("running",),
                "finished",
                _("Finish with a result"),
                _BOTH,
                guard=_has_result,
                events=("moved",),
            ),
            Transition(
                "end",
                ("proposed", "running"),
                "ended",
                _("End it"),
                (*_BOTH, "coordinator"),
                required=("comment",),
                events=("moved",),
            ),
        ),
    )
)
