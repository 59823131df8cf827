"""Towns and postcodes as people write them."""

import pytest

from ancrage.store.matching import Register
from ancrage.store.places import departement_of, postcode_of


@pytest.mark.parametrize(
    ("name", "departement", "codes"),
    [
        ("Cluses", "", ["74081"]),
        ("74300 CLUSES CEDEX 9", "", ["74081"]),
        ("St Etienne", "42", ["42218"]),
        ("Paris 12e", "", ["75056"]),
        ("LYON CEDEX 03", "", ["69123"]),
        ("74081", "", ["74081"]),
        ("Clluses", "", ["74081"]),
        ("Atlantide", "", []),
        ("", "", []),
    ],
)
def test_towns_are_found_as_people_write_them(
    register: Register, name: str, departement: str, codes: list[str]
) -> None:
    assert [register.places.codes[i] for i in register.places.find(name, departement)] == codes


def test_a_name_that_many_communes_bear_keeps_them_all(register: Register) -> None:
    found = register.places.find("Saint-Martin")
    assert len(found) > 1
    assert {register.places.labels[i] for i in found} == {"Saint-Martin"} or len(found) <= 12


@pytest.mark.parametrize(
    ("text", "postcode", "departement"),
    [("74300", "74300", "74"), ("1000", "01000", "01"), ("20090", "20090", "2A"), ("20200", "20200", "2B"),
     ("97410 St-Pierre", "97410", "974"), ("sans", "", "")],
)  # fmt: skip
def test_postcodes(text: str, postcode: str, departement: str) -> None:
    assert postcode_of(text) == postcode
    assert departement_of(postcode) == departement
