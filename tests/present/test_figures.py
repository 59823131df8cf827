"""Figures of a dense, a tiny and an empty study: drawn or explained, accessible, alone."""

import re
import xml.etree.ElementTree as ET
from importlib.resources import files

import pytest

from ancrage.present import impact_figures
from ancrage.present.headings import all_headings
from ancrage.sections import theme
from ancrage.sections.map import project
from tests.reports import fixtures

DRAW = [*impact_figures.FIGURES]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("draw", DRAW)
def test_a_dense_study_is_drawn_with_its_table_sentence_and_source(draw) -> None:
    figure = draw(fixtures.dense())
    root = ET.fromstring(figure.svg)
    assert root.get("role") == "img"
    assert len(root.get("aria-label")) > 30
    assert not [node for node in root.iter() if node.tag != f"{SVG}svg" and node.get("role")]
    assert figure.rows and all(len(row) == len(figure.headers) for row in figure.rows)
    assert figure.sentence.endswith(".")
    assert "Licence" in figure.source or "édition" in figure.source
    assert re.search(r"\((publié|estimé)", figure.source)


@pytest.mark.parametrize("draw", DRAW)
def test_an_empty_study_says_why_nothing_is_drawn(draw) -> None:
    figure = draw(fixtures.empty())
    if not figure.svg:
        assert figure.sentence.strip()
    else:
        ET.fromstring(figure.svg)


@pytest.mark.parametrize("draw", DRAW)
def test_the_same_study_gives_the_same_drawing(draw) -> None:
    assert draw(fixtures.dense()) == draw(fixtures.dense())


def test_nothing_in_a_drawing_points_outside() -> None:
    for draw in DRAW:
        svg = draw(fixtures.dense()).svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "http" not in svg
        assert "<image" not in svg


def test_hostile_labels_stay_text() -> None:
    for draw in DRAW:
        figure = draw(fixtures.hostile())
        root = ET.fromstring(figure.svg)
        assert not list(root.iter(f"{SVG}script"))
        assert not list(root.iter(f"{SVG}img"))


def test_targets_set_apart_are_in_no_figure() -> None:
    study = fixtures.chosen()
    apart = {target["activite"] for target in study["cibles"] if target["ecartee"]}
    for draw in DRAW:
        assert not apart & {cell for row in draw(study).rows for cell in row}


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(a: str, b: str) -> float:
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_inks_that_share_a_chart_differ_in_greyscale() -> None:
    assert _contrast(theme.DEEP, theme.PALE) > 4
    assert _contrast(theme.DEEP, theme.WARM) > 2
    assert _contrast(theme.WARM, theme.PALE) > 2
    assert _contrast(theme.DEEP, theme.GHOST) > 4


def test_text_is_readable_on_white() -> None:
    assert _contrast(theme.INK, "#ffffff") > 7
    assert _contrast(theme.QUIET, "#ffffff") > 4.5


@pytest.mark.parametrize(("lon", "lat"), [(2.35, 48.85), (-52.2, 3.7), (45.2, -12.8), (-61.3, 15.9)])
def test_projected_distances_near_the_centre_are_kilometres(lon: float, lat: float) -> None:
    x, y = project(lon, lat + 0.5, lon, lat)
    assert abs(x) < 1e-9
    assert y == pytest.approx(0.5 * 111.19, rel=1e-3)  # a degree of a sphere of 6371 km


def test_a_label_takes_two_lines_at_most_and_says_it_is_cut() -> None:
    label = "Fabrication de produits métalliques, à l'exception des machines et des équipements de toutes sortes"
    lines = theme.wrap(label).split("|")
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(len(line) <= 39 for line in lines)


def test_headings_are_french() -> None:
    for name, found in all_headings().items():
        assert found.heading and found.heading[0].isupper(), name
        assert found.kind


def test_a_name_has_one_heading() -> None:
    """A second row of the same name would silently replace the first one."""
    text = (files("ancrage.present") / "headings.csv").read_text(encoding="utf-8")
    names = [line.split(",")[0] for line in text.splitlines()]
    assert sorted(names) == sorted(set(names))
