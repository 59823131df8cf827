"""A list of establishments or firms as CSV and XLSX that open well: accents, SIRET and figures stay what they are."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ancrage.files.spreadsheets import harmless

Row = Mapping[str, Any]
SEMICOLON, COMMA = ";", ","
CREATED = datetime(1980, 1, 1)  # the same rows give the same bytes: the first date a zip archive can hold
FORMATS = {"integer": "#,##0", "decimal1": "#,##0.0", "coordinate": "0.0000"}
WIDTHS = {
    **{"siret": 16, "siren": 11, "nom": 38, "naf": 10, "libelle_activite": 46, "taille": 21, "emplois_estimes": 13},
    **{"commune_code": 11, "commune_nom": 24, "communes_liste": 40, "activites_liste": 24, "raison": 60, "role": 20},
}
HEADING_HEIGHT = 45  # three lines
# heading and kind of each column
HEADS = {
    "siret": ("SIRET", "code"),
    "siren": ("SIREN", "code"),
    "nom": ("Nom", "text"),
    "naf": ("Sous-classe NAF", "code"),
    "libelle_activite": ("Libellé de l'activité", "text"),
    "taille": ("Taille", "text"),
    "emplois_estimes": ("Emplois (milieu de la tranche)", "integer"),
    "commune_code": ("Commune (code INSEE)", "code"),
    "commune_nom": ("Commune", "text"),
    "distance_vol_oiseau_km": ("Distance à vol d'oiseau (km)", "decimal1"),
    "lon": ("Longitude (°)", "coordinate"),
    "lat": ("Latitude (°)", "coordinate"),
    "etat": ("État", "text"),
    "role": ("Rôle possible", "text"),
    "raison": ("Pourquoi", "text"),
    "sites": ("Établissements qui répondent", "integer"),
    "sites_france": ("Établissements au registre (France)", "integer"),
    "emplois_france": ("Emplois au registre (France)", "integer"),
    "communes_liste": ("Communes", "text"),
    "activites_liste": ("Sous-classes NAF", "text"),
}


def csv_text(rows: Sequence[Row], columns: Sequence[str], separator: str) -> str:
    """`,` is for programs: keys as headings, decimal point. `;` is for the French Excel: French headings, decimal
    comma, a mark at the start for the accents, SIRET in groups of figures so that none is rounded.

    In both, a text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    for_excel = separator == SEMICOLON
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n" if for_excel else "\n")
    writer.writerow([HEADS[name][0] for name in columns] if for_excel else columns)
    for row in rows:
        writer.writerow([_cell(name, row[name], for_excel) for name in columns])
    return ("\ufeff" if for_excel else "") + text.getvalue()


def _cell(name: str, value: Any, for_excel: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value}".replace(".", ",") if for_excel else f"{value}"
    if isinstance(value, int):
        return str(value)
    written = " ".join(str(value).split())  # a cell is one line
    if for_excel and name in ("siret", "siren"):
        written = " ".join(part for part in (written[:3], written[3:6], written[6:9], written[9:]) if part)
    return harmless(written)


def workbook(rows: Sequence[Row], columns: Sequence[str], title: str, notes: Sequence[str]) -> bytes:
    """One sheet: title, notes, headings that filter, rows. Codes and names are text: nothing is run or rounded."""
    import xlsxwriter  # only this format needs it

    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": title, "author": "Ancrage", "created": CREATED})
    sheet = book.add_worksheet("Établissements")
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14, "font_color": "#12456b"}))
    said = book.add_format({"italic": True, "font_color": "#52606d"})
    for line, note in enumerate(notes, start=1):
        sheet.write_string(line, 0, note, said)
    first = len(notes) + 2
    header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#dbe7f0", "bottom": 1})
    kinds = [HEADS[name][1] for name in columns]
    formats = {kind: book.add_format({"num_format": FORMATS.get(kind, "@")}) for kind in kinds}
    for place, name in enumerate(columns):
        sheet.write_string(first, place, HEADS[name][0], header)
        sheet.set_column(place, place, WIDTHS.get(name, 14))
    sheet.set_row(first, HEADING_HEIGHT)
    for line, row in enumerate(rows, start=first + 1):
        for place, (name, kind) in enumerate(zip(columns, kinds, strict=True)):
            value = row[name]
            if isinstance(value, (int, float)):
                sheet.write_number(line, place, value, formats[kind])
            elif value is not None:
                sheet.write_string(line, place, str(value), formats[kind])
    sheet.freeze_panes(first + 1, 0)
    sheet.repeat_rows(first)
    if rows:
        sheet.autofilter(first, 0, first + len(rows), len(columns) - 1)
    book.close()
    return content.getvalue()
