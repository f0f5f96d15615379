"""A composed report as a Word document, for those who must edit it: real headings, captions, lists, table heads, alt texts.

Figures are pictures of what the PDF draws. Contents and numbers of captions are fields, which Word fills when it opens the file.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from core.charts import look, vega
from core.dates import human
from core.identity import funding
from core.pdf_printer import STATIC
from core.svg import FONTS
from reporting.deliverables import freezing, glossary, sources
from reporting.deliverables.documents import LANGUAGE, Facts, clusters, project_days, project_told, title_of
from reporting.deliverables.layout import Picture, Quotes, Record, Report, Section, Table
from reporting.deliverables.markup import Block, Run

FONT = "Source Sans 3"
ACCENT, MUTED, INK = RGBColor(0x0B, 0x5C, 0x5E), RGBColor(0x55, 0x60, 0x5C), RGBColor(0x1C, 0x23, 0x21)
ADDED, REMOVED = RGBColor(0x0B, 0x5C, 0x5E), RGBColor(0x9B, 0x1C, 0x1C)
WIDTH, ACROSS = Mm(170), Mm(257)
# Styles of the file's own: cells of tables, and a heading that does not stand in the contents.
CELL, CELL_NUMBER, CELL_HEAD, UNLISTED = "Table Text", "Table Number", "Table Head", "Unlisted Heading"
# Office files are archives that carry a date; this one, so that equal content gives equal properties.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def word_of(report: Report, facts: Facts) -> bytes:
    with translation.override(LANGUAGE):
        document = Document()
        _styles(document)
        _properties(document, report)
        _cover(document, report, facts)
        for section in report.sections:
            _section(document, section)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


# --- the document as a whole ------------------------------------------------------------------------------------------


def _styles(document: Any) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin, page.bottom_margin = Mm(18), Mm(24)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10.5), INK
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    for name, size, color in (
        ("Title", 26, INK),
        ("Heading 1", 14, ACCENT),
        ("Heading 2", 11.5, INK),
        ("Caption", 9.5, INK),
    ):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), color
        style.font.bold, style.font.italic = True, False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{part}"), None)
        fonts.set(qn("w:ascii"), FONT)
        fonts.set(qn("w:hAnsi"), FONT)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    _made_styles(document)
    footer = page.footer.paragraphs[0]
    footer.add_run(f"{funding().statement}    ").font.color.rgb = MUTED
    _field(footer, "PAGE")


def _made_styles(document: Any) -> None:
    """So that whoever edits the file changes the look of all tables in one place."""
    for name, like, size in (
        (CELL, "Normal", 9),
        (CELL_NUMBER, CELL, 9),
        (CELL_HEAD, CELL, 9),
        (UNLISTED, "Normal", 14),
    ):
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style, made.font.size = document.styles[like], Pt(size)
        made.quick_style = True
    document.styles[CELL].paragraph_format.space_after = Pt(1)
    document.styles[CELL_NUMBER].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.styles[CELL_HEAD].font.bold = document.styles[UNLISTED].font.bold = True
    document.styles[UNLISTED].font.color.rgb = ACCENT
    subtitle = document.styles["Subtitle"]
    subtitle.font.name, subtitle.font.size, subtitle.font.color.rgb = FONT, Pt(12), MUTED
    subtitle.font.italic = subtitle.font.bold = False


def _properties(document: Any, report: Report) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.language = title_of(report), report.partnership["name"], "en-GB"
    facts.subject, facts.comments, facts.keywords = report.work_package, "", report.code
    facts.created = facts.modified = NO_DATE
    facts.last_modified_by = ""
    # The library's empty document brings a picture of a first page that is not ours.
    relations = document.part.package.rels
    for name in [name for name, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[name]
    # Contents and numbers are fields: Word asks once whether to fill them.
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    # The schema wants its elements in an order; a strict reader refuses them otherwise.
    document.settings.element.find(qn("w:compat")).addprevious(update)


def _cover(document: Any, report: Report, facts: Facts) -> None:
    partnership = report.partnership
    _picture(document.add_paragraph(), _emblem(), Mm(27), _("Emblem of the European Union"))
    title = f"{report.code} {report.title}" + (f": {report.subject}" if report.subject else "")
    document.add_paragraph(title, style="Title")
    document.add_paragraph(partnership["full_name"] or partnership["name"], style="Subtitle")
    issue = f"{_('issue %(number)d') % {'number': facts.issue}}, " if facts.issue else ""
    rows = [
        (_("State"), _("Draft, not approved"))
        if facts.is_draft
        else (_("Approved for submission on"), _day(facts.approved_on)),
        (_("Grant agreement"), partnership["grant"]),
        (_("Project"), project_days(report)),
        (_("Work package"), report.work_package),
        (_("Coordinator"), partnership["coordinator"]),
        (_("Lead of this deliverable"), facts.lead),
        (_("Version"), f"{issue}{report.edition}"),
        (_("Period of the figures"), report.period),
        (_("Due on"), _day(facts.due_on)),
        (_("Submitted on"), _day(facts.submitted_on)),
        (_("Made on"), human(facts.made_on)),
        *((_("Figures of"), f"{words}: {period_hash}") for words, period_hash in sources.printed(report)),
        (_("Snapshot"), freezing.digest(report.snapshot)),
        (_("Proof"), f"{facts.proof}, {facts.verify_address}" if facts.proof else ""),
    ]
    _facts(document, [(label, str(value)) for label, value in rows if value], title)
    words = funding()
    document.add_paragraph()
    document.add_paragraph().add_run(str(partnership["funding_statement"] or words.statement)).bold = True
    document.add_paragraph(str(partnership["disclaimer"] or words.disclaimer))
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph(_("Contents"), style=UNLISTED)
    _field(
        document.add_paragraph(), 'TOC \\o "1-2" \\h \\z', _("Right-click here and choose “Update field”.")
    )
    _about(document, report, facts)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _about(document: Any, report: Report, facts: Facts) -> None:
    document.add_heading(_("About this document"), level=1)
    document.add_paragraph(project_told(report))
    places = [(name, f"{country}, {part}") for name, country, part in clusters(report, facts)]
    _facts(document, places, _("Clusters of the partnership"))
    words = glossary.of(report)
    if words:
        document.add_heading(_("Words and abbreviations"), level=2)
        _facts(document, words, _("Words and abbreviations"))


def _day(day: Any) -> str:
    return human(day) if day else ""


# --- sections ---------------------------------------------------------------------------------------------------------


def _section(document: Any, section: Section) -> None:
    _turn(document, across=section.across)
    document.add_heading(f"{section.number} {section.title}", level=1)
    for block in section.written:
        _block(document, block)
    for paragraph in section.paragraphs:
        document.add_paragraph(paragraph)
    for part in section.parts:
        _turn(document, across=isinstance(part, Table) and part.wide)
        if isinstance(part, Table):
            _table(document, part)
        elif isinstance(part, Record):
            _record(document, part)
        elif isinstance(part, Quotes):
            _quotes(document, part)
        else:
            _figure(document, part)
    for block in section.compared:
        _block(document, block)


def _block(document: Any, block: Block) -> None:
    style = {"h": "Heading 2", "ul": "List Bullet", "ol": "List Number"}.get(block.kind)
    counted = _new_count(document) if block.kind == "ol" else None
    for item in block.items:
        paragraph = document.add_paragraph(style=style)
        if counted is not None:
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_ilvl().val = 0
            paragraph._p.pPr.numPr.get_or_add_numId().val = counted
        for run in item:
            _run(paragraph, run)


def _new_count(document: Any) -> int:
    """A list of its own that begins at 1; lists that only have the style go on counting where the last one ended."""
    usual = document.styles["List Number"].element.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    made = numbering.add_num(numbering.num_having_numId(usual).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _run(paragraph: Any, run: Run) -> None:
    if run.is_break:
        paragraph.add_run().add_break()
        return
    if run.link:
        _link(paragraph, run)
        return
    made = paragraph.add_run(run.text)
    made.bold, made.italic = run.bold or None, run.italic or None
    if run.mark == "added":
        made.font.underline, made.font.color.rgb = True, ADDED
    elif run.mark == "removed":
        made.font.strike, made.font.color.rgb = True, REMOVED


def _link(paragraph: Any, run: Run) -> None:
    """The library reads links but writes none."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    made = paragraph.add_run(run.text)
    made.font.underline, made.font.color.rgb = True, ACCENT
    link.append(made._r)
    paragraph._p.append(link)


def _table(document: Any, table: Table) -> None:
    _caption(document, _("Table"), table.number, table.title)
    made = document.add_table(1, len(table.columns), style="Table Grid")
    text, number, head = (document.styles[name] for name in (CELL, CELL_NUMBER, CELL_HEAD))
    width = (ACROSS if table.wide else WIDTH) // len(table.columns)
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        _fill(cell, column, head, width)
    _repeat_head(made.rows[0])
    for row in table.rows:
        for place, (cell, value) in enumerate(zip(made.add_row().cells, row, strict=True)):
            _fill(cell, value, number if place >= table.numbers else text, width)
    _describe(made._tbl, table.title)
    document.add_paragraph(table.note)


def _fill(cell: Any, value: str, style: Any, width: Any) -> None:
    cell.text, cell.width = value, width
    # As `paragraph.style`, which for each cell looks through all styles for the usual one.
    cell.paragraphs[0]._p.style = style.style_id


def _record(document: Any, record: Record) -> None:
    document.add_heading(f"{record.number} {record.title}", level=2)
    _facts(document, record.lines, record.title)
    document.add_paragraph()


def _facts(document: Any, lines: Iterable[tuple[str, str]], title: str) -> None:
    """A label and what it is on each row; the first column is the head."""
    table, text = document.add_table(0, 2), document.styles[CELL]
    for label, words in lines:
        cells = table.add_row().cells
        _fill(cells[0], label, text, Mm(45))
        _fill(cells[1], words, text, Mm(125))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    # The bits of the value say the same as the words: a first column, no first row, no bands.
    for name, told in (("val", "0480"), ("firstRow", "0"), ("firstColumn", "1")):
        look.set(qn(f"w:{name}"), told)
    _describe(table._tbl, title)


def _quotes(document: Any, quotes: Quotes) -> None:
    for sentence, who in quotes.lines:
        document.add_paragraph(f"“{sentence}”", style="Quote")
        if who:
            document.add_paragraph(who)
    if quotes.note:
        document.add_paragraph(quotes.note)


def _turn(document: Any, *, across: bool) -> None:
    """From here on pages lie across, or stand; nothing where they do already."""
    wanted = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    if document.sections[-1].orientation == wanted:
        return
    section = document.add_section()
    section.orientation = wanted
    section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))


def _repeat_head(row: Any) -> None:
    """The first row says what the columns are, on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _describe(table: Any, title: str) -> None:
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table.tblPr.append(caption)


def _figure(document: Any, picture: Picture) -> None:
    _caption(document, _("Figure"), picture.number, picture.title)
    drawn = _drawn(str(picture.chart.svg))
    _picture(document.add_paragraph(), drawn, WIDTH, f"{picture.chart.title}. {picture.chart.description}")
    document.add_paragraph(f"{picture.chart.reading} {picture.chart.as_of}")


def _caption(document: Any, word: str, number: int, title: str) -> None:
    paragraph = document.add_paragraph(f"{word} ", style="Caption")
    _field(paragraph, f"SEQ {word} \\* ARABIC", str(number))
    paragraph.add_run(f". {title}")


def _picture(paragraph: Any, content: bytes, width: Any, description: str) -> None:
    shape = paragraph.add_run().add_picture(BytesIO(content), width=width)
    shape._inline.docPr.set("descr", description)


def _field(paragraph: Any, instruction: str, shown: str = "1") -> None:
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("text", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind == "text":
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)


# --- pictures ---------------------------------------------------------------------------------------------------------


def _drawn(svg: str) -> bytes:
    """A picture of a chart; the renderer knows the font by another name."""
    import vl_convert  # noqa: PLC0415  as in core.charts

    vega.know_fonts(vl_convert)
    drawn: bytes = vl_convert.svg_to_png(svg.replace(FONTS, look.FONT), scale=2)
    return drawn


@lru_cache(maxsize=1)
def _emblem() -> bytes:
    import vl_convert  # noqa: PLC0415  as above

    source = (Path(settings.BASE_DIR) / STATIC.name / "img" / "eu-emblem.svg").read_text()
    drawn: bytes = vl_convert.svg_to_png(source, scale=2)
    return drawn
