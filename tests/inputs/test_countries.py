"""What people type of a country, and what a country without values of its own gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.inputs.countries import read_country, read_foreign_country
from ancrage.steps.costs.goods import goods
from ancrage.steps.costs.places import duty, place
from ancrage.warehouse.edition import open_edition

EDITION = open_edition()
COUNTRIES = EDITION.table("countries")
MOULDS = goods(EDITION, "84807100")
NAMED = {
    "Taiwan": "TWN", "Etats-Unis": "USA", "etats unis": "USA", "Vietnam": "VNM", "Viet Nam": "VNM", "Pays Bas": "NLD",
    "les Pays-Bas": "NLD", "UK": "GBR", "Grande-Bretagne": "GBR", "République tchèque": "CZE", "Tchequie": "CZE",
    "l’Italie": "ITA", "CHN": "CHN", "cn": "CHN", "Corée du Sud": "KOR", "Germany": "DEU",
    "Hong Kong": "HKG", "Cote d'Ivoire": "CIV", "Russie": "RUS", "Monaco": "MCO",
}  # fmt: skip
NEIGHBOURS = (
    "ALB", "BIH", "MKD", "MNE", "XKX", "MDA", "BLR", "RUS", "LBY", "GEO", "ARM", "DZA", "LBN", "ISL", "AND", "SMR",
    "LIE", "MCO", "EST", "MLT", "CYP", "LTU", "LVA", "SYR", "JOR", "GIB",
)  # fmt: skip


@pytest.mark.parametrize(("text", "iso3"), NAMED.items())
def test_a_country_is_read_by_its_usual_names(text: str, iso3: str) -> None:
    assert read_country(EDITION, text).value == iso3


@given(st.sampled_from(COUNTRIES.rows()))
def test_every_country_is_read_by_its_codes_and_its_name(row: tuple[str, str, str, bool]) -> None:
    iso3, iso2, label, _ = row
    assert [read_country(EDITION, text).value for text in (iso3, iso2.lower(), label, label.upper())] == [iso3] * 4


@pytest.mark.parametrize(("text", "near"), [("Albani", "Albanie (ALB)"), ("Alemagne", "Allemagne (DEU)"), ("", "ISO")])
def test_an_unknown_country_names_the_closest(text: str, near: str) -> None:
    with pytest.raises(AncrageError) as caught:
        read_country(EDITION, text)
    assert near in caught.value.next_step


@pytest.mark.parametrize("text", ["REU", "Réunion", "La Réunion", "GUF", "Guyane", "Guadeloupe", "Martinique", "MYT"])
def test_an_overseas_departement_is_no_foreign_country(text: str) -> None:
    with pytest.raises(AncrageError, match="est un département français, pas un pays étranger"):
        read_foreign_country(EDITION, text)


def test_every_country_has_a_place_and_says_what_was_assumed() -> None:
    for iso3 in COUNTRIES["iso3"]:
        where = place(EDITION, iso3)
        assert 100 < where.km <= 23_000 and where.days.low <= where.days.central <= where.days.high
        assert where.regime in {"ue", "union", "accord", "spg", "pma", "npf", "a_verifier"}
        full = duty(where, MOULDS.full_duty, MOULDS.chapter)
        if where.assumed and where.regime != "ue":
            assert full.confidence == "K" and full.low == 0
            assert "distance estimée" in where.assumed and "à vérifier" in where.assumed


@pytest.mark.parametrize("iso3", NEIGHBOURS)
def test_a_neighbour_is_not_asia(iso3: str) -> None:
    where = place(EDITION, iso3)
    assert where.zone in {"ue", "proche"} and where.km <= 5500
    assert where.days.central <= 17


def test_the_customs_unions_are_right() -> None:
    monaco, albania = place(EDITION, "MCO"), place(EDITION, "ALB")
    assert duty(monaco, MOULDS.full_duty, MOULDS.chapter).points == (0, 0, 0)
    assert not monaco.by_sea and not monaco.pays_border_carbon
    assert not albania.by_sea and 1500 <= albania.km <= 2200
    assert duty(albania, MOULDS.full_duty, MOULDS.chapter).points == (0, 0, 1.7)
    for iso3 in ("TUR", "AND", "SMR"):
        assert duty(place(EDITION, iso3), MOULDS.full_duty, MOULDS.chapter).points == (0, 0, 0)
    cheese = goods(EDITION, "0406")
    assert duty(place(EDITION, "TUR"), cheese.full_duty, cheese.chapter).high > 0
    assert duty(place(EDITION, "REU"), MOULDS.full_duty).points == (0, 0, 0)
    assert not place(EDITION, "REU").pays_border_carbon
