"""What a person does to the sheet of a plan loses nothing in silence."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import ID_LABEL, LABELS, SEEN_SHEET, EditedPlan
from ancrage.inputs.plan import load_plan
from ancrage.inputs.plan.cells import cell
from ancrage.inputs.strategy import default_strategy
from ancrage.study.run import Results, run_steps
from ancrage.writers.plan import plan_toml, plan_xlsx
from tests.fixtures import typed
from tests.inputs.workbooks import ods, sheet
from tests.studies import as_dict

Change = Callable[[Any, int, dict[str, int]], None]


@pytest.fixture
def edited(arve: dict[str, Any], tmp_path: Path) -> Callable[[Change], EditedPlan]:
    """The plan read back once someone changed the sheet: its page, the row of headings, columns by heading."""

    def reader(change: Change) -> EditedPlan:
        book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(typed(arve))))
        page = book["Plan"]
        top = next(row[0].row for row in page.iter_rows() if any(c.value == ID_LABEL for c in row))
        change(page, top, {str(c.value).removesuffix(" (est.)"): c.column for c in page[top] if c.value})
        book.save(tmp_path / "p.xlsx")
        return load_plan(tmp_path / "p.xlsx")

    return reader


def ids(arve: dict[str, Any]) -> set[str]:
    return {row["id"] for part in ("actions", "reserve") for row in arve["plan"][part]}


def said(plan: EditedPlan) -> str:
    return " ".join(plan.notes)


TITLES = ("Actions de la deuxième année", "ANNÉE 2", "Réserve de terrains", "2028", "Hypothèses de travail de l'an 2")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("column", [1, 4])
def test_a_title_typed_among_the_actions_hides_none(
    edited: Callable[[Change], EditedPlan], arve: dict[str, Any], title: str, column: int
) -> None:
    def change(page: Any, top: int, at: dict[str, int]) -> None:
        page.insert_rows(top + 4)
        page.cell(top + 4, column).value = title

    plan = edited(change)
    assert plan.ids == ids(arve) and plan.removed == ()
    assert title in said(plan) or title == "Hypothèses de travail de l'an 2"


def test_a_title_over_merged_cells_is_no_action(edited: Callable[[Change], EditedPlan], arve: dict[str, Any]) -> None:
    def change(page: Any, top: int, at: dict[str, int]) -> None:
        page.insert_rows(top + 4)
        page.cell(top + 4, at[LABELS["titre"]]).value = "Deuxième année"
        page.merge_cells(start_row=top + 4, end_row=top + 4, start_column=2, end_column=9)

    plan = edited(change)
    assert plan.ids == ids(arve) and "Deuxième année" in said(plan)


def test_blank_rows_moved_and_renamed_columns_change_nothing(
    edited: Callable[[Change], EditedPlan], arve: dict[str, Any]
) -> None:
    def change(page: Any, top: int, at: dict[str, int]) -> None:
        page.cell(top, at[LABELS["pilote"]]).value = "Responsable"
        page.cell(top, at[LABELS["commentaire"]]).value = "Comentaire"
        page.cell(top + 1, at[LABELS["commentaire"]]).value = "à revoir"
        page.insert_cols(1, 2)
        page.insert_rows(top + 3, 2)
        page.insert_rows(1, 3)

    plan = edited(change)
    assert plan.ids == ids(arve) and plan.removed == ()
    assert "Responsable" in said(plan) and "Comentaire" in said(plan)
    first = arve["plan"]["actions"][0]
    row = plan.get(first["id"])
    assert row is not None and row.values["pilote"] == first["pilote"] and row.values["commentaire"] == "à revoir"


def test_identifiers_lost_are_found_by_titles(edited: Callable[[Change], EditedPlan], arve: dict[str, Any]) -> None:
    def change(page: Any, top: int, at: dict[str, int]) -> None:
        reserve = next(c.row for c in page["A"] if c.value and str(c.value).startswith("En réserve"))
        page.delete_rows(reserve, page.max_row)
        page.delete_cols(1)

    plan = edited(change)
    assert plan.ids >= {row["id"] for row in arve["plan"]["actions"]}
    assert "reconnues à leur titre" in said(plan)


def test_what_left_is_named(edited: Callable[[Change], EditedPlan], arve: dict[str, Any]) -> None:
    first = arve["plan"]["actions"][0]
    plan = edited(lambda page, top, at: page.delete_rows(top + 1))
    assert plan.removed == (first["id"],) and first["id"] in said(plan) and first["titre"][:30] in said(plan)


def test_values_under_no_heading_are_named(edited: Callable[[Change], EditedPlan]) -> None:
    def change(page: Any, top: int, at: dict[str, int]) -> None:
        page.cell(top + 2, page.max_column + 2).value = "hors tableau"

    assert "hors tableau" in said(edited(change))


def test_a_percent_cell_is_what_people_see(edited: Callable[[Change], EditedPlan], arve: dict[str, Any]) -> None:
    def change(page: Any, top: int, at: dict[str, int]) -> None:
        place = at[LABELS["valeur"]]
        page.cell(top + 1, place).value, page.cell(top + 1, place).number_format = 0.12, "0%"
        page.cell(top + 2, place).value = "12 %"

    plan = edited(change)
    two = [plan.get(row["id"]) for row in arve["plan"]["actions"][:2]]
    assert [row.values["valeur"] for row in two if row] == [12.0, 12.0]


@pytest.mark.parametrize(
    ("heading", "typed", "expected"),
    [("Coût, de (€)", "17 k€", 17_000.0), ("Coût, de (€)", "17 000 €", 17_000.0), ("Coût, de (k€)", 17, 17_000.0),
     ("Coût, de (€)", "1,5 M€", 1_500_000.0)],
)  # fmt: skip
def test_amounts_are_read_with_their_unit(
    edited: Callable[[Change], EditedPlan], arve: dict[str, Any], heading: str, typed: Any, expected: float
) -> None:
    def change(page: Any, top: int, at: dict[str, int]) -> None:
        for row in range(top + 1, page.max_row + 1):
            page.cell(row, at["Coût, de (€)"]).value = None
        page.cell(top, at["Coût, de (€)"]).value = heading
        page.cell(top + 1, at["Coût, de (€)"]).value = typed

    row = edited(change).get(arve["plan"]["actions"][0]["id"])
    assert row is not None and row.values["cout_bas_eur"] == expected


def test_an_unknown_unit_is_refused(edited: Callable[[Change], EditedPlan]) -> None:
    def change(page: Any, top: int, at: dict[str, int]) -> None:
        page.cell(top, at["Coût, de (€)"]).value = "Coût, de (dollars)"

    with pytest.raises(AncrageError, match="dollars") as error:
        edited(change)
    assert "k€" in error.value.next_step


@pytest.mark.parametrize("name", ["debut", "fin", "titre", "etape", "statut"])
@pytest.mark.parametrize("start", ["", "2027-01"])
def test_an_emptied_cell_takes_back_what_was_proposed(
    study: Callable[[str, str], Results], arve: dict[str, Any], tmp_path: Path, name: str, start: str
) -> None:
    text = plan_toml(typed(arve)).replace('\ndebut = ""', f'\ndebut = "{start}"', 1)
    head, first, rest = text.partition(f"\n{name} = ") if name != "debut" else _second(text)
    (tmp_path / "p.toml").write_text(f'{head}{first}""\n{rest.partition(chr(10))[2]}', encoding="utf-8")
    local = study("zone_emploi", "8414").local
    plan = load_plan(tmp_path / "p.toml")
    again = as_dict(run_steps(local.edition, local.territory, default_strategy(), edited_plan=plan))["plan"]
    assert {a["id"] for a in again["actions"]} == {a["id"] for a in arve["plan"]["actions"]}
    assert LABELS[name] in " ".join(again["avertissements"])


def _second(text: str) -> tuple[str, str, str]:
    """Cut at the second « debut »: the first is that of the plan."""
    place = text.index("\ndebut = ", text.index("\n[[actions]]"))
    return text[:place], "\ndebut = ", text[place + len("\ndebut = ") :]


def test_a_plan_saved_as_a_workbook_of_libreoffice_is_read(arve: dict[str, Any], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(typed(arve))))
    pages = [
        sheet(name, [list(row) for row in book[name].iter_rows(values_only=True)]) for name in ("Plan", SEEN_SHEET)
    ]
    (tmp_path / "p.ods").write_bytes(ods(*pages))
    plan = load_plan(tmp_path / "p.ods")
    assert plan.ids == ids(arve) and plan.removed == () and plan.notes == ()


def test_dates_of_a_plan_are_read_as_elsewhere() -> None:
    assert [cell("debut", text, "") for text in ("mars 2027", "T2 2027", "2027", "M4", "3 mars 2027")] == [
        "2027-03", "2027-04", "2027-01", "M4", "2027-03",
    ]  # fmt: skip
    assert [cell("fin", text, "") for text in ("mars 2027", "T2 2027", "2027")] == ["2027-03", "2027-06", "2027-12"]
    assert cell("valeur", "12 visites", "", of="visites") == 12.0
    with pytest.raises(AncrageError, match="unité « ha »"):
        cell("valeur", "12 ha", "ici", of="visites")
