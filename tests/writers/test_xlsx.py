"""tableaux.xlsx opened again with another library."""

import io
import re
import zipfile
from functools import cache

import openpyxl
import pytest

from ancrage.writers.xlsx import write_xlsx
from tests import fixtures

SHEETS = [
    "Lire d'abord", "Contexte", "Diagnostic", "À défendre", "À faire revenir", "Cibles", "Vulnérabilité", "Robustesse",
    "Produits", "Acteurs", "Cas", "Coûts", "Impact", "Sites", "Plan", "Méthode", "Sources",
]  # fmt: skip


@cache
def written(name: str) -> bytes:
    buffer = io.BytesIO()
    write_xlsx(fixtures.typed(getattr(fixtures, name)()), buffer)
    return buffer.getvalue()


def opened(name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(name)))


def table_rows(book: openpyxl.Workbook, sheet: str, table: str) -> list[dict]:
    found = book[sheet].tables[table]
    head, *rows = book[sheet][found.ref]
    return [{h.value: cell for h, cell in zip(head, row, strict=True)} for row in rows]


@pytest.mark.parametrize("name", ["dense", "tiny", "empty", "hostile"])
def test_the_sheets_in_order(name: str) -> None:
    book = opened(name)
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == SHEETS
    assert book["Plan (proposé)"].sheet_state == "hidden"


def test_a_portfolio_has_its_sheet() -> None:
    book = opened("chosen")
    assert [name for name in book.sheetnames if name not in ("Portefeuille", "Plan (proposé)")] == SHEETS
    rows = table_rows(book, "Portefeuille", "T_Portefeuille_projets")
    assert [row["Activité (NAF)"].value for row in rows] == [
        project["activite"] for project in fixtures.chosen()["portefeuille"]["projets"]
    ]
    assert "Portefeuille" in opened("impossible").sheetnames


def test_one_row_a_target_and_definition() -> None:
    study, book = fixtures.dense(), opened("dense")
    rows = table_rows(book, "Vulnérabilité", "T_Vuln_rabilit__vulnerabilite")
    labels = {definition["code"]: definition["libelle"] for definition in study["definitions_vulnerabilite"]}
    expected = [
        (target["activite"], labels[found["code"]])
        for target in study["cibles"]
        if target["vulnerabilite"]
        for found in target["vulnerabilite"]["definitions"]
    ]
    assert [(row["Cible (NAF)"].value, row["Définition"].value) for row in rows] == expected
    said = {"oui", "non", "oui (approché)", "non (approché)", "on ne peut pas dire"}
    assert {row["Verdict"].value for row in rows} <= said


def test_robustness_is_there_whole() -> None:
    study, book = fixtures.chosen(), opened("chosen")
    tested = [target for target in study["cibles"] if target["robustesse"]]
    rows = table_rows(book, "Robustesse", "T_Robustesse_cibles")
    assert [row["Rang : TOPSIS"].value for row in rows] == [t["robustesse"]["rangs"]["topsis"] for t in tested]
    assert len(table_rows(book, "Robustesse", "T_Robustesse_scenarios")) == len(study["robustesse"]["scenarios"])
    assert len(table_rows(book, "Robustesse", "T_Robustesse_arbitrage")) == len(study["robustesse"]["arbitrage"])
    bars = sum(len(t["robustesse"]["tornade"]["barres"]) for t in tested if t["robustesse"]["tornade"])
    assert len(table_rows(book, "Robustesse", "T_Robustesse_tornade")) == bars


def test_targets_carry_posture_and_what_sets_them_apart() -> None:
    study = fixtures.chosen()
    rows = table_rows(opened("chosen"), "Cibles", "T_Cibles_classement")
    assert [row["Mise à part"].value for row in rows] == ["oui" if t["ecartee"] else "non" for t in study["cibles"]]
    for row, target in zip(rows, study["cibles"], strict=True):
        assert (row["Pourquoi à part"].value != "absent") is target["ecartee"]
    assert {row["Posture"].value for row in rows} <= {"à consolider", "à prolonger", "pari"}


def test_every_row_of_the_study_is_there() -> None:
    study, book = fixtures.dense(), opened("dense")
    assert len(table_rows(book, "Acteurs", "T_Acteurs_acteurs")) == len(study["acteurs"])
    products = table_rows(book, "Produits", "T_Produits_produits")
    assert len(products) == sum(len(t["produits"]) for t in study["cibles"])
    targets = table_rows(book, "Cibles", "T_Cibles_classement")
    assert [row["Activité (NAF)"].value for row in targets] == [t["activite"] for t in study["cibles"]]
    assert [row["Score (0 à 1) (est.)"].value for row in targets] == [t["score"] for t in study["cibles"]]
    criteria = table_rows(book, "Cibles", "T_Cibles_criteres")
    assert len(criteria) == sum(len(row["valeurs"]) for row in study["criteres"])
    assert {"Unité", "Millésime", "Source", "Statut"} <= set(criteria[0])


def test_codes_are_text_and_numbers_are_numbers() -> None:
    book = opened("dense")
    for row in table_rows(book, "Acteurs", "T_Acteurs_acteurs"):
        assert row["SIRET"].data_type == "s" and len(row["SIRET"].value) == 14
        assert row["Distance au centre (km) (est.)"].data_type == "n"
    for row in table_rows(book, "Produits", "T_Produits_produits"):
        assert row["Produit (NC8)"].data_type == "s" and len(row["Produit (NC8)"].value) == 8
        assert row["Importations (€)"].data_type == "n"
        assert row["Importations (€)"].number_format == "#,##0"


def test_absent_is_written_not_zero() -> None:
    rows = table_rows(opened("empty"), "Cibles", "T_Cibles_criteres")
    assert {row["Valeur"].value for row in rows} == {"absent"}


def test_headings_are_unique_full_and_frozen() -> None:
    book = opened("dense")
    for sheet in book:
        assert sheet.freeze_panes, sheet.title
        for table in sheet.tables.values():
            assert table.autoFilter is not None
            head = [cell.value for cell in sheet[table.ref][0]]
            assert all(head) and len(head) == len(set(head))


def test_each_table_says_its_source_above() -> None:
    book = opened("dense")
    for sheet, table in (("Cibles", "T_Cibles_classement"), ("Produits", "T_Produits_produits"),
                         ("Acteurs", "T_Acteurs_acteurs"), ("Diagnostic", "T_Diagnostic_specialisations")):  # fmt: skip
        first = book[sheet][book[sheet].tables[table].ref][0][0].row
        assert book[sheet].cell(first - 1, 1).value.startswith("Source : ")


@pytest.mark.parametrize("name", ["dense", "hostile", "hostile_wishes"])
def test_no_formula_no_link_anywhere(name: str) -> None:
    for sheet in opened(name):
        assert not list(sheet._hyperlinks)
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(written(name))) as archive:
        for part in archive.namelist():
            content = archive.read(part).decode()
            assert not re.search(r"<f[ >]", content), part
            assert "TargetMode=" not in content, part


def test_a_name_like_a_formula_stays_text_when_edited() -> None:
    names = {cell.value: cell for row in opened("hostile")["Acteurs"].iter_rows() for cell in row}
    for key in ("formula", "plus", "at"):
        assert names[fixtures.HOSTILE[key]].quotePrefix
    assert not names[fixtures.HOSTILE["link"]].quotePrefix


def test_goals_and_notes_like_formulas_stay_text() -> None:
    book = opened("hostile_wishes")
    cells = {cell.value: cell for sheet in book for row in sheet.iter_rows() for cell in row}
    for key in ("formula", "plus", "at"):
        assert cells[fixtures.HOSTILE[key]].quotePrefix


def test_the_same_study_gives_the_same_bytes() -> None:
    buffer = io.BytesIO()
    write_xlsx(fixtures.typed(fixtures.dense()), buffer)
    assert buffer.getvalue() == written("dense")
    with zipfile.ZipFile(buffer) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"1980-01-01" in archive.read("docProps/core.xml")


def test_read_first_names_every_sheet_that_follows() -> None:
    for name in ("dense", "chosen"):
        book = opened(name)
        told = [str(row[0]) for row in book["Lire d'abord"].iter_rows(values_only=True)]
        named = [text.removeprefix("Feuille ") for text in told if text.startswith("Feuille ")]
        assert named == [sheet for sheet in book.sheetnames if sheet not in ("Lire d'abord", "Plan (proposé)")]


def test_the_plan_prints_what_people_edit() -> None:
    sheet = opened("dense")["Plan"]
    assert sheet.print_area.startswith("'Plan'!$A$1:$S$")
    assert sum(sheet.column_dimensions[c].width for c in ("A", "B", "E")) < 140
