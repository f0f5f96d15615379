"""What is signed: the same content, the same hash, and a PDF that prints both."""

import io
from typing import Any

import pypdf
import pytest

from core import outbox
from exchanges.documents.canonical import canonical, digest, plain
from exchanges.documents.rendition import text_of
from exchanges.models import DocumentVersion
from exchanges.services.document_versions import keep_rendition
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
