"""« Vos 20 premiers employeurs »: written, filled in, read back, obeyed, shared."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from ancrage.domain.checklist import ANSWERS, HEADINGS, SHEET
from tests.commands import run

T = "zone_emploi:3205"
BRIDGESTONE, ROQUETTE = "36120038900019", "35720005400017"


def written(folder: Path) -> Path:
    path = folder / "verifier.xlsx"
    assert run("verifier", T, "--sortie", str(path)).code == 0
    return path


def filled(path: Path, **answers: dict[str, object]) -> Path:
    """The sheet with answers by SIRET (with an « s » before): {heading: value}."""
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    lines = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    for siret, told in answers.items():
        for heading, value in told.items():
            lines[siret.removeprefix("s")][HEADINGS.index(heading)].value = value
    book.save(path)
    return path


def test_the_sheet_asks_about_the_largest_and_the_doubtful(sqlite_store: Path, tmp_path: Path) -> None:
    rows = list(openpyxl.load_workbook(written(tmp_path))[SHEET].iter_rows(values_only=True))
    assert rows[0] == HEADINGS
    why = {row[0]: row[6] for row in rows[1:]}
    assert [f"employeur n° {i}" for i in range(1, 21)] == list(why.values())[:20]
    assert why[BRIDGESTONE] == "signalé fermé, à confirmer"
    assert any(str(reason).startswith("cité : ") for reason in why.values())
    assert all(cell is None for row in rows[1:] for cell in row[-len(ANSWERS) :])


def test_answers_are_kept_once_obeyed_and_shared(sqlite_store: Path, tmp_path: Path) -> None:
    told = {f"s{BRIDGESTONE}": {"Ouvert ?": "oui", "Effectif réel": 12}, f"s{ROQUETTE}": {"Nom d’usage": "Roquette"}}
    path, shared = filled(written(tmp_path), **told), tmp_path / "corrections.csv"
    read = run("verifier", T, "--relire", str(path), "--partager", str(shared), "--par", "Léa")
    assert (read.code, "3\u00a0corrections notées" in read.out) == (0, True)
    assert "0\u00a0correction notée" in run("verifier", T, "--relire", str(path)).out
    from ancrage.store.knowledge import knowledge_of

    kept = {(c.siret, c.field, c.value) for c in knowledge_of(T).corrections}
    assert kept == {(BRIDGESTONE, "ferme", "non"), (BRIDGESTONE, "emplois", "12"), (ROQUETTE, "nom", "Roquette")}
    rows = list(csv.DictReader(io.StringIO(shared.read_text(encoding="utf-8"))))
    assert {(r["nature"], r["siret"], r["valeur"]) for r in rows} == {
        ("size", BRIDGESTONE, "12"),
        ("usual_name", ROQUETTE, "Roquette"),
    }


@pytest.mark.parametrize(
    ("heading", "value", "said"),
    [
        ("Ouvert ?", "peut-être", "Ouvert ?"),
        ("Effectif réel", "beaucoup", "Effectif réel"),
        ("Activité réelle", "99.99", "99.99"),
    ],
)
def test_a_cell_that_cannot_be_read_stops_everything(
    sqlite_store: Path, tmp_path: Path, heading: str, value: str, said: str
) -> None:
    path = filled(written(tmp_path), **{f"s{ROQUETTE}": {heading: value, "Nom d’usage": "Roquette"}})
    read = run("verifier", T, "--relire", str(path))
    assert read.code == 2
    assert said in read.err
    assert "ligne 2" in read.err
    from ancrage.store.knowledge import knowledge_of

    assert knowledge_of(T).corrections == ()


def test_another_workbook_is_refused(sqlite_store: Path, tmp_path: Path) -> None:
    assert run("verifier", T, "--sortie", str(tmp_path / "liste.docx")).code == 2
    book = openpyxl.Workbook()
    book.active.append(["SIRET", "Nom"])
    book.save(tmp_path / "autre.xlsx")
    assert run("verifier", T, "--relire", str(tmp_path / "autre.xlsx")).code == 2
