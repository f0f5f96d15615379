"""A small picture of a photo or scan that somebody handed in, drawn anew for each look: the file itself stays a download.

What is drawn is a picture and nothing else, whatever hides in the file. There is none of a PDF: nothing here renders one.
"""

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from PIL import Image, ImageOps, UnidentifiedImageError

from core.models import StoredFile
from core.models.files import PICTURES, Verdict

SIDE = 480
# A JPEG is decoded small at once; of others every pixel is.
MOST_PIXELS = 25_000_000


def preview(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """For whoever may have the file, which the caller has checked. Http404 where nothing can be drawn.

    The browser asks again each time, so it is shown to nobody after a log-out; unchanged files are not drawn again.
    """
    if stored.content_type not in PICTURES or stored.verdict == Verdict.REFUSED:
        raise Http404
    etag = f'"{stored.sha256}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        _drawn(stored), content_type="image/jpeg"
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


def _jpeg(upright: Image.Image) -> bytes:
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, format="JPEG", quality=75)
    return out.getvalue()
