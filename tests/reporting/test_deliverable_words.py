"""Every type as a Word file: a sound package, and what Word needs to navigate in it and to read it aloud."""

import re
import zipfile
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from core import clock
from reporting.deliverables import catalogue, documents, word
from reporting.periods import Period
from tests.support import world as worlds
from tests.support.credited import credited, organisation
from tests.support.deliverables import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# As the schema of settings orders them; only those around the element that we add.
AFTER_UPDATE_FIELDS = (
    "compat",
    "rsids",
    "themeFontLang",
    "clrSchemeMapping",
    "decimalSymbol",
    "listSeparator",
)


def test_every_type_as_word_is_sound_and_has_real_structure() -> None:
    world = worlds.build()
    for number in range(6):
        credited(world, organisation(f"Guest {number}", "tech_centre", "DE", listed=True), world.host, DAY)
    facts = documents.Facts(clock.today(), 1, approved_on=clock.today())
    for code, kind in catalogue.KINDS.items():
        texts = {
            part.key: f"About {part.key}.\n\n### More\n\n* one\n* two\n\n1. first\n2. second"
            for part in kind.written
        }
        snapshot = catalogue.freeze(code, Period(world.partnership, until=DAY), "confidential")
        report = catalogue.compose(snapshot, texts=texts)
        content = word.word_of(report, facts)
        assert package_problems(content) == [], code
        assert structure_problems(Document(BytesIO(content)), report) == [], code


def package_problems(content: bytes) -> list[str]:
    """By the Open Packaging Conventions: each part has a type, each relation a target, each XML part is well formed."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
        found = [f"{name} is twice there" for name in parts if package.namelist().count(name) > 1]
    types = etree.fromstring(parts["[Content_Types].xml"])
    endings = {one.get("Extension") for one in types if one.tag.endswith("Default")}
    named = {one.get("PartName") for one in types if one.tag.endswith("Override")}
    for name, body in parts.items():
        if (
            name != "[Content_Types].xml"
            and f"/{name}" not in named
            and name.rpartition(".")[2] not in endings
        ):
            found.append(f"{name} has no type")
        if name.endswith((".xml", ".rels")):
            etree.fromstring(body)
        if name.endswith(".rels"):
            found += _lost_targets(name, body, parts)
    return found


def _lost_targets(name: str, body: bytes, parts: dict[str, bytes]) -> list[str]:
    home = dirname(dirname(name))
    relations = [one for one in etree.fromstring(body) if one.get("TargetMode") != "External"]
    targets = [normpath(join(home, one.get("Target"))).lstrip("/") for one in relations]
    ids = [one.get("Id") for one in etree.fromstring(body)]
    return [f"{name}: {target} is not there" for target in targets if target not in parts] + (
        [f"{name}: an id is twice there"] if len(set(ids)) != len(ids) else []
    )


def structure_problems(document: Any, report: Any) -> list[str]:
    return [
        *_outline(document, report),
        *_tables(document, report),
        *_counted_lists(document, report),
        *_pages(document),
        *_pictures(document),
        *_language(document),
    ]


def _outline(document: Any, report: Any) -> list[str]:
    headings = [one for one in document.paragraphs if one.style.name.startswith("Heading ")]
    wanted = [f"{section.number} {section.title}" for section in report.sections]
    told = [one.text for one in headings if one.style.name == "Heading 1"]
    found = [f"“{title}” is no heading" for title in wanted if title not in told]
    found += [] if any(one.style.name == "Title" for one in document.paragraphs) else ["no title"]
    levels = [int(one.style.name[-1]) for one in headings]
    found += [
        "a level is left out" for one, later in zip(levels, levels[1:], strict=False) if later > one + 1
    ]
    found += [] if any(one.style.name == "List Bullet" for one in document.paragraphs) else ["no real list"]
    fields = " ".join(one.text or "" for one in document.element.iter(qn("w:instrText")))
    found += [] if "TOC" in fields else ["no contents"]
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    numbered = len(report.tables) + len(report.pictures)
    if len(captions) != numbered or len(re.findall(r"SEQ (?:Table|Figure)", fields)) != numbered:
        found.append(f"{len(captions)} captions for {numbered} tables and figures")
    return found


def _tables(document: Any, report: Any) -> list[str]:
    described = [one for one in document.tables if one._tbl.tblPr.find(qn("w:tblCaption")) is not None]
    found = [] if len(described) >= len(report.tables) else ["a table is not described"]
    for one in described:
        look = one._tbl.tblPr.find(qn("w:tblLook"))
        by_column = (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("0", "1")
        if one.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None and not by_column:
            found.append("a table has no head")
    return found


def _counted_lists(document: Any, report: Any) -> list[str]:
    """Each list with numbers begins at 1."""
    items = [one for one in document.paragraphs if one.style.name == "List Number"]
    firsts = [one._p.pPr.numPr.numId.val for one in items if one.text == "first"]
    numbering = document.part.numbering_part.element
    begins = {
        made.numId: [one.startOverride.val for one in made.lvlOverride_lst] for made in numbering.num_lst
    }
    wanted = sum(block.kind == "ol" for section in report.sections for block in section.written)
    if len(set(firsts)) != wanted or any(begins[number] != [1] for number in firsts):
        return ["a list with numbers goes on where another ended"]
    return []


def _pages(document: Any) -> list[str]:
    """No page lies empty between two tables that lie across."""
    found, seen = [], False
    for element in document.element.body:
        section = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if section is not None:
            found += [] if seen else ["an empty page"]
            seen = False
        seen = seen or element.tag == qn("w:tbl") or bool("".join(element.itertext()).strip())
    return found


def _pictures(document: Any) -> list[str]:
    drawn = list(document.element.iter(qn("wp:docPr")))
    ids = [one.get("id") for one in drawn]
    found = ["a picture has no words" for one in drawn if not one.get("descr")]
    return found + ([] if len(set(ids)) == len(ids) else ["two pictures share an id"])


def _language(document: Any) -> list[str]:
    languages = document.styles["Normal"].element.iter(qn("w:lang"))
    found = [] if [one.get(qn("w:val")) for one in languages] == ["en-GB"] else ["no language"]
    found += [] if document.core_properties.title else ["no title in the properties"]
    kinds = [one.reltype.rpartition("/")[2] for one in document.part.package.rels.values()]
    found += ["a preview of another document"] if "thumbnail" in kinds else []
    settings = [etree.QName(one).localname for one in document.settings.element]
    place = settings.index("updateFields")
    return found + [
        f"{name} stands too early" for name in AFTER_UPDATE_FIELDS if settings.index(name) < place
    ]
