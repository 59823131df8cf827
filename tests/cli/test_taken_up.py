"""The yearly cycle: a plan that people worked on is taken up again, whatever the weights, the place or the edition."""

import json
from pathlib import Path

import openpyxl
import pytest

from ancrage.steps import plan as planning
from tests.commands import run

OTHER_WEIGHTS = (("E05 = ", "E05 = 50"), ("besoin = ", "besoin = 9"), ("ancrage = ", "ancrage = 0"))


def a_plan(folder: Path, name: str) -> Path:
    path = folder / name
    done = run("plan", "Cognac", "--sortie", str(path))
    assert done.code == 0, done.err
    return path


def taken_up(folder: Path, plan: Path, place: str = "Cognac") -> list[dict[str, object]]:
    """The study of `place` with this plan, in every format: its actions, for the comparison to read too."""
    out = str(folder / "o")
    done = run("etude", place, "--plan", str(plan), "--sortie", out, "--formats", "html,json,xlsx,geojson")
    assert done.code == 0, done.err
    assert len(list((folder / "o").iterdir())) == 4
    compared = run("comparer", out, out)
    assert compared.code == 0, compared.err
    actions: list[dict[str, object]] = json.loads((folder / "o" / "etude.json").read_text())["plan"]["actions"]
    return actions


def test_an_action_of_their_own_in_toml(tmp_path: Path) -> None:
    plan = a_plan(tmp_path, "plan.toml")
    plan.write_text(plan.read_text() + '\n[[actions]]\ntitre = "Nouvelle action"\n')
    added = [a for a in taken_up(tmp_path, plan) if a["titre"] == "Nouvelle action"]
    assert [a["signal"]["phrase"] for a in added] == ["Action ajoutée par le territoire."]  # type: ignore[index]
    assert "Action ajoutée par le territoire." in (tmp_path / "o" / "dossier.html").read_text()


def test_an_action_of_their_own_in_a_workbook(tmp_path: Path) -> None:
    plan = a_plan(tmp_path, "plan.xlsx")
    book = openpyxl.load_workbook(plan)
    page = book["Plan"]
    headings = next(row for row in page.iter_rows() if any(c.value == "Action" for c in row))
    column = next(c.column for c in headings if c.value == "Action")
    free = next(r for r in range(headings[0].row + 1, page.max_row + 2) if not page.cell(row=r, column=column).value)
    page.cell(row=free, column=column, value="Nouvelle action")
    book.save(plan)
    assert "Nouvelle action" in [a["titre"] for a in taken_up(tmp_path, plan)]


@pytest.mark.parametrize("place", ["Cognac", "La Vallée de l'Arve"])
def test_a_plan_nobody_touched_with_other_weights_or_elsewhere(tmp_path: Path, place: str) -> None:
    plan = a_plan(tmp_path, "plan.xlsx")
    lines = run("strategie", "nouvelle", place).out.splitlines()
    for start, new in OTHER_WEIGHTS:
        lines = [new if line.startswith(start) else line for line in lines]
    strategy = tmp_path / "s.toml"
    strategy.write_text("\n".join(lines) + "\n")
    actions = taken_up(tmp_path, plan, str(strategy))
    gone = [a for a in actions if not a["signal"]["observe"]]  # type: ignore[index]
    assert gone
    assert "est plus observé." in (tmp_path / "o" / "dossier.html").read_text()


def test_a_plan_of_an_edition_that_calls_for_nothing_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Next year every signal may be out: all that was decided stays."""
    plan = a_plan(tmp_path, "plan.toml")
    monkeypatch.setattr(planning, "RULES", dict.fromkeys(planning.RULES, lambda facts, threshold: []))
    actions = taken_up(tmp_path, plan)
    assert actions and not any(a["signal"]["observe"] for a in actions)  # type: ignore[index]
