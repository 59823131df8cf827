"""`tableaux.xlsx`: every row of the study in sortable tables, with units, sources and statuses beside them."""

import math
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ancrage import study as typed_study
from ancrage.domain.described import plain
from ancrage.domain.wording import ABSENT, count, lower_first
from ancrage.present.credits import Study
from ancrage.present.headings import heading
from ancrage.reports import (
    plan_files,
    plan_tables,
    tables,
)
from ancrage.reports.method_cards import used_cards
from ancrage.reports.one_page import one_page
from ancrage.reports.tables import Cell, Column, Table
from ancrage.sections import SECTIONS, strategy, wording
from ancrage.sections.blocks import Section
from ancrage.sections.strategy import STRATEGY
from ancrage.sections.table import table
from ancrage.study.credits import Credits

# The file must not depend on the day it is written: 1 January 1980, the first date a zip archive can hold.
CREATED = datetime(1980, 1, 1)

_NUMBER_FORMATS = {
    "integer": "#,##0",
    "rank": "0",
    "year": "0",
    "number": "General",
    "decimal": "0.00",
    "decimal1": "#,##0.0",
    "share": "0.0%",
    "times": "0.00",
    "euro": "#,##0",
    "coordinate": "0.0000",
}
_WIDTHS = {
    "code": 11,
    "text": 26,
    "prose": 70,
    "flag": 9,
    "integer": 13,
    "rank": 7,
    "year": 9,
    "number": 12,
    "decimal": 13,
    "decimal1": 13,
    "share": 13,
    "times": 12,
    "euro": 18,
    "coordinate": 12,
}
_WIDE = {
    "libelle": 48,
    "cible_libelle": 40,
    "libelle_activite": 40,
    "raisons": 80,
    "reserves": 60,
    "raison": 60,
    "phrase": 70,
    "siret": 17,
    "points_communs": 50,
    "acheteurs": 50,
    "classes_absentes": 60,
    "critere": 40,
    "source": 44,
    "attribution": 60,
    "methode": 70,
    "lecture": 60,
    "table": 44,
    "label": 34,
    "formula": 60,
    "reading": 60,
    "conventions": 80,
    "references": 60,
    "nom": 34,
    "rubrique": 30,
    "chiffre": 100,
    "titre": 34,
    "pourquoi": 60,
    "explications": 80,
    "motif": 60,
    "besoins.phrase": 80,
    "limites_a_verifier": 60,
    "entrent": 60,
    "sortent": 60,
    "inconnus": 60,
    "bascule.autre": 44,
    "note_cas": 80,
    "adresses": 80,
    **dict.fromkeys(("plan_signal", "plan_gestes", "plan_aides", "plan_risque", "plan_but"), 60),
    "plan_titre": 40,
    **dict.fromkeys(("plan_etape", "plan_debut", "plan_fin", "plan_date_valeur"), 11),
    **dict.fromkeys(("plan_statut", "plan_unite_indicateur"), 14),
    "reglage": 20,
}
# prose wraps; elsewhere a row stays one line high, so that a long table can be scanned
_WRAPPED = {
    *("chiffre", "formula", "reading", "conventions", "references", "methode", "lecture"),
    *("plan_titre", "plan_pilote", "plan_partenaires", "plan_moyens"),
    *("plan_indicateur", "plan_unite_indicateur", "plan_commentaire"),
}
# what each sheet is for, in their order; « Portefeuille » only when the strategy sets limits
SHEETS = {
    "Diagnostic": "ce que le territoire sait faire, ce qui lui manque, ce qui est menacé",
    "Cibles": "toutes les activités classées, leurs besoins, la valeur de chaque critère",
    "Vulnérabilité": "ce que dit chaque définition publiée, par cible et par produit",
    "Robustesse": "à quel point chaque place tient, et ce qui la ferait changer",
    "Portefeuille": "l'ensemble de projets qui tient dans vos limites",
    "Produits": "les produits de chaque cible et leur commerce extérieur",
    "Acteurs": "qui appeler, avec SIRET et taille ; la colonne « Suivi » est à remplir",
    "Cas": "ce qui s'est déjà fait en France",
    "Coûts": "l'écart de prix supportable et les hypothèses, à vérifier",
    "Impact": "emplois, valeur ajoutée, impôts et CO2 d'un projet courant, du territoire à la France",
    "Sites": "les terrains connus, cible par cible",
    "Plan": "le plan d'action, à modifier : la prochaine étude le relit",
    "Méthode": "les poids et les fiches de calcul",
    "Sources": "producteurs, millésimes, licences, et ce qu'est chaque nombre",
}
A4, A3 = 9, 8
LEGIBLE = 260  # characters across that a sheet of A4 still prints legibly
LINE, MOST_LINES = 15, 20  # points of a line of text, and how many a row may hold
HEAD = 3  # rows above the first one of a table: title, source, headings
_FORMULA_STARTS = ("=", "+", "-", "@")


class _Formats(dict[str, Format]):
    """Cell formats by name, made once a workbook."""

    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top"}
        super().__init__({kind: book.add_format({**top, "num_format": f}) for kind, f in _NUMBER_FORMATS.items()})
        self["text"] = book.add_format({**top, "num_format": "@"})
        self["long"] = book.add_format({**top, "num_format": "@", "text_wrap": True})
        # Excel keeps such a cell as text even after someone edits it
        self["quoted"] = book.add_format({**top, "num_format": "@", "quote_prefix": True})
        self["absent"] = book.add_format({**top, "font_color": "#52606d", "italic": True, "align": "right"})
        self["title"] = book.add_format({"bold": True, "font_size": 16, "font_color": "#12456b"})
        self["heading"] = book.add_format({"bold": True, "font_size": 12, "font_color": "#12456b"})
        self["source"] = book.add_format({"italic": True, "font_color": "#52606d"})
        self["header"] = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#dbe7f0", "bottom": 1}
        )


def start_book(target: str | Path | BinaryIO, title: str) -> tuple[Workbook, _Formats]:
    """An empty workbook and its formats; nothing in it depends on the day."""
    book = xlsxwriter.Workbook(
        str(target) if isinstance(target, Path) else target,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True},
    )
    book.set_properties({"title": title, "author": "Ancrage", "created": CREATED})
    return book, _Formats(book)


def sheet_tables(study: typed_study.Study, section: Section, credits: Credits) -> list[Table]:
    """The tables of the sheet of a section; none when they are all empty."""
    parts = section_tables(study, section, credits)
    return parts if any(part.rows for part in parts) else []


def section_tables(study: typed_study.Study, section: Section, credits: Credits) -> list[Table]:
    parts = [*(make(study) for make in section.tables), *(table(study, view) for view in section.views)]
    return [
        Table(t.id, t.title, t.columns, t.rows, credits.line(t.paths), t.paths, t.empty)  # type: ignore[arg-type]
        for t in parts
    ]


def write_xlsx(typed: typed_study.Study, target: str | Path | BinaryIO) -> None:
    """Write the workbook to a path or a binary file. Same study, same bytes."""
    study, credits = plain(typed), Credits(typed)
    by_sheet = {section.sheet: section for section in SECTIONS if section.sheet}
    place = study["territoire"]["nom"]
    book, formats = start_book(target, f"{place} : tableaux de l'étude de relocalisation")
    write_sheet(
        book, formats, "Lire d'abord", [_read_first(study, typed), _limits(study)], f"{place} : étude de relocalisation"
    )
    for name in ("Diagnostic", "Cibles", "Vulnérabilité", "Robustesse", "Portefeuille", "Produits", "Acteurs", "Cas"):
        if name != "Portefeuille" or typed.portfolio.status != ABSENT:
            write_sheet(book, formats, name, section_tables(typed, by_sheet[name], credits))
    for name, part in (
        ("Coûts", None),
        ("Impact", None),
        ("Sites", None),
        ("Plan", plan_tables),
    ):
        found = sheet_tables(typed, by_sheet[name], credits) if part is None else part.sheet(study)
        if found:
            write_sheet(book, formats, name, found, printed=plan_tables.PRINTED if name == "Plan" else 0)
    weights = section_tables(typed, STRATEGY, credits)
    write_sheet(book, formats, "Méthode", [*weights, _cards()])
    write_sheet(book, formats, "Sources", [tables.sources(study), _measures(study)])
    plan_files.finish(book, study)
    book.close()


def write_sheet(
    book: Workbook, formats: _Formats, name: str, parts: list[Table], title: str = "", *, printed: int = 0
) -> None:
    """Tables one under another, each with its title and source; a first line says where each one starts.

    `printed`: columns that go on paper, from the left; 0 for all.
    """
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer(f"&L{name}&RPage &P sur &N")
    starts = [2]
    for part in parts:
        starts.append(starts[-1] + HEAD + max(len(part.rows), 1) + 1)
    places = [f"{part.title} (ligne {start + 1})" for part, start in zip(parts, starts, strict=False)]
    # only a sheet of one table can keep its headings in sight: under them, another table would be misread
    sheet.freeze_panes(starts[0] + HEAD if len(parts) == 1 else 1, 0)
    sheet.write_string(0, 0, title or " ; ".join(places), formats["title" if title else "source"])
    widths: dict[int, int] = {}
    for part in parts:
        # a sheet that is printed takes the widths of its main table
        for at, column in enumerate(part.columns if not printed or len(part.columns) >= printed else ()):
            widths[at] = max(widths.get(at, 0), _width(column))
    for at, width in widths.items():
        sheet.set_column(at, at, width)
    for part, start in zip(parts, starts, strict=False):
        _table(sheet, formats, part, start, name=f"{name}_{part.id}", widths=widths)
    across = sum(width for at, width in widths.items() if not printed or at < printed)
    sheet.set_paper(A4 if across <= LEGIBLE else A3)
    if printed:
        sheet.print_area(0, 0, starts[-1], printed - 1)


def _width(column: Column) -> int:
    """By its name, or the last part of it ("cibles.libelle"), else by what it holds."""
    return _WIDE.get(column.name) or _WIDE.get(column.name.rpartition(".")[2]) or _WIDTHS[column.kind]


def _table(sheet: Worksheet, formats: _Formats, part: Table, row: int, *, name: str, widths: dict[int, int]) -> None:
    """Title, source and rows of one table from `row` on."""
    sheet.write_string(row, 0, part.title, formats["heading"])
    said = f"Source : {part.source}." if part.source else ""
    if any(column.estimated for column in part.columns):
        said += " (est.) : colonne de nombres estimés."
    sheet.write_string(row + 1, 0, said, formats["source"])
    row += 2
    if not part.rows:
        sheet.write_string(row, 0, part.empty)
        return
    sheet.add_table(
        row,
        0,
        row + len(part.rows),
        len(part.columns) - 1,
        {
            "name": "T_" + "".join(c if c.isascii() and c.isalnum() else "_" for c in name),
            "style": "Table Style Light 1",
            "columns": [{"header": column.label, "header_format": formats["header"]} for column in part.columns],
        },
    )
    _give_height(sheet, row, {at: column.label for at, column in enumerate(part.columns)}, widths)
    for at, values in enumerate(part.rows, start=row + 1):
        for across, (value, column) in enumerate(zip(values, part.columns, strict=True)):
            _write(sheet, formats, (at, across), value, column)
        prose = {i: str(v) for i, (v, c) in enumerate(zip(values, part.columns, strict=True)) if c.name in _WRAPPED}
        _give_height(sheet, at, prose, widths)


def _give_height(sheet: Worksheet, row: int, texts: dict[int, str], widths: dict[int, int]) -> None:
    """Room for texts that wrap, by column: not every program finds it by itself."""
    lines = max((math.ceil(len(text) / widths.get(at, _WIDTHS["text"])) for at, text in texts.items()), default=1)
    if lines > 1:
        sheet.set_row(row, LINE * min(lines, MOST_LINES))


def _write(sheet: Worksheet, formats: _Formats, at: tuple[int, int], value: Cell, column: Column) -> None:
    if value is None:
        if column.name != "suivi":
            sheet.write_string(*at, "absent", formats["absent"])
    elif isinstance(value, bool):
        sheet.write_string(*at, "oui" if value else "non", formats["text"])
    elif isinstance(value, str):
        chosen = "quoted" if value.startswith(_FORMULA_STARTS) else "long" if column.name in _WRAPPED else "text"
        sheet.write_string(*at, value, formats[chosen])
    else:
        sheet.write_number(*at, value, formats.get(column.kind, formats["number"]))


def _plain(id: str, title: str, names: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Table:
    columns = tuple(Column(name, heading(name).heading, heading(name).kind) for name in names)
    return Table(id, title, columns, tuple(rows))


def _read_first(study: Study, typed: typed_study.Study) -> Table:
    page = one_page(study)
    place = study["territoire"]
    population = wording.quantity(place["population"], "habitants")
    rows: list[tuple[Cell, ...]] = [
        (
            "Territoire",
            f"{place['nom']}, {place['niveau_libelle']} {place['code']}, {population}, "
            f"{count(len(place['communes']), 'commune')}",
        ),
        *(("Résumé", s) for s in page.summary),
        *(("Spécialité", s) for s in page.strengths),
        *(
            (f"Cible {t.rank}", f"{t.label} ({t.activity}), {t.posture} : {t.reason} Place {t.confidence}.")
            for t in page.targets
        ),
        *(("Limites du territoire", s) for s in (*strategy.limits(typed), *page.bounds)),
        *(("Avertissement", s) for s in study["strategie"]["avertissements"]),
        *(("Notes du territoire", s) for s in study["strategie"]["notes"].splitlines() if s.strip()),
        *(("Certitude", s) for s in page.certainty),
        *((f"{page.first} : {lower_first(a.question)}", a.sentence) for a in page.answers),
        *(("À faire", s) for s in page.next_steps),
        *(
            (f"Feuille {name}", said)
            for name, said in SHEETS.items()
            if name != "Portefeuille" or study["portefeuille"]["statut"] != ABSENT
        ),
        (
            "Lecture",
            "« absent » : la donnée manque, ce n'est pas zéro. « (est.) » : nombre estimé. Les SIRET et les codes "
            "sont du texte.",
        ),
        ("Édition", study["edition"]["id"]),
    ]
    return _plain("lire", "En une page", ("rubrique", "chiffre"), rows)


def _limits(study: Study) -> Table:
    return _plain(
        "limites",
        "Limites : ce que cette étude ne peut pas dire",
        ("rubrique", "chiffre"),
        [(limit["titre"], limit["phrase"]) for limit in study["limites"]],
    )


def _cards() -> Table:
    names = ("label", "formula", "unit", "range", "neutral", "reading", "conventions", "references")
    rows: list[tuple[Cell, ...]] = [
        (c.label, c.formula, c.unit, c.range, c.neutral, c.reading, " ".join(c.conventions), " ".join(c.references))
        for c in used_cards()
    ]
    return _plain("fiches", "Fiches des méthodes", names, rows)


def _measures(study: Study) -> Table:
    """What every number of the study is: label, unit, vintage, source, status, by its place in etude.json."""
    rows: list[tuple[Cell, ...]] = [
        (path, m["libelle"], m["unite"], m["millesime"], m["source"], m["statut"], m.get("note", ""))
        for path, m in sorted(study["mesures"].items())
    ]
    return _plain(
        "mesures",
        "Ce qu'est chaque nombre de l'étude (chemin dans etude.json)",
        ("chemin", "libelle", "unite", "millesime", "source", "statut", "remarque"),
        rows,
    )
