"""What people type of a product: codes of every recent year, one answer at every door."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.inputs.products import makers, read_family, read_product, read_products
from ancrage.warehouse.edition import open_edition
from tests.commands import refused, run

EDITION = open_edition()
KNOWN = EDITION.table("trade_product")["nc8"]
OTHERS = EDITION.table("product_codes")
SOLAR = "85414300 est un code de la NC depuis 2022 ; l'édition est en NC 2020 : 85414090."

READ = {
    "85414090": ("85414090", ""),
    "8541.40.90": ("85414090", ""),
    "850760": ("850760", ""),
    "8507": ("8507", ""),
    "85414300": ("85414090", SOLAR),
    "854143": ("854140", "854143 est un code de la nomenclature depuis 2022"),
    "19059060": ("19059080", "jusqu'en 2017"),
    "1012100": ("01012100", "1012100 est lu 01012100"),
    "02074521": ("020745", "02074521 n'a pas d'échanges dans l'édition : lu comme 020745."),
    "8549": ("8542", "(aussi "),
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_product_is_read_and_what_is_not_literal_is_told(text: str, expected: tuple[str, str]) -> None:
    code, told = expected
    reading = read_product(EDITION, text)
    assert reading.value.code == code
    assert told in reading.note.replace("\u00a0", " ") and bool(told) == bool(reading.note)


@pytest.mark.parametrize("text", ["", "12", "x", "99999999", "85414399", "990000", "123456789"])
def test_what_is_no_product_is_one_sentence(text: str) -> None:
    with pytest.raises(AncrageError) as caught:
        read_product(EDITION, text)
    assert caught.value.next_step


@given(st.sampled_from(OTHERS["code"].unique().sort().to_list()))
@settings(max_examples=60)
def test_every_code_of_another_year_becomes_one_of_the_edition(code: str) -> None:
    reading = read_product(EDITION, code)
    assert KNOWN.str.starts_with(reading.value.code).any() and reading.note
    assert reading.value.code in {known[: len(code)] for known in OTHERS.filter(pl.col("code") == code)["known"]}


def test_words_and_families_are_read_too() -> None:
    assert "27.20Z" in read_products(EDITION, "batterie").value.nafs
    assert read_products(EDITION, "85414300").value.nafs == ("26.11Z",)
    assert read_family(EDITION, "#machines").value.nafs
    assert makers(EDITION, "85414090") == ("26.11",)


DOORS = (
    ("cout", "--modele", "--produit"),
    ("etablissements", "--territoire", "departement:74", "--produit"),
    ("sites", "zone_emploi:8414", "--produit"),
    ("cas", "--produit"),
    ("acteurs", "zone_emploi:8414", "--produit"),
)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door[0])
def test_every_door_gives_the_same_answer(door: tuple[str, ...]) -> None:
    outcome = run(*door, "85414300")
    assert outcome.code == 0 and SOLAR in outcome.err.replace("\u00a0", " ")
    assert refused(*door, "85414399").startswith("Erreur : Le produit 85414399 n'existe pas dans la nomenclature")


def test_every_door_reads_the_next_nomenclature_of_activities() -> None:
    doors = (
        ("etablissements", "--territoire", "departement:74", "--activite"),
        ("sites", "zone_emploi:8414", "--activite"),
        ("cas", "--activite"),
        ("acteurs", "zone_emploi:8414", "--activite"),
        ("impact", "zone_emploi:8414", "--emplois", "20", "--activite"),
    )
    for door in doors:
        outcome = run(*door, "25.53Y")
        assert outcome.code == 0, outcome
        assert "25.53Y est un code de la NAF 2025 : 25.62 en NAF rév. 2." in outcome.err.replace("\u00a0", " ")
    assert "25.62Y est un code de la NAF 2025" in run("cout", "--modele", "--activite", "25.62Y").err
