"""What is signed: the same content, the same hash, and a PDF that prints both."""

import io
from typing import Any

import pypdf
import pytest

from core import outbox
from core.models import OutboxItem
from exchanges.documents.canonical import canonical, digest, plain
from exchanges.documents.rendition import text_of
from exchanges.models import DocumentVersion
from exchanges.services.document_versions import keep_rendition, print_again
from tests.support.world import World

pytestmark = pytest.mark.django_db


def pdf_of(document: DocumentVersion) -> pypdf.PdfReader:
    document.refresh_from_db()
    assert document.rendition is not None
    with document.rendition.file.open("rb") as stored:
        return pypdf.PdfReader(io.BytesIO(stored.read()))


def words(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_canonical_does_not_depend_on_order_or_spelling() -> None:
    one: dict[str, Any] = {"b": ["é", 1], "a": {"y": "2", "x": None}}
    other: dict[str, Any] = {"a": {"x": None, "y": "2"}, "b": ["é", 1]}
    assert canonical(one) == canonical(other) == '{"a":{"x":null,"y":"2"},"b":["é",1]}'.encode()
    assert digest(one) == digest(other)


def test_content_survives_the_database_and_comes_back(world: World) -> None:
    world.commitment_signing()
    for document in DocumentVersion.objects.all():
        assert text_of(document).content() == plain(document.content)


def test_agreement_says_the_sum_in_figures_and_words(world: World) -> None:
    world.commitment_signing()
    content = DocumentVersion.objects.get(kind="agreement").content
    assert (content["amount"], content["amount_shown"], content["amount_in_words"]) == (
        "450.00",
        "EUR 450",
        "four hundred and fifty euros",
    )
    assert [line["amount"] for line in content["lines"]] == ["EUR 900", "EUR -450"]
    assert [side["organisation"] for side in content["sides"]] == ["Elbe Sensors GmbH", "Elbe Valley"]


def test_pdf_prints_content_hash_and_signatures(world: World) -> None:
    world.ready()
    outbox.run_due()
    for kind, names in (
        ("commitment", ("Vera Visitor", "Mara Manager", "Hugo Host", "Hélène Hôte", "Working day 4")),
        (
            "agreement",
            (
                "Vera Visitor",
                "Mara Manager",
                "EUR 450",
                "four hundred and fifty euros",
                "DE** **** **** 3000",
            ),
        ),
    ):
        document = DocumentVersion.objects.get(kind=kind)
        text = words(pdf_of(document))
        for name in (*names, document.content_hash, "Co-funded by the European Union", "CXC-2026-0001"):
            assert name.replace(" ", "") in text.replace(" ", ""), (kind, name)
        assert "DE89370400440532013000" not in text.replace(" ", "")


def test_pdf_is_tagged_and_kept_with_its_own_hash(world: World) -> None:
    world.ready()
    outbox.run_due()
    document = DocumentVersion.objects.select_related("rendition").get(kind="commitment")
    reader = pdf_of(document)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Commitment to Quality, CXC-2026-0001"
    assert document.rendition.sha256 != document.content_hash


def test_pdf_is_made_once(world: World) -> None:
    world.ready()
    outbox.run_due()
    document = DocumentVersion.objects.get(kind="commitment")
    assert keep_rendition(document=document).rendition_id == document.rendition_id


def test_pdf_is_not_made_before_the_last_signature(world: World) -> None:
    world.commitment_signing()
    document = DocumentVersion.objects.get(kind="commitment")
    assert keep_rendition(document=document).rendition is None


def gave_up(world: World, monkeypatch: pytest.MonkeyPatch) -> DocumentVersion:
    """The commitment of a visit that is signed in full, whose print failed eight times."""

    def breaks(document: DocumentVersion) -> bytes:
        raise OSError("no font")

    exchange = world.ready()
    monkeypatch.setattr("exchanges.services.document_versions.rendition.render", breaks)
    for _try in range(8):
        OutboxItem.objects.filter(kind="document.print").update(claimed_until=None)
        outbox.run_due()
    monkeypatch.undo()
    return exchange.documents.get(kind="commitment")


def test_print_that_was_given_up_is_tried_again_by_staff(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = gave_up(world, monkeypatch)
    page = f"/files/{document.exchange.reference}/"
    again = f"{page}documents/commitment/print/"
    button = f'<form method="post" action="{again}">'
    shown = world.client("manager").get(page).content.decode()
    assert "Signed; the PDF could not be made" in shown and button in shown
    assert button not in world.client("visitor").get(page).content.decode()
    assert world.client("visitor").post(again).status_code == 403

    world.client("manager").post(again)
    outbox.run_due()
    assert "Vera Visitor" in words(pdf_of(document))
    assert document.print_failed_at is None

    page_after = world.client("manager").post(again, follow=True).content.decode()
    assert "This document is printed" in page_after and button not in page_after


def test_given_up_print_is_not_lost_when_its_work_item_is_gone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = gave_up(world, monkeypatch)
    OutboxItem.objects.filter(kind="document.print").delete()

    print_again(document=document, by=world.actor("manager"))
    outbox.run_due()

    assert len(pdf_of(document).pages) >= 1
