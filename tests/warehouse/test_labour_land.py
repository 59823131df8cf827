import pytest

from ancrage.warehouse.tables.geography import COMMUNES
from ancrage.warehouse.tables.labour import NAF_OCCUPATION, OCCUPATIONS, ROME_FAP, TENSION
from ancrage.warehouse.tables.land import BROWNFIELD_SITES, BROWNFIELDS
from ancrage.warehouse.tables.nomenclature import NAF
from tests.warehouse.conftest import build_all


@pytest.fixture
def tables(inputs):
    return build_all(
        inputs, COMMUNES, NAF, OCCUPATIONS, NAF_OCCUPATION, ROME_FAP, TENSION, BROWNFIELDS, BROWNFIELD_SITES
    ).tables


def test_hirings_of_a_class_sum_its_sous_classes(tables):
    rows = tables["naf_occupation"].rows_by_key("rome", named=True, unique=True)
    assert rows["H2903"]["hirings"] == 90
    assert rows["H2903"]["share"] == pytest.approx(0.9)


def test_the_label_of_an_occupation_is_the_one_of_the_hirings(tables):
    assert dict(tables["occupations"].iter_rows())["M1607"] == "Secrétariat"


def test_a_family_without_occupation_is_not_in_the_crosswalk(tables):
    assert tables["rome_fap"]["fap"].to_list() == ["D1Z40", "L0Z60"]


def test_tension_carries_its_label_and_leaves_absent_what_is_not_published(tables):
    here, france = tables["labour_tension"].rows(named=True)
    assert (here["departement"], here["fap_label"], here["tension_level"]) == ("74", "Régleurs", None)
    assert (france["departement"], france["tension_level"]) == ("FR", 5)


def test_known_areas_are_summed_and_unknown_ones_are_not_zero(tables):
    rows = tables["brownfields"].rows_by_key("commune", named=True, unique=True)
    assert rows["74003"]["area_m2"] == 1000
    assert (rows["74003"]["sites"], rows["74003"]["sites_with_area"], rows["74003"]["polluted_sites"]) == (2, 1, 1)
    assert rows["95169"]["area_m2"] is None  # the site of Gouzangrez, now Commeny


def test_every_site_is_counted(tables, inputs):
    assert BROWNFIELDS.check(tables["brownfields"], inputs) == []
    assert BROWNFIELDS.check(tables["brownfields"].head(1), inputs)


def test_sites_of_one_plot_are_one_row_that_of_the_surest(tables):
    rows = tables["brownfield_sites"].rows_by_key("site", named=True, unique=True)
    assert list(rows) == ["a", "e"]  # b and c have no area, d lies on the plot of e, f is built on again
    assert (rows["e"]["area_m2"], rows["e"]["same_plot"], rows["e"]["verified"]) == (52000, 2, True)


def test_prose_that_may_name_people_is_left_out(tables):
    rows = tables["brownfield_sites"].rows_by_key("site", named=True, unique=True)
    assert (rows["a"]["nature"], rows["e"]["nature"]) == (None, "friche industrielle")
    assert "Dupont" not in str(tables["brownfield_sites"].rows())


def test_every_site_that_could_serve_is_there_once(tables, inputs):
    assert BROWNFIELD_SITES.check(tables["brownfield_sites"], inputs) == []
    assert BROWNFIELD_SITES.check(tables["brownfield_sites"].head(1), inputs)
