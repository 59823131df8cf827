"""A plan goes out as a file, is edited, and comes back whole, whatever saved it again."""

import copy
import io
import math
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import FIELDS, ID_LABEL, LABELS, SEEN_SHEET, STAGES, STATUSES
from ancrage.inputs.plan import load_plan
from ancrage.inputs.plan.cells import cell
from ancrage.inputs.strategy import default_strategy
from ancrage.study.run import Results, run_steps
from ancrage.writers.plan import plan_toml, plan_xlsx
from tests.fixtures import typed
from tests.studies import as_dict

Studies = Callable[[str, str], Results]
WRITERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "p.xlsx": lambda s: plan_xlsx(typed(s)),
    "p.toml": lambda s: plan_toml(typed(s)).encode(),
}
KEPT = ("actions", "reserve", "premiers_gestes", "retirees", "debut", "phrase")


@pytest.fixture
def here(study: Studies) -> Results:
    return study("zone_emploi", "8414")


def redone(here: Results, path: Path) -> dict[str, Any]:
    local = here.local
    return as_dict(run_steps(local.edition, local.territory, default_strategy(), edited_plan=load_plan(path)))


def kept(document: dict[str, Any]) -> dict[str, Any]:
    """What must not move; the signal of the follow-up says whether a plan came with the study."""
    found = copy.deepcopy({key: document["plan"][key] for key in KEPT})
    for row in (*found["actions"], *found["reserve"]):
        if row["id"].startswith("T36"):
            row.pop("signal", None)
    return found


def header(sheet: Any) -> tuple[int, dict[str, int]]:
    for row in sheet.iter_rows():
        found = {str(c.value).removesuffix(" (est.)"): c.column for c in row if c.value}
        if ID_LABEL in found:
            return row[0].row, found
    raise AssertionError


def workbook(arve: dict[str, Any]) -> tuple[Any, Any, int, dict[str, int]]:
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(typed(arve))))
    return book, book["Plan"], *header(book["Plan"])


@pytest.mark.parametrize("name", WRITERS)
def test_written_then_read_nothing_moves(here: Results, arve: dict[str, Any], tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(WRITERS[name](arve))
    assert kept(redone(here, tmp_path / name)) == kept(arve)


def test_the_sheet_of_the_study_is_read_too(here: Results, arve: dict[str, Any], tmp_path: Path) -> None:
    from ancrage.writers.xlsx import write_xlsx

    write_xlsx(typed(arve), tmp_path / "tableaux.xlsx")
    assert kept(redone(here, tmp_path / "tableaux.xlsx")) == kept(arve)


SAMPLE = {
    "titre": "Autre titre", "etape": "suivre", "statut": "en cours", "pilote": "=SOMME(1)", "partenaires": "Lycée",
    "moyens": "Un mi-temps", "debut": "M2", "fin": "M9", "cout_bas_eur": 1234.0, "cout_haut_eur": 5678.5,
    "indicateur": "Visites", "unite_indicateur": "visites", "depart": 3.0, "cible_bas": 10.0, "cible_haut": 12.0,
    "valeur": 5.0, "date_valeur": "2027-03-31", "commentaire": "Vu avec « l'atelier »\nà revoir",
}  # fmt: skip
KEYS = {"statut": "avancement"}  # fields that the study names otherwise: `statut` is that of a number


@pytest.mark.parametrize("name", WRITERS)
def test_every_editable_cell_wins_over_the_next_study(
    here: Results, arve: dict[str, Any], tmp_path: Path, name: str
) -> None:
    assert set(SAMPLE) == set(FIELDS)
    edited = {**arve, "plan": {**arve["plan"], "actions": [dict(a) for a in arve["plan"]["actions"]]}}
    chosen = next(a for a in edited["plan"]["actions"] if a["modele"] == "T12")
    before = chosen["propose"]
    chosen.update(
        {KEYS.get(name, name): value for name, value in SAMPLE.items()}, autres={"Élue référente": "Mme Exemple"}
    )
    (tmp_path / name).write_bytes(WRITERS[name](edited))
    found = redone(here, tmp_path / name)
    row = next(a for a in found["plan"]["actions"] if a["id"] == chosen["id"])
    assert {k: row[KEYS.get(k, k)] for k in FIELDS} == SAMPLE
    assert set(row["modifie"]) == set(FIELDS) and row["autres"] == {"Élue référente": "Mme Exemple"}
    assert row["propose"] == before
    # and once more: the file written from there says the same
    (tmp_path / f"again-{name}").write_bytes(WRITERS[name](found))
    assert kept(redone(here, tmp_path / f"again-{name}")) == kept(found)


def test_rows_added_moved_and_deleted(here: Results, arve: dict[str, Any], tmp_path: Path) -> None:
    book, sheet, top, at = workbook(arve)
    gone, parked = sheet.cell(top + 1, 1).value, sheet.cell(top + 2, 1).value
    sheet.cell(top + 2, at[LABELS["statut"]]).value = "En Réserve"
    for column in range(1, len(at) + 1):
        sheet.cell(top + 1, column).value = None
    sheet.cell(top + 1, at[LABELS["titre"]]).value = "Notre salon des métiers"
    sheet.cell(top + 1, at[LABELS["debut"]]).value = "mois 3"
    sheet.cell(top + 1, len(at) + 1).value = "hors tableau"
    reserve = next(c.row for c in sheet["A"] if c.value and str(c.value).startswith("En réserve")) + 3
    promoted = sheet.cell(reserve, 1).value
    statut = next(c.column for c in sheet[reserve - 1] if c.value == LABELS["statut"])
    sheet.cell(reserve, statut).value = "retenue"
    book.save(tmp_path / "p.xlsx")
    found = redone(here, tmp_path / "p.xlsx")["plan"]
    ids = [a["id"] for a in found["actions"]]
    assert gone not in ids and parked not in ids and promoted in ids and found["retirees"] == [gone]
    assert {r["id"]: r["pourquoi"] for r in found["reserve"]}[parked] == "mise en réserve par vous"
    own = next(a for a in found["actions"] if a["id"] == "P01")
    assert own["titre"] == "Notre salon des métiers" and own["mois_debut"] == 3 and own["signal"]["observe"] is None
    (tmp_path / "again.toml").write_text(plan_toml(typed({**arve, "plan": found})), encoding="utf-8")
    assert kept(redone(here, tmp_path / "again.toml"))["actions"] == kept({"plan": found})["actions"]


def test_a_row_cleared_in_the_middle_hides_nothing_below(here: Results, arve: dict[str, Any], tmp_path: Path) -> None:
    book, sheet, top, at = workbook(arve)
    gone = sheet.cell(top + 3, 1).value
    for column in range(1, len(at) + 1):
        sheet.cell(top + 3, column).value = None
    last = top + len(arve["plan"]["actions"])
    sheet.cell(last + 1, at[LABELS["titre"]]).value = "Une action écrite juste sous le tableau"
    book.save(tmp_path / "p.xlsx")
    found = redone(here, tmp_path / "p.xlsx")["plan"]
    ids = {a["id"] for a in found["actions"]}
    assert found["retirees"] == [gone] and ids >= {a["id"] for a in arve["plan"]["actions"]} - {gone} | {"P01"}
    assert not any("réserve" in a["titre"] for a in found["actions"])


def test_a_signal_that_went_out_is_flagged_and_what_was_written_stays(
    here: Results, arve: dict[str, Any], tmp_path: Path
) -> None:
    row = dict(arve["plan"]["actions"][4], id="T27-99.99", avancement="en cours", commentaire="repreneur en vue")
    edited = {**arve, "plan": {**arve["plan"], "actions": [*arve["plan"]["actions"], row]}}
    (tmp_path / "p.toml").write_text(plan_toml(typed(edited)), encoding="utf-8")
    found = redone(here, tmp_path / "p.toml")["plan"]
    left = next(a for a in found["actions"] if a["id"] == "T27-99.99")
    assert left["signal"]["observe"] is False and left["commentaire"] == "repreneur en vue"
    assert any("T27-99.99" in w for w in found["avertissements"])


def test_without_the_hidden_sheet_what_differs_is_an_edit(here: Results, arve: dict[str, Any], tmp_path: Path) -> None:
    book, sheet, top, at = workbook(arve)
    del book[SEEN_SHEET]
    sheet.cell(top + 1, at[LABELS["pilote"]]).value = "Mission locale"
    book.save(tmp_path / "p.xlsx")
    found = redone(here, tmp_path / "p.xlsx")["plan"]
    changed = {a["id"]: a["modifie"] for a in found["actions"] if a["modifie"]}
    assert changed == {sheet.cell(top + 1, 1).value: ["pilote"]}


def test_a_start_given_in_the_file_dates_the_plan(here: Results, arve: dict[str, Any], tmp_path: Path) -> None:
    book, sheet, top, at = workbook(arve)
    place = next(c for c in sheet["A"] if c.value == "Début du plan")
    sheet.cell(place.row, 2).value = "03/2027"
    sheet.cell(top + 1, at[LABELS["debut"]]).value = "15/05/2027"
    sheet.cell(top + 1, at[LABELS["fin"]]).value = "décembre 2027"
    book.save(tmp_path / "p.xlsx")
    found = redone(here, tmp_path / "p.xlsx")["plan"]
    row = next(a for a in found["actions"] if a["id"] == sheet.cell(top + 1, 1).value)
    assert found["debut"] == "2027-03" and (row["debut"], row["fin"]) == ("2027-05", "2027-12")
    assert (row["mois_debut"], row["mois_fin"]) == (3, 10)


@pytest.mark.skipif(not shutil.which("libreoffice"), reason="LibreOffice n'est pas installé")
def test_a_workbook_saved_again_by_libreoffice(here: Results, arve: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").write_bytes(plan_xlsx(typed(arve)))
    subprocess.run(
        ["libreoffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profil", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "lo"), str(tmp_path / "p.xlsx")],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    assert kept(redone(here, tmp_path / "lo" / "p.xlsx")) == kept(arve)


# files that are not plans


def refused(path: Path) -> str:
    with pytest.raises(AncrageError) as error:
        load_plan(path)
    said = error.value.message
    assert said.endswith(".") and "\n" not in said and error.value.next_step
    return said


BAD_CELLS = [
    ("statut", "finie", "n'est pas connu"),
    ("etape", "vendre", "n'est pas connu"),
    ("debut", "32/13/2027", "n'existe pas"),
    ("debut", "bientôt", "n'est pas une date"),
    ("debut", "M0", "mois 1"),
    ("fin", "2027-02-30", "n'existe pas"),
    ("valeur", "beaucoup", "n'est pas un nombre"),
    ("valeur", "nan", "n'est pas un nombre"),
    ("cout_bas_eur", 1e300, "raisonnable"),
    ("commentaire", "x" * 3000, "dépasse"),
]


@pytest.mark.parametrize(("name", "value", "said"), BAD_CELLS)
def test_a_bad_cell_is_named(arve: dict[str, Any], tmp_path: Path, name: str, value: Any, said: str) -> None:
    book, sheet, top, at = workbook(arve)
    sheet.cell(top + 1, at[LABELS[name]]).value = value
    book.save(tmp_path / "p.xlsx")
    message = refused(tmp_path / "p.xlsx")
    assert said in message and f"ligne {top + 1}" in message and LABELS[name] in message


def test_an_unknown_status_lists_the_known_ones(arve: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(AncrageError) as error:
        cell("statut", "finie", "ici")
    assert all(word in error.value.next_step for word in STATUSES)


def test_end_before_start_and_twin_ids_are_refused(arve: dict[str, Any], tmp_path: Path) -> None:
    book, sheet, top, at = workbook(arve)
    sheet.cell(top + 1, at[LABELS["debut"]]).value = "M9"
    sheet.cell(top + 1, at[LABELS["fin"]]).value = "M2"
    book.save(tmp_path / "p.xlsx")
    assert "précède" in refused(tmp_path / "p.xlsx")
    book, sheet, top, at = workbook(arve)
    sheet.cell(top + 2, 1).value = sheet.cell(top + 1, 1).value
    book.save(tmp_path / "p.xlsx")
    assert "déjà pris" in refused(tmp_path / "p.xlsx")


def test_a_dated_action_needs_a_dated_plan(here: Results, arve: dict[str, Any], tmp_path: Path) -> None:
    book, sheet, top, at = workbook(arve)
    sheet.cell(top + 1, at[LABELS["fin"]]).value = "2027-05"
    book.save(tmp_path / "p.xlsx")
    with pytest.raises(AncrageError, match="n'est pas daté"):
        redone(here, tmp_path / "p.xlsx")


def test_files_that_are_not_plans(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Feuil1"
    book.save(tmp_path / "autre.xlsx")
    assert "feuille « Plan »" in refused(tmp_path / "autre.xlsx")
    book.active.title = "Plan"
    book.save(tmp_path / "vide.xlsx")
    assert ID_LABEL in refused(tmp_path / "vide.xlsx")
    hostile = {
        "rien.xlsx": b"", "texte.xlsx": b"bonjour", "zip.xlsx": b"PK\x03\x04" + b"\0" * 40,
        "octets.toml": b"\xff\xfe\0",
        "casse.toml": b"actions = [", "autre.toml": b"x = 1", "liste.toml": b"actions = 3",
        "nom.toml": b"[[actions]]\npilote = \"x\"", "table.toml": b"[[actions]]\nid=\"a\"\ntitre={a=1}",
        "version.toml": b"version = 9", "profond.toml": b"a = " + b"[" * 5000,
        "debut.toml": b'debut = "jamais"',
    }  # fmt: skip
    for name, content in hostile.items():
        (tmp_path / name).write_bytes(content)
        refused(tmp_path / name)
    refused(tmp_path / "absent.xlsx")
    refused(tmp_path)
    (tmp_path / "plan.csv").write_text("id")
    assert ".xlsx" in refused(tmp_path / "plan.csv")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400), kind=st.sampled_from([".xlsx", ".toml"]))
def test_any_bytes_end_in_a_plan_or_a_sentence(tmp_path: Path, raw: bytes, kind: str) -> None:
    path = tmp_path / f"p{kind}"
    path.write_bytes(raw)
    try:
        load_plan(path)
    except AncrageError as error:
        assert error.message.endswith(".")


ANYTHING = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.dates(),
                     st.datetimes())  # fmt: skip


@given(name=st.sampled_from(sorted(FIELDS)), value=ANYTHING)
def test_any_cell_is_read_or_refused(name: str, value: Any) -> None:
    try:
        found = cell(name, value, "ici")
    except AncrageError as error:
        assert "ici" in error.message
        return
    kind = FIELDS[name]
    assert (found is None or math.isfinite(found)) if kind == "number" else isinstance(found, str)
    assert kind != "stage" or found in (*STAGES, "")
    again = cell(name, found, "ici")
    assert again == found


def test_numbers_are_read_as_the_french_write_them() -> None:
    assert [cell("valeur", text, "") for text in ("1 234,5", "1\u202f234,5", "−3", "12 %", "absent", "", None)] == [
        1234.5, 1234.5, -3.0, 12.0, None, None, None,
    ]  # fmt: skip
