"""Files are judged by what they are, not by what they are called, and leave the house as attachments only."""

import io
import struct
import zlib
from contextlib import closing
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import files
from core.actors import Actor
from core.exceptions import InvalidInput
from core.models import StoredFile

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
ZIP = b"PK\x03\x04" + b"\x00" * 100
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SYSTEM = Actor.system("test")


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, kind)
    return stream.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def stored(name: str, data: bytes, claimed: str = "application/pdf") -> StoredFile:
    return files.store(SimpleUploadedFile(name, data, claimed), SYSTEM)


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("ticket.pdf", PDF, "application/pdf"),
        ("photo.jpg", picture("JPEG"), "image/jpeg"),
        ("photo.JPEG", picture("JPEG"), "image/jpeg"),
        ("scan.png", picture("PNG"), "image/png"),
    ],
)
def test_pdf_jpeg_and_png_are_taken(name: str, data: bytes, content_type: str) -> None:
    row = stored(name, data, "text/html")
    assert (row.name, row.content_type, row.size) == (name, content_type, len(data))
    with row.file.open() as kept:
        assert kept.read() == data
    assert row.verdict == "not_scanned"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ticket.pdf", EXE),
        ("ticket.pdf", EICAR),
        ("ticket.pdf", HTML),
        ("ticket.pdf", SVG),
        ("ticket.pdf", b""),
        ("ticket.pdf", b"\n%PDF-1.7 later in the file is not at its start"),
        ("photo.png", SVG),
        ("photo.svg", SVG),
        ("photo.jpg", HTML),
        ("page.html", HTML),
        ("photo.jpg", ZIP),
        ("report.docx", ZIP),
        ("photo.gif", picture("GIF")),
        ("photo.png", picture("BMP")),
        ("photo.png", picture("TIFF")),
        ("photo.png", picture("WEBP")),
        ("photo.png", picture("PNG")[:40]),
        ("photo.jpg", b"\xff\xd8\xff"),
        ("photo.png", b"\x89PNG\r\n\x1a\n"),
        ("photo.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n"),
        ("script.sh", b"#!/bin/sh\nrm -rf /\n"),
        ("text.txt", "Grüße".encode()),
    ],
)
def test_everything_else_is_refused_whatever_it_is_called(name: str, data: bytes) -> None:
    for claimed in ("application/pdf", "image/png"):
        with pytest.raises(InvalidInput, match="Please choose a PDF, JPEG or PNG file"):
            stored(name, data, claimed)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("size", [(50_000, 50_000), (10_000, 10_000), (8_000, 8_000), (60_000, 1_000)])
def test_pixel_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(InvalidInput, match="too large to open"):
        stored("photo.png", bomb(*size))
    assert not StoredFile.objects.exists()


def test_largest_picture_is_taken() -> None:
    assert files.sniff(bomb(10_000, 5_000)) == "image/png"


def test_ten_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    assert stored("ticket.pdf", PDF.ljust(files.MAX_BYTES, b" ")).size == 10 * 1024 * 1024
    with pytest.raises(InvalidInput, match="larger than 10 MB"):
        stored("ticket.pdf", PDF.ljust(files.MAX_BYTES + 1, b" "))


def test_upload_without_a_known_size_is_refused() -> None:
    upload = SimpleUploadedFile("ticket.pdf", PDF)
    upload.size = None
    with pytest.raises(InvalidInput, match="larger than 10 MB"):
        files.store(upload, SYSTEM)


def test_oversized_file_is_refused_without_being_read(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = SimpleUploadedFile("ticket.pdf", PDF)
    upload.size = 1024**3
    monkeypatch.setattr(files, "sniff", lambda data: pytest.fail("read"))
    with pytest.raises(InvalidInput):
        files.store(upload, SYSTEM)


@pytest.mark.parametrize(
    ("data", "content_type", "ending"),
    [
        (PDF + HTML, "application/pdf", ".pdf"),
        (b"%PDF-1.4\n" + EXE, "application/pdf", ".pdf"),
        (picture("JPEG") + HTML, "image/jpeg", ".jpg"),
        (picture("PNG") + ZIP, "image/png", ".png"),
    ],
)
@pytest.mark.parametrize("name", ["page.html", "tool.exe", "page.svg", "noending"])
def test_polyglot_leaves_with_the_type_and_ending_of_what_it_was_taken_for(
    name: str, data: bytes, content_type: str, ending: str
) -> None:
    """Two kinds in one file cannot always be seen; it must not leave as the dangerous one."""
    row = stored(name, data)
    assert (row.content_type, row.name) == (content_type, name + ending)
    with closing(files.answer(row)) as response:
        assert response["Content-Type"] == content_type
        assert response["Content-Disposition"] == f'attachment; filename="{name}{ending}"'


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ada\\ticket.pdf", "ticket.pdf"),
        ("Flugschein Zürich – Łódź.pdf", "Flugschein Zürich – Łódź.pdf"),
        ("Документ.pdf", "Документ.pdf"),
        ('a"b;c.pdf', 'a"b;c.pdf'),
        ("line\nbreak.pdf", "linebreak.pdf"),
        ("nul\x00byte.pdf", "nulbyte.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 190 + ".pdf"),
    ],
)
def test_odd_names_do_no_harm(name: str, kept: str) -> None:
    upload = SimpleUploadedFile("plain.pdf", PDF)
    upload._name = name
    row = files.store(upload, SYSTEM)
    assert row.name == kept
    with closing(files.answer(row)) as response:
        disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "\n" not in disposition


def test_path_in_the_storage_says_nothing_about_the_person_or_the_name() -> None:
    row = stored("Vera Visitor passport.pdf", PDF)
    assert "Vera" not in row.file.name
    assert not row.file.name.endswith(".pdf")


def test_two_files_of_the_same_content_are_two_files() -> None:
    first, second = stored("a.pdf", PDF), stored("a.pdf", PDF)
    assert first.sha256 == second.sha256
    assert first.file.name != second.file.name


def test_answer_is_an_attachment_that_no_cache_keeps() -> None:
    with closing(files.answer(stored("ticket.pdf", PDF))) as response:
        assert response["Content-Disposition"] == 'attachment; filename="ticket.pdf"'
        assert response["Cache-Control"] == "private, no-store"
        assert b"".join(response.streaming_content) == PDF


def test_document_of_the_portal_keeps_its_name_and_hash() -> None:
    row = files.store_bytes(PDF, "agreement.pdf", "application/pdf", SYSTEM)
    assert (row.name, row.uploaded_by) == ("agreement.pdf", None)
    assert len(row.sha256) == 64


def test_no_view_serves_a_file_but_by_answer() -> None:
    """Whoever opens a stored file in a view must go through `files.answer`, which makes it an attachment."""
    from tests.architecture.source import ROOT

    places: Any = [
        path
        for app in ("core", "clusters", "exchanges", "reporting")
        for path in (ROOT / app / "views").rglob("*.py")
        if "FileResponse(" in path.read_text(encoding="utf-8")
        or ".file.open(" in path.read_text(encoding="utf-8")
    ]
    assert places == []
