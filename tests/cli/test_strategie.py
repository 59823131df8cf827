"""`ancrage strategie`: a file written, checked, summed up, or refused with all its mistakes."""

from pathlib import Path

import pytest

from tests.commands import refused, run
from tests.inputs.strategy.files import WHOLE, written


def test_a_new_file_is_valid_and_summed_up(tmp_path: Path) -> None:
    text = run("strategie", "nouvelle", "zone_emploi:7509").out
    said = run("strategie", "verifier", str(written(tmp_path, text)))
    assert said.code == 0 and said.err == ""
    assert said.out.startswith("Territoire : Cognac (zone_emploi:7509)\n")
    assert said.out.endswith("stratégie valable.\n")


def test_the_summary_says_weights_goals_limits_and_warnings(tmp_path: Path) -> None:
    said = run("strategie", "verifier", str(written(tmp_path, WHOLE))).out
    for line in (
        "Horizon : 10\u00a0ans à partir de 2026",
        "Enjeux, poids tirés d'un classement (centroïde des rangs) :",
        "   52\u00a0%  E05 Emploi et inclusion",
        "  Retrouver 500 emplois : de 4\u202f200 (2024) à 4\u202f700 emplois en 2036, en hausse, pour E05",
        "  émissions : de 100,5 (2022) à 60 t CO2e en 2030, en baisse, pour E11",
        "  Au plus 12,5 hectares",
        "  Au plus 0 mégawatts",
        "  Aucun site Seveso",
        "  Secteurs exclus : 19, 25.62",
        "Attention : L'objectif « émissions » sert l'enjeu E11, dont le poids est nul",
    ):
        assert line in said


def test_consistency_is_said_in_a_sentence(tmp_path: Path) -> None:
    judged = '[enjeux.comparaisons]\n"E01/E02" = 5\n"E02/E05" = 5\n"E05/E01" = 5\n'
    said = run("strategie", "verifier", str(written(tmp_path, judged))).out
    assert "(à revoir)" in said and "Attention : Les comparaisons se contredisent" in said


def test_all_mistakes_are_listed_one_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, "horizon = 0\n[limites]\nhectares = -1\n[enjeux]\nE99 = 2\n")
    said = refused("strategie", "verifier", str(path)).splitlines()
    assert said[0].endswith("strategie.toml : 3 erreurs dans la stratégie.")
    assert [line.split(" : ")[0] for line in said[1:]] == ["Ligne 1", "Ligne 3", "Ligne 5"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('perimetre = ["74081", "99999"]', "99999 n'est le code INSEE d'aucune commune"),
        ('territoire = "Atlantide"', "Aucun territoire ne s'appelle « Atlantide »"),
        ('[limites]\nsecteurs_exclus = ["20.9"]', "« 20.9 » de « secteurs_exclus » n'existe pas"),
        ("version = 2", "version plus récente (2)"),
        ("[groupes", "n'est pas un TOML valable"),
    ],
)
def test_what_the_edition_does_not_know_is_refused(text: str, says: str, tmp_path: Path) -> None:
    assert says in refused("strategie", "verifier", str(written(tmp_path, text)))


def test_a_refused_file_writes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, 'territoire = "Cognac"\n[limites]\nhectares = -1\n')
    refused("etude", str(file), "--sortie", str(tmp_path / "sortie"))
    assert list(tmp_path.iterdir()) == [file]
