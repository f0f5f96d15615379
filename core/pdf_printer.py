"""The program that prints: HTML in, PDF out, over its own input and output. `core.pdf` starts and limits it.

It runs in a process of its own with a bound on memory, knows no settings, no database and no secret, and fetches nothing
but the portal's own pictures and fonts. So a document that is too large, or that somebody made to do harm, costs this
process only.
"""

import gc
import hashlib
import resource
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from weasyprint import CSS, HTML
from weasyprint import Attachment as PdfAttachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from core import pdf_wire

STATIC = Path(__file__).resolve().parents[1] / "static"
ASSETS: Mapping[str, tuple[str, str]] = {
    "asset:emblem": ("img/eu-emblem.svg", "image/svg+xml"),
    "asset:mark": ("img/mark.svg", "image/svg+xml"),
    "asset:sans": ("fonts/SourceSans3-Regular.ttf", "font/ttf"),
    "asset:sans-bold": ("fonts/SourceSans3-Bold.ttf", "font/ttf"),
    "asset:sans-italic": ("fonts/SourceSans3-It.ttf", "font/ttf"),
    "asset:css": ("css/pdf.css", "text/css"),
}
# Embedded files carry a date; this one, so that equal content gives equal bytes.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


class AssetFetcher(URLFetcher):
    """Hands out the files of `ASSETS` and refuses every other address, data and file addresses included."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in ASSETS:
            raise ValueError("A document may show the portal's own assets only.")
        path, content_type = ASSETS[url]
        return URLFetcherResponse(url, _asset(path), {"Content-Type": content_type})


@lru_cache
def _asset(path: str) -> bytes:
    return (STATIC / path).read_bytes()


@lru_cache(maxsize=1)
def _kit() -> tuple[AssetFetcher, FontConfiguration, CSS]:
    """Fonts and parsed style sheet, once for each process: one certificate then takes half the time."""
    fetcher, fonts = AssetFetcher(), FontConfiguration()
    return fetcher, fonts, CSS(url="asset:css", url_fetcher=fetcher, font_config=fonts)


def print_document(html: str, attachments: list[tuple[str, bytes, str]]) -> bytes:
    """`attachments` are (name, content, description). The same input gives the same bytes."""
    identity = hashlib.sha256(html.encode())
    for _name, content, _description in attachments:
        identity.update(hashlib.sha256(content).digest())
    fetcher, fonts, style = _kit()
    document = HTML(string=html, url_fetcher=fetcher, base_url=None)
    pdf: bytes = document.write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=identity.digest()[:16],
        attachments=[
            PdfAttachment(
                string=content,
                name=name,
                description=description,
                created=NO_DATE,
                modified=NO_DATE,
                relationship="Data",
            )
            for name, content, description in attachments
        ]
        or None,
    )
    return pdf


def read_message(stream: BinaryIO) -> list[bytes] | None:
    """The next message; None at the end of the stream."""
    head = stream.read(pdf_wire.HEAD)
    return pdf_wire.unpacked(stream.read(pdf_wire.size_of(head))) if len(head) == pdf_wire.HEAD else None


def write_message(stream: BinaryIO, *parts: bytes) -> None:
    stream.write(pdf_wire.packed(parts))
    stream.flush()


def limit(seconds: float, megabytes: int) -> None:
    """What the next document may take; more is a MemoryError here, or the end of this process.

    The parent counts the seconds by the clock. Here they are processor time, for a child whose parent was killed.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    for kind, bound in (
        (resource.RLIMIT_DATA, megabytes * 1024 * 1024),
        (resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2),
    ):
        _soft, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (bound, hard))


def serve(source: BinaryIO, target: BinaryIO) -> None:
    _kit()
    write_message(target, b"ready", b"")
    while (message := read_message(source)) is not None:
        seconds, megabytes, html, *rest = message
        limit(float(seconds), int(megabytes))
        embedded = [(rest[at].decode(), rest[at + 1], rest[at + 2].decode()) for at in range(0, len(rest), 3)]
        try:
            write_message(target, b"done", print_document(html.decode(), embedded))
        except (MemoryError, RecursionError):
            # What is left in memory is in an unknown state: the parent starts another child.
            write_message(target, b"too large", b"")
            return
        except Exception as error:  # noqa: BLE001  (the parent says it)
            write_message(target, b"failed", f"{type(error).__name__}: {error}".encode()[:2000])
        gc.collect()


if __name__ == "__main__":
    # What libraries print must not get between the messages.
    output = sys.stdout.buffer
    sys.stdout = sys.stderr
    serve(sys.stdin.buffer, output)
