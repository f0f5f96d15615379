"""After a message on a file: tell those it is for."""

from typing import Any

from clusters.selectors.people import has_account
from core import outbox
from core.mail import Recipient
from exchanges.audiences import Audience
from exchanges.models import FileMessage, Party
from exchanges.notifications import recipients
from exchanges.notifications.application import MessageOnFile


@outbox.handler("message.sent")
def tell_message(payload: dict[str, Any]) -> None:
    """One mail a person, never to the author; nothing once it was taken back."""
    message = FileMessage.objects.select_related("author", "application__visitor_cluster").get(
        pk=payload["id"]
    )
    if message.taken_back_at is not None:
        return
    people = {recipient.address.lower(): recipient for recipient in _readers(message)}
    people.pop(message.author.email, None)
    for recipient in people.values():
        MessageOnFile(
            message.application,
            author=str(message.author),
            side=message.get_author_side_display(),
            text=message.text,
            has_account=has_account(recipient.address),
        ).send(recipient)


def _readers(message: FileMessage) -> list[Recipient]:
    """The contacts of the circle, whoever decides, and those who wrote to the circle before."""
    application, circle = message.application, message.audience
    found = recipients.deciders(application)
    earlier = FileMessage.objects.filter(application=application, audience=circle).select_related("author")
    found += [recipients.user(row.author) for row in earlier.order_by("id")]
    if application.visitor_cluster is not None:
        found += recipients.cluster_people(application.visitor_cluster)
    if circle in (Audience.ALL, Audience.VISITOR):
        found.append(recipients.applicant(application))
    if circle in (Audience.ALL, Audience.HOST):
        parties = Party.objects.filter(
            application=application, active=True, role__in=("host", "host_cluster")
        )
        found += [recipients.person(row.contact_email, row.contact_name) for row in parties.order_by("id")]
    return found
