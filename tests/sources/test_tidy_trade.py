"""What each reader of trade, input-output and production makes of a file in the official schema."""

from importlib import import_module

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.sources.countries import eu_countries, to_iso3
from tests.tiny_trade import FILES, trade_inputs


@pytest.fixture
def tiny(tmp_path):
    return trade_inputs(tmp_path)


def refused(source: str, old: str, new: str) -> AncrageError:
    rows = pl.read_csv(FILES[source].replace(old, new, 1).encode(), infer_schema=False)
    with pytest.raises(AncrageError) as error:
        import_module(f"ancrage.sources.{source}").tidy(rows)
    return error.value


def test_country_codes_of_every_agency_become_iso3():
    codes = pl.Series(["EL", "GR", "GRC", "XS", "XK", "S19", "_X ", None])
    assert to_iso3(codes, "essai").to_list() == ["GRC", "GRC", "GRC", "SRB", "XKX", "TWN", None, None]


def test_namibia_is_a_country_and_not_a_missing_value():
    assert to_iso3(pl.Series(["NA"]), "essai").to_list() == ["NAM"]


def test_an_unknown_country_is_refused_and_where_to_add_it_is_said():
    with pytest.raises(AncrageError, match="ZQ") as error:
        to_iso3(pl.Series(["FR", "ZQ"]), "essai")
    assert "pays.csv" in error.value.next_step


def test_the_union_has_27_members_without_the_united_kingdom():
    assert len(eu_countries()) == 27
    assert {"FRA", "DEU", "GRC"} <= set(eu_countries())
    assert "GBR" not in eu_countries()


@pytest.mark.parametrize(
    ("source", "old", "new", "file"),
    [
        ("oecd_btige", "FRA,2021,C27,CHN", "FRA,2021,C99,CHN", "cpa_postes.csv"),
        ("oecd_btige", "FRA,2021,C27,CHN", "FRA,2021,C27,ZZZ", "pays.csv"),
        ("oecd_icio_domestic", "C10T12,20", "C99,20", "icio_secteurs.csv"),
        ("oecd_icio_origins", "A01,DEU", "A99,DEU", "icio_secteurs.csv"),
        ("oecd_icio_summary", "A01,100", "A99,100", "icio_secteurs.csv"),
        ("comext_critical", "FR,CN", "FR,ZQ", "pays.csv"),
        ("world_exports_hs4", "FSM", "ZQQ", "pays.csv"),
        ("insee_ipi", "E4100Y1", "E9900Y1", "insee_ipi.py"),
    ],
)
def test_an_unknown_code_is_refused_and_where_to_add_it_is_said(source, old, new, file):
    error = refused(source, old, new)
    assert source in error.message
    assert file in error.next_step


def test_the_two_parts_of_the_year_are_told_apart(tiny):
    masks = tiny.source("customs_nc8").filter(nc8="63079098").row(0, named=True)
    assert (masks["import_before_eur"], masks["import_during_eur"]) == (10e6, 90e6)
    portes = tiny.source("customs_nc8").filter(nc8="73083000").row(0, named=True)
    assert (portes["import_before_eur"], portes["import_during_eur"]) == (0, 900)


def test_a_file_of_one_year_is_not_a_straddling_year():
    rows = pl.read_csv(FILES["customs_nc8"].encode(), infer_schema=False).filter(annee="2019")
    with pytest.raises(AncrageError, match="deux années civiles, il en porte 1"):
        import_module("ancrage.sources.customs_nc8").tidy(rows)


def test_the_label_of_a_retired_product_loses_its_mark_and_keeps_its_years(tiny):
    row = tiny.source("customs_concordance").filter(nc8="85183095").row(0, named=True)
    assert row["label"] == "Casques d’écoute"
    assert (row["valid_from"], row["valid_to"]) == (2017, 2019)


def test_a_duty_that_is_no_percentage_is_absent_and_not_zero(tiny):
    assert tiny.source("customs_duties").filter(nc8="94016100")["duty_pct"].to_list() == [None]


def test_sums_of_items_are_left_out(tiny):
    assert set(tiny.source("oecd_btige")["item"]) == {"C27"}


def test_unspecified_origins_and_returns_are_left_out(tiny):
    assert set(tiny.source("comtrade_battery")["country"]) == {"CHN", "KOR"}
    assert tiny.source("comext_critical").filter(importer="FRA", year=2024)["value"].sum() == 100


def test_thousands_of_dollars_become_dollars(tiny):
    assert tiny.source("baci_crm")["value"].to_list() == [500.0, 1500.0]
    assert tiny.source("world_totals_hs4").filter(hs4="0706", year=2017)["export_usd"].item() == 1e9


def test_two_materials_in_one_code_are_counted_once(tiny):
    assert tiny.source("baci_materials").filter(code="811292")["value"].sum() == 100


def test_only_monetary_factors_are_kept_under_a_plain_name(tiny):
    rows = tiny.source("base_carbone")
    assert rows["item"].to_list() == ["Assurance", "Meubles"]
    assert rows["year"].to_list() == [2022, 2022]


def test_zero_flows_of_origins_are_left_out(tiny):
    rows = tiny.source("oecd_icio_origins")
    assert rows.filter(supplier="C10T12", country="GBR")["buyer"].to_list() == ["C10T12"]


def test_units_of_the_branches(tiny):
    row = tiny.source("threeme").filter(branch="sfoo").row(0, named=True)
    assert (row["jobs"], row["ghg_t"], row["output_meur"]) == (2000, 20_000, 400)
