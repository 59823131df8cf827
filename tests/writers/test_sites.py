"""The sites in the page, the workbook and the map file, read back."""

import io
import json

import openpyxl
import pytest

from ancrage.sections.site_map import site_map
from ancrage.sections.sites_figures import needs_and_sites
from ancrage.study.sites import to_visit
from ancrage.writers.geojson import write_geojson
from ancrage.writers.html import write_html
from ancrage.writers.xlsx import write_xlsx
from tests import fixtures
from tests.writers.test_xlsx import table_rows

NAMES = ["dense", "tiny", "chosen"]


@pytest.mark.parametrize("name", NAMES)
def test_every_proposed_site_is_in_the_workbook(name: str) -> None:
    study, buffer = getattr(fixtures, name)(), io.BytesIO()
    write_xlsx(fixtures.typed(study), buffer)
    book = openpyxl.load_workbook(buffer)
    proposed = [site for target in study["sites"]["par_cible"] for site in target["sites"]]
    if not proposed:
        return
    rows = table_rows(book, "Sites", "T_Sites_terrains")
    assert [row["Surface (ha)"].value for row in rows] == [
        "absent" if site["surface_ha"] is None else site["surface_ha"] for site in proposed
    ]
    assert [row["Fiche"].value for row in rows] == [site["lien"] or "absent" for site in proposed]


def test_a_name_like_a_formula_stays_text() -> None:
    buffer = io.BytesIO()
    write_xlsx(fixtures.typed(fixtures.chosen()), buffer)
    rows = table_rows(openpyxl.load_workbook(buffer), "Sites", "T_Sites_terrains")
    (cell, *_) = [row["Nom"] for row in rows if row["Nom"].value and row["Nom"].value.startswith("-2+3")]
    assert cell.data_type == "s" and cell.quotePrefix
    assert "&lt;b&gt;Terrain&lt;/b&gt;" in write_html(fixtures.typed(fixtures.chosen()))


@pytest.mark.parametrize("name", NAMES)
def test_each_site_is_once_on_the_map_with_its_targets(name: str) -> None:
    study = getattr(fixtures, name)()
    features = [
        f for f in json.loads(write_geojson(fixtures.typed(study)))["features"] if f["properties"]["nature"] == "site"
    ]
    keys = [(f["properties"]["site"], f["properties"]["nom"], f["properties"]["commune"]) for f in features]
    assert len(keys) == len(set(keys)) == len(to_visit(fixtures.typed(study).sites))
    assert sum(len(f["properties"]["cibles"]) for f in features) == sum(
        len(target["sites"]) for target in study["sites"]["par_cible"]
    )


def test_the_own_list_comes_first_on_the_page() -> None:
    visits = to_visit(fixtures.typed(fixtures.chosen()).sites)
    places = [visit.where == "votre liste" for visit in visits]
    assert places == sorted(places, reverse=True) and places[0]


def test_the_land_budget_is_told_when_the_figures_are() -> None:
    assert "il en reste 5\u00a0ha" in write_html(fixtures.typed(fixtures.chosen()))
    assert "ne sont pas donnés" in write_html(fixtures.typed(fixtures.dense()))


def test_the_figure_says_each_need_and_when_there_is_no_site() -> None:
    dense, lonely = (needs_and_sites(fixtures.typed(make()).sites) for make in (fixtures.dense, fixtures.tiny))
    assert dense.spec and dense.table and len(dense.table.rows) == len(fixtures.dense()["sites"]["par_cible"])
    assert "aucun terrain connu n'est assez grand" in lonely.sentence
    assert lonely.table and all(row[-1] == "aucun" for row in lonely.table.rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_map_numbers_its_sites_as_the_table_does(name: str) -> None:
    study = fixtures.typed(getattr(fixtures, name)())
    figure, visits = site_map(study), to_visit(study.sites)
    rows = figure.table.rows if figure.table else ()
    assert [row[0] for row in rows] == [visit.number for visit in visits[:12]]
    assert all(f">{row[0]}</text>" in figure.svg for row in rows)
