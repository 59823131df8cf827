"""Records that describe themselves: what is written is read back, what is not told is refused."""

import json
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.described import Range, Record, columns, field, number, numbers, plain, read, text
from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.domain.units import EUR, SHARE
from ancrage.study import Study
from tests.reports import fixtures


class Line(Record):
    """A line."""

    label: Annotated[str, text("Libellé")] = field(name="libelle")
    gap: Annotated[Range | None, number("Écart", SHARE, of=("trade_product",), head="Écart")] = field(name="ecart")
    amount: Annotated[float, number("Montant", EUR, status=Status.PUBLISHED)] = field(name="montant")


class Page(Record):
    """Lines."""

    lines: Annotated[tuple[Line, ...], text("Lignes")] = field(name="lignes")
    names: Annotated[dict[str, str], text("Noms")] = field(name="noms")


NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(rounded)
RANGES = st.builds(Range, NUMBERS, NUMBERS, NUMBERS)
LINES = st.builds(Line, label=st.text(), gap=st.none() | RANGES, amount=NUMBERS)
PAGES = st.builds(Page, lines=st.lists(LINES).map(tuple), names=st.dictionaries(st.text(), st.text()))


@given(PAGES)
def test_what_is_written_is_read_back(page: Page) -> None:
    assert read(Page, msgspec.json.encode(plain(page))) == page


@pytest.mark.parametrize("study", [fixtures.dense, fixtures.tiny, fixtures.empty, fixtures.chosen, fixtures.hostile])
def test_a_study_is_read_back(study) -> None:
    document = study()
    assert plain(read(Study, json.dumps(document))) == document


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="inconnue"):
        read(Page, b'{"lignes": [], "noms": {}, "inconnue": 1}')


def test_a_range_counts_for_three_numbers_and_inherits_its_description() -> None:
    found = dict(numbers(Page))
    assert list(found) == ["lignes.ecart.bas", "lignes.ecart.central", "lignes.ecart.haut", "lignes.montant"]
    assert found["lignes.ecart.bas"].label == "Écart, borne basse"
    assert found["lignes.ecart.haut"].unit == "part (0-1)"
    assert found["lignes.ecart.haut"].tables == ("trade_product",)
    assert found["lignes.montant"].status == "publié"


def test_the_schema_is_closed_and_described() -> None:
    schema = msgspec.json.schema(Page)
    assert schema["$defs"]["Line"]["additionalProperties"] is False
    assert schema["$defs"]["Line"]["properties"]["montant"]["x-unite"] == "€"
    assert columns(Line)["montant"].name == "amount"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_a_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        plain(Line("x", None, value))
