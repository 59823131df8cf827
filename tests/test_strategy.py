"""Strategy files: what is written is what is used, and mistakes are told."""

from pathlib import Path

import pytest

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Level, Territory
from ancrage.steps.stakes import served_stakes, stakes_score
from ancrage.strategy import default_strategy, load_strategy, strategy_template

COGNAC = Territory(Level.ZONE_EMPLOI, "7509", "Cognac", ("16102",), 100, -0.3, 45.7)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "strategie.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_default_weights_come_from_the_families_of_the_source_text() -> None:
    strategy = default_strategy()
    assert {s.code for s in strategy.stakes} == {f"E{i:02}" for i in range(1, 14)}
    assert sum(strategy.shares().values()) == pytest.approx(1)
    assert sum(strategy.group_shares().values()) == pytest.approx(1)
    assert max(strategy.stakes, key=lambda s: s.weight).code == "E08"


def test_the_template_is_the_default(tmp_path: Path) -> None:
    read = load_strategy(written(tmp_path, strategy_template(COGNAC)))
    assert read.territory == "zone_emploi:7509"
    assert read.shares() == pytest.approx(default_strategy().shares())
    assert read.groups == default_strategy().groups


def test_a_stake_left_out_weighs_nothing(tmp_path: Path) -> None:
    read = load_strategy(written(tmp_path, "[enjeux]\nE01 = 3\n"))
    assert read.shares()["E01"] == 1
    assert [s.code for s in served_stakes("21.10", read)] == ["E01"]
    assert stakes_score("21.10", read) == 1.0
    assert stakes_score("31.09", read) == 0.0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[enjeux]\nE99 = 1\n", "E99"),
        ("[enjeux]\nE01 = -1\n", "E01"),
        ("[enjeux]\nE01 = true\n", "True"),
        ("[enjeux]\nE01 = nan\n", "nan"),
        ('[enjeux]\nE01 = "beaucoup"\n', "beaucoup"),
        ("[enjeux]\nE01 = 0\n", "nuls"),
        ("[groupe]\nbesoin = 1\n", "groupes"),
        ("enjeux = 3\n", "table"),
        ("territoire = 12\n", "texte"),
        ("[enjeux\n", "TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(AncrageError) as error:
        load_strategy(written(tmp_path, text))
    assert says in str(error.value)
    assert error.value.next_step


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(AncrageError, match="ancrage strategie nouvelle"):
        load_strategy(tmp_path / "absent.toml")
