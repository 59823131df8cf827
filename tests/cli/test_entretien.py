"""`ancrage entretien` and `ancrage cas`, typed as a developer would."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commands import refused, run

ARVE = "zone_emploi:8414"
SOMFY = "30397023000122"


def test_a_kit_for_each_firm_once_and_a_round(tmp_path: Path) -> None:
    outcome = run("entretien", ARVE, "--activite", "27.11", "--premiers", "3", "--sortie", str(tmp_path))
    assert outcome.code == 0, outcome
    names = sorted(path.name for path in tmp_path.iterdir())
    assert outcome.out.splitlines() and len(names) == 3 * 2 + 2
    sirens = {name.split("_")[-1][:9] for name in names if name[0] == "0"}
    assert len(sirens) == 3  # Somfy has four sites here: one meeting
    assert {"tournee.csv", "tournee.html"} <= set(names)


def test_one_firm_by_its_siret_spaces_or_not(tmp_path: Path) -> None:
    written = []
    for text in (SOMFY, "303 970 230 00122"):
        outcome = run(
            "entretien", ARVE, "--activite", "27.11", "--siret", text, "--formats", "html", "--sortie", str(tmp_path)
        )
        written.append(outcome.out)
    assert written[0] == written[1] == f"{tmp_path / f'01_somfy-activites-sa_{SOMFY}.html'}\n"
    assert len(list(tmp_path.iterdir())) == 1


def test_kits_go_beside_the_study_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("entretien", "zone_emploi:7509", "--produit", "850760", "--premiers", "1", "--formats", "docx")
    assert outcome.code == 0
    (path,) = tmp_path.rglob("*.docx")
    assert path.parent.relative_to(tmp_path) == Path("etudes/cognac_zone_emploi-7509/entretiens")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("entretien", ARVE), "une activité ou un produit"),
        (("entretien", ARVE, "--activite", "25.62", "--produit", "850760"), "l'un des deux"),
        (("entretien", ARVE, "--activite", "25.62", "--siret", "123"), "n'est pas un SIRET"),
        (("entretien", ARVE, "--activite", "25.62", "--siret", "٣" * 14), "n'est pas un SIRET"),
        (("entretien", ARVE, "--activite", "25.62", "--siret", SOMFY, "--premiers", "2"), "pas les deux"),
        (("entretien", "Cognac", "--activite", "25.62", "--siret", SOMFY), "trop loin, ou son activité"),
        (("entretien", "Cognac", "--activite", "25.62", "--siret", "99999999999999"), "pas dans le registre"),
        (("entretien", ARVE, "--activite", "25.62", "--formats", "pdf"), "Format inconnu : « pdf »"),
        (("entretien", ARVE, "--activite", "25.62", "--formats", ","), "Aucun format"),
        (("entretien", ARVE, "--activite", "25.62", "--premiers", "0"), "0"),
        (("entretien", "Cluse", "--activite", "25.62"), "Cluse"),
        (("cas", "--famille", "licornes"), "famille de produits"),
        (("cas", "--activite", "25.62", "--produit", "850760"), "pas les deux"),
        (("cas", "--statut", "fermé"), "n'est pas l'un de"),
        (("cas", "--produit", "12"), "code de produit"),
    ],
)
def test_a_mistake_is_a_sentence_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(*args)
    assert list(tmp_path.iterdir()) == []


def test_nobody_near_is_an_answer_and_writes_nothing(tmp_path: Path) -> None:
    outcome = run("entretien", "departement:976", "--activite", "12.00", "--sortie", str(tmp_path))
    assert (outcome.code, outcome.out) == (0, "")
    assert "Aucun kit n'est écrit." in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "plein").write_text("", encoding="utf-8")
    said = refused("entretien", ARVE, "--activite", "27.11", "--sortie", str(tmp_path / "plein"))
    assert "ne peut pas être écrit" in said
    assert [path.name for path in tmp_path.iterdir()] == ["plein"]


def test_cases_are_found_and_told_with_their_caveat() -> None:
    outcome = run("cas", "lin", "béth")
    assert outcome.code == 2  # two words are one search: quotes
    outcome = run("cas", "lin béth")
    assert "Safilin" in outcome.out and "50 emplois, créés d'ici 2024" in outcome.out.replace("\u00a0", " ")
    assert "Ce n'est pas un taux de réussite." in run("cas", "lin").out


def test_one_case_is_told_whole_with_its_sources() -> None:
    said = run("cas", "C133").out
    assert "Lu dans : https://groupe-ecomedia.com" in said and "64200517700265" in said
    assert "Au registre" not in run("cas", "C022").out and "850 M€" in run("cas", "C022").out.replace("\u00a0", " ")


def test_cases_for_machines_keep_jobs_and_their_nature_apart() -> None:
    rows = json.loads(run("cas", "--activite", "26.11", "--territoire", ARVE, "--format", "json").out)
    assert rows[0]["id"] == "C135" and len(rows) == 7
    assert [(row["emplois_annonces"], row["emplois_nature"]) for row in rows if row["id"] == "C023"] == [
        (3000, "directs annoncés")
    ]
    assert all(row["sources"].startswith("http") for row in rows)
    table = list(csv.DictReader(io.StringIO(run("cas", "--statut", "arrêté", "--format", "csv").out)))
    assert len(table) == 21 and {row["issue"] for row in table} == {"arrêté"}


def test_no_case_is_an_answer() -> None:
    outcome = run("cas", "xyzzy", "--format", "json")
    assert (outcome.code, json.loads(outcome.out)) == (0, [])
    assert "Aucun cas documenté" in outcome.err
