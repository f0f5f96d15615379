"""Messages on a file: written, told by mail, taken back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed
from exchanges import audiences
from exchanges.models import Application, FileMessage
from exchanges.selectors.messages import relations_of

MOST = 4000


@transaction.atomic
def send_message(*, application: Application, by: Actor, audience: str, text: str) -> FileMessage:
    """Write to one circle of the file's people; they are told by mail."""
    relations = relations_of(application, by)
    if by.user is None or not audiences.writable(relations, matched=True):
        raise NotAllowed(_("You can read this file, but not write on it."))
    if audience not in audiences.writable(relations, matched=application.current_exchange_id is not None):
        raise InvalidInput(_("Choose who should read the message."), "audience")
    text = text.strip()
    if not text or len(text) > MOST:
        raise InvalidInput(_("Write up to 4,000 characters."), "text")
    workflow.hold(application)
    last = FileMessage.objects.filter(application=application, author=by.user).order_by("-id").first()
    if last is not None and (last.text, last.audience, last.taken_back_at) == (text, audience, None):
        return last  # the second click of a double click
    message = FileMessage.objects.create(
        application=application,
        author=by.user,
        author_side=audiences.side_of(relations),
        audience=audience,
        text=text,
    )
    audit.record("message.send", message, by, {"audience": (None, audience)})
    outbox.add("message.sent", f"message.sent:{message.pk}", payload={"id": message.pk})
    return message


@transaction.atomic
def take_back(*, message: FileMessage, by: Actor) -> FileMessage:
    """Hide the own message; mails that are out stay out."""
    if by.user is None or message.author_id != by.user_id:
        raise NotAllowed(_("Only the person who wrote a message can take it back."))
    locked = FileMessage.objects.select_for_update(no_key=True, of=("self",)).get(pk=message.pk)
    if locked.taken_back_at is None:
        locked.taken_back_at = clock.now()
        locked.save(update_fields=["taken_back_at"])
        audit.record("message.take_back", locked, by)
    return locked
