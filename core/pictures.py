"""Pictures people hand in to be shown again: judged by their bytes, made small, and written anew.

Writing anew drops everything that is no picture: place and time of the photo, comments, and what hides behind it.
"""

import io

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.exceptions import InvalidInput
from core.files import MAX_PIXELS

FORMATS = ("PNG", "JPEG", "WEBP")
ACCEPTED = ".png,.jpg,.jpeg,.webp"
MAX_BYTES = 2 * 1024 * 1024
MIN_SIDE, MAX_SIDE = 32, 640


def clean_picture(upload: UploadedFile, *, field: str | None = None) -> bytes:
    """A PNG of at most 640 pixels a side. Raises InvalidInput for anything but a PNG, JPEG or WebP of 2 MB."""
    if upload.size is None or upload.size > MAX_BYTES:
        raise InvalidInput(_("The picture is larger than 2 MB. Please make it smaller."), field)
    try:
        with Image.open(io.BytesIO(upload.read()), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            image.load()
            small, data = min(image.size) < MIN_SIDE, _written(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidInput(_("This picture is too large to open. Please make it smaller."), field) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError) as error:
        raise InvalidInput(
            _("Please choose a PNG, JPEG or WebP picture. This file is of another type, or broken."), field
        ) from error
    if small:
        sentence = _("The picture is too small. It needs at least %(side)s pixels a side.")
        raise InvalidInput(sentence % {"side": MIN_SIDE}, field)
    return data


def _written(image: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    # On white, so that a dark page does not swallow a dark logo.
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, format="PNG", optimize=True)
    return out.getvalue()
