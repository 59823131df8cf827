"""Authored facts: codes known, weights in range, correspondences whole."""

from collections import Counter
from importlib.resources import files

import polars as pl
import pytest

from ancrage.reference import read_reference

NAMES = sorted(path.name for path in files("ancrage.reference").iterdir() if path.name.endswith(".csv"))


@pytest.mark.parametrize("name", NAMES)
def test_an_authored_file_is_utf8_with_a_header_and_no_empty_key(name):
    text = (files("ancrage.reference") / name).read_bytes().decode("utf-8")
    assert "\ufeff" not in text
    assert "\r" not in text
    assert "�" not in text
    rows = read_reference(name)
    assert rows.height
    assert rows.to_series(0).null_count() == 0


def classes_of(name: str, key: str, codes: list[str]) -> dict[str, list[str]]:
    """class -> entries of the file whose prefixes match it. Every prefix matches something."""
    found: dict[str, list[str]] = {code: [] for code in codes}
    for entry, prefixes in read_reference(name).filter(pl.col("classes").is_not_null()).select(key, "classes").rows():
        for prefix in prefixes.split(";"):
            hits = [code for code in codes if code.startswith(prefix)]
            assert hits, (entry, prefix)
            for code in hits:
                found[code].append(entry)
    return found


def test_every_class_belongs_to_one_icio_sector(edition):
    found = classes_of("icio_secteurs.csv", "secteur", edition.table("naf_classes")["class"].to_list())
    # extraterritorial organisations are outside the national economy
    assert {code for code, entries in found.items() if len(entries) != 1} == {"99.00"}


def test_a_class_belongs_to_one_finest_item_at_most(edition):
    found = classes_of("cpa_postes.csv", "poste", edition.table("naf_classes")["class"].to_list())
    assert max(Counter(len(entries) for entries in found.values())) == 1
    items = read_reference("cpa_postes.csv")
    assert items.filter((pl.col("poste_fin") == "oui") & pl.col("classes").is_null()).is_empty()
    assert items.filter((pl.col("poste_fin") == "non") & pl.col("classes").is_not_null()).is_empty()


def test_shared_cpf_groups_name_known_classes(edition):
    rows = read_reference("cpf4_classes.csv").select(pl.col("classes").str.split(";").explode(empty_as_null=True))
    assert set(rows["classes"]) <= set(edition.table("naf_classes")["class"])


def test_stakes_and_families_know_each_other():
    stakes, families, links = (read_reference(f"{n}.csv") for n in ("enjeux", "familles", "enjeux_familles"))
    assert stakes.height == 13
    assert stakes["code"].is_unique().all()
    assert families["code"].is_unique().all()
    assert set(families["parent"].drop_nulls()) <= set(families["code"])
    assert set(links["enjeu"]) <= set(stakes["code"])
    assert set(links["famille"]) <= set(families["code"])
    assert links.select("famille", "enjeu").is_unique().all()
    assert links["poids"].cast(pl.Float64).is_between(0, 1, closed="right").all()
    assert set(stakes["confiance"]) | set(families["confiance"]) <= {"S", "K"}


def test_families_of_the_source_text_are_all_there():
    families = read_reference("familles.csv")
    assert families.filter(niveau="1", origine="page").height == 6
    assert families.filter(niveau="2", origine="page").height == 13


def test_families_name_existing_activities(edition):
    naf = edition.table("naf")["naf"].to_list()
    rows = read_reference("familles.csv")
    for code, activities in rows.filter(pl.col("naf_classes").is_not_null()).select("code", "naf_classes").rows():
        for activity in activities.split(";"):
            prefix = activity.strip().rstrip("x")
            assert any(known.startswith(prefix) for known in naf), (code, activity)


def test_countries_are_told_apart():
    countries, fixes = read_reference("pays.csv"), read_reference("corrections_pays.csv")
    assert countries["iso3"].is_unique().all()
    assert countries["iso2"].is_unique().all()
    assert set(fixes["iso3"].drop_nulls()) <= set(countries["iso3"])
    assert fixes["raison"].null_count() == 0


def test_parameters_are_dated_and_sourced():
    rows = read_reference("parametres.csv")
    assert rows["cle"].is_unique().all()
    assert rows.select("valeur", "unite", "date", "source").null_count().sum_horizontal().item() == 0
    assert rows["valeur"].cast(pl.Float64).is_finite().all()
