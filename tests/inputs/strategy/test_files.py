"""Strategy files: what is written is what is used, and every mistake is told with its line."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ancrage.domain.errors import AncrageError
from ancrage.domain.limits import Limits
from ancrage.domain.strategy import Goal
from ancrage.inputs.strategy import check_codes, default_strategy, load_strategy
from ancrage.steps.stakes import served_stakes, stakes_score
from ancrage.warehouse.edition import Edition
from tests.inputs.strategy.files import WHOLE, refusal, written


def test_default_weights_come_from_the_families_of_the_source_text() -> None:
    strategy = default_strategy()
    assert {s.code for s in strategy.stakes} == {f"E{i:02}" for i in range(1, 14)}
    assert sum(strategy.shares().values()) == pytest.approx(1)
    assert sum(strategy.group_shares().values()) == pytest.approx(1)
    assert max(strategy.stakes, key=lambda s: s.weight).code == "E08"


def test_the_default_strategy_does_not_load_what_reads_files() -> None:
    code = (
        "import sys; from ancrage.inputs.strategy import default_strategy; default_strategy()\n"
        "sys.exit(' '.join(m for m in ('pydantic', 'tomllib', 'rapidfuzz', 'numpy') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={"PYTHONPATH": "src"}
    )
    assert done.stderr.strip() == ""


def test_an_empty_file_is_the_default(tmp_path: Path) -> None:
    read = load_strategy(written(tmp_path, ""))
    assert replace(read, origin="défaut") == default_strategy()


def test_everything_a_file_says_is_kept(tmp_path: Path) -> None:
    read = load_strategy(written(tmp_path, WHOLE))
    assert read.territory == "Cognac"
    assert (read.first_year, read.horizon_years) == (2026, 10)
    assert read.notes == "Vu en conseil.\nhorizon = 99\n"
    assert read.weighting == "classement" and read.consistency_ratio is None
    assert read.groups == default_strategy().groups | {"besoin": 4}
    assert read.limits == Limits(12.5, 0, 300, False, ("19", "25.62"), ("25",))
    jobs, emissions = read.goals
    assert jobs == Goal("emplois industriels", "Retrouver 500 emplois", "emplois", 4200, 2024, 4700, 2036, "E05")
    assert (emissions.label, emissions.direction, jobs.direction) == ("émissions", "baisse", "hausse")
    assert read.warnings == (
        "L'objectif « émissions » sert l'enjeu E11, dont le poids est nul : il ne pèse pas sur le classement.",
    )
    assert hash(read)


def test_a_stake_left_out_weighs_nothing(tmp_path: Path) -> None:
    read = load_strategy(written(tmp_path, "[enjeux]\nE01 = 3\n"))
    assert read.shares()["E01"] == 1
    assert [s.code for s in served_stakes("21.10", read)] == ["E01"]
    assert 0.9 < stakes_score("21.10", read) <= 1.0
    assert stakes_score("31.09", read) == 0.0


def test_a_perimeter_of_communes(tmp_path: Path) -> None:
    read = load_strategy(written(tmp_path, 'perimetre = ["74081", "2A004"]'))
    assert read.territory == "communes:74081,2A004"


def test_limits_answer_for_a_class() -> None:
    limits = Limits(excluded=("20", "24.1"), required=("10",))
    assert [limits.excludes(c) for c in ("20.11", "24.10", "24.20", "10.11")] == [True, True, False, False]
    assert not Limits().excludes("20.11")


GOAL = """[[objectifs]]
indicateur = "emplois"
unite = "emplois"
depart = 10
annee_depart = 2024
cible = 20
annee = 2030
enjeu = "E05"
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[enjeux]\nE99 = 1\n", "F, ligne 2 : « E99 » est inconnu dans [enjeux]. Vouliez-vous « E0"),
        ("[enjeux]\nsante = 1\n", "« E01 »"),
        ("[enjeux]\nbonheur = 1\n", "« bonheur » est inconnu dans [enjeux]. Clés connues : E01, "),
        ("[enjeux]\nE01 = -1\n", "F, ligne 2 : « E01 » de [enjeux] vaut -1. Donnez un nombre de 0 à 1000."),
        ("[enjeux]\nE01 = true\n", "vaut true"),
        ("[enjeux]\nE01 = nan\n", "vaut nan"),
        ('[enjeux]\nE01 = "beaucoup"\n', "« beaucoup »"),
        ("[enjeux]\nE01 = 1001\n", "de 0 à 1000"),
        ("[enjeux]\nE01 = 0\n", "F, ligne 1 : Tous les poids de [enjeux] sont nuls."),
        ("enjeux = {E01 = -2}\n", "F, ligne 1 : « E01 »"),
        ("[groupe]\nbesoin = 1\n", "« groupe » est inconnu dans le fichier. Vouliez-vous « groupes » ?"),
        ("[groupes]\nbesoin=0\nancrage=0\ngain=0\nenjeux=0\n", "Tous les poids de [groupes] sont nuls."),
        ("enjeux = 3\n", "Donnez une table de poids, par exemple E01 = 3."),
        ("territoire = 12\n", "« territoire » vaut 12. Donnez un texte"),
        ("territoire = 'Cognac'\nperimetre = ['16102']\n", "à la fois « territoire » et « perimetre »"),
        ("perimetre = [true]\n", "« perimetre » contient true. Donnez des communes, par leur code INSEE ou leur nom"),
        ("perimetre = []\n", "« perimetre » vaut une liste."),
        ("version = 2\n", "version plus récente (2)"),
        ("version = 2\nnouveau = 1\n", "version plus récente (2)"),
        ("version = 0\n", "« version » vaut 0. Donnez 1."),
        ("horizon = 41\n", "de 1 à 40"),
        ("horizon = 2.5\n", "de 1 à 40"),
        ("notes = '" + "a" * 5001 + "'\n", "« notes » est trop long. Gardez-en 5000 caractères au plus."),
        ("[limites]\nhectares = -3\n", "F, ligne 2 : « hectares » de [limites] vaut -3. Donnez un nombre d'hectares"),
        ("[limites]\nmegawatts = inf\n", "vaut inf. Donnez un nombre de mégawatts, 0 ou plus."),
        ("[limites]\nseveso = 'non'\n", "Donnez true (admis) ou false (aucun site Seveso)."),
        ("[limites]\nsecteurs_exclus = ['20.11ZZ']\n", "contient « 20.11ZZ »"),
        ("[limites]\nsecteurs_exclus = ['20']\nsecteurs_minimum = ['20.1']\n", "ligne 3 : Le secteur 20.1 (dans 20)"),
        ("[[objectifs]]\ncible = 3\n", "F : 6 erreurs dans la stratégie. Ligne 1 : « indicateur » de l'objectif 1 man"),
        (GOAL.replace("20\n", "10\n"), "a une cible égale à son départ (10)."),
        (GOAL + 'sens = "baisse"', "F, ligne 6 : L'objectif 1 (« emplois ») va de 10 à 20 alors que son sens est"),
        (GOAL.replace("2030", "2024"), "ne vient pas après son départ en 2024"),
        (GOAL + GOAL, "F, ligne 10 : Les objectifs 1 et 2 portent sur le même indicateur, « emplois », la même année"),
        ("horizon = 5\n" + GOAL, "L'objectif 1 (« emplois ») vise 2030, au-delà de l'horizon de la stratégie : 5 ans"),
        (GOAL.replace("E05", "E99"), "« E99 » n'est pas un enjeu connu"),
        (GOAL.replace("depart = 10", "depart = nan"), "« depart » de l'objectif 1 vaut nan."),
        ("[enjeux]\nE01 = 1\nclassement = ['E05']\n", "de plusieurs façons à la fois"),
        ("[enjeux]\nclassement = ['E05', ['E01', 'E05']]\n", "« classement » nomme 2 fois E05."),
        ("[enjeux]\nclassement = ['E05', []]\n", "une place vide"),
        ("[enjeux]\nclassement = ['E55']\n", "« E55 » n'est pas un enjeu connu"),
        ('[enjeux.comparaisons]\n"E01-E05" = 3\n', "« E01-E05 » de [enjeux.comparaisons] n'est pas une paire"),
        ('[enjeux.comparaisons]\n"E01/E05" = 10\n', "de 1 (autant) à 9"),
        ('[enjeux.comparaisons]\n"E01/E01" = 1\n', "compare un enjeu à lui-même"),
        ('[enjeux.comparaisons]\n"E01/E05" = 3\n"E05/E01" = 0.33\n', "comparent deux fois les mêmes enjeux"),
        ('[enjeux.comparaisons]\n"E01/E05" = 3\n"E01 / E05" = 2\n', "ligne 3 : « E01/E05 » et « E01 / E05 » comparent"),
        ('[enjeux.comparaisons]\n"E01/E05" = 3\n"E02/E03" = 2\n', 'ne relie E01 à E02, même de proche en proche.'),
        ("[enjeux.comparaisons]\n", "est vide"),
        ("[enjeux\n", "n'est pas un TOML valable : ligne 1, un crochet n'est pas fermé."),
        ("a = 1\na = 2\n", "ligne 2, une clé y est donnée deux fois"),
        ("[enjeux]\nE01/E05 = 3\n", "ligne 2, il manque « = » après une clé"),
        ("horizon = dix\n", "ligne 1, la valeur n'est pas comprise"),
        ("perimetre = ['1'\n", "une virgule y manque"),
    ],
)  # fmt: skip
def test_mistakes_are_named(tmp_path: Path, text: str, says: str) -> None:
    assert says in refusal(tmp_path, text)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    told = refusal(
        tmp_path,
        'notes = """\nhorizon = 0\n"""\nhorizon = 0\n[limites]\n# hectares = 2\nhectares = -1\nsevso = true\n'
        "[[objectifs]]\n[[objectifs]]\ncible = '3'\n[enjeux]\n\"E01\" = -1 # E02\n",
    )
    assert told.startswith("F : 18 erreurs dans la stratégie. Ligne 4 : « horizon » vaut 0.")
    lines = told.split("\n")
    assert "Ligne 7 : « hectares » de [limites] vaut -1. Donnez un nombre d'hectares, 0 ou plus." in lines
    assert "Ligne 8 : « sevso » est inconnu dans [limites]. Vouliez-vous « seveso » ?" in lines
    assert "Ligne 11 : « cible » de l'objectif 2 vaut « 3 ». Donnez un nombre : la valeur à atteindre." in lines
    assert lines[-1] == "Ligne 13 : « E01 » de [enjeux] vaut -1. Donnez un nombre de 0 à 1000."


def test_the_horizon_counts_from_the_first_year_or_the_latest_start(tmp_path: Path) -> None:
    old = GOAL.replace("2024", "2015").replace('"emplois"', '"eau"', 1)
    assert load_strategy(written(tmp_path, "horizon = 6\n" + old + GOAL)).horizon_years == 6
    assert "soit 2029" in refusal(tmp_path, "horizon = 6\nannee_debut = 2023\n" + old + GOAL)


def test_sectors_are_those_of_the_nomenclature(tmp_path: Path, edition: Edition) -> None:
    def checked(text: str) -> None:
        check_codes(load_strategy(written(tmp_path, f"[limites]\n{text}")), edition)

    checked('secteurs_exclus = ["20", "24.1", "25.62"]\nsecteurs_minimum = ["24", "26.1"]')
    with pytest.raises(AncrageError) as error:
        checked('secteurs_minimum = ["25.69"]')
    assert "« 25.69 » de « secteurs_minimum » n'existe pas" in error.value.message
    assert error.value.next_step.startswith("Les plus proches : 25.62 ")
    with pytest.raises(AncrageError, match="« 04 » de « secteurs_exclus »"):
        checked('secteurs_exclus = ["04"]')
    with pytest.raises(AncrageError) as error:
        checked('secteurs_exclus = ["04", "00.1"]\nsecteurs_minimum = ["99.98"]')
    assert error.value.message.endswith("3 secteurs à corriger.") and len(error.value.next_step.splitlines()) == 3
    with pytest.raises(AncrageError, match="toutes les classes du secteur 12"):
        checked('secteurs_exclus = ["12.00"]\nsecteurs_minimum = ["12"]')


def test_codes_of_any_year_are_read_and_said(tmp_path: Path, edition: Edition) -> None:
    text = '[limites]\nsecteurs_exclus = ["25.53Y", "1.1", "C20"]\n'
    read = check_codes(load_strategy(written(tmp_path, text)), edition)
    assert set(read.value.limits.excluded) >= {"25.62"} and any(c.startswith("20") for c in read.value.limits.excluded)
    assert any(c.startswith("01.1") for c in read.value.limits.excluded) and "11.0" not in str(read.value.limits)
    assert "25.53Y" in read.note and "01.1" in read.note


def test_communes_of_a_perimeter_are_codes_or_names_of_any_year(tmp_path: Path, edition: Edition) -> None:
    from ancrage.inputs.territories import read_territory

    strategy = load_strategy(written(tmp_path, 'perimetre = ["1004", "Seynod", 74081]'))
    reading = read_territory(edition, strategy.territory)
    assert reading.value.communes == ("01004", "74010", "74081") and "Seynod" in reading.note


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(AncrageError, match="ancrage strategie nouvelle"):
        load_strategy(tmp_path / "absent.toml")
