"""What figures share: inks, labels, projection."""

import pytest

from ancrage.sections import theme
from ancrage.sections.map import project


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
