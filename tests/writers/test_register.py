"""Lists of the register as files: what a spreadsheet could run stays text, nothing is rounded, files are whole."""

import csv
import io

import openpyxl
import pytest

from ancrage.writers.register import csv_text, workbook

COLUMNS = ("siret", "nom", "emplois_estimes", "distance_vol_oiseau_km")
HOSTILE = ['=HYPERLINK("x")', "+33", "-2+3", "@SUM(A1)", "\tx", "\r=1", 'a;b"c', "l'Été, S.A."]
ROWS = [
    {"siret": f"0{i:013d}", "nom": name, "emplois_estimes": 35, "distance_vol_oiseau_km": 1.5}
    for i, name in enumerate(HOSTILE)
]


@pytest.mark.parametrize("separator", [",", ";"])
def test_no_cell_of_a_csv_is_a_formula(separator: str) -> None:
    text = csv_text(ROWS, COLUMNS, separator).lstrip("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert len(read) == len(ROWS) + 1
    for line, name in zip(read[1:], HOSTILE, strict=True):
        assert line[1] in (name.strip(), f"'{name.strip()}")
        assert not line[1].strip().startswith(("=", "+", "-", "@"))


def test_a_negative_number_stays_a_number() -> None:
    row = {"siret": "1" * 14, "nom": None, "emplois_estimes": -1, "distance_vol_oiseau_km": -0.5}
    assert csv_text([row], COLUMNS, ",").splitlines()[1] == f"{'1' * 14},,-1,-0.5"
    assert csv_text([row], COLUMNS, ";").splitlines()[1] == "111 111 111 11111;;-1;-0,5"


def test_a_workbook_runs_nothing_and_rounds_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(ROWS, COLUMNS, "=Titre", ["=note"])))
    lines = list(book.active.iter_rows())
    assert lines[0][0].value == "=Titre" and lines[0][0].data_type == "s"
    names = [line[1] for line in lines[4:]]
    assert names[0].value == HOSTILE[0]
    assert {cell.data_type for cell in names} == {"s"}
    assert [line[0].value for line in lines[4:]] == [row["siret"] for row in ROWS]
    assert openpyxl.load_workbook(io.BytesIO(workbook([], COLUMNS, "Rien", []))).active.max_row >= 1
