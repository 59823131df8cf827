"""Workbooks at every door: read as people see them, and never longer than they are worth."""

import io
import random
import resource
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from ancrage.domain.errors import AncrageError
from ancrage.inputs.columns import is_known, load_columns
from ancrage.inputs.plan import load_plan
from ancrage.inputs.table import read_sheet
from tests.inputs.workbooks import CONTENT, ods, sheet, xlsx

TABLE = [["Nom", "Commune", "Surface (m²)"], ["Zone A", "Cluses", 12500], ["Zone B", "Thyez", 3000]]


def seconds() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def put(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def known(heading: str) -> bool:
    return is_known(heading, "sites")


def test_a_workbook_of_the_state_is_read_like_another(tmp_path: Path) -> None:
    path = put(tmp_path, "zones.ods", ods(sheet("Notice", [["Mode d'emploi"], ["Remplissez"]]), sheet("Zones", TABLE)))
    read = read_sheet(path, known=known)
    assert read.headers == ("Nom", "Commune", "Surface (m²)") and read.sheet == "Zones" and read.encoding == "ods"
    assert read.rows == (("Zone A", "Cluses", "12500"), ("Zone B", "Thyez", "3000"))
    assert read.lines == (2, 3) and "Notice" in read.notes[0]


def test_a_hidden_sheet_is_not_chosen_and_blank_rows_keep_numbers(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="7"><table:table-cell/></table:table-row>'
    shown = sheet("Zones", TABLE).replace("<table:table-row>", blank + "<table:table-row>", 1)
    read = read_sheet(put(tmp_path, "z.ods", ods(sheet("Vieux", TABLE, style="cachee"), shown)), known=known)
    assert read.sheet == "Zones" and read.lines == (9, 10)


def test_merged_cells_are_said_in_each_row_they_cover(tmp_path: Path) -> None:
    span = (
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Cluses</text:p>'
        "</table:table-cell>"
    )
    rows = (
        "<table:table-row><table:table-cell office:value-type='string'><text:p>A</text:p></table:table-cell>"
        f"{span}</table:table-row><table:table-row><table:table-cell office:value-type='string'><text:p>B</text:p>"
        "</table:table-cell><table:covered-table-cell/></table:table-row>"
    )
    text = sheet("Zones", [["Nom", "Commune"]]).replace("</table:table>", rows + "</table:table>")
    assert read_sheet(put(tmp_path, "z.ods", ods(text))).rows == (("A", "Cluses"), ("B", "Cluses"))
    book = openpyxl.Workbook()
    page = book.active
    for row in (["Nom", "Commune"], ["A", "Cluses"], ["B", None], ["C", "Thyez"]):
        page.append(row)  # type: ignore[union-attr]
    page.merge_cells("B2:B3")  # type: ignore[union-attr]
    book.save(tmp_path / "z.xlsx")
    assert read_sheet(tmp_path / "z.xlsx").rows == (("A", "Cluses"), ("B", "Cluses"), ("C", "Thyez"))


def test_totals_titles_and_repeated_headings_are_left_and_said(tmp_path: Path) -> None:
    text = (
        "Nom;Commune;Surface\nZone A;Cluses;3\nTotal Cluses;;3\nNom;Commune;Surface\nTotal Énergies;Thyez;2\nTOTAL;;5\n"
    )
    read = read_sheet(put(tmp_path, "z.csv", text.encode()), known=known)
    assert [row[0] for row in read.rows] == ["Zone A", "Total Énergies"]
    assert "de total" in read.notes[0] and "6" in read.notes[0] and "de titres" in read.notes[1]


def test_a_firm_called_total_is_no_total(tmp_path: Path) -> None:
    text = "Nom;SIRET;Salariés\nTOTAL;34153288500033;12\nTotal;;12\n"
    read = read_sheet(put(tmp_path, "f.csv", text.encode()), known=lambda heading: is_known(heading, "contacts"))
    assert [row[1] for row in read.rows] == ["34153288500033"]


def test_a_percent_cell_says_what_people_see(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("a")
    page.write_row(0, 0, ["Nom", "Part", "Nombre"])
    page.write(1, 0, "A")
    page.write(1, 1, 0.12, book.add_format({"num_format": "0%"}))
    page.write(1, 2, 12.5)
    book.close()
    assert read_sheet(path).rows == (("A", "12 %", "12,5"),)


def test_headings_below_titles_and_numbers_are_found_by_their_words(tmp_path: Path) -> None:
    text = "Inventaire des zones;janvier;2024\nService;économie;x\n\nnom du site;commune;superficie\nA;Cluses;2\n"
    read = read_sheet(put(tmp_path, "z.csv", text.encode()), known=known)
    assert read.headers == ("nom du site", "commune", "superficie") and read.lines == (5,)


ROWS: dict[str, bytes] = {
    "one row, two billion": xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="2000000000"><c><v>1</v></c></row>'),
    "cells": xlsx(f'<row r="1">{"<c/>" * 5_000_000}</row>'),
    "rows": xlsx("<row/>" * 5_000_000),
    "strings": xlsx('<row r="1"><c t="s"><v>0</v></c></row>', "<si/>" * 4_000_000),
    "far columns": xlsx("".join(f'<row r="{n}"><c r="ZZZ{n}"><v>1</v></c></row>' for n in range(1, 2000))),
    "prefix": xlsx("<x:c/>" * 9_000_000),
}
ROW, CELL = "<table:table-row>", "<table:table-cell"
ONE = sheet("a", [["x"]])


def repeated(rows: str, columns: str = "1") -> bytes:
    text = ONE.replace(ROW, f'<table:table-row table:number-rows-repeated="{rows}">')
    return ods(text.replace(CELL, f'{CELL} table:number-columns-repeated="{columns}"'))


ODS: dict[str, bytes] = {
    "rows": repeated("1000000000"),
    "columns": repeated("1", "999999999"),
    "both": repeated("100000", "400"),
    "negative": repeated("-5"),
    "words": repeated("deux"),
    "entities": ods(ONE, content=CONTENT.replace("<office:doc", '<!DOCTYPE a [<!ENTITY b "c">]><office:doc', 1)),
}


def doors(path: Path) -> list[Callable[[], object]]:
    return [lambda: read_sheet(path), lambda: load_plan(path)]


@pytest.mark.parametrize("name", ROWS)
def test_a_bomb_of_excel_is_answered_at_once(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, "b.xlsx", ROWS[name])
    before = seconds()
    for door in doors(path):
        try:
            door()
        except AncrageError as error:
            assert error.message.endswith(".") and error.next_step
    assert seconds() - before < 5


@pytest.mark.parametrize("name", ODS)
def test_a_bomb_of_libreoffice_is_refused_at_once(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, "b.ods", ODS[name])
    before = seconds()
    for door in doors(path):
        with pytest.raises(AncrageError) as refusal:
            door()
        assert refusal.value.next_step
    assert seconds() - before < 5


def test_flipped_bytes_end_in_a_table_or_a_sentence(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in TABLE * 5:
        book.active.append(row)  # type: ignore[union-attr]
    buffer = io.BytesIO()
    book.save(buffer)
    chance = random.Random(7)
    for whole, name in ((buffer.getvalue(), "a.xlsx"), (ods(sheet("Zones", TABLE)), "a.ods")):
        for _ in range(60):
            content = bytearray(whole)
            content[chance.randrange(4, len(content))] ^= 1 << chance.randrange(8)
            path = put(tmp_path, name, bytes(content))
            for door in doors(path):
                try:
                    door()
                except AncrageError as error:
                    assert error.next_step


def test_a_key_of_forty_thousand_parts_is_refused_at_once(tmp_path: Path) -> None:
    path = put(tmp_path, "p.toml", b".".join([b"a"] * 40_000) + b" = 1\n")
    before = seconds()
    for door in (load_plan, load_columns):
        with pytest.raises(AncrageError, match="clé est trop longue"):
            door(path)
    assert seconds() - before < 2


@pytest.mark.parametrize("text", ["titre = “Un plan”", "titre = « Un plan »", "a = [“b”]"])
def test_curled_quotes_are_named(tmp_path: Path, text: str) -> None:
    path = put(tmp_path, "p.toml", f"version = 1\n{text}\n".encode())
    for door in (load_plan, load_columns):
        with pytest.raises(AncrageError, match=r"ligne 2.*guillemets typographiques") as error:
            door(path)
        assert "guillemets droits" in error.value.next_step


def test_a_text_with_many_dots_is_no_deep_key(tmp_path: Path) -> None:
    path = put(tmp_path, "c.toml", b'nom = "S.A.R.L.D.E.S.F.O.R.G.E.S"  # a.b.c.d.e.f.g.h.i.j.k\n')
    assert load_columns(path).columns == {"nom": "S.A.R.L.D.E.S.F.O.R.G.E.S"}
