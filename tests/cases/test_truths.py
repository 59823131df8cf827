"""Places anyone in the trade would check first."""

from functools import cache
from typing import Any

import pytest

from ancrage.inputs.strategy import default_strategy
from ancrage.inputs.territories import read_territory
from ancrage.study.run import run_steps
from ancrage.warehouse.edition import open_edition
from tests.studies import as_dict

EDITION = open_edition()


@cache
def study(text: str) -> dict[str, Any]:
    return as_dict(run_steps(EDITION, read_territory(EDITION, text).value, default_strategy()))


def specialisations(text: str) -> list[dict[str, Any]]:
    return study(text)["diagnostic"]["specialisations"]


def test_the_arve_valley_turns_bars() -> None:
    first = specialisations("La Vallée de l'Arve")[0]
    assert first["activite"] == "25.62"
    assert first["emplois"] == pytest.approx(5900, rel=0.03)
    assert first["quotient"] > 10
    assert first["qualite"] == "A"


def test_oyonnax_moulds_plastics() -> None:
    assert specialisations("Oyonnax")[0]["activite"].startswith("22.2")


def test_the_bresle_makes_flasks_and_locks() -> None:
    first = [s["activite"] for s in specialisations("La Vallée de la Bresle-Vimeu")[:3]]
    assert {"23.13", "25.72"} <= set(first)


@pytest.mark.parametrize("text", ["La Vallée de l'Arve", "zone_emploi:7509", "departement:76", "region:53"])
def test_specialisations_are_ordered_by_excess_jobs(text: str) -> None:
    excess = [s["emplois_excedentaires"] for s in specialisations(text)]
    assert excess == sorted(excess, reverse=True)
    assert excess[0] > 0


@pytest.mark.parametrize("text", ["La Vallée de l'Arve", "zone_emploi:7509"])
def test_a_shrunk_quotient_is_nearer_to_one_and_inside_its_interval(text: str) -> None:
    for s in specialisations(text):
        low, high = s["intervalle"]["bas"], s["intervalle"]["haut"]
        assert low <= s["quotient_lisse"] <= high
        assert abs(s["quotient_lisse"] - 1) <= abs(s["quotient"] - 1) + 1e-6


def test_targets_give_reasons_and_products() -> None:
    targets = study("La Vallée de l'Arve")["cibles"]
    assert [t["rang"] for t in targets] == list(range(1, len(targets) + 1))
    assert [t["activite"] for t in targets[:10] if not t["raisons"]] == []
    traded = set(EDITION.table("trade_product")["class"])
    assert [t["activite"] for t in targets[:10] if t["activite"] in traded and not t["produits"]] == []
    assert sum(bool(t["produits"]) for t in targets[:10]) >= 5


def test_services_named_by_the_source_text_are_ranked_and_said_to_be_old() -> None:
    services = [t for t in study("departement:75")["cibles"] if t["type"] == "service"]
    assert {"62.01", "63.11"} <= {t["activite"] for t in services}
    assert all(t["reserves"] for t in services)


def test_actors_are_near_and_explained() -> None:
    found = study("La Vallée de l'Arve")["acteurs"]
    assert found and all(a["raison"] for a in found)
    # whom to attract is elsewhere; everyone else is here or within reach
    near = [a for a in found if a["role"] != "à attirer"]
    assert near and [a["siret"] for a in near if not a["sur_place"] and a["distance_km"] > 60] == []
