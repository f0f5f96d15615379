"""The program that prints: HTML in, PDF out, over its own input and output. `core.pdf` starts and limits it.

It runs in a process of its own with a bound on memory, knows no settings, no database and no secret, and fetches nothing
but the portal's own pictures and fonts. So a document that is too large, or that somebody made to do harm, costs this
process only.
"""

import gc
import hashlib
import logging
import re
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache, partial
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


def print_document(
    html: str,
    attachments: list[tuple[str, bytes, str]],
    *,
    archive: bool = False,
    page_made: Callable[[int], None] | None = None,
) -> bytes:
    """`attachments` are (name, content, description). The same input gives the same bytes."""
    identity = hashlib.sha256(html.encode())
    for _name, content, _description in attachments:
        identity.update(hashlib.sha256(content).digest())
    fetcher, fonts, style = _kit()
    source = HTML(string=html, url_fetcher=fetcher, base_url=None)
    variant = "pdf/a-3a" if archive else "pdf/ua-1"
    with _listening(page_made):
        document = source.render(stylesheets=[style], font_config=fonts, pdf_variant=variant)
    if archive:
        _say_accessible(document.metadata)
    for filler in range(MOST_TRIES):
        pdf: bytes = document.write_pdf(
            pdf_variant=variant,
            finisher=partial(_as_archives_like_it, filler) if archive else None,
            pdf_identifier=identity.digest()[:16],
            attachments=_attached(attachments) or None,
        )
        if not (archive and _UNREADABLE in pdf):
            break
    return pdf


def _attached(files: list[tuple[str, bytes, str]]) -> list[PdfAttachment]:
    return [
        PdfAttachment(
            string=content,
            name=name,
            description=description,
            created=NO_DATE,
            modified=NO_DATE,
            relationship="Data",
        )
        for name, content, description in files
    ]


# The library writes that a file is PDF/A or that it is PDF/UA. Ours are both, and PDF/A asks that a property it does not
# know be described in the file itself.
_ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"


def _say_accessible(metadata: Any) -> None:
    written = metadata.generate_rdf_metadata

    def generate(*arguments: Any) -> bytes:
        rdf: bytes = written(*arguments)
        if rdf.count(_END) != 1:
            raise ValueError("The metadata of the library look different from what is known.")
        return rdf.replace(_END, _ACCESSIBLE + _END)

    metadata.generate_rdf_metadata = generate


# The end of a packed stream that reads like the end of a line of two bytes: its last one would be missing from the length.
_UNREADABLE = b"\r\nendstream"
MOST_TRIES = 5


def _as_archives_like_it(filler: int, _document: Any, pdf: Any) -> None:
    """The library lists each attached file twice, by its name and by itself, and packs the metadata, which simple readers
    then do not find. Objects that say nothing shift the table of places, which is packed last, in another try.
    """
    for _number in range(filler):
        pdf.add_object(type(pdf.pages)({}))
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    for part in pdf.objects:
        is_metadata = getattr(part, "extra", {}).get("Type") == "/Metadata"
        if is_metadata or (getattr(part, "compress", False) and part.data.endswith(_UNREADABLE)):
            part.compress = False


class _Pages(logging.Handler):
    """Hears of each page that the library lays out."""

    def __init__(self, page_made: Callable[[int], None]) -> None:
        super().__init__()
        self.page_made = page_made

    def emit(self, record: logging.LogRecord) -> None:
        if found := re.match(r"Step 5 .* Page (\d+)$", record.getMessage()):
            self.page_made(int(found.group(1)))


@contextmanager
def _listening(page_made: Callable[[int], None] | None) -> Iterator[None]:
    if page_made is None:
        yield
        return
    logger, handler = logging.getLogger("weasyprint.progress"), _Pages(page_made)
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.WARNING)


def read_message(stream: BinaryIO) -> list[bytes] | None:
    """The next message; None at the end of the stream."""
    head = stream.read(pdf_wire.HEAD)
    return pdf_wire.unpacked(stream.read(pdf_wire.size_of(head))) if len(head) == pdf_wire.HEAD else None


def write_message(stream: BinaryIO, *parts: bytes) -> None:
    stream.write(pdf_wire.packed(parts))
    stream.flush()


def _tell_page(target: BinaryIO, number: int) -> None:
    write_message(target, b"page", str(number).encode())


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
        seconds, megabytes, wishes, html, *rest = message
        limit(float(seconds), int(megabytes))
        embedded = [(rest[at].decode(), rest[at + 1], rest[at + 2].decode()) for at in range(0, len(rest), 3)]
        try:
            document = print_document(
                html.decode(),
                embedded,
                archive=b"archive" in wishes,
                page_made=partial(_tell_page, target) if b"pages" in wishes else None,
            )
            write_message(target, b"done", document)
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
