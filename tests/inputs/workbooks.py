"""Small workbooks made for the tests: ODS as LibreOffice writes them, XLSX as bombs are."""

import io
import zipfile
from collections.abc import Sequence
from html import escape

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
<office:automatic-styles><style:style style:name="cachee"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>
</office:document-content>"""


def cell(value: object) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    if isinstance(value, float | int):
        told = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {told}><text:p>{value}</text:p></table:table-cell>"
    text = escape(str(value))
    if text.startswith("<"):
        return str(value)
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def sheet(name: str, rows: Sequence[Sequence[object]], style: str = "") -> str:
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" table:style-name="{style}">{body}</table:table>'


def ods(*sheets: str, content: str = CONTENT) -> bytes:
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                   "content.xml": content.replace("{sheets}", "".join(sheets))})  # fmt: skip


def packed(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(sheet_data: str, strings: str = "") -> bytes:
    """A workbook of one sheet « Plan », with its parts given as they are."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="{part}" ContentType="{kind}.{what}+xml"/>'
        for part, what in (
            ("/xl/workbook.xml", "sheet.main"), ("/xl/worksheets/sheet1.xml", "worksheet"),
            ("/xl/sharedStrings.xml", "sharedStrings"),
        )
    )  # fmt: skip
    links = "".join(
        f'<Relationship Id="{n}" Type="{OFFICE}/{what}" Target="{target}"/>'
        for n, what, target in (
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "sharedStrings", "sharedStrings.xml"),
        )
    )
    return packed({
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Plan" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>',
    })  # fmt: skip
