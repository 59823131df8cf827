"""etude.json and its schema."""

import json
import math

import jsonschema
import pytest
from msgspec.structs import replace

from ancrage.domain.documents import plain, read
from ancrage.study import Study
from ancrage.writers.json import schema, write_json
from tests import fixtures

STUDIES = [fixtures.dense, fixtures.tiny, fixtures.empty, fixtures.hostile, fixtures.chosen, fixtures.impossible]


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_follows_the_published_schema(study) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads(write_json(fixtures.typed(study()))), schema())


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


def test_text_holds_an_item_a_line_and_ends_with_one_newline() -> None:
    study = fixtures.dense()
    text = write_json(fixtures.typed(study))
    assert plain(read(Study, text)) == study
    assert text.endswith("}\n") and not text.endswith("\n\n")
    first = json.dumps(study["limites"][0], ensure_ascii=False, separators=(",", ":"))
    assert f'"limites": [\n{first},\n' in text


def test_a_number_that_is_not_one_is_refused() -> None:
    study = fixtures.typed(fixtures.tiny())
    with pytest.raises(ValueError, match="JSON"):
        write_json(replace(study, place=replace(study.place, centre=replace(study.place.centre, lon=math.nan))))
