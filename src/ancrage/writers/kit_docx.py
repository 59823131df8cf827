"""A kit as a DOCX to fill and file: real styles, tables with heading rows, header, footer, page numbers."""

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from ancrage.sections import interview
from ancrage.steps.interview import Kit
from ancrage.writers.kit_html import typography

# The file must not depend on the day it is written: 1 January 1980, the first date a zip archive can hold.
WRITTEN = datetime(1980, 1, 1)
FONT = "Arial"
DEEP, QUIET, INK = RGBColor(0x12, 0x45, 0x6B), RGBColor(0x52, 0x60, 0x6D), RGBColor(0x1F, 0x29, 0x33)
LINE = "CBD2D9"
WIDTH = 182  # millimetres between the margins
FACTS = (34, 108, 40)
QUESTIONS = (8, 108, 66)
ANSWER = 19  # millimetres: the least room for an answer
BOX = "\u2610"


def write_kit_docx(kit: Kit) -> bytes:
    """Same kit, same bytes."""
    document = Document()
    _page(document, kit)
    _first(document, kit)
    _second(document, kit)
    properties = document.core_properties
    properties.title = _said(f"{interview.title(kit)} : kit d'entretien")
    properties.subject = _said(interview.target(kit))
    properties.author = properties.last_modified_by = "Ancrage"
    properties.language = "fr-FR"
    properties.comments, properties.revision = "", 1
    properties.created = properties.modified = WRITTEN
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_bytes(buffer.getvalue())


def _same_bytes(content: bytes) -> bytes:
    """The archive again, each part dated alike: its writer stamps the hour."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, WRITTEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()


def _page(document: Doc, kit: Kit) -> None:
    """Paper, styles, header and footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin, section.bottom_margin = Mm(17), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)
    sizes = {"Normal": 9, "Title": 20, "Subtitle": 11, "Heading 1": 12, "List Bullet": 9, "Header": 8, "Footer": 8}
    for name, size in sizes.items():
        _style(document.styles[name], size)
    for name, space in (("Title", 0), ("Subtitle", 0), ("Heading 1", 7), ("List Bullet", 0)):
        shape = document.styles[name].paragraph_format
        shape.space_before, shape.space_after = Pt(space), Pt(2)
    for name in ("Title", "Heading 1"):
        document.styles[name].font.color.rgb = DEEP
        document.styles[name].font.bold = True
    document.styles["Subtitle"].font.color.rgb = INK
    document.styles["Subtitle"].font.italic = False
    normal = document.styles["Normal"].paragraph_format
    normal.space_after, normal.space_before, normal.line_spacing = Pt(1.5), Pt(1.5), 1.0
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.style.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _run(head, f"{interview.BRAND} · {kit.territory}\t{interview.title(kit)}", colour=QUIET)
    _run(foot, f"Édition de données {kit.edition}\tPage ", colour=QUIET)
    _field(foot, "PAGE")
    _run(foot, " sur ", colour=QUIET)
    _field(foot, "NUMPAGES")


def _style(style: ParagraphStyle, size: float) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), FONT)
    for spread in properties.findall(qn("w:spacing")):  # the Subtitle of the model spreads its letters
        properties.remove(spread)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    properties.append(language)


def _first(document: Doc, kit: Kit) -> None:
    title = document.add_paragraph(style="Title")
    _run(title, interview.title(kit))
    _borderless(title)
    _run(document.add_paragraph(style="Subtitle"), interview.target(kit), bold=True)
    _run(document.add_paragraph(), interview.subtitle(kit), colour=QUIET)
    _run(document.add_paragraph(), interview.warning(kit), italic=True)
    for heading, rows in interview.lines(kit):
        _run(document.add_paragraph(style="Heading 1"), heading)
        table = _table(document, FACTS, ("Sujet", "Ce que l'on sait", "Statut et source"))
        for row in rows:
            label, text, source = table.add_row().cells  # type: ignore[no-untyped-call]
            _write(label, row.label, bold=True)
            _write(text, row.text)
            _write(source, f"{row.status} · {row.source}", size=7.5, colour=QUIET)
    _run(document.add_paragraph(style="Heading 1"), interview.PROMISES)
    for text in kit.promises:
        _run(document.add_paragraph(style="List Bullet"), text, size=8.5)
    _run(document.add_paragraph(), kit.caution, size=7.5, colour=QUIET)


def _second(document: Doc, kit: Kit) -> None:
    heading = document.add_paragraph(style="Heading 1")
    heading.paragraph_format.page_break_before = True
    _run(heading, interview.QUESTIONS)
    table = _table(document, QUESTIONS, ("N°", "Question", "Réponse"))
    for question in kit.questions:
        row = table.add_row()  # type: ignore[no-untyped-call]
        _least(row, ANSWER)
        number, asked, answer = row.cells
        _write(number, str(question.number), bold=True, size=13, colour=DEEP)
        _write(asked, question.text, bold=True)
        _run(asked.add_paragraph(), f"→ {question.follow_up}", size=8.5)
        _run(asked.add_paragraph(), question.why, size=7.5, colour=QUIET)
        _write(answer, "")
    _run(document.add_paragraph(style="Heading 1"), interview.AFTER)
    boxes = _table(document, (50, WIDTH - 50), ("Suivi", "À remplir"))
    for label in interview.FOLLOW_UP:
        row = boxes.add_row()  # type: ignore[no-untyped-call]
        _least(row, 7)
        _write(row.cells[0], label, bold=True)
    consents = "     ".join(f"{BOX} {text}{'……………………' if text.endswith(': ') else ''}" for text in interview.CONSENTS)
    said = document.add_paragraph()
    said.paragraph_format.space_before = Pt(4)
    _run(said, consents)
    _run(document.add_paragraph(), kit.privacy, size=7.5, colour=QUIET)


def _table(document: Doc, widths: tuple[int, ...], headings: tuple[str, ...]) -> Table:
    """Fixed widths in millimetres; a first row that repeats on each page and that a screen reader announces."""
    table = document.add_table(rows=1, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    properties = table._tbl.tblPr
    properties.append(_borders())
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        _write(cell, text, size=7.5, colour=QUIET)
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    return table  # type: ignore[no-any-return]


def _borders() -> Any:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    return borders


def _borderless(paragraph: Paragraph) -> None:
    """The Title style of the model draws a line under it."""
    edge = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    bottom.set(qn("w:val"), "nil")
    edge.append(bottom)
    paragraph._p.get_or_add_pPr().append(edge)


def _least(row: _Row, height: float) -> None:
    row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)


def _write(cell: _Cell, text: str, **look: Any) -> None:
    _run(cell.paragraphs[0], text, **look)


def _run(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool | None = None,
    italic: bool | None = None,
    size: float | None = None,
    colour: RGBColor | None = None,
) -> None:
    run = paragraph.add_run(_said(text))
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def _said(text: str) -> str:
    """French spaces that do not break, and no character that XML refuses."""
    return typography("".join(c for c in text if c in "\t\n" or c.isprintable() or c in "\u00a0\u202f"))


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word computes: page, or count of pages."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        run.font.color.rgb = QUIET
        if kind == "text":
            run.text = text
            continue
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = f" {text} "
        run._r.append(part)
