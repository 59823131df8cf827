"""Every figure of every section: drawn or explained, accessible, alone."""

import re
import xml.etree.ElementTree as ET
from functools import cache

import pytest

from ancrage.sections import SECTIONS
from ancrage.sections.blocks import Figure
from ancrage.study.credits import Credits
from ancrage.writers.html import draw
from tests import fixtures
from tests.sections.test_sections import every

SVG = "{http://www.w3.org/2000/svg}"
STUDIES = ("dense", "hostile", "empty")


@cache
def figures(name: str) -> list[tuple[Figure, str]]:
    """The figures of a study and their drawings."""
    study = fixtures.typed(getattr(fixtures, name)())
    found = [b for s in SECTIONS for b in every(tuple(s.blocks(study))) if isinstance(b, Figure)]
    return [(figure, draw(figure)) for figure in found]


def test_a_dense_study_is_drawn_with_its_table_sentence_and_source() -> None:
    dense = fixtures.typed(fixtures.dense())
    credits = Credits(dense.measures, dense.edition.sources)
    for figure, svg in figures("dense"):
        root = ET.fromstring(svg)
        assert root.get("role") == "img"
        assert len(root.get("aria-label", "")) > 30
        assert not [node for node in root.iter() if node.tag != f"{SVG}svg" and node.get("role")]
        assert figure.table is not None and figure.table.rows
        assert figure.sentence.endswith(".")
        line = credits.line(figure.paths)
        assert re.search(r"Licence|ODbL|Réutilisation libre|édition", line) and re.search(r"\((publié|estimé)", line)


@pytest.mark.parametrize("name", STUDIES)
def test_a_drawing_is_alone_and_obeys_nobody(name: str) -> None:
    for figure, svg in figures(name):
        if not svg:
            assert figure.sentence.strip()
            continue
        root = ET.fromstring(svg)
        assert not [*root.iter(f"{SVG}script"), *root.iter(f"{SVG}image"), *root.iter(f"{SVG}img")]
        assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_the_same_study_gives_the_same_drawings() -> None:
    again = figures.__wrapped__("dense")
    assert again == figures("dense")
