"""A mail is a row first; a worker sends it. Never lost, and twice at most when the answer of the server was lost."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from core import clock, mail, outbox
from core.mail import Recipient
from core.models import Mail, OutboxItem
from tests.support import smtp
from tests.support.racing import together

TO = Recipient("ada@firm.example", "Ada Ngo")


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("fresh_database" if "fresh_database" in request.fixturenames else "db")


@pytest.fixture
def post(settings: Any) -> Iterator[smtp.MailServer]:
    with smtp.mail_server(settings) as server:
        yield server


def queued(to: Recipient = TO, **fields: Any) -> Mail:
    texts = {"subject": "Your visit", "text": "Good day", "html": "<p>Good day</p>", "sensitive": False}
    return mail.queue(event="test", about=None, to=to, **(texts | fields))


def later(hours: int = 2) -> Any:
    """The machine's clock, moved past the pause between two tries."""
    moment = clock.machine_now() + timedelta(hours=hours)
    return lambda: moment


def test_queue_writes_a_row_and_sends_nothing_yet(mailoutbox: list[Any]) -> None:
    row = queued()
    assert (row.send_state, row.sent_at, row.to_address, row.subject) == (
        "queued",
        None,
        "ada@firm.example",
        "Your visit",
    )
    assert mailoutbox == []
    assert OutboxItem.objects.get().kind == "mail.send"


def test_worker_sends_it_once(mailoutbox: list[Any]) -> None:
    row = queued()
    outbox.run_due()
    outbox.run_due()
    row.refresh_from_db()
    assert (row.send_state, row.sent_at, row.attempts) == ("sent", clock.now(), 1)
    (sent,) = mailoutbox
    assert (sent.subject, sent.body, sent.to) == ("Your visit", "Good day\n", ["Ada Ngo <ada@firm.example>"])
    assert sent.extra_headers["Message-ID"] == row.message_id
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_handler_run_twice_sends_once(mailoutbox: list[Any]) -> None:
    row = queued()
    mail.send_mail({"mail": row.pk})
    mail.send_mail({"mail": row.pk})
    assert len(mailoutbox) == 1


def test_mail_of_a_transaction_that_fails_is_never_sent(mailoutbox: list[Any]) -> None:
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    outbox.run_due()
    assert mailoutbox == []


def test_each_mail_has_a_message_id_of_its_own() -> None:
    assert queued().message_id != queued().message_id


def test_send_again_is_a_new_row_for_the_same_subject(mailoutbox: list[Any]) -> None:
    first = queued()
    Mail.objects.filter(pk=first.pk).update(subject_type="exchanges.application", subject_id=7)
    first.refresh_from_db()
    outbox.run_due()
    copy = mail.send_again(first)
    outbox.run_due()
    copy.refresh_from_db()
    assert (copy.subject_type, copy.subject_id, copy.send_state) == ("exchanges.application", 7, "sent")
    assert copy.message_id != first.message_id
    assert [sent.subject for sent in mailoutbox] == ["Your visit", "Your visit"]


def test_two_workers_send_one_mail_once(fresh_database: str, mailoutbox: list[Any]) -> None:
    queued()
    together(*[outbox.run_due] * 3)
    assert len(mailoutbox) == 1
    assert Mail.objects.get().attempts == 1


# --- what a name may do ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Ngo, Ada",
        'Ada "The Countess" Ngo',
        "Ада Нго",
        "Ada <eve@else.example>",
        "Ada; Eve",
        "Zoë (Elbe) Ångström",
        "@home",
    ],
)
def test_name_never_becomes_another_recipient(post: smtp.MailServer, name: str) -> None:
    queued(Recipient("ada@firm.example", name))
    outbox.run_due()
    (taken,) = post.taken
    assert post.envelopes == ["ada@firm.example"]
    (address,) = taken["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, "ada@firm.example")


def test_line_break_in_subject_or_name_adds_no_header(post: smtp.MailServer) -> None:
    queued(
        Recipient("ada@firm.example", "Ada\nBcc: eve@else.example"),
        subject="Visit to\r\nBcc: eve@else.example Ltd",
    )
    outbox.run_due()
    (taken,) = post.taken
    assert post.envelopes == ["ada@firm.example"]
    assert taken["Subject"] == "Visit to Bcc: eve@else.example Ltd"
    assert taken["Bcc"] is None


def test_over_long_subject_is_cut_not_refused() -> None:
    assert len(queued(subject="x" * 400).subject) == 250


# --- a mail server that does not want -------------------------------------------------------------------------


@pytest.mark.parametrize("mood", [smtp.REFUSE, smtp.BUSY, smtp.CUT])
def test_failed_sending_is_tried_again_later(
    post: smtp.MailServer, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = queued()
    post.mood = mood
    assert outbox.run_due() == 0
    row.refresh_from_db()
    assert (row.send_state, row.sent_at) == ("queued", None)
    post.mood = smtp.TAKE
    assert outbox.run_due() == 0, "within the pause"
    monkeypatch.setattr(clock, "machine_now", later())
    assert outbox.run_due() == 1
    row.refresh_from_db()
    assert row.send_state == "sent"


def test_repeat_after_a_lost_answer_has_the_same_message_id(
    post: smtp.MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly once is impossible over SMTP: the server had it, we could not know. The reader's program can."""
    row = queued()
    post.mood = smtp.CUT
    outbox.run_due()
    post.mood = smtp.TAKE
    monkeypatch.setattr(clock, "machine_now", later())
    outbox.run_due()
    assert [taken["Message-ID"] for taken in post.taken] == [row.message_id] * 2


def test_mail_server_that_is_gone_loses_nothing(post: smtp.MailServer, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    row = queued()
    assert outbox.run_due() == 0
    assert OutboxItem.objects.get().last_error.startswith("ConnectionRefusedError")
    assert Mail.objects.get(pk=row.pk).send_state == "queued"


def test_mail_given_up_says_so_and_why(post: smtp.MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    row = queued()
    post.mood = smtp.REFUSE
    for turn in range(9):
        monkeypatch.setattr(clock, "machine_now", later(2 * turn))
        outbox.run_due()
    row.refresh_from_db()
    assert row.send_state == "failed"
    assert "no such person" in row.last_error
    assert not outbox.open_items().exists()


def test_one_bad_address_does_not_hold_up_the_others(post: smtp.MailServer) -> None:
    queued(Recipient("nobody@firm.example", "Nobody"))
    queued()
    assert outbox.run_due() == 1
    assert post.envelopes == ["ada@firm.example"]


# --- what it looks like ---------------------------------------------------------------------------------------


def test_emblem_travels_with_the_mail(mailoutbox: list[Any]) -> None:
    queued(html=f'<img src="cid:{mail.EMBLEM}" alt="">')
    outbox.run_due()
    message = mailoutbox[0].message()
    assert message.get_content_type() == "multipart/related"
    (image,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert image["Content-ID"] == f"<{mail.EMBLEM}>"


def test_html_without_the_emblem_carries_no_picture(mailoutbox: list[Any]) -> None:
    queued()
    outbox.run_due()
    kinds = [part.get_content_type() for part in mailoutbox[0].message().walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_many_blank_lines_of_a_template_become_one() -> None:
    assert queued(text="\n\nGood day\n\n\n\n\nBye\n\n").text_body == "Good day\n\nBye\n"
