"""The same places at the doors of the commands, and the French of what they answer."""

import pytest

from ancrage.warehouse.edition import open_edition
from tests.commands import refused, run

EDITION = open_edition()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Seynod", "À 20 km au plus d'Annecy, à vol d'oiseau."),
        ("Le Mans", "À 20 km au plus du Mans, à vol d'oiseau."),
        ("75116", "À 20 km au plus de Paris, à vol d'oiseau."),
        ("Cherbourg-Octeville", "À 20 km au plus de Cherbourg-en-Cotentin, à vol d'oiseau."),
    ],
)
def test_a_place_is_found_and_told_in_french(place: str, told: str) -> None:
    outcome = run("etablissements", "--autour", place, "--nombre", "1")
    assert outcome.code == 0 and told in outcome.out.replace("\u00a0", " ")


def test_a_small_homonym_is_told_on_the_side() -> None:
    outcome = run("etablissements", "--autour", "Evry", "--rayon", "3")
    assert "département 89" in outcome.err and "Évry-Courcouronnes (91228)" in outcome.err


def test_distances_count_from_the_centre_of_the_territory() -> None:
    for text, told in (
        ("departement:01", "de l'Ain"),
        ("zone_emploi:5212", "du Mans"),
        ("Haute-Savoie", "de la Haute-"),
    ):
        outcome = run("etablissements", "--territoire", text, "--rayon", "30", "--nombre", "1")
        assert f"depuis le centre {told}" in outcome.out


def test_an_unknown_number_is_not_answered_by_spelling() -> None:
    assert "Code postal ?" in refused("etablissements", "--autour", "74999")
    assert "Annecy (74010)" in refused("etablissements", "--autour", "74600")


@pytest.mark.parametrize(
    ("search", "place"),
    [
        ("Morez", "communes:39368"),
        ("74300", "communes:74081"),
        ("75116", "communes:75056"),
        ("Seynod", "communes:74010"),
    ],
)
def test_territories_are_found_by_a_commune_of_any_year_or_a_postcode(search: str, place: str) -> None:
    outcome = run("territoires", search)
    assert outcome.code == 0 and place in outcome.out and "epci:" in outcome.out


def test_a_perimeter_of_any_year_is_studied_as_one_of_today() -> None:
    outcome = run("strategie", "nouvelle", "communes:74268;1004")
    assert outcome.code == 0 and "74268 Seynod, réunie à Annecy (74010) le 1er janvier 2017." in outcome.err
    assert "Annecy, Ambérieu-en-Bugey" in outcome.out


@pytest.mark.parametrize("origin", ["REU", "La Réunion", "Guyane"])
def test_an_overseas_departement_has_one_answer(origin: str) -> None:
    told = refused("cout", "--modele", "--produit", "84807100", "--origine", origin)
    assert "est un département français, pas un pays étranger." in told


def test_a_country_without_values_says_what_was_assumed() -> None:
    outcome = run("cout", "--modele", "--produit", "84807100", "--origine", "Albanie,Taiwan")
    assert outcome.code == 0 and "route, 1800 km" in outcome.out
    assert outcome.err.startswith("Albanie : pas de valeur propre dans les tables ; distance estimée")
    assert len(outcome.err.splitlines()) == 1
