"""« Vos 20 premiers employeurs »: one sheet to fill in five minutes, read back by `ancrage verifier --relire`."""

import io
from collections.abc import Sequence

from ancrage.domain.checklist import ANSWERS, HEADINGS, SHEET
from ancrage.steps.checklist import ToCheck
from ancrage.writers.register import CREATED

WIDTHS = (17, 40, 22, 48, 20, 44, 34, 12, 14, 30, 16)
HOW = (
    "Répondez à ce que vous savez, laissez vide le reste : cinq minutes suffisent.",
    "Ouvert ? oui ou non. Effectif réel : un nombre. Nom d’usage : celui que les gens d’ici emploient. "
    "Activité réelle : un code NAF, comme 25.62.",
    "Puis : ancrage verifier TERRITOIRE --relire ce-fichier.xlsx, et ancrage etude TERRITOIRE --carnet.",
)


def checklist_workbook(rows: Sequence[ToCheck], title: str, source: str) -> bytes:
    """The workbook, the same bytes for the same rows. SIRET and names are text: nothing is run."""
    import xlsxwriter  # only this command needs it

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"title": title, "author": "Ancrage", "created": CREATED})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    asked = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF7D6", "border": 1})
    sheet = book.add_worksheet(SHEET)
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    first = len(HEADINGS) - len(ANSWERS)
    for line, row in enumerate(rows, start=1):
        cells = (row.siret, row.name or "nom non diffusé", row.commune, f"{row.naf} {row.activity}", row.size,
                 row.standing, row.why)  # fmt: skip
        for column, text in enumerate(cells):
            sheet.write_string(line, column, text, plain)
        for column in range(first, len(HEADINGS)):
            sheet.write_blank(line, column, None, asked)
    sheet.data_validation(1, first, max(1, len(rows)), first, {"validate": "list", "source": ["oui", "non"]})
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    notes = book.add_worksheet("Mode d’emploi")
    notes.set_column(0, 0, 110)
    for line, text in enumerate((title, *HOW, source)):
        notes.write_string(line, 0, text, bold if line == 0 else plain)
    book.close()
    return content.getvalue()
