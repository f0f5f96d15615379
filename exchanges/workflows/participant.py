"""A participant of an event: asked for a place, waits for one, comes, or does not."""

from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from core.actors import LINK, PERSON, SYSTEM, Actor
from core.workflow_table import State, Transition, Workflow, register
from exchanges.models import Participant
from exchanges.workflows.mission import mission_relations


def participant_relations(participant: Participant, actor: Actor) -> frozenset[str]:
    """host_manager or coordinator of the event; participant: the person by link, or who speaks for its organisation."""
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    if actor.kind == LINK:
        link = actor.link
        mine = link is not None and (link.subject_type, link.subject_id) == (
            "exchanges.participant",
            participant.pk,
        )
        return frozenset({"participant"}) if mine else frozenset()
    found = set(mission_relations(participant.mission, actor))
    hat = actor.hat
    if actor.kind == PERSON and hat is not None and hat.kind == RoleKind.REPRESENTATIVE:
        found |= {"participant"} if hat.organisation_id == participant.organisation_id else set()
    return frozenset(found)


_STAFF = ("host_manager", "coordinator")

PARTICIPANT = register(
    Workflow(
        name="participant",
        model="exchanges.participant",
        relations=participant_relations,
        states=(
            State("asked", _("Wants to come"), _("Registered: you will hear from us"), ("host_cluster",)),
            State("waiting", _("On the waiting list"), _("On the waiting list")),
            State("coming", _("Comes"), _("You have a place")),
            State("declined", _("No place given"), _("No place"), final=True),
            State("withdrawn", _("Does not come"), _("Does not come")),
            State("called_off", _("The event was called off"), _("The event was called off")),
        ),
        transitions=(
            Transition(
                "give_place",
                ("asked", "waiting"),
                "coming",
                _("Give a place"),
                (*_STAFF, "system"),
                events=("placed",),
            ),
            Transition(
                "put_on_waiting_list",
                ("asked",),
                "waiting",
                _("Put on the waiting list"),
                (*_STAFF, "system"),
                events=("listed",),
            ),
            Transition(
                "decline",
                ("asked", "waiting"),
                "declined",
                _("Give no place"),
                _STAFF,
                required=("comment",),
                events=("refused",),
            ),
            Transition(
                "withdraw",
                ("asked", "waiting", "coming"),
                "withdrawn",
                _("Does not come"),
                (*_STAFF, "participant", "system"),
                events=("left", "withdrawn"),
            ),
            Transition(
                "call_off",
                ("asked", "waiting", "coming"),
                "called_off",
                _("The event was called off"),
                ("system",),
                events=("called_off",),
            ),
            # A visit that was called off is planned anew with the same mission, or with another one.
            Transition("return", ("withdrawn",), "coming", _("Comes after all"), (*_STAFF, "system")),
            Transition("rejoin", ("called_off",), "coming", _("Comes to another event"), ("system",)),
        ),
    )
)
