"""The commands themselves: French everywhere, quick to start, readable by machines."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ancrage.cli import main as cli
from ancrage.cli.documentation import contexts
from ancrage.cli.tabular import echo_rows
from ancrage.domain.errors import AncrageError
from ancrage.warehouse import territories
from ancrage.warehouse.edition import open_edition
from tests.commands import refused, run

cli.speak_french()  # before Click words anything
COMMANDS = [context.command_path for context in contexts(cli.ancrage, "ancrage")]
ENGLISH = ("Usage:", "Show this", "default:", "required", "Commands", "Error", "Missing", "Invalid", "No such", "Try ")


@pytest.mark.parametrize("path", COMMANDS)
def test_help_is_in_french(path: str) -> None:
    outcome = run(*path.split()[1:], "--help")
    assert outcome.code == 0
    assert outcome.out.startswith("Usage : ancrage")
    assert [word for word in ENGLISH if word in outcome.out] == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("etudes",), "La commande 'etudes' n'existe pas. Vouliez-vous 'etude' ?"),
        (("etude", "--sorti", "x"), "L'option '--sorti' n'existe pas"),
        (("etude", "Pays", "Basque"), "guillemets"),
        (("etude", "--tous", "canton"), "'canton' n'est pas l'un de : 'zone_emploi'"),
        (("etude", "Cognac", "--sortie"), "demande une valeur"),
        (("etude", "Cognac", "--formats", "html,docs"), "Format inconnu : « docs »."),
        (("etude", "Cognac", "--formats", ","), "Aucun format"),
        (("etude", "Cognac", "--tous", "region"), "pas les deux"),
        (("etude",), "Aucun territoire n'est donné."),
        (("acteurs", "Cognac"), "une activité ou un produit"),
        (("acteurs", "Cognac", "--activite", "zorglub"), "NAF"),
        (("acteurs", "Cognac", "--activite", "99.99"), "Classes voisines :"),
        (("acteurs", "Cognac", "--produit", "85"), "6 chiffres"),
        (("acteurs", "Cognac", "--produit", "99999999"), "Le produit 99999999"),
        (("acteurs",), "Il manque l'argument 'TERRITOIRE'."),
        (("strategie", "verifier", "absent.toml"), "absent.toml ne se lit pas"),
        (("etude", "absent.toml"), "absent.toml ne se lit pas"),
        (("etude", "a.toml", "--strategie", "b.toml"), "Deux fichiers"),
        (("donnees", "construire", "--depuis", "/absent"), "/absent n'existe pas"),
        (("territoires", "xyzzy"), "Les plus proches"),
        (("territoires", "16999"), "Code postal ?"),
    ],
)
def test_a_mistake_is_one_french_sentence_and_exit_code_2(args: tuple[str, ...], said: str) -> None:
    assert said in refused(*args)


def test_an_interruption_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.ancrage.commands["territoires"], "callback", interrupted)
    outcome = run("territoires")
    assert outcome.code == 130
    assert outcome.err.startswith("Interrompu") or "Interrompu" in outcome.err


def test_help_loads_no_numeric_library() -> None:
    code = (
        "import sys\nfrom ancrage.cli.main import main\n"
        "try:\n    main(['etude', '--help'])\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(' '.join(m for m in ('numpy', 'polars', 'scipy', 'rich', 'pydantic') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
    )
    assert done.stderr == ""


def test_territories_are_listed_for_people_and_machines() -> None:
    text = run("territoires", "arve", "--niveau", "zone_emploi").out
    assert "zone_emploi:8414" in text and "La Vallée de l'Arve" in text
    rows = json.loads(run("territoires", "arve", "--niveau", "zone_emploi", "--format", "json").out)
    assert rows[0]["code"] == "8414" and rows[0]["population"] > 80_000
    listed = list(csv.DictReader(run("territoires", "--format", "csv").out.splitlines()))
    assert len(listed) == open_edition().table("territories").height


def test_tables_are_listed_with_vintage_and_licence() -> None:
    rows = json.loads(run("donnees", "liste", "--format", "json").out)
    assert [r for r in rows if not (r["millesime"] and r["licence"] and r["lignes"] > 0)] == []


def test_actors_are_ranked_for_machines() -> None:
    rows = json.loads(run("acteurs", "La Vallée de l'Arve", "--activite", "25.62", "--format", "json").out)
    assert [row["rang"] for row in rows] == list(range(1, len(rows) + 1))
    assert set(rows[0]) == {
        "rang", "siret", "nom", "activite", "role", "commune", "distance_km", "raison", "confiance",
    }  # fmt: skip
    assert rows[0]["activite"] == "25.62"
    listed = list(csv.DictReader(run("acteurs", "8414", "--activite", "25.62", "--format", "csv").out.splitlines()))
    assert [row["siret"] for row in listed] == [row["siret"] for row in rows]


def test_a_product_leads_to_the_makers_of_its_class() -> None:
    rows = json.loads(run("acteurs", "departement:59", "--produit", "870323", "--format", "json").out)
    assert rows[0]["activite"] == "29.10"


def test_a_new_strategy_is_valid_and_runs(tmp_path: Path) -> None:
    file = tmp_path / "strategie.toml"
    file.write_text(run("strategie", "nouvelle", "Cognac").out, encoding="utf-8")
    assert "stratégie valable" in run("strategie", "verifier", str(file)).out
    done = run("etude", str(file), "--sortie", str(tmp_path / "sortie"), "--formats", "json")
    assert done.code == 0
    found = json.loads((tmp_path / "sortie" / "etude.json").read_text(encoding="utf-8"))
    assert found["territoire"]["code"] == "200070514"
    assert found["strategie"]["origine"] == str(file)


@pytest.fixture
def three_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The three smallest regions stand for a level: `make test-tous` studies every territory."""
    every = territories.candidates
    monkeypatch.setattr(
        territories, "candidates", lambda *of: sorted(every(*of), key=lambda found: found.population or 0)[:3]
    )


@pytest.mark.usefixtures("three_regions")
def test_every_territory_of_a_level_and_resuming(tmp_path: Path) -> None:
    args = ("etude", "--tous", "region", "--sortie", str(tmp_path))
    assert "écrites : 3, déjà faites : 0" in run(*args).out
    (tmp_path / "03" / "etude.json").unlink()
    assert "écrites : 1, déjà faites : 2" in run(*args, "--reprendre").out
    assert json.loads((tmp_path / "03" / "etude.json").read_text(encoding="utf-8"))["territoire"]["nom"] == "Guyane"


@pytest.mark.usefixtures("three_regions")
def test_processes_change_nothing_and_one_failure_does_not_stop_the_others(tmp_path: Path) -> None:
    written = []
    for processes in ("1", "2"):
        folder = tmp_path / processes
        folder.mkdir()
        (folder / "06").write_text("un fichier où il faut un dossier", encoding="utf-8")
        outcome = run("etude", "--tous", "region", "--sortie", str(folder), "--processus", processes)
        assert outcome.code == 2
        assert "écrites : 2, déjà faites : 0, en échec : 1" in outcome.out
        assert "1 étude sur 3 n'a pas été écrite." in outcome.err
        assert "Mayotte : Le dossier de sortie" in outcome.err and "--reprendre" in outcome.err
        written.append({p.parent.name: p.read_bytes() for p in folder.glob("*/etude.json")})
    assert written[0] == written[1] and sorted(written[0]) == ["03", "94"]


@pytest.mark.usefixtures("three_regions")
def test_failures_of_one_cause_are_told_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise AncrageError("La table est abîmée.", "Reconstruisez-la.")

    monkeypatch.setattr("ancrage.study.run_study", broken)
    outcome = run("etude", "--tous", "region", "--sortie", str(tmp_path), "--processus", "1")
    assert outcome.code == 2
    assert "3 études sur 3 n'ont pas été écrites." in outcome.err
    assert outcome.err.count("La table est abîmée. Reconstruisez-la.") == 1


def test_a_formula_in_a_csv_is_made_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"nom": "=cmd|' /C calc'!A0", "emplois": -5}, {"nom": "BONTAZ", "emplois": 35}]
    echo_rows(rows, "csv", ("nom", "emplois"))
    assert capsys.readouterr().out == "nom,emplois\n'=cmd|' /C calc'!A0,-5\nBONTAZ,35\n"
