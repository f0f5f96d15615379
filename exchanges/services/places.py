"""Places at an event that pays nothing: people register, the host gives places, and a free place goes to who waits longest."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.models import Country
from core import clock, links, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, Refused
from exchanges.enums import OPEN_PARTICIPANT_STATES, ParticipantSide
from exchanges.models import Mission, MissionInvitation, Participant
from exchanges.permissions import check_relation
from exchanges.selectors.mission_invitations import deadline
from exchanges.selectors.places import first_waiting, places_taken
from exchanges.workflows.mission import mission_relations

LINK_PURPOSE = "participant"
REGISTRATION = Actor.system("registration")
# So long after the event its files, links and certificates are there by mail link.
AFTER_DAYS = 90
_STAFF = ("host_manager", "coordinator")


@transaction.atomic
def register_participant(
    *,
    mission: Mission,
    first_name: str,
    last_name: str,
    email: str,
    country: Country,
    organisation_name: str,
    language: str = "en",
    invitation: MissionInvitation | None = None,
    by: Actor = REGISTRATION,
    **contact: str,
) -> Participant:
    """Somebody wants to come. Whoever is registered already gets the mail with their link again, and nothing else changes.

    `contact`: phone, position. `invitation` is the one that is answered by this, `by` then the link of its mail.
    """
    check_open(mission)
    address = email.strip().lower()
    workflow.lock(mission)
    known = mission.participants.filter(email=address, state__in=OPEN_PARTICIPANT_STATES).first()
    participant = known or workflow.start(
        Participant(
            mission=mission,
            side=ParticipantSide.VISITOR,
            first_name=first_name.strip(),
            last_name=last_name.strip(),
            email=address,
            country=country,
            organisation_name=organisation_name.strip(),
            language=language,
            **contact,
        ),
        by=by,
        state="asked",
        action="register",
    )
    if invitation is not None and invitation.state != "applied":
        workflow.perform(invitation, "apply", by=by)
        invitation.participant = participant
        invitation.save(update_fields=["participant"])
    key = f"{participant.pk}:{clock.now().isoformat()}"
    outbox.add("participant.registered", key, payload={"id": participant.pk})
    return participant


def check_open(mission: Mission) -> None:
    """Raises Refused where nobody can register."""
    if mission.with_lump_sum:
        raise Refused(_("For this mission you apply. There is nothing to register for."))
    if mission.state != "open" or clock.today() > deadline(mission):
        raise Refused(_("Registration for this event is closed."))


@transaction.atomic
def give_place(*, participant: Participant, by: Actor) -> Participant:
    """Raises Refused when all places are taken; two who click at once are counted one after the other."""
    mission = participant.mission
    check_relation(mission_relations(mission, by), *_STAFF)
    locked = workflow.lock(mission)
    if locked.places is not None and places_taken(locked) >= locked.places:
        raise Refused(_("All %(places)d places of this event are taken.") % {"places": locked.places})
    return workflow.perform(participant, "give_place", by=by)


def put_on_waiting_list(*, participant: Participant, by: Actor) -> Participant:
    return workflow.perform(participant, "put_on_waiting_list", by=by)


def decline_participant(*, participant: Participant, by: Actor, reason: str) -> Participant:
    """No place, with the reason that the person reads in the mail."""
    workflow.check_actor(participant, "decline", by)
    if not reason.strip():
        raise InvalidInput(_("Please say why, so that the others can understand it."), "reason")
    return workflow.perform(participant, "decline", by=by, comment=reason.strip())


@transaction.atomic
def move_up(*, mission: Mission, by: Actor) -> Participant | None:
    """The one who has waited longest gets the place that is free; None when nobody waits."""
    check_relation(mission_relations(mission, by), *_STAFF)
    workflow.lock(mission)
    first = first_waiting(mission)
    if first is None:
        return None
    first.mission = mission
    return give_place(participant=first, by=by)


def issue_link(participant: Participant) -> str:
    """The address of the person's own page: where they stand, the event's files and links, their certificate."""
    mission = participant.mission
    _link, url = links.issue(
        participant,
        LINK_PURPOSE,
        address=participant.email,
        name=participant.full_name,
        url_name="exchanges:participant_by_link",
        days=max((mission.end_on - clock.today()).days, 0) + AFTER_DAYS,
    )
    return url
