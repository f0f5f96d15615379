"""After an event: its participants are asked how it was, and told of their certificates."""

from typing import Any

from core import outbox
from core.mail import Recipient
from exchanges.models import EventCertificate, EventFeedback, Mission, Participant
from exchanges.notifications import events as mails
from exchanges.notifications.places import Told
from exchanges.selectors.retention import FORGOTTEN
from exchanges.services import certificates, event_feedback, places

_PERSON = ("participant__mission__country", "participant__mission__host_cluster", "participant__traveller")
_PRINTED = (
    "participant__country",
    "participant__mission__partnership",
    "participant__mission__host__country",
)


@outbox.handler("mission.finished")
def ask_participants(payload: dict[str, Any]) -> None:
    mission = Mission.objects.get(pk=payload["id"])
    if mission.state == "finished":
        event_feedback.ask_everybody(mission)


@outbox.handler("event.ask")
def ask(payload: dict[str, Any]) -> None:
    row = _feedback(payload)
    if row.answered_at is None:
        _tell(mails.HowWasIt, row.participant, event_feedback.issue_link(row.participant))


@outbox.handler("event.remind")
def remind(payload: dict[str, Any]) -> None:
    row = _feedback(payload)
    if event_feedback.note_reminder(row, payload["number"]):
        _tell(mails.HowWasIt, row.participant, event_feedback.issue_link(row.participant), again=True)


@outbox.handler("event.certified")
def tell_certificate(payload: dict[str, Any]) -> None:
    """Nobody when it was taken back meanwhile."""
    row = EventCertificate.objects.select_related(*_PERSON).filter(pk=payload["id"]).first()
    if row is not None:
        link = places.issue_link(row.participant)
        _tell(mails.CertificateMade, row.participant, link, again=payload.get("again", False))


@outbox.handler("event.certificate_back")
def tell_taken_back(payload: dict[str, Any]) -> None:
    rows = Participant.objects.select_related("mission__country", "mission__host_cluster", "traveller")
    person = rows.get(pk=payload["participant"])
    _tell(mails.CertificateBack, person, places.issue_link(person))


@outbox.handler("certificate.keep_event")
def keep_certificate(payload: dict[str, Any]) -> None:
    """For certificates that were made before they had codes."""
    row = EventCertificate.objects.select_related(*_PERSON, *_PRINTED).filter(pk=payload["id"]).first()
    if row is not None and row.name != FORGOTTEN:
        certificates.keep_of_event(rows=[row])


def _tell(kind: type[Told], person: Participant, url: str, **facts: Any) -> None:
    """Nobody whose address is not there, or is forgotten."""
    if person.email:
        kind(person, url=url, **facts).send(Recipient(person.email, person.full_name, person.language))


def _feedback(payload: dict[str, Any]) -> EventFeedback:
    return EventFeedback.objects.select_related(*_PERSON).get(pk=payload["id"])
