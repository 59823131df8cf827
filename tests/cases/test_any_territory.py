"""Any territory runs: a spread of every level, the smallest, the largest, overseas. `make test-tous` runs all."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ancrage.domain.territory import Level
from ancrage.inputs.strategy import default_strategy
from ancrage.inputs.territories import read_territory
from ancrage.study.run import run_steps
from ancrage.warehouse.edition import open_edition
from ancrage.warehouse.territories import candidates
from tests.studies import as_dict

EDITION = open_edition()
STRATEGY = default_strategy()
ALL = candidates(EDITION)
STEP = {Level.ZONE_EMPLOI: 60, Level.EPCI: 160, Level.DEPARTEMENT: 25, Level.REGION: 5, Level.TERRITOIRE_INDUSTRIE: 45}
KEYS = [f"{c.level.value}:{c.code}" for c in ALL]


def sample() -> Iterator[str]:
    for level, step in STEP.items():
        places = sorted((c for c in ALL if c.level is level), key=lambda c: (c.population or 0, c.code))
        chosen = {*places[::step], places[0], places[-1]}
        chosen |= {c for c in places if c.label in ("Mayotte", "Guyane")}
        yield from (f"{c.level.value}:{c.code}" for c in sorted(chosen, key=lambda c: c.code))
    guyane = set(read_territory(EDITION, "departement:973").value.communes)
    epci = EDITION.table("communes").select("commune", "epci").drop_nulls().iter_rows()
    yield from (f"epci:{code}" for code in sorted({e for commune, e in epci if commune in guyane}))
    yield from ("communes:85113", "communes:97101", "communes:74081,74042,74191")


def check(key: str) -> dict[str, Any]:
    """Run a study and check what must hold whatever the territory."""
    territory = read_territory(EDITION, key).value
    found = as_dict(run_steps(EDITION, territory, STRATEGY))
    text = json.dumps(found, ensure_ascii=False, allow_nan=False)
    assert json.loads(text) == found
    assert found["territoire"]["code"] == territory.code
    assert found["cibles"] and found["limites"] and found["diagnostic"]["resume"]
    if not found["territoire"]["etablissements_registre"]:
        assert found["diagnostic"]["specialisations"] == []
        assert any("Trop peu" in limit["titre"] for limit in found["limites"])
    return found


@pytest.mark.parametrize("key", list(sample()))
def test_a_territory_of_any_size_has_its_study(key: str) -> None:
    check(key)


@pytest.mark.tous
@pytest.mark.parametrize("key", KEYS)
def test_every_territory_has_its_study(key: str) -> None:
    check(key)


def test_the_same_inputs_give_the_same_document() -> None:
    assert json.dumps(check("zone_emploi:8414")) == json.dumps(check("zone_emploi:8414"))
