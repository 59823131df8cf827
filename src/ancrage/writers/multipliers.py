"""The open tables of multipliers: one file, and a notice that says what each column is and whom to credit."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.files.whole import write_together
from ancrage.steps.impact.everywhere import Described

# that of the list of communes, which asks a base drawn from it to keep it; the OECD asks to be credited
LICENCE = "ODbL 1.0"
NOTICE = ".lisezmoi.txt"
PREFIX, BY_SECTOR = "multiplicateur_", ("niveau", "code", "nom", "secteur", "connu")


def check_path(path: Path) -> None:
    """Refuse an unknown kind of file before any work is done."""
    if path.suffix not in WRITERS:
        raise AncrageError(
            f"Le fichier {path.name} n'est d'aucun format connu.", f"Les formats sont : {', '.join(WRITERS)}."
        )


def write_multipliers(
    table: pl.DataFrame, columns: Sequence[Described], credits: Sequence[str], title: str, path: Path
) -> list[Path]:
    """Write the table at `path` and its notice beside it; both are whole before either takes its place.

    credits: first the short line that every row bears with the licence, so that a copied line keeps them, then the
    full ones. An .xlsx holds one row a territory
    and sector (the classes of a sector share their multipliers), since a sheet cannot hold every class.
    """
    check_path(path)
    notice = _notice(columns, credits, title)
    signed = table.with_columns(credit=pl.lit(credits[0]), licence=pl.lit(LICENCE))
    files = {path.name: WRITERS[path.suffix](signed, notice), path.with_suffix(NOTICE).name: notice.encode()}
    return write_together(path.parent, files, f"Le fichier {path}")


def _notice(columns: Sequence[Described], credits: Sequence[str], title: str) -> str:
    width = max(len(c.name) for c in columns)
    described = [f"{c.name.ljust(width)}  {c.unit} : {c.label}" for c in columns]
    return "\n".join(
        [
            title,
            "",
            "Nombres estimés : quotients de Flegg sur le tableau entrées-sorties national ; méthode : docs/impact.md.",
            "Effets bruts : ni prix, ni limites de capacité, ni emplois perdus ailleurs.",
            "Emplois créés par un projet qui s'ajoute ; ne pas les additionner à des emplois maintenus.",
            "",
            f"À créditer : {credits[0]}.",
            f"Licence de ce fichier : {LICENCE} (celle du découpage communal) : publiez, citez, réutilisez,",
            "en gardant les crédits et la licence. Sources :",
            *(f"- {credit}" for credit in credits[1:]),
            "",
            "Colonnes (unité : sens)",
            *described,
            "credit, licence : à garder avec chaque ligne.",
            "",
        ]
    )


def _csv(table: pl.DataFrame, notice: str) -> bytes:
    return table.write_csv().encode()


def _parquet(table: pl.DataFrame, notice: str) -> bytes:
    buffer = BytesIO()
    table.write_parquet(buffer, statistics=False)
    return buffer.getvalue()


def _xlsx(table: pl.DataFrame, notice: str) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    by_sector = table.select(*BY_SECTOR, pl.col(f"^{PREFIX}.*$"), "credit", "licence").unique(
        ["code", "secteur"], keep="first", maintain_order=True
    )
    classes = table.select("classe", "libelle", "secteur").unique(maintain_order=True)
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False}) as book:
        lines = [
            *notice.splitlines(),
            "Ce classeur a une ligne par territoire et secteur ; les projets par classe : voir .csv ou .parquet.",
        ]
        first = book.add_worksheet("Lire d'abord")
        for at, line in enumerate(lines):
            first.write_string(at, 0, line)
        first.set_column(0, 0, 110)
        for name, rows in (("Multiplicateurs", by_sector), ("Classes", classes)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, rows.columns)
            for at, row in enumerate(rows.iter_rows(), start=1):
                sheet.write_row(at, 0, row)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[pl.DataFrame, str], bytes]] = {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}
