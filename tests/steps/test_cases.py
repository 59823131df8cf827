"""The documented cases: every one read, tied to activities that exist, told with its jobs' nature and its caveat."""

import csv
from collections.abc import Callable
from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Territory
from ancrage.reference import read_reference
from ancrage.steps import cases
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
    search_cases,
    target_cases,
)
from ancrage.steps.reference_base import reference_products
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.register import as_published

Places = Callable[[str, str], Territory]


def rows(name: str) -> list[dict[str, str]]:
    with (files("ancrage.reference") / name).open(encoding="utf-8") as content:
        return list(csv.DictReader(content))


# the authored files


def test_each_of_the_110_cases_has_its_classes() -> None:
    ids = [row["id"] for row in rows("cas_relocalisation.csv")]
    assert len(ids) == len(set(ids)) == 110
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
    for case in case_base():
        if case.jobs is not None and case.jobs > 0:
            assert case.jobs_nature, case.id
            assert case.jobs_words.endswith(case.jobs_nature)
    assert [c.jobs_words for c in case_base() if c.id == "C040"] == ["370 salariés en place"]


def test_a_status_that_nobody_knows_stops_the_base(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(name: str) -> pl.DataFrame:
        table = read_reference(name)
        return table.with_columns(statut=pl.lit("vendu")) if name == "cas_relocalisation.csv" else table

    monkeypatch.setattr(cases, "read_reference", read)
    case_base.cache_clear()
    with pytest.raises(AncrageError, match="C001"):
        case_base()
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
    assert linked_cases(edition, "16.10") == (NONE, ())


def test_none_is_said_not_shown_as_zero(edition: Edition, territory: Places) -> None:
    found = target_cases(edition, territory("zone_emploi", "8414"), "16.10")
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
    near = nearest(edition, territory("zone_emploi", "8414"), case_base())
    known = [found.distance_km is not None for found in near]
    assert known == sorted(known, reverse=True)
    assert {f.case.place for f in near if f.case.commune is None} == {"lieu non précisé"}


def test_a_count_never_goes_without_its_caveat() -> None:
    said = caution()
    assert "43\u00a0%" in said and "2\u00a0%" in said  # taux_echec_cohorte_* of the reference parameters
    assert "Ce n'est pas un taux de réussite." in said
    assert failure_sentence(case_base()) == "19 cas sur 110 arrêtés, 12 en difficulté, suspendus ou repris."
    stopped = [case for case in case_base() if case.outcome == "arrêté"]
    assert failure_sentence(stopped[:1]) == "1 cas sur 1 arrêté."
    assert failure_sentence([case for case in case_base() if case.id == "C049"]) == "Aucun cas sur 1 arrêté."


# searching


def test_words_are_found_by_their_beginning_accents_aside(edition: Edition) -> None:
    assert [case.id for case in search_cases(edition, "LIN beth")] == ["C018"]
    assert "C030" not in {case.id for case in search_cases(edition, "lin")}  # « alcalins »
    assert search_cases(edition, "xyzzy") == ()
    assert search_cases(edition) == case_base()


def test_a_family_holds_those_below_it(edition: Edition) -> None:
    health = {case.id for case in search_cases(edition, family="sante")}
    assert {case.id for case in search_cases(edition, family="Équipements de protection")} < health
    with pytest.raises(AncrageError, match="famille de produits"):
        search_cases(edition, family="licornes")


@given(st.text(max_size=40))
def test_any_text_can_be_searched(text: str) -> None:
    from tests.conftest import _edition

    assert set(search_cases(_edition(), text)) <= set(case_base())


def test_outcomes_cover_every_status_and_the_command_knows_them() -> None:
    from ancrage.cli.cas import ISSUES

    assert set(OUTCOMES.values()) == set(ISSUES)
    assert {case.status for case in case_base()} <= set(OUTCOMES)
