"""The part [foncier] of a strategy file: the figures of the territory, or nothing."""

from pathlib import Path

import pytest

from ancrage.domain.limits import LandFigures
from ancrage.inputs.strategy import load_strategy
from ancrage.inputs.strategy.model import LandTable
from tests.inputs.strategy.files import refusal, written
from tests.inputs.strategy.test_template import TEXT


def test_the_figures_are_read_as_they_are(tmp_path: Path) -> None:
    text = "[foncier]\nreference_ha = 400\nconsomme_ha = 60.5\ntaux_reduction = 0.545\ngarantie_ha = 1\n"
    assert load_strategy(written(tmp_path, text)).land == LandFigures(400, 60.5, 0.545, 1)
    short = load_strategy(written(tmp_path, "[foncier]\nreference_ha = 0\nconsomme_ha = 0\n")).land
    assert short == LandFigures(0, 0, None, None)


def test_without_the_part_nothing_is_known(tmp_path: Path) -> None:
    assert load_strategy(written(tmp_path, "")).land is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("reference_ha = 400", "« consomme_ha » de [foncier] manque"),
        ("consomme_ha = 3", "« reference_ha » de [foncier] manque"),
        ("reference_ha = -1\nconsomme_ha = 3", "« reference_ha » de [foncier] vaut -1"),
        ("reference_ha = nan\nconsomme_ha = 3", "« reference_ha » de [foncier] vaut nan"),
        ("reference_ha = 1e12\nconsomme_ha = 3", "« reference_ha » de [foncier] vaut"),
        ('reference_ha = "400"\nconsomme_ha = 3', "« reference_ha » de [foncier] vaut « 400 »"),
        ("reference_ha = 400\nconsomme_ha = 3\ntaux_reduction = 50", "par exemple 0.5 pour 50 %"),
        ("reference_ha = 400\nconsome_ha = 3\nconsomme_ha = 3", "Vouliez-vous « consomme_ha » ?"),
    ],
)
def test_a_wrong_figure_is_told_with_its_line(tmp_path: Path, lines: str, said: str) -> None:
    assert said in refusal(tmp_path, f"[foncier]\n{lines}\n")


def test_the_template_shows_every_key() -> None:
    for key in LandTable.model_fields:
        assert f"#{key} =" in TEXT
