"""Documents as tagged PDF/UA: a template in, bytes out. Nothing is fetched, from nowhere.

A template extends `pdf/base.html`. It may name `asset:` pictures of `core.pdf_printer` and nothing else: a document
never shows what an address inside it points to. The same template and context give the same bytes.

The printing itself is done by a child process with limits on time and memory, kept for the next document.
"""

import atexit
import logging
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any, BinaryIO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core import pdf_wire
from core.exceptions import DocumentFailed
from core.identity import funding

logger = logging.getLogger(__name__)
# After so many documents the child is replaced, so that no memory adds up.
DOCUMENTS_PER_CHILD = 200
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in the PDF, such as the snapshot its figures come from."""

    name: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take."""

    seconds: float
    megabytes: int


def usual_limits() -> Limits:
    return Limits(settings.PDF_SECONDS, settings.PDF_MEGABYTES)


def report_limits() -> Limits:
    """For documents of many pages, made by a worker."""
    return Limits(settings.PDF_REPORT_SECONDS, settings.PDF_REPORT_MEGABYTES)


def render(
    template_name: str,
    context: Mapping[str, Any],
    *,
    title: str,
    language: str = "en",
    attachments: Iterable[Attachment] = (),
    limits: Limits | None = None,
    archive: bool = False,
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """The document as PDF/UA-1. `language` is that of its text; `title` is what readers show for the file.

    With `archive` it is PDF/A-3a too, to be kept for decades. `progress` hears the number of each page that is laid out.

    Raises DocumentFailed when it takes more time or memory than `limits` (by default the usual ones) allow.
    """
    return begin(
        template_name,
        context,
        title=title,
        language=language,
        attachments=attachments,
        limits=limits,
        archive=archive,
        progress=progress,
    ).result()


def begin(
    template_name: str,
    context: Mapping[str, Any],
    *,
    title: str,
    language: str = "en",
    attachments: Iterable[Attachment] = (),
    limits: Limits | None = None,
    archive: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Future[bytes]:
    """As `render`, for a caller who has other work while the child prints. What the template reads is read now."""
    with translation.override(language):
        html = render_to_string(
            template_name, {"title": title, "language": language, "funding": funding(), **context}
        )
    embedded = [
        part for one in attachments for part in (one.name.encode(), one.content, one.description.encode())
    ]
    printed: Future[bytes] = Future()

    def wait() -> None:
        try:
            document = _printer.print(
                html, embedded, limits or usual_limits(), archive=archive, progress=progress
            )
        except BaseException as problem:  # noqa: BLE001  (whoever asks for the result gets it)
            printed.set_exception(problem)
        else:
            printed.set_result(document)

    Thread(target=wait, name="pdf", daemon=True).start()
    return printed


class _Printer:
    """The child of this process. One document at a time; whoever comes meanwhile waits."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.child: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self.printed = 0

    def print(
        self,
        html: str,
        attachments: list[bytes],
        limits: Limits,
        *,
        archive: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> bytes:
        with self.lock:
            child = self._running()
            try:
                end = time.monotonic() + limits.seconds
                bounds = [str(limits.seconds).encode(), str(limits.megabytes).encode()]
                wishes = (b"archive " if archive else b"") + (b"pages" if progress else b"")
                _send(child, [*bounds, wishes, html.encode(), *attachments], end)
                kind, content = _receive(child, end)
                while kind == "page":
                    if progress is not None:
                        progress(int(content))
                    kind, content = _receive(child, end)
            except TimeoutError:
                self.stop()
                raise _too_large("it took more than %g seconds", limits.seconds) from None
            except (EOFError, BrokenPipeError):
                self.stop()
                raise _too_large("the printer ended; it may hold %d MB", limits.megabytes) from None
            except BaseException:
                # Half a message may be on its way.
                self.stop()
                raise
            self.printed += 1
            if kind != "done" or self.printed >= DOCUMENTS_PER_CHILD:
                self.stop()
        if kind == "too large":
            raise _too_large("it took more than %d MB", limits.megabytes)
        if kind != "done":
            raise RuntimeError(f"The document could not be printed. {content.decode()}")
        return content

    def _running(self) -> subprocess.Popen[bytes]:
        """Ours, alive. After a fork the child belongs to the other process."""
        if self.child is not None and self.owner == os.getpid() and self.child.poll() is None:
            return self.child
        if self.owner == os.getpid():
            self.stop()
        self.child = subprocess.Popen(
            [sys.executable, "-m", "core.pdf_printer"],
            cwd=settings.BASE_DIR,
            env=settings.PDF_ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.owner, self.printed = os.getpid(), 0
        os.set_blocking(_in(self.child).fileno(), False)
        try:
            _receive(self.child, time.monotonic() + START_SECONDS)
        except (EOFError, TimeoutError) as error:
            self.stop()
            raise RuntimeError("The PDF printer does not start. Is pango installed?") from error
        return self.child

    def stop(self) -> None:
        child, self.child = self.child, None
        if child is None or self.owner != os.getpid():
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


_printer = _Printer()


@atexit.register
def stop_printer() -> None:
    """End the child of this process. It would end by itself when its input closes."""
    _printer.stop()


def _too_large(reason: str, bound: float) -> DocumentFailed:
    logger.warning("A document was not printed: " + reason, bound)  # noqa: G003  (two fixed texts)
    return DocumentFailed(
        _("The document could not be made: it is too large, or the portal is too busy. Please try again.")
    )


def _in(child: subprocess.Popen[bytes]) -> BinaryIO:
    assert child.stdin is not None
    return child.stdin  # type: ignore[return-value]


def _send(child: subprocess.Popen[bytes], message: list[bytes], end: float) -> None:
    file = _in(child).fileno()
    data = memoryview(pdf_wire.packed(message))
    while data:
        _wait(file, select.POLLOUT, end)
        data = data[os.write(file, data[:65536]) :]


def _receive(child: subprocess.Popen[bytes], end: float) -> tuple[str, bytes]:
    assert child.stdout is not None
    file = child.stdout.fileno()
    size = pdf_wire.size_of(_exactly(file, pdf_wire.HEAD, end))
    kind, content = pdf_wire.unpacked(_exactly(file, size, end))
    return kind.decode(), content


def _exactly(file: int, count: int, end: float) -> bytes:
    parts = []
    while count:
        _wait(file, select.POLLIN, end)
        part = os.read(file, min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _wait(file: int, events: int, end: float) -> None:
    poll = select.poll()
    poll.register(file, events)
    if not poll.poll(max(0.0, end - time.monotonic()) * 1000):
        raise TimeoutError
