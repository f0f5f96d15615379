"""A host would receive a visitor: told to those who can ask it."""

from typing import Any

from core import outbox
from exchanges.models import Application, HostOffer
from exchanges.notifications import recipients
from exchanges.notifications.host_interest import HostInterested
from exchanges.selectors.host_interest import INTEREST
from exchanges.selectors.waiting import looking


@outbox.handler(INTEREST)
def tell_interest(payload: dict[str, Any]) -> None:
    files = looking(Application.objects.filter(pk=payload["application"]))
    application = files.select_related("organisation", "visitor_cluster", "partnership").first()
    if application is None:
        return
    offer = HostOffer.objects.select_related("organisation__country").get(pk=payload["offer"])
    mail = HostInterested(application, offer=offer)
    people = [recipients.applicant(application), *recipients.deciders(application)]
    for address in dict.fromkeys(person.address for person in people):
        mail.send(next(person for person in people if person.address == address))
