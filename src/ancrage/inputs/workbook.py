"""XLSX workbooks as rows of text: read only, never computed, measured before they are unpacked."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import decimal

EXPANSION = 10  # times the size limit that the unpacked workbook may weigh
AS_XLSX = "Ouvrez-le dans votre tableur, enregistrez-le au format XLSX ou CSV UTF-8, puis relancez la commande."


def read_workbook(
    path: Path, content: bytes, sheet: str | None, size_limit_mb: float
) -> tuple[str, list[tuple[int, list[str]]]]:
    """Name of the sheet read, and its rows with their numbers: the sheet asked, else the first that holds something."""
    _check_archive(path, content, size_limit_mb)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        names = [s.title for s in book.worksheets]
        if sheet is not None and sheet not in names:
            raise AncrageError(
                f"Le classeur {path} n'a pas de feuille « {sheet} ».", f"Ses feuilles : {', '.join(names)}."
            )
        for name in [sheet] if sheet is not None else names:
            page = book[name]
            page.reset_dimensions()  # the size written in the file may be wrong, or huge
            rows = [(i, [_text(cell) for cell in cells]) for i, cells in enumerate(page.iter_rows(values_only=True), 1)]
            if any(any(cells) for _, cells in rows):
                return name, rows
    except AncrageError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError, SyntaxError) as error:
        raise AncrageError(f"Le classeur {path} est abîmé et ne se lit pas.", AS_XLSX) from error
    raise AncrageError(f"Le classeur {path} ne contient aucune ligne.", "Vérifiez que c'est le bon fichier.")


def _check_archive(path: Path, content: bytes, size_limit_mb: float) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except zipfile.BadZipFile as error:
        raise AncrageError(f"Le classeur {path} est abîmé ou incomplet.", AS_XLSX) from error
    if "xl/workbook.xml" not in {info.filename for info in infos}:
        raise AncrageError(f"Le fichier {path} n'est pas un classeur Excel (.xlsx).", AS_XLSX)
    if any(info.flag_bits & 1 for info in infos):
        raise AncrageError(f"Le classeur {path} est protégé par un mot de passe.", "Retirez la protection.")
    unpacked = sum(info.file_size for info in infos) / 1e6
    if unpacked > EXPANSION * size_limit_mb:
        raise AncrageError(
            f"Le classeur {path} se déplierait en {decimal(unpacked, 0)} Mo : il n'a pas été ouvert.",
            "Découpez-le, ou relevez la limite avec --limite-mo.",
        )


def _text(cell: Any) -> str:
    """What a person reads in the cell: whole numbers without « .0 », ISO dates, oui or non."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell).replace("\x00", "").replace("_x000D_", "")
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text
