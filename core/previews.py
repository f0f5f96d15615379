"""A small picture of what somebody handed in, drawn anew for each look: the file itself stays a download.

What is drawn is a picture and nothing else, whatever hides in the file. The first page of a PDF is drawn by a process of
its own with limits (`core.first_page`).
"""

import io
import subprocess
import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from PIL import Image, ImageOps, UnidentifiedImageError

from core.models import StoredFile
from core.models.files import PDF, PICTURES

SIDE = 480
# A JPEG is decoded small at once; of others every pixel is.
MOST_PIXELS = 25_000_000
# By the clock; the process itself counts processor time.
SECONDS = 8


def preview(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """For whoever may have the file, which the caller has checked. Http404 where nothing can be drawn.

    The browser asks again each time, so it is shown to nobody after a log-out; unchanged files are not drawn again.
    """
    if not stored.has_preview:
        raise Http404
    etag = f'"{stored.sha256}"'
    draw = _first_page if stored.content_type == PDF else _drawn
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        draw(stored), content_type="image/jpeg"
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _drawn(stored: StoredFile) -> bytes:
    try:
        with stored.file.open("rb") as opened, Image.open(opened, formats=list(PICTURES.values())) as image:
            image.draft("RGB", (SIDE * 2, SIDE * 2))
            if image.width * image.height > MOST_PIXELS:
                raise Http404
            image.thumbnail((SIDE, SIDE))
            return _jpeg(ImageOps.exif_transpose(image).convert("RGBA"))
    except (
        Image.DecompressionBombError, Image.DecompressionBombWarning, UnidentifiedImageError, OSError, SyntaxError,
        ValueError, KeyError,
    ) as broken:  # fmt: skip
        raise Http404 from broken


def _first_page(stored: StoredFile) -> bytes:
    try:
        with stored.file.open("rb") as opened:
            done = subprocess.run(
                [sys.executable, "-m", "core.first_page", str(SIDE)],
                input=opened.read(),
                capture_output=True,
                check=True,
                cwd=settings.BASE_DIR,
                env=settings.PDF_ENVIRONMENT,
                timeout=SECONDS,
            )
    except (OSError, subprocess.SubprocessError) as broken:
        raise Http404 from broken
    return done.stdout


def _jpeg(upright: Image.Image) -> bytes:
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, format="JPEG", quality=75)
    return out.getvalue()
