"""Every type as a PDF: tagged, in English, with its fonts and its data inside, by both standards."""

import json
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from core import clock
from reporting.deliverables import catalogue, freezing
from reporting.periods import Period
from tests.support import world as worlds
from tests.support.credited import credited, organisation
from tests.support.deliverables import DAY
from tests.support.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world() -> World:
    """Six visits, so that public tables have something to show."""
    world = worlds.build()
    for number in range(6):
        credited(world, organisation(f"Guest {number}", "tech_centre", "DE", listed=True), world.host, DAY)
    return world


def written(code: str) -> dict[str, str]:
    return {part.key: f"About {part.key}.\n\n* one\n* two" for part in catalogue.KINDS[code].written}


def test_every_type_is_tagged_speaks_english_and_carries_fonts_and_data(world: World) -> None:
    period = Period(world.partnership, until=DAY)
    for code in catalogue.KINDS:
        snapshot = catalogue.freeze(code, period, "public")
        document = catalogue.make_pdf(snapshot, made_on=clock.today(), issue=1, texts=written(code))
        tables = len(catalogue.compose(snapshot, texts=written(code)).tables)
        with pikepdf.open(BytesIO(document)) as pdf:
            assert problems(pdf, snapshot, tables) == [], code


def problems(pdf: pikepdf.Pdf, snapshot: dict[str, Any], tables: int) -> list[str]:
    found = [] if str(pdf.Root.Lang) == "en" else ["the language is not said"]
    if not pdf.Root.MarkInfo.Marked or not pdf.Root.ViewerPreferences.DisplayDocTitle:
        found.append("not marked, or the title is not displayed")
    with pdf.open_metadata() as about:
        if (about["pdfuaid:part"], about["pdfaid:part"], about["pdfaid:conformance"]) != ("1", "3", "A"):
            found.append("not PDF/UA-1 and PDF/A-3a")
        if not str(about["dc:title"]).startswith(snapshot["document"]):
            found.append("no title")
    return [*found, *_tags(pdf), *_fonts(pdf), *_attachments(pdf, snapshot, tables)]


def _tags(pdf: pikepdf.Pdf) -> list[str]:
    elements = list(_elements(pdf.Root.StructTreeRoot.K))
    kinds = [str(one.get("/S", "")) for one in elements]
    missing = [kind for kind in ("/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH") if kind not in kinds]
    found = [f"no {kind}" for kind in missing]
    found += [
        "a picture without words" for one in elements if one.get("/S") == "/Figure" and not one.get("/Alt")
    ]
    levels = [int(kind[2]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
    found += [
        "a level of headings is left out"
        for one, next_ in zip(levels, levels[1:], strict=False)
        if next_ > one + 1
    ]
    return found


def _elements(node: Any) -> Any:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node.K)


def _fonts(pdf: pikepdf.Pdf) -> list[str]:
    found = set()
    for page in pdf.pages:
        for font in (page.Resources.get("/Font") or {}).values():
            for one in font.get("/DescendantFonts", [font]):
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(one.FontDescriptor.keys()):
                    found.add(f"{font.BaseFont} is not embedded")
            if "/ToUnicode" not in font:
                found.add(f"{font.BaseFont} cannot be read as text")
    return sorted(found)


def _attachments(pdf: pikepdf.Pdf, snapshot: dict[str, Any], tables: int) -> list[str]:
    specs = list(pdf.Root.AF)
    found = [f"{one.UF} is not called data" for one in specs if str(one.AFRelationship) != "/Data"]
    found += [f"{one.UF} is not described" for one in specs if not str(one.get("/Desc", ""))]
    files = {name: spec.get_file() for name, spec in pdf.attachments.items()}
    kinds = [(name.rpartition(".")[2], file.mime_type) for name, file in files.items()]
    if sorted(kinds) != [("csv", "text/csv")] * tables + [("json", "application/json")]:
        found.append(f"attached are {kinds}, printed are {tables} tables")
    told = next(file.read_bytes() for name, file in files.items() if name.endswith(".json"))
    if told != freezing.as_bytes(snapshot) or json.loads(told) != snapshot:
        found.append("the attached figures are others")
    if len(specs) != len(files):
        found.append("an attachment is not associated")
    return found
