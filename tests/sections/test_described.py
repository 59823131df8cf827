"""Records that describe themselves: what is written is read back, what is not told is refused."""

import json
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.described import Range, Record, bound, columns, field, number, numbers, text
from ancrage.domain.documents import plain, read, written
from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.domain.units import EUR, SHARE
from ancrage.study import Study
from tests import fixtures


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


class Cell(Record):
    """A record inside a row: one of its fields always says something."""

    name: Annotated[str, text("Nom")] = field(name="nom")
    amount: Annotated[float | None, number("Montant", EUR)] = field(name="montant")


class Row(Record):
    """A row of a table in columns."""

    line: Annotated[Line, text("Ligne")] = field(name="ligne")
    cell: Annotated[Cell | None, text("Case")] = field(name="case")
    values: Annotated[dict[str, float | None], number("Valeurs", EUR)] = field(name="valeurs")
    lines: Annotated[tuple[Line, ...], text("Lignes", in_columns=True)] = field(name="lignes")


class Book(Record, omit_defaults=True):
    """A table in columns, and what may be left out."""

    rows: Annotated[tuple[Row, ...], text("Rangées", in_columns=True)] = field(name="rangees")
    note: Annotated[str | None, text("Remarque")] = field(name="remarque", default=None)


CELLS = st.builds(Cell, name=st.text(), amount=st.none() | NUMBERS)
VALUES = st.fixed_dictionaries({"a": st.none() | NUMBERS, "b": NUMBERS})
ROWS = st.builds(Row, line=LINES, cell=st.none() | CELLS, values=VALUES, lines=st.lists(LINES, max_size=3).map(tuple))
BOOKS = st.builds(Book, rows=st.lists(ROWS, max_size=4).map(tuple), note=st.none() | st.text(min_size=1))


@given(BOOKS)
def test_a_table_in_columns_is_read_back(book: Book) -> None:
    assert read(Book, msgspec.json.encode(written(book))) == book
    assert read(Book, msgspec.json.encode(plain(book))) == book


def test_a_table_is_written_one_list_a_field_and_defaults_are_left_out() -> None:
    line = Line("x", None, 1.0)
    book = Book((Row(line, None, {"a": 1.0}, ()), Row(line, Cell("n", None), {"a": None}, (line,))))
    rows = written(book)["rangees"]
    assert list(written(book)) == ["rangees"]
    assert rows["ligne"]["libelle"] == ["x", "x"] and rows["valeurs"] == {"a": [1.0, None]}
    assert rows["case"] == {"nom": [None, "n"], "montant": [None, None]}
    assert rows["lignes"][1]["montant"] == [1.0]


@pytest.mark.parametrize("cut", ['{"nom": ["a"]}', '{"nom": ["a", "b"], "inconnue": [1, 2], "montant": [1, 2]}', '"x"'])
def test_a_table_of_uneven_or_unknown_columns_is_refused(cut: str) -> None:
    class Cut(Record):
        """A table."""

        cells: Annotated[tuple[Cell, ...], text("Cases", in_columns=True)]

    with pytest.raises(msgspec.ValidationError):
        read(Cut, f'{{"cells": {cut}}}')
    with pytest.raises(msgspec.ValidationError):
        read(Cut, '{"cells": {"nom": ["a", "b"], "montant": [1]}}')


@pytest.mark.parametrize("study", [fixtures.dense, fixtures.tiny, fixtures.empty, fixtures.chosen, fixtures.hostile])
def test_a_study_is_read_back(study) -> None:
    document = study()
    assert plain(read(Study, json.dumps(document))) == document


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="inconnue"):
        read(Page, b'{"lignes": [], "noms": {}, "inconnue": 1}')


def test_a_range_counts_for_one_number_and_its_ends_follow() -> None:
    found = dict(numbers(Page))
    assert list(found) == ["lignes.ecart", "lignes.montant"]
    assert found["lignes.ecart"].unit == "part (0-1)" and found["lignes.ecart"].tables == ("trade_product",)
    assert found["lignes.montant"].status == "publié"
    ends = [bound(found["lignes.ecart"], end) for end in columns(Range).values()]
    assert [end.label for end in ends] == ["Écart, borne basse", "Écart, valeur centrale", "Écart, borne haute"]


class Person(Record):
    """A row."""

    town: Annotated[str | None, text("Ville", repeats=True)] = field(name="ville")


class Crowd(Record):
    """Rows whose texts repeat."""

    people: Annotated[tuple[Person, ...], text("Gens", in_columns=True)] = field(name="gens")


def test_texts_that_repeat_are_written_once() -> None:
    crowd = Crowd(tuple(Person(town) for town in ("Cluses", None, "Scionzier", "Cluses")))
    assert written(crowd) == {"gens": {"ville": {"textes": ["Cluses", "Scionzier"], "rangs": [0, None, 1, 0]}}}
    assert read(Crowd, msgspec.json.encode(written(crowd))) == crowd
    assert read(Crowd, msgspec.json.encode(plain(crowd))) == crowd
    assert written(Crowd(())) == {"gens": []} and read(Crowd, b'{"gens": []}') == Crowd(())
    with pytest.raises(msgspec.ValidationError):
        read(Crowd, b'{"gens": {"ville": {"textes": ["Cluses"], "rangs": [1]}}}')


class Runner(Record, omit_defaults=True):
    """A row told in full or not."""

    name: Annotated[str, text("Nom")] = field(name="nom")
    detailed: Annotated[bool, text("En détail", kind="flag")] = field(name="detaillee", default=False)
    words: Annotated[tuple[str, ...], text("Mots")] = field(name="mots", default=())


class Race(Record):
    """Rows of which the last ones are told in short."""

    runners: Annotated[tuple[Runner, ...], text("Coureurs", rest="suivants")] = field(name="coureurs")


RUNNERS = st.builds(Runner, name=st.text(), detailed=st.booleans(), words=st.lists(st.text(), max_size=2).map(tuple))


@given(st.lists(RUNNERS, max_size=5).map(tuple))
def test_rows_after_the_last_one_told_in_full_are_columns(runners: tuple[Runner, ...]) -> None:
    document = written(Race(runners))
    assert len(document["coureurs"]) == max((i for i, r in enumerate(runners, 1) if r.detailed), default=0)
    assert read(Race, msgspec.json.encode(document)) == Race(runners)


def test_the_schema_is_closed_and_described() -> None:
    schema = msgspec.json.schema(Page)
    assert schema["$defs"]["Line"]["additionalProperties"] is False
    assert schema["$defs"]["Line"]["properties"]["montant"]["x-unite"] == "€"
    assert columns(Line)["montant"].name == "amount"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_a_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        plain(Line("x", None, value))
