"""What somebody handed in can be looked at as a small picture drawn anew, and nothing else; replaced, and safe."""

import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfWriter

from clusters.models import Membership
from clusters.services import memberships
from core.models import StoredFile
from exchanges.models import Evidence
from exchanges.services import profiles
from tests.exchanges.test_apply import page, post, text
from tests.exchanges.test_report_by_link import link_in, otto  # noqa: F401  a fixture
from tests.support.stay import Stay

pytestmark = pytest.mark.django_db


def photo(
    name: str = "IMG_1.jpg", size: tuple[int, int] = (1600, 1200), more: bytes = b""
) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", size, "navy").save(data, "JPEG", comment=b"<script>alert(1)</script>")
    return SimpleUploadedFile(name, data.getvalue() + more)


def drawn(answer) -> Image.Image:
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private, no-cache" in answer["Cache-Control"]
    return Image.open(io.BytesIO(answer.content))


def test_proof_and_cv_are_seen_on_the_page_small_and_drawn_anew(world):
    memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["sofia"], by=world.actor("visitor")
    )
    client, application = world.client("visitor"), world.draft()
    post(client, application, "papers", proof=photo(more=b"<html>hidden</html>"), cv=photo("me.jpg"))
    shown = text(client.get(page(application, "papers")))
    stored = Membership.objects.get(state="requested").proof
    address = reverse("exchanges:stored_preview", args=[stored.pk])
    assert f'src="{address}" alt="Preview of IMG_1.jpg"' in shown
    assert 'alt="Preview of me.jpg"' in shown
    assert "Type and size are checked" in shown
    assert "Replace the proof of your membership" in shown
    answer = client.get(address)
    assert drawn(answer).size == (480, 360)
    assert b"script" not in answer.content
    assert b"hidden" not in answer.content
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_picture_is_shown_to_those_only_who_may_have_the_file(world):
    profiles.set_cv(organisation=world.firm, by=world.actor("visitor"), upload=photo())
    address = reverse("exchanges:stored_preview", args=[StoredFile.objects.get().pk])
    seen = {who: world.client(who).get(address).status_code for who in ("visitor", "host", "host_manager")}
    assert seen == {"visitor": 200, "host": 404, "host_manager": 404}
    assert "login" in world.client("anonymous").get(address).url


def test_nothing_is_drawn_of_a_refused_file(world):
    profiles.set_cv(organisation=world.firm, by=world.actor("visitor"), upload=photo())
    stored = StoredFile.objects.get()
    StoredFile.objects.update(verdict="refused")
    client = world.client("visitor")
    assert client.get(reverse("exchanges:stored_preview", args=[stored.pk])).status_code == 404
    form = text(client.get(reverse("exchanges:visitor_cv", args=[world.firm.pk])))
    assert "file-preview" not in form
    download = client.get(reverse("exchanges:visitor_cv_file", args=[world.firm.pk]), follow=True)
    assert "the virus check found something" in form
    assert "found something in this file" in unescape(download.content.decode())


def pdf(width: int = 600, height: int = 800, password: str = "") -> bytes:
    writer, data = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width, height)
    if password:
        writer.encrypt(password)
    writer.write(data)
    return data.getvalue()


def preview_of(world, content: bytes):
    profiles.set_cv(
        organisation=world.firm, by=world.actor("visitor"), upload=SimpleUploadedFile("cv.pdf", content)
    )
    stored = StoredFile.objects.latest("pk")
    return world.client("visitor").get(reverse("exchanges:stored_preview", args=[stored.pk]))


def test_first_page_of_a_pdf_is_drawn_and_the_file_stays_a_download(world):
    assert drawn(preview_of(world, pdf())).size == (360, 480)
    form = text(world.client("visitor").get(reverse("exchanges:visitor_cv", args=[world.firm.pk])))
    assert 'alt="Preview of cv.pdf"' in form
    download = world.client("visitor").get(
        reverse("exchanges:visitor_cv_file", args=[world.firm.pk]), follow=True
    )
    assert download["Content-Disposition"].startswith("attachment")
    download.close()


@pytest.mark.parametrize(
    "content",
    [pdf(password="secret"), b"%PDF-1.7 not a document", pdf().replace(b"/Kids", b"/Gone")],
    ids=["locked", "broken", "without pages"],
)
def test_pdf_that_cannot_be_drawn_is_no_error_of_ours(world, content):
    assert preview_of(world, content).status_code == 404


def test_page_of_any_size_is_a_small_picture(world):
    assert max(drawn(preview_of(world, pdf(14_400, 1))).size) == 480


def test_broken_picture_is_no_error_of_ours(world):
    profiles.set_cv(organisation=world.firm, by=world.actor("visitor"), upload=photo())
    stored = StoredFile.objects.get()
    stored.file.storage.delete(stored.file.name)
    address = reverse("exchanges:stored_preview", args=[stored.pk])
    assert world.client("visitor").get(address).status_code == 404


def test_proof_of_travel_is_replaced_with_kind_and_note_kept(stay: Stay):
    stay.ongoing()
    stay.go(stay.exchange.stay.upper)
    client = stay.world.client("visitor")
    proofs = reverse("exchanges:evidence_add", args=[stay.exchange.application.reference])
    client.post(proofs, {"kind": "hotel", "photo": photo("blurred.jpg"), "note": "Night of 18 May"})
    old = Evidence.objects.get()
    assert (old.file.name, old.note) == ("blurred.jpg", "Night of 18 May")
    replace = f"{proofs}{old.pk}/replace/"
    assert f'href="{replace}"' in client.get(proofs).content.decode()
    assert drawn(client.get(f"{proofs}{old.pk}/preview/")).size == (480, 360)
    empty = text(client.post(replace, {}))
    assert "Choose a file" in empty
    other = text(client.post(replace, {"upload": SimpleUploadedFile("x.pdf", b"MZ")}))
    assert "This file is of another type." in other
    client.post(replace, {"upload": photo("sharp.jpg", (800, 600))})
    now = Evidence.objects.get(removed_at=None)
    assert (now.file.name, now.kind, now.note) == ("sharp.jpg", "hotel", "Night of 18 May")
    assert client.post(replace, {"upload": photo("late.jpg")}).status_code == 404


def test_without_an_account_a_proof_is_seen_and_replaced_too(otto: Stay):  # noqa: F811
    link, client = link_in(otto, "exchange.report_due"), Client()
    client.post(f"{link}proofs/", {"kind": "hotel", "upload": photo()})
    pk = Evidence.objects.get().pk
    assert f'src="{link}proofs/{pk}/preview/"' in client.get(f"{link}proofs/").content.decode()
    assert drawn(client.get(f"{link}proofs/{pk}/preview/")).size == (480, 360)
    client.post(f"{link}proofs/{pk}/replace/", {"upload": photo("sharp.jpg", (800, 600))})
    assert Evidence.objects.get(removed_at=None).file.name == "sharp.jpg"
    assert client.get(f"{link}proofs/{pk}/preview/").status_code == 404
