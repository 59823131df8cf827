"""The documented cases: every one read, tied to activities that exist, told with its jobs' nature and its caveat."""

import csv
import re
from collections.abc import Callable
from datetime import date
from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Territory
from ancrage.reference import read_reference
from ancrage.steps import cases
from ancrage.steps.case_search import plain, search_cases, stem
from ancrage.steps.cases import (
    NONE,
    OUTCOMES,
    SAME_CLASS,
    SAME_FAMILY,
    SAME_GROUP,
    case_base,
    caution,
    failure_sentence,
    linked_cases,
    nearest,
    target_cases,
)
from ancrage.steps.reference_base import reference_products
from ancrage.steps.resources import resources
from ancrage.warehouse.edition import Edition, open_edition
from ancrage.warehouse.register import as_published

ON = open_edition().day
Places = Callable[[str, str], Territory]


def rows(name: str) -> list[dict[str, str]]:
    with (files("ancrage.reference") / name).open(encoding="utf-8") as content:
        return list(csv.DictReader(content))


# the authored files


def test_each_case_has_its_classes() -> None:
    ids = [row["id"] for row in rows("cas_relocalisation.csv")]
    assert len(ids) == len(set(ids)) == 123
    assert {row["cas"] for row in rows("cas_classes.csv")} == set(ids)


def test_every_code_of_the_correspondence_exists(edition: Edition) -> None:
    classes, codes = set(edition.table("naf_classes")["class"]), edition.table("product_class")["nc8"]
    trade = set(codes) | set(codes.str.head(6))
    families, products = set(read_reference("familles.csv")["code"]), {p.id: p for p in reference_products(edition)}
    seen = set()
    for row in rows("cas_classes.csv"):
        assert row["classe"] in classes and row["famille"] in families, row
        assert row["confiance"] in ("forte", "moyenne") and row["raison"], row
        assert not row["code_nc"] or row["code_nc"] in trade, row
        assert (row["cas"], row["classe"]) not in seen, row
        seen.add((row["cas"], row["classe"]))
        for id in filter(None, row["produit"].split(";")):
            # a product of the base is made by the class that the case is tied to
            assert any(naf.startswith(row["classe"]) for naf in products[id].activities), (row, products[id])


def test_every_establishment_of_a_case_is_in_the_register_near_its_place(edition: Edition) -> None:
    register = dict(as_published(edition).select("siret", "commune").iter_rows())
    departement = {row["id"]: row["departement"] for row in rows("cas_relocalisation.csv")}
    for row in rows("cas_etablissements.csv"):
        assert row["siret"] in register, row
        assert row["lien"] and row["raison"] and row["confiance"] in ("forte", "moyenne")
        # three works in three départements, and a project told by its région, are known by their note only
        if row["cas"] not in ("C133", "C053"):
            assert register[row["siret"]].startswith(departement[row["cas"]]), row


def test_no_case_mixes_jobs_of_two_natures() -> None:
    for case in case_base(ON):
        if case.jobs is not None and case.jobs > 0:
            assert case.jobs_nature, case.id
            assert case.jobs_words.endswith(case.jobs_nature)
    assert [c.jobs_words for c in case_base(ON) if c.id == "C040"] == ["370 salariés en place"]


def test_a_status_that_nobody_knows_stops_the_base(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(name: str) -> pl.DataFrame:
        table = read_reference(name)
        return table.with_columns(statut=pl.lit("vendu")) if name == "cas_relocalisation.csv" else table

    monkeypatch.setattr(cases, "read_reference", read)
    case_base.cache_clear()
    with pytest.raises(AncrageError, match="C001"):
        case_base(ON)
    case_base.cache_clear()


# the cases of a target


def test_photovoltaics_is_told_with_its_failures(edition: Edition, territory: Places) -> None:
    found = target_cases(edition, territory("zone_emploi", "8414"), "26.11")
    assert (found.link, found.total, found.stopped, found.fragile) == (SAME_CLASS, 7, 4, 0)
    assert "4\u00a0arrêtés" in found.sentence
    assert "Photowatt (EDF)" in found.sentence and "112\u00a0km" in found.sentence
    away = [near.distance_km for near in found.cases if near.distance_km is not None]
    assert away == sorted(away)


def test_the_closest_link_that_has_a_case_is_used(edition: Edition) -> None:
    assert linked_cases(edition, "25.73")[0] == SAME_FAMILY
    assert linked_cases(edition, "25.61")[0] in (SAME_FAMILY, SAME_GROUP)
    assert linked_cases(edition, "23.20") == (NONE, ())


def test_none_is_said_not_shown_as_zero(edition: Edition, territory: Places) -> None:
    found = target_cases(edition, territory("zone_emploi", "8414"), "23.20")
    assert found.sentence.startswith("Aucun cas français documenté")
    assert (found.total, found.cases) == (0, ())


def test_a_looser_link_says_that_no_case_is_of_the_activity(edition: Edition, territory: Places) -> None:
    found = target_cases(edition, territory("zone_emploi", "8414"), "25.73")
    assert found.sentence.startswith("Aucun cas de la même activité.")


def test_a_sure_link_comes_before_one_by_judgement(edition: Edition, territory: Places) -> None:
    first = target_cases(edition, territory("zone_emploi", "3202"), "27.11").cases[0].case
    assert first.firm.startswith("Renault")  # WN (chargers, by judgement) is in the territory itself


def test_every_class_has_an_answer(edition: Edition, territory: Places) -> None:
    place = territory("departement", "976")
    for code in edition.table("naf_classes")["class"]:
        found = target_cases(edition, place, code)
        assert found.sentence.endswith(".") and "None" not in found.sentence
        assert found.stopped + found.fragile <= found.total
        assert bool(found.link) == bool(found.total)


def test_unknown_places_come_last(edition: Edition, territory: Places) -> None:
    near = nearest(edition, territory("zone_emploi", "8414"), case_base(ON))
    known = [found.distance_km is not None for found in near]
    assert known == sorted(known, reverse=True)
    assert {f.case.place for f in near if f.case.commune is None} == {"lieu non précisé"}


def test_a_count_never_goes_without_its_caveat() -> None:
    """Counted on the shipped base: by year of announcement, as the review of the base recounted them."""
    stopped = {case.id for case in case_base(ON) if case.outcome == "arrêté"}
    old = [case for case in case_base(ON) if case.year and case.year < 2016]
    new = [case for case in case_base(ON) if case.year and case.year >= 2023]
    assert (len(old), sum(case.id in stopped for case in old)) == (17, 7)
    said = caution(ON)
    assert f"7 des {len(old)} annoncés avant 2016" in said
    assert f"{sum(case.id in stopped for case in new)} des {len(new)} annoncés depuis 2023" in said
    assert "Ce n'est pas un taux de réussite." in said and "%" not in said
    assert "annoncés depuis" not in caution(date(2040, 1, 1))  # no case is so recent: none is not told as zero
    everything = failure_sentence(case_base(ON))
    assert everything.startswith(f"{len(stopped)} cas sur {len(case_base(ON))} arrêtés, ")
    assert f"; {sum(case.silent for case in case_base(ON))} sans nouvelle depuis trois ans ou plus." in everything
    ended = [case for case in case_base(ON) if case.outcome == "arrêté"]
    assert failure_sentence(ended[:1]) == "1 cas sur 1 arrêté."
    assert failure_sentence([case for case in case_base(ON) if case.id == "C160"]) == "Aucun cas sur 1 arrêté."


def test_a_case_without_news_for_three_years_says_so() -> None:
    on = {case.id: case for case in case_base(ON)}
    assert on["C016"].silent and on["C016"].outcome_words == "annoncé (2022, sans nouvelle depuis)"
    assert not on["C018"].silent and on["C018"].outcome_words == "arrêté (2025)"  # Safilin, closed in September 2025
    # the same base, read on another day
    earlier = {case.id: case for case in case_base(date(2023, 6, 1))}
    assert not earlier["C016"].silent
    later = {case.id for case in case_base(date(2040, 1, 1)) if not case.silent}
    assert later == {case.id for case in case_base(ON) if case.outcome == "arrêté"}


def test_a_case_without_news_leaves_the_medians(edition: Edition) -> None:
    named = {e.label.split(" (")[0] for e in resources(edition, "28.25").land_evidence}
    assert "Groupe Atlantic" in named
    aged = open_edition(on=date(2040, 1, 1))
    kept = resources(aged, "28.25").land_evidence
    assert kept and "Groupe Atlantic" not in {e.label.split(" (")[0] for e in kept}


def test_ratios_that_cite_a_case_are_those_of_the_shipped_base() -> None:
    """`m2_par_emploi_*`: square metres by jobs, of a firm of the base; no rate typed by hand is left."""
    firms = plain(" ".join(case.firm for case in case_base(ON)))
    keys = dict(read_reference("seuils_parametres.csv").select("cle", "valeur").iter_rows())
    assert not [key for key in keys if key.startswith(("taux_echec_", "capex_par_emploi_cas_"))]
    for key, value, label in read_reference("seuils_parametres.csv").select("cle", "valeur", "libelle").iter_rows():
        if key.startswith("m2_par_emploi_"):
            area, jobs = re.findall(r"(\d+) m2 .* (\d+) emplois", label)[0]
            assert round(int(area) / int(jobs)) == int(value), key
            firm = key.removeprefix("m2_par_emploi_").removesuffix("_terrain")
            assert plain(firm) in firms, key


def test_the_cases_that_actions_and_products_cite_are_shipped() -> None:
    ids = {case.id for case in case_base(ON)}
    text = plain(" ".join(f"{case.firm} {case.note}" for case in case_base(ON)))
    for row in rows("actions_types.csv"):
        assert set(filter(None, row["cas_echec"].split(";"))) <= ids, row["code"]
        if row["origine"].startswith("cas "):
            for name in row["origine"].removeprefix("cas ").split(", "):
                assert plain(name) in text, (row["code"], name)
    for row in rows("produits.csv"):
        assert set(re.findall(r"\bC\d{3}\b", row["raison"])) <= ids, row["id"]
        assert not re.search("Viridian|Ardèche|Noyon", row["raison"]), row["id"]


# searching


def test_words_are_found_by_their_beginning_accents_aside(edition: Edition) -> None:
    assert [case.id for case in search_cases(edition, "LIN beth")] == ["C018"]
    assert "C030" not in {case.id for case in search_cases(edition, "lin")}  # « alcalins »
    assert search_cases(edition, "xyzzy") == ()
    assert search_cases(edition) == case_base(ON)


def test_a_family_holds_those_below_it(edition: Edition) -> None:
    health = {case.id for case in search_cases(edition, family="sante")}
    assert {case.id for case in search_cases(edition, family="Équipements de protection")} < health
    with pytest.raises(AncrageError, match="famille de produits"):
        search_cases(edition, family="licornes")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("textile", "C018"),
        ("textiles", "C018"),
        ("robot", "C119"),
        ("médicament", "C002"),
        ("medicaments", "C040"),
        ("chaussure", "C018"),
        ("réfractaire", "C140"),
        ("data center", "C114"),
        ("datacenters", "C096"),
        ("32.50", "C081"),
        ("32.50A", "C081"),
        ("26.1", "C163"),
        ("vélos", "C159"),
        ("batterie 59", "C004"),
        ("jouets chine", "C025"),
    ],
)
def test_cases_are_found_by_family_label_synonym_and_activity(edition: Edition, asked: str, expected: str) -> None:
    found = {case.id for case in search_cases(edition, asked)}
    assert expected in found
    assert len(found) < len(case_base(ON)) / 2


def test_a_plural_is_its_singular() -> None:
    assert stem("chaussures") == stem("chaussure") and stem("journaux") == "journ"
    assert stem("lin") == "lin" and stem("gaz") == "gaz"


@given(st.text(max_size=40))
def test_any_text_can_be_searched(text: str) -> None:
    from tests.conftest import _edition

    assert set(search_cases(_edition(), text)) <= set(case_base(ON))


def test_outcomes_cover_every_status_and_the_command_knows_them() -> None:
    from ancrage.cli.cas import ISSUES

    assert set(OUTCOMES.values()) == set(ISSUES)
    assert {case.status for case in case_base(ON)} <= set(OUTCOMES)
