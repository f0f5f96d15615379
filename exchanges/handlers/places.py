"""After a step of somebody who registered for an event: the person is told, and the host of a place that is free."""

from typing import Any

from core import outbox
from core.mail import Notification, Recipient
from core.models import TransitionLog
from exchanges.models import Participant
from exchanges.notifications import places as mails
from exchanges.notifications import recipients
from exchanges.selectors.places import first_waiting, places_taken
from exchanges.services import places as services


@outbox.handler("participant.registered")
def tell_registered(payload: dict[str, Any]) -> None:
    _tell(payload, mails.Registered, ("asked", "waiting", "coming"))


@outbox.handler("participant.placed")
def tell_placed(payload: dict[str, Any]) -> None:
    _tell(payload, mails.PlaceGiven, ("coming",))


@outbox.handler("participant.listed")
def tell_listed(payload: dict[str, Any]) -> None:
    _tell(payload, mails.OnWaitingList, ("waiting",))


@outbox.handler("participant.refused")
def tell_refused(payload: dict[str, Any]) -> None:
    participant = _participant(payload)
    if participant.state == "declined" and participant.email:
        reason = TransitionLog.objects.get(pk=payload["log"]).comment
        mails.NoPlace(participant, reason=reason).send(_to(participant))


@outbox.handler("participant.left")
def offer_free_place(payload: dict[str, Any]) -> None:
    """Only where somebody waits for it. A visit by mission frees the place of its file: `handlers.waiting`."""
    participant = _participant(payload)
    log = TransitionLog.objects.get(pk=payload["log"])
    mission = participant.mission
    if participant.traveller_id is not None or log.source != "coming" or mission.with_lump_sum:
        return
    first = first_waiting(mission)
    if first is None or (mission.places is not None and places_taken(mission) >= mission.places):
        return
    for person in recipients.cluster_people(mission.host_cluster):
        mails.PlaceFree(mission, first=first.full_name).send(person)


def _tell(payload: dict[str, Any], mail: type[Notification], states: tuple[str, ...]) -> None:
    """Travellers hear of their visit from the file."""
    participant = _participant(payload)
    if participant.traveller_id is None and participant.email and participant.state in states:
        mail(participant, url=services.issue_link(participant)).send(_to(participant))


def _to(participant: Participant) -> Recipient:
    return Recipient(participant.email, participant.full_name, participant.language)


def _participant(payload: dict[str, Any]) -> Participant:
    return Participant.objects.select_related("mission__country", "mission__host_cluster", "traveller").get(
        pk=payload["id"]
    )
