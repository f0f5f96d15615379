"""A mail server on the loopback that takes, refuses, puts off or cuts, as the test says."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

TAKE, REFUSE, BUSY, CUT = "take", "refuse", "busy", "cut"


class MailServer(socketserver.ThreadingTCPServer):
    """`mood` says how the next mail is treated; one to nobody@ is always refused.

    `taken` holds what arrived in full, also when the answer was cut.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mood = TAKE
        self.taken: list[EmailMessage] = []
        self.envelopes: list[str] = []


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 stub")
        while line := self.rfile.readline().decode().strip():
            if self._answer(line) is False:
                return

    def _answer(self, line: str) -> Any:
        word = line.split()[0].upper()
        if word == "RCPT" and (self.server.mood == REFUSE or "nobody@" in line):
            return self.say("550 no such person")
        if word == "RCPT" and self.server.mood == BUSY:
            return self.say("451 try later")
        if word == "RCPT":
            self.server.envelopes.append(line.partition(":")[2].strip("<>"))
        if word == "DATA":
            return self._take()
        if word == "QUIT":
            self.say("221 bye")
            return False
        return self.say("250 stub" if word == "EHLO" else "250 ok")

    def _take(self) -> Any:
        self.say("354 go on")
        body = b""
        while (line := self.rfile.readline()) != b".\r\n":
            body += line
        self.server.taken.append(message_from_bytes(body, policy=policy.default))
        if self.server.mood == CUT:
            return False
        return self.say("250 taken")


@contextmanager
def mail_server(settings: Any) -> Iterator[MailServer]:
    """The portal sends its mails there, by Django's own SMTP backend."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 5
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        try:
            yield server
        finally:
            server.shutdown()
