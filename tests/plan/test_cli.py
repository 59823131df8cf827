"""`ancrage plan` and `--plan`, as typed."""

import json
from pathlib import Path

import pytest

from ancrage.warehouse.edition import open_edition
from tests.commands import run


def test_the_text_says_what_to_do_on_monday() -> None:
    found = run("plan", "zone_emploi:8414")
    assert found.code == 0
    assert "DANS LES QUATRE-VINGT-DIX JOURS" in found.out and "À DÉCIDER VOUS-MÊMES" in found.out
    assert max(map(len, found.out.splitlines())) <= 120


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.toml"])
def test_a_plan_goes_out_and_comes_back(tmp_path: Path, name: str) -> None:
    assert run("plan", "zone_emploi:8414", "--sortie", str(tmp_path / name)).code == 0
    found = run("etude", "zone_emploi:8414", "--plan", str(tmp_path / name), "--formats", "json", "--sortie",
                str(tmp_path / "e"))  # fmt: skip
    assert found.code == 0
    plan = json.loads((tmp_path / "e" / "etude.json").read_text(encoding="utf-8"))["plan"]
    assert plan["origine"].endswith(name) and not any(a["modifie"] for a in plan["actions"])


def test_bad_requests_are_a_sentence_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / "casse.xlsx").write_bytes(b"bonjour")
    for arguments in (
        ("plan",), ("plan", "Cognac", "--format", "xlsx"), ("plan", "Cognac", "--edite", str(tmp_path / "non.toml")),
        ("plan", "Cognac", "--edite", str(tmp_path / "casse.xlsx")),
        ("plan", "Cognac", "--sortie", str(tmp_path / "pas" / "la.toml")),
        ("etude", "Cognac", "--plan", str(tmp_path / "casse.xlsx")),
        ("etude", "--tous", "region", "--plan", str(tmp_path / "casse.xlsx")),
    ):  # fmt: skip
        found = run(*arguments)
        assert found.code == 2 and found.err.count("Erreur :") == 1 and "Traceback" not in found.err, arguments


def test_the_day_of_a_plan_closes_what_is_over_and_is_written_in_the_study(tmp_path: Path) -> None:
    """Same inputs and same day, same bytes; another day, other supports. The clock says nothing."""

    def written(*day: str) -> bytes:
        assert run("etude", "zone_emploi:8414", *day, "--formats", "json", "--sortie", str(tmp_path)).code == 0
        return (tmp_path / "etude.json").read_bytes()

    usual, later = written(), written("--date", "1/2/2028")
    assert written("--date", "2028-02-01") == later
    assert json.loads(usual)["edition"]["jour"] == open_edition().day.isoformat()
    assert json.loads(later)["edition"]["jour"] == "2028-02-01"

    def supports(study: bytes) -> set[str]:
        plan = json.loads(study)["plan"]["actions"]
        return {support["code"] for action in plan for support in action["aides"]}

    over = {"A01", "A05", "A07", "A11", "A12"}  # last day in 2026 or 2027
    assert supports(usual) & over and not supports(later) & over
    for wrong in ("hier", "31/02/2027", "2027-13-01", "1/2"):
        found = run("plan", "Cognac", "--date", wrong)
        assert found.code == 2 and f"« {wrong} » n'est pas une date" in found.err
