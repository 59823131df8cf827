"""What people type, and the territory they get."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Level
from ancrage.inputs.territories import read_territory
from ancrage.warehouse.edition import open_edition
from ancrage.warehouse.territories import candidates, loosen, normalise, search_territories

EDITION = open_edition()
TERRITORIES = candidates(EDITION)

NAMED = {
    "La Vallée de l'Arve": "zone_emploi:8414",
    "vallee de l’arve": "zone_emploi:8414",
    "LA VALLEE DE L ARVE": "zone_emploi:8414",
    "Cognac": "epci:200070514",
    "zone_emploi:Cognac": "zone_emploi:7509",
    "Redon": "epci:243500741",
    "La Réunion": "departement:974",
    "Guadeloupe": "departement:971",
    "Oyonnax": "zone_emploi:8425",
    "La Vallée de la Bresle-Vimeu": "zone_emploi:0058",
    "Grand Cognac": "epci:200070514",
    "Communauté d'agglomération du Grand Cognac": "epci:200070514",
    "Haute-Savoie": "departement:74",
    "haute savoie": "departement:74",
    "Nord": "departement:59",
    "Le Nord": "zone_emploi:0403",
    "Bretagne": "region:53",
    "74": "departement:74",
    "2A": "departement:2A",
    "8414": "zone_emploi:8414",
    "200033116": "epci:200033116",
    "TI-8422": "territoire_industrie:ti-8422",
    "zone_emploi:8414": "zone_emploi:8414",
    "departement: 74": "departement:74",
    "departement:Vaucluse": "departement:84",
    "communes:74042, 74081": "communes:74042,74081",
    "communes:2a004": "communes:2A004",
}


@pytest.mark.parametrize(("text", "key"), NAMED.items())
def test_a_name_or_a_code_gives_its_territory(text: str, key: str) -> None:
    assert read_territory(EDITION, text).value.key == key


REFUSED = {
    "": ["Aucun territoire n'est donné."],
    "84": ["Plusieurs territoires", "departement:84 Vaucluse (département)", "region:84 Auvergne-Rhône-Alpes (région)"],
    "Le Sud": ["zone_emploi:0205", "zone_emploi:0404"],
    "Deux Vallées": ["epci:246000772", "epci:249100157"],
    "Cognak": ["Aucun territoire ne s'appelle « Cognak »", "zone_emploi:7509 Cognac"],
    "Oyonax": ["zone_emploi:8425 Oyonnax"],
    "Bresle-Vimeu": ["zone_emploi:0058 La Vallée de la Bresle-Vimeu"],
    "Cluses": ["désigne une commune", "communes:74081", "epci:200033116", "zone_emploi:8414"],
    "74081": ["désigne une commune", "epci:200033116"],
    "canton:12": ["« canton » n'est pas un niveau", "zone_emploi, epci"],
    "zone_emploi:9999": ["Aucun territoire ne s'appelle « 9999 »"],
    "communes:": ["ne contient aucune commune"],
    "communes: , ,": ["ne contient aucune commune"],
    "Morez": ["désigne une commune", "communes:39368", "epci:243900479"],
    "74300": ["désigne 8 communes", "communes:74081"],
    "Nouméa": ["collectivité d'outre-mer, hors de l'édition"],
    "Saint-Martin": ["collectivité d'outre-mer du même nom est hors de l'édition"],
    "97801": ["collectivité d'outre-mer, hors de l'édition"],
    "communes:74081,99999": ["99999 n'est le code INSEE d'aucune commune", "Code postal ?"],
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_a_text_that_names_no_single_territory_is_refused_with_what_to_type(text: str, said: list[str]) -> None:
    with pytest.raises(AncrageError) as caught:
        read_territory(EDITION, text)
    sentence = str(caught.value)
    assert [part for part in said if part not in sentence] == []
    assert caught.value.next_step


def test_a_shared_name_takes_the_zone_and_names_the_others() -> None:
    reading = read_territory(EDITION, "Paris")
    assert reading.value.key == "zone_emploi:1109"
    assert "departement:75" in reading.note


def test_an_unshared_name_makes_no_note() -> None:
    assert read_territory(EDITION, "Oyonnax").note == ""


def test_a_bare_name_means_the_intercommunality_and_says_how_to_ask_for_the_zone() -> None:
    note = read_territory(EDITION, "Cognac").note
    assert "epci:200070514" in note and "zone_emploi:7509" in note and "\n" not in note


def test_two_levels_with_the_same_communes_are_one_place() -> None:
    assert read_territory(EDITION, "Réunion").note == ""


def test_a_commune_given_twice_or_by_two_of_its_codes_counts_once() -> None:
    reading = read_territory(EDITION, "communes:74081,74042,74081")
    assert reading.value.communes == ("74042", "74081") and "deux fois" in reading.note
    assert read_territory(EDITION, "communes:75101,75102").value.communes == ("75056",)


def test_every_key_gives_back_its_territory() -> None:
    for place in TERRITORIES[::37]:
        found = read_territory(EDITION, f"{place.level.value}:{place.code}").value
        assert (found.level, found.code, found.label) == (place.level, place.code, place.label)
        assert found.communes == tuple(sorted(found.communes)) and found.communes


def test_the_five_levels_are_whole() -> None:
    counts = {level: len(candidates(EDITION, level)) for level in Level if level is not Level.COMMUNES}
    assert list(counts.values()) == [306, 1255, 101, 18, 183]


def test_a_perimeter_sums_people_and_stands_between_its_communes() -> None:
    alone = [read_territory(EDITION, f"communes:{code}").value for code in ("74081", "74042")]
    both = read_territory(EDITION, "communes:74081,74042").value
    assert both.population == sum(t.population or 0 for t in alone)
    assert min(t.lon for t in alone) < both.lon < max(t.lon for t in alone)
    assert both.label == "Périmètre de 2 communes (Cluses, Bonneville)"


def test_a_long_perimeter_has_a_short_stable_code_whatever_the_order() -> None:
    codes = list(read_territory(EDITION, "Cognac").value.communes)
    one, other = (read_territory(EDITION, "communes:" + ",".join(order)).value for order in (codes, codes[::-1]))
    assert one == other
    assert len(one.code) < 16


def test_search_finds_pieces_of_names_and_codes() -> None:
    assert [c.code for c in search_territories(EDITION, "arve", Level.ZONE_EMPLOI)] == ["8414"]
    assert [c.code for c in search_territories(EDITION, "74", Level.DEPARTEMENT)] == ["74"]
    assert len(search_territories(EDITION)) == len(TERRITORIES)
    assert search_territories(EDITION, "xyzzy") == []


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=15)
def test_any_text_is_a_territory_or_a_sentence(text: str) -> None:
    try:
        read_territory(EDITION, text)
    except AncrageError as error:
        assert error.next_step


@given(st.sampled_from(TERRITORIES), st.sampled_from([str.upper, str.lower, str.title]))
def test_writing_a_name_otherwise_changes_nothing(place, rewrite) -> None:
    assert normalise(rewrite(place.label).replace("-", " ")) == normalise(place.label)
    assert loosen(normalise(place.label)).split() == [
        word for word in loosen(normalise(place.label)).split() if word not in {"le", "la", "les", "de", "du", "des"}
    ]
