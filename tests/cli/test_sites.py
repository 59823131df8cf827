"""`ancrage sites`: from what is typed to terrains, and the list of the territory through a study."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commands import refused, run

ARVE = "zone_emploi:8414"
LIST = "nom;commune;surface_ha;puissance_mw;zonage\nZAC des Prés;Cluses;3,5;4;UX\n"


@pytest.fixture
def listed(tmp_path: Path) -> str:
    path = tmp_path / "sites.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def test_people_read_an_answer_and_the_first_sites(listed: str) -> None:
    outcome = run("sites", ARVE, "--activite", "25.62", "--sites", listed)
    assert outcome.code == 0 and outcome.err.startswith("25.62 est lu en NAF rév. 2")
    lines = outcome.out.split("\n")
    assert lines[0] == "La Vallée de l'Arve" and lines[2] == "Usinage (25.62)"
    assert "1\u00a0site de votre liste" in lines[3]
    assert lines[4].startswith("  1. ZAC des Prés, Cluses, 3,5 ha, votre liste, UX")
    assert "Puissance électrique et eau : inconnues pour les friches" in outcome.out


def test_machines_read_json_and_csv(listed: str) -> None:
    found = json.loads(run("sites", ARVE, "--activite", "25.62", "--sites", listed, "--format", "json").out)
    (target,) = found["par_cible"]
    assert target["cible"] == "25.62" and target["sites"][0]["origine"] == "votre liste"
    rows = list(csv.DictReader(io.StringIO(run("sites", ARVE, "--activite", "25.62", "--format", "csv").out)))
    assert [row["rang"] for row in rows] == [str(i + 1) for i in range(len(rows))] and len(rows) == 5
    assert {row["origine"] for row in rows} == {"Cartofriches"}


def test_the_first_targets_are_those_of_a_study() -> None:
    outcome = run("sites", ARVE)
    assert outcome.code == 0
    assert "Sur 10 cibles" in outcome.out and "Usinage (25.62)" in outcome.out


def test_a_told_size_changes_the_need() -> None:
    small, large = (
        json.loads(run("sites", ARVE, "--produit", "850760", "--emplois", jobs, "--format", "json").out)
        for jobs in ("50", "500")
    )
    low = [found["par_cible"][0]["besoin"]["foncier_ha"]["bas"] for found in (small, large)]
    assert low[1] == pytest.approx(10 * low[0])
    assert small["par_cible"][0]["phrase"].startswith("Ce projet demande")


def test_a_smaller_radius_finds_less() -> None:
    near, far = (
        json.loads(run("sites", ARVE, "--activite", "25.62", "--rayon", km, "--format", "json").out)["par_cible"][0]
        for km in ("5", "40")
    )
    assert near["conviennent_abords"] < far["conviennent_abords"]
    assert near["conviennent_ici"] == far["conviennent_ici"]


def test_the_template_comes_back_as_a_list(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text(run("sites", "--modele").out + "Terrain;Cluses;2\n", encoding="utf-8")
    outcome = run("sites", ARVE, "--activite", "25.62", "--sites", str(path))
    assert outcome.code == 0 and "Terrain, Cluses, 2 ha" in outcome.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "Aucun territoire"),
        ((ARVE, "--activite", "25.62", "--produit", "850760"), "pas les deux"),
        ((ARVE, "--emplois", "80"), "--emplois vaut pour"),
        ((ARVE, "--activite", "25.62", "--emplois", "nan"), "n'est pas un nombre"),
        ((ARVE, "--activite", "25.62", "--emplois", "-5"), "de 1 à 100 000"),
        ((ARVE, "--activite", "25.62", "--rayon", "inf"), "n'est pas un nombre"),
        ((ARVE, "--activite", "25.62", "--rayon", "0"), "de 1 à 200"),
        ((ARVE, "--activite", "99.99"), "Classes voisines"),
        ((ARVE, "--sites", "absent.csv"), "absent.csv ne se lit pas"),
        (("Atlantide",), "Aucun territoire ne s'appelle"),
    ],
)
def test_a_mistake_is_one_french_sentence_and_exit_code_2(args: tuple[str, ...], said: str) -> None:
    assert said in refused("sites", *args)


def test_a_study_with_a_bad_list_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text("nom;commune;surface_ha\nA;Cluses;1e9\n", encoding="utf-8")
    assert "ligne 2" in refused("etude", ARVE, "--sites", str(path), "--sortie", str(tmp_path / "etude"))
    assert not (tmp_path / "etude").exists()
    assert "--tous" in refused("etude", "--tous", "region", "--sites", str(path))


def test_a_study_carries_the_list_and_the_land_budget(tmp_path: Path, listed: str) -> None:
    strategy = tmp_path / "strategie.toml"
    strategy.write_text(f'territoire = "{ARVE}"\n[foncier]\nreference_ha = 400\nconsomme_ha = 60\n', encoding="utf-8")
    out = tmp_path / "etude"
    outcome = run("etude", str(strategy), "--sites", listed, "--sortie", str(out), "--formats", "json")
    assert outcome.code == 0, outcome
    found = json.loads((out / "etude.json").read_text(encoding="utf-8"))["sites"]
    assert found["votre_liste"] == 1
    firsts = [target["sites"][0] for target in found["par_cible"] if target["conviennent_liste"]]
    assert firsts and all(site["nom"] == "ZAC des Prés" and site["puissance_mw"] == 4 for site in firsts)
    assert (found["foncier"]["plafond_ha"], found["foncier"]["reste_ha"]) == (200, 140)
    assert len(found["foncier"]["cibles"]) == len(found["par_cible"])
