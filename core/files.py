"""Files that people hand in and documents the portal makes. The type is judged by content, never by name."""

import hashlib
import io
from pathlib import PurePath
from typing import BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from core import clock
from core.actors import Actor
from core.exceptions import InvalidInput, Refused
from core.models import StoredFile
from core.models.files import Verdict

MAX_BYTES = 10 * 1024 * 1024
# A decompressed picture larger than this is a bomb, not a photo.
MAX_PIXELS = 50_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
_IMAGE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
_ENDINGS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
ACCEPTED = ".pdf,.jpg,.jpeg,.png"
# By type, not by ending: then a phone offers its camera beside its files.
TYPES, PHOTOS = ",".join(_ENDINGS), "image/jpeg,image/png"


def store(upload: UploadedFile, by: Actor) -> StoredFile:
    """Keep an upload of at most 10 MB that really is a PDF, JPEG or PNG. Raises InvalidInput."""
    if upload.size is None or upload.size > MAX_BYTES:
        raise InvalidInput(
            _("The file is larger than 10 MB. Please make it smaller, for example with fewer pages.")
        )
    data = upload.read()
    content_type = sniff(data)
    return _keep(data, _honest_name(upload.name or "file", content_type), content_type, by)


def store_bytes(data: bytes, name: str, content_type: str, by: Actor) -> StoredFile:
    """Keep a document the portal made itself."""
    return _keep(data, name, content_type, by)


def store_stream(content: BinaryIO, name: str, content_type: str, by: Actor) -> StoredFile:
    """Keep a large document the portal made itself, without reading it into memory at once."""
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    stored = StoredFile(
        name=name[:200],
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        uploaded_by=by.user,
        uploaded_at=clock.now(),
    )
    stored.file.save(name, File(content), save=False)
    stored.save()
    return stored


def sniff(data: bytes) -> str:
    """The content type by the bytes. Raises InvalidInput for anything but PDF, JPEG and PNG."""
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    try:
        with Image.open(io.BytesIO(data), formats=list(_IMAGE_TYPES)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            image.verify()
            return _IMAGE_TYPES[image.format or ""]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidInput(_("This picture is too large to open. Please make it smaller.")) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError) as error:
        raise InvalidInput(
            _("Please choose a PDF, JPEG or PNG file. This file is of another type.")
        ) from error


def answer(stored: StoredFile) -> FileResponse:
    """The file as an attachment; the caller has checked that the person may have it. Never one with a virus."""
    if stored.verdict == Verdict.REFUSED:
        raise Refused(_("The virus check found something in this file, so nobody can open it."))
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["Cache-Control"] = "private, no-store"
    return response


def picture(stored: StoredFile) -> FileResponse:
    """A picture that the portal has drawn anew as PNG (`core.pictures`), shown inside a page; nothing else may be."""
    response = FileResponse(stored.file.open("rb"), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=300"
    return response


def forget(stored: StoredFile) -> None:
    """Delete a file that nobody needs any more: the row now, the bytes once that is sure."""
    storage, name = stored.file.storage, stored.file.name or ""
    stored.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _honest_name(name: str, content_type: str) -> str:
    """The person's file name without a path, with an ending that says what the file is."""
    plain = "".join(
        character for character in PurePath(name.replace("\\", "/")).name if character.isprintable()
    )
    ending = PurePath(plain).suffix.lower()
    endings = _ENDINGS[content_type]
    return plain[:200] if ending in endings and len(plain) <= 200 else f"{plain[:190]}{endings[0]}"


def _keep(data: bytes, name: str, content_type: str, by: Actor) -> StoredFile:
    stored = StoredFile(
        name=name[:200],
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by.user,
        uploaded_at=clock.now(),
    )
    stored.file.save(name, ContentFile(data), save=False)
    stored.save()
    return stored
