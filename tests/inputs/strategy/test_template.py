"""The template: what it writes is the default strategy, and each setting it shows can be used."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ancrage.cli.documentation import ROOT
from ancrage.domain.territory import Level, Territory
from ancrage.inputs.strategy import default_strategy, load_strategy, strategy_template
from ancrage.inputs.strategy.model import GoalTable, GroupsTable, LimitsTable, StakesTable, StrategyFile
from tests.inputs.strategy.files import written

COGNAC = Territory(Level.ZONE_EMPLOI, "7509", "Cognac", ("16102",), 100, -0.3, 45.7)
TEXT = strategy_template(COGNAC, 2026)


def used(text: str) -> str:
    """Every setting uncommented: a # against a key, not one followed by a space."""
    return re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE)


def test_the_template_is_the_default(tmp_path: Path) -> None:
    read = load_strategy(written(tmp_path, TEXT))
    assert replace(read, origin="défaut", territory="") == default_strategy()
    assert read.territory == "zone_emploi:7509"


def test_the_template_shows_every_key() -> None:
    for model in (StrategyFile, StakesTable, GroupsTable, GoalTable, LimitsTable):
        for key in model.model_fields:
            assert re.search(rf"^#?(\[*(enjeux\.)?{key}\]|{key} =)", TEXT, re.MULTILINE), key


def test_every_setting_of_the_template_can_be_used(tmp_path: Path) -> None:
    before, stakes, after = re.split(r"(?=\[enjeux\]\n)|(?<=\n)(?=\[groupes\]\n)", TEXT)
    weights, ranking, comparisons = re.split(r"(?=# 2\.)|(?=# 3\.)", stakes)
    rest = used(before).replace("perimetre =", "#perimetre ="), used(after)
    full = load_strategy(written(tmp_path, rest[0] + weights + rest[1]))
    assert full.horizon_years == 10 and full.first_year == 2026 and full.notes
    assert full.limits.land_ha and not full.limits.seveso_allowed and full.limits.required
    assert (full.goals[0].start_year, full.goals[0].year) == (2026, 2036)
    assert full.shares() == default_strategy().shares()
    ranked = load_strategy(written(tmp_path, rest[0] + "[enjeux]\n" + used(ranking) + rest[1]))
    assert ranked.weighting == "classement" and ranked.shares()["E05"] > ranked.shares()["E01"]
    compared = load_strategy(written(tmp_path, rest[0] + used(comparisons) + rest[1]))
    assert compared.weighting == "comparaisons" and compared.warnings == ()


def test_a_perimeter_is_written_as_its_communes(tmp_path: Path) -> None:
    communes = tuple(f"74{i:03}" for i in range(1, 9))
    place = Territory(Level.COMMUNES, "8-abc", "Périmètre de 8 communes", communes, None, 6.0, 46.0)
    read = load_strategy(written(tmp_path, strategy_template(place, 2026)))
    assert read.territory == "communes:" + ",".join(communes)


@pytest.mark.parametrize("line", TEXT.splitlines())
def test_lines_fit_a_screen(line: str) -> None:
    assert len(line) <= 120


def test_the_examples_of_the_guide_are_valid(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "strategie.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 8
    read = [load_strategy(written(tmp_path, block)) for block in blocks]
    assert [r.weighting for r in read[1:4]] == ["direct", "classement", "comparaisons"]
    assert "E05 52 %, E01 et\nE08 21 % chacun, E03 6 %" in page and "E05 65 %, E01 23 %, E08 12 %" in page
    assert [round(read[2].shares()[c], 2) for c in ("E05", "E01", "E08", "E03")] == [0.52, 0.21, 0.21, 0.06]
    assert [round(read[3].shares()[c], 2) for c in ("E05", "E01", "E08")] == [0.65, 0.23, 0.12]
