"""etude.json and its schema."""

import json
import math

import jsonschema
import pytest

from ancrage.writers.json import schema, write_json
from tests.reports import fixtures

STUDIES = [fixtures.dense, fixtures.tiny, fixtures.empty, fixtures.hostile, fixtures.chosen, fixtures.impossible]


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_follows_the_published_schema(study) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads(write_json(study())), schema())


def test_the_schema_refuses_a_study_with_a_hole() -> None:
    study = fixtures.dense()
    del study["limites"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(study, schema())


@pytest.mark.parametrize("part", ["robustesse", "portefeuille", "definitions_vulnerabilite"])
def test_the_parts_of_the_choice_are_required(part: str) -> None:
    study = fixtures.chosen()
    del study[part]
    with pytest.raises(jsonschema.ValidationError, match=part):
        jsonschema.validate(study, schema())


def test_a_verdict_is_true_false_or_null() -> None:
    study = fixtures.dense()
    study["cibles"][0]["vulnerabilite"]["definitions"][0]["vulnerable"] = "oui"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(study, schema())


def test_every_object_of_the_schema_is_described_in_french() -> None:
    def undescribed(node: dict, path: str = "") -> list[str]:
        found = []
        for name, child in node.get("properties", {}).items():
            if "description" not in child and "$ref" not in child and path + name not in ("geometry.type",):
                found.append(path + name)
            found += undescribed(child, f"{path}{name}.")
        return found + (undescribed(node["items"], path) if "items" in node else [])

    for part in schema()["$defs"].values():
        assert undescribed(part) == []
    left = [name for name in undescribed(schema()) if not name.endswith(("geometry.type", "geometry.coordinates"))]
    assert left == []


def test_text_is_sorted_readable_and_ends_with_one_newline() -> None:
    study = {"b": "é", "a": 1, "cibles": [{"rang": 1, "nom": "x"}, {"rang": 2, "nom": "y"}]}
    text = write_json(study)
    lines = [
        "{",
        '"a": 1,',
        '"b": "é",',
        '"cibles": [',
        '{"nom": "x", "rang": 1},',
        '{"nom": "y", "rang": 2}',
        "]",
        "}",
        "",
    ]
    assert text == "\n".join(lines)
    assert json.loads(text) == study


def test_a_number_that_is_not_one_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_json({"a": math.nan})
