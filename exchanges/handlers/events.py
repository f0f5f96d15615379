"""After an event: its participants are told of their certificates."""

from typing import Any

from core import outbox
from core.mail import Recipient
from exchanges.models import EventCertificate
from exchanges.notifications import events as mails
from exchanges.services import places


@outbox.handler("event.certified")
def tell_certificate(payload: dict[str, Any]) -> None:
    rows = EventCertificate.objects.select_related(
        "participant__mission__country", "participant__mission__host_cluster", "participant__traveller"
    )
    person = rows.get(pk=payload["id"]).participant
    if person.email:
        to = Recipient(person.email, person.full_name, person.language)
        mails.CertificateMade(person, url=places.issue_link(person)).send(to)
