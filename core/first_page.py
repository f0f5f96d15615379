"""The program that draws the first page of a PDF somebody handed in: PDF on standard input, a JPEG on standard output.

It runs in a process of its own with bounds on memory and processor time, knows no settings, no database and no secret.
A file made to do harm costs this process only. `core.previews` starts it, with the longer side in pixels as argument.
"""

import resource
import sys
from io import BytesIO

import pypdfium2

MEGABYTES = 512
SECONDS = 5
QUALITY = 75


def limit() -> None:
    for kind, bound in ((resource.RLIMIT_DATA, MEGABYTES * 1024 * 1024), (resource.RLIMIT_CPU, SECONDS)):
        resource.setrlimit(kind, (bound, bound))


def draw(content: bytes, side: int) -> bytes:
    """Raises pypdfium2.PdfiumError for what is no PDF, is locked by a password or has no page."""
    page = pypdfium2.PdfDocument(content)[0]
    width, height = page.get_size()
    image = page.render(scale=side / max(width, height, 1)).to_pil().convert("RGB")
    image.thumbnail((side, side))
    out = BytesIO()
    image.save(out, format="JPEG", quality=QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    limit()
    try:
        picture = draw(sys.stdin.buffer.read(), int(sys.argv[1]))
    except (pypdfium2.PdfiumError, MemoryError, ValueError, OSError, IndexError):
        sys.exit(1)
    sys.stdout.buffer.write(picture)
