"""Documents as tagged PDF/UA: a template in, bytes out. Nothing is fetched, from nowhere.

A template extends `pdf/base.html`. It may name `asset:` pictures of the table below and nothing else: a document
never shows what an address inside it points to. The same template and context give the same bytes.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint import Attachment as PdfAttachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from core.identity import funding

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
# Pango's font map is shared by the process and not safe for two threads at once.
_rendering = Lock()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in the PDF, such as the snapshot its figures come from."""

    name: str
    content: bytes
    description: str


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
    return (Path(settings.BASE_DIR) / "static" / path).read_bytes()


@lru_cache(maxsize=1)
def _kit(process: int) -> tuple[AssetFetcher, FontConfiguration, CSS]:
    """Fonts and parsed style sheet, once for each process: one certificate then takes half the time."""
    fetcher, fonts = AssetFetcher(), FontConfiguration()
    return fetcher, fonts, CSS(url="asset:css", url_fetcher=fetcher, font_config=fonts)


def render(
    template_name: str,
    context: Mapping[str, Any],
    *,
    title: str,
    language: str = "en",
    attachments: Iterable[Attachment] = (),
) -> bytes:
    """The document as PDF/UA-1. `language` is that of its text; `title` is what readers show for the file."""
    with translation.override(language):
        html = render_to_string(
            template_name, {"title": title, "language": language, "funding": funding(), **context}
        )
    embedded = tuple(attachments)
    identity = hashlib.sha256(html.encode())
    for attachment in embedded:
        identity.update(hashlib.sha256(attachment.content).digest())
    with _rendering:
        fetcher, fonts, style = _kit(os.getpid())
        document = HTML(string=html, url_fetcher=fetcher, base_url=None)
        pdf: bytes = document.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=identity.digest()[:16],
            attachments=[
                PdfAttachment(
                    string=attachment.content,
                    name=attachment.name,
                    description=attachment.description,
                    created=NO_DATE,
                    modified=NO_DATE,
                    relationship="Data",
                )
                for attachment in embedded
            ]
            or None,
        )
    return pdf
