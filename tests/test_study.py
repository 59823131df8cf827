"""A study as a document: deterministic, every number described, whatever the territory."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ancrage.inputs.strategy import default_strategy
from ancrage.study.run import Results, run_steps
from tests.studies import as_dict

Studies = Callable[[str, str], Results]
SELF_DESCRIBED = {"unite", "millesime", "source"}
SPREAD = [
    ("zone_emploi", "8414"),
    ("epci", "200054807"),
    ("departement", "976"),
    ("departement", "75"),
    ("region", "03"),
    ("territoire_industrie", "ti-0101"),
]


def numbers(value: Any, path: str = "") -> Iterator[str]:
    """Path of each number that does not sit in an object describing itself; list indexes are dropped."""
    if isinstance(value, dict):
        if not set(value) >= SELF_DESCRIBED:
            for key, item in value.items():
                if path or key != "mesures":
                    yield from numbers(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for item in value:
            yield from numbers(item, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


@pytest.mark.parametrize("place", SPREAD, ids=":".join)
def test_every_number_says_what_it_is(study: Studies, place: tuple[str, str]) -> None:
    found = as_dict(study(*place))
    # numbers by criterion are told at the path that holds them all; what is proposed is what the cell beside it is
    told = {p.replace(".propose.", "."): p for p in numbers(found)}
    unknown = {p for p in told if not {p, p.rpartition(".")[0]} & set(found["mesures"])}
    assert unknown == set()
    for path, measure in found["mesures"].items():
        assert set(measure) >= SELF_DESCRIBED, path
        assert all(measure.values()), path


@pytest.mark.parametrize("place", SPREAD, ids=":".join)
def test_no_number_is_infinite_or_nan(study: Studies, place: tuple[str, str]) -> None:
    json.dumps(as_dict(study(*place)), allow_nan=False)


def test_same_inputs_same_document(study: Studies, arve: dict[str, Any]) -> None:
    local = study("zone_emploi", "8414").local
    again = as_dict(run_steps(local.edition, local.territory, default_strategy()))
    assert json.dumps(again) == json.dumps(arve)


def test_every_table_credited_has_licence_and_vintage(arve: dict[str, Any]) -> None:
    known = {row["code"] for row in arve["edition"]["sources"]}
    for row in arve["edition"]["sources"]:
        assert row["licence"] and row["millesime"] and row["attribution"]
    for table in arve["edition"]["tables"]:
        assert set(table["sources"]) <= known


def test_every_measure_names_a_source_of_the_study(arve: dict[str, Any]) -> None:
    known = {row["code"] for row in arve["edition"]["sources"]} | {"Ancrage"}
    for path, measure in arve["mesures"].items():
        assert set(measure["source"].split(" ; ")) <= known, path
