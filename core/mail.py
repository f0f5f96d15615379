"""Mails as rows: rendered in the recipient's language, queued in the transaction, sent by a worker."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.mime.image import MIMEImage
from email.utils import formataddr
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock, outbox
from core.identity import funding
from core.models import Mail
from core.models.mail import MailState
from core.prepared import Write, insert

# The EU emblem travels with the mail, so that no mail client asks a server for it.
EMBLEM = "eu-emblem"
# Marked in the transaction that sends: an error takes the mark back, and a mail that was sent is not found again.
_TAKE = """
    UPDATE core_mail SET send_state = %s, sent_at = %s, attempts = attempts + 1
    WHERE id = %s AND send_state <> %s RETURNING *
"""


_NOTE_SENT = Write(
    "core_mail",
    """
    UPDATE core_mail SET send_state = 'sent', sent_at = queued_at, attempts = attempts + 1
    WHERE id = ANY (%s::bigint[]) AND send_state = 'queued' RETURNING id
    """,
)


@dataclass(frozen=True)
class Recipient:
    address: str
    name: str = ""
    language: str = "en"


Gate = Callable[[Mail], bool]
_gates: list[Gate] = []


def gate(function: Gate) -> Gate:
    """Register a function that says whether a mail may go out now; one that may not is held back for good."""
    if function not in _gates:
        _gates.append(function)
    return function


class Notification:
    """One event that is told by mail. A subclass names its template; `subject()` and `context()` fill it.

    `template` is a path without ending ("exchanges/mail/host_asked"); `.txt` and `.html` carry the same facts and extend
    `mail/base`. `action_url` and `action_label` in the context make the one button.
    """

    event = ""
    template = ""
    sensitive = False

    def __init__(self, subject: models.Model, **facts: Any) -> None:
        self.about = subject
        self.facts = facts

    def subject(self) -> str:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        return {}

    def send(self, to: Recipient) -> Mail:
        """Queue the mail for one recipient."""
        with translation.override(to.language):
            context = self._context(to)
            text = render_to_string(f"{self.template}.txt", context)
            html = render_to_string(f"{self.template}.html", context)
        return queue(
            event=self.event,
            about=self.about,
            to=to,
            subject=context["subject"],
            text=text,
            html=html,
            sensitive=self.sensitive,
        )

    def preview(self, to: Recipient) -> tuple[str, str]:
        """Subject and text as the recipient would read them; nothing is queued."""
        with translation.override(to.language):
            context = self._context(to)
            return context["subject"], _tidy(render_to_string(f"{self.template}.txt", context))

    def _context(self, to: Recipient) -> dict[str, Any]:
        """In the active language."""
        return {
            "recipient": to,
            "about": self.about,
            "subject": str(self.subject()),
            "portal_url": settings.PORTAL_URL,
            "funding": funding(),
            "action_url": "",
            "action_label": "",
            "sender": _("The ClusterXchange team"),
            **self.facts,
            **self.context(),
        }


def queue(
    *,
    event: str,
    about: models.Model | None,
    to: Recipient,
    subject: str,
    text: str,
    html: str,
    sensitive: bool,
) -> Mail:
    # A line break in a header would be refused when sending, and the mail lost.
    mail = Mail(
        event=event,
        subject_type=about._meta.label_lower if about is not None else "",
        subject_id=about.pk if about is not None else None,
        to_address=to.address,
        to_name=" ".join(to.name.split())[:200],
        language=to.language,
        subject=" ".join(subject.split())[:250],
        text_body=_tidy(text),
        html_body=html,
        message_id=Mail.new_message_id(settings.MAIL_DOMAIN),
        sensitive=sensitive,
        queued_at=clock.now(),
    )
    insert(mail)
    outbox.add("mail.send", f"mail:{mail.pk}", payload={"mail": mail.pk})
    return mail


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"


def send_again(mail: Mail) -> Mail:
    """A copy of a mail that was sent, to the same address."""
    copy = queue(
        event=mail.event,
        about=None,
        to=Recipient(mail.to_address, mail.to_name, mail.language),
        subject=mail.subject,
        text=mail.text_body,
        html=mail.html_body,
        sensitive=mail.sensitive,
    )
    copy.subject_type, copy.subject_id = mail.subject_type, mail.subject_id
    copy.save(update_fields=["subject_type", "subject_id"])
    return copy


@outbox.handler("mail.send")
def send_mail(payload: dict[str, Any]) -> None:
    mail = next(
        iter(Mail.objects.raw(_TAKE, [MailState.SENT, clock.now(), payload["mail"], MailState.SENT])), None
    )
    if mail is None:
        return
    if not all(may_go(mail) for may_go in _gates):
        Mail.objects.filter(pk=mail.pk).update(send_state=MailState.HELD, sent_at=None)
        return
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text_body,
        to=[formataddr((mail.to_name, mail.to_address)) if mail.to_name else mail.to_address],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.html_body:
        message.attach_alternative(mail.html_body, "text/html")
        if f"cid:{EMBLEM}" in mail.html_body:
            message.mixed_subtype = "related"  # type: ignore[attr-defined]
            message.attach(_emblem())
    message.send()


def note_sent(pks: Sequence[int]) -> None:
    """For seeding: these mails of a told past went out when they were queued. No server gets them."""
    _NOTE_SENT(list(pks))


@outbox.when_given_up("mail.send")
def note_given_up(payload: dict[str, Any], error: Exception) -> None:
    """The pages of the file show that it was not sent, and offer to send it again."""
    Mail.objects.filter(pk=payload["mail"]).exclude(send_state=MailState.SENT).update(
        send_state=MailState.FAILED, last_error=f"{type(error).__name__}: {error}"[:2000]
    )


def _emblem() -> MIMEImage:
    image = MIMEImage(_emblem_bytes(), _subtype="png")
    image.add_header("Content-ID", f"<{EMBLEM}>")
    image.add_header("Content-Disposition", "inline", filename="eu-emblem.png")
    return image


@cache
def _emblem_bytes() -> bytes:
    return (Path(settings.BASE_DIR) / "static" / "img" / "eu-emblem.png").read_bytes()
