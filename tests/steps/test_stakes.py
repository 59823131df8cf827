"""Stakes: the matrix form gives what reading the reference base family by family gives."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.strategy import Strategy
from ancrage.inputs.strategy import default_strategy
from ancrage.reference import read_reference
from ancrage.steps.reference_base import published_lists, reference_products
from ancrage.steps.stakes import profiles, served_by_all, served_stakes, stakes_score, stakes_scores
from ancrage.warehouse.edition import Edition

ACTIVITIES = [
    "10.39",
    "10.82",
    "11.01",
    "21.20",
    "24.43",
    "25.40",
    "26.11",
    "25.62",
    "28.29",
    "31.09",
    "62.01",
    "99.99",
]
CODES = [s.code for s in default_strategy().stakes]
WEIGHTS = st.lists(st.integers(0, 5), min_size=len(CODES), max_size=len(CODES)).filter(any)


def weighing(weights: list[int]) -> Strategy:
    default = default_strategy()
    return replace(default, stakes=tuple(replace(s, weight=w) for s, w in zip(default.stakes, weights, strict=True)))


def stated(product: dict[str, str], facts: dict[tuple[str, str], float]) -> dict[str, float]:
    """What a product states by itself: its row, its lists, then what is said of it alone."""
    found: dict[str, float] = {}
    for part in product["enjeux"].split(";"):
        found[part[:3]] = float(part[4:])
    for (thing, stake), force in facts.items():
        if thing in (product["listes_lues"] or "").split(";"):
            found[stake] = max(force, found.get(stake, 0.0))
    return found | {stake: force for (thing, stake), force in facts.items() if thing == product["id"]}


def by_hand(activity: str, strategy: Strategy) -> float:
    """The products of the class, or its best family, straight from the files."""
    shares = strategy.shares()
    rows = {r["code"]: r for r in read_reference("familles.csv").iter_rows(named=True)}
    links = list(read_reference("enjeux_familles.csv").iter_rows(named=True))
    facts = {
        (r["objet"], r["enjeu"]): float(r["force"]) for r in read_reference("enjeux_produits.csv").iter_rows(named=True)
    }

    def family(code: str) -> dict[str, float]:
        own = [r for r in links if r["famille"] == code] or [r for r in links if r["famille"] == rows[code]["parent"]]
        return {r["enjeu"]: float(r["poids"]) / 2 for r in own}

    said = {stake: force for (thing, stake), force in facts.items() if thing == activity}
    products = [
        family(p["sous_famille"] or p["famille"]) | stated(p, facts)
        for p in read_reference("produits.csv").iter_rows(named=True)
        if activity in {naf[:5] for naf in p["naf"].split(";")}
    ]
    if products:
        served = [{s: sum(p.get(s, 0.0) for p in products) / len(products) for s in shares}]
    else:
        patterns = {code: (row["naf_classes"] or "").split(";") for code, row in rows.items()}
        served = [
            family(code)
            for code, words in patterns.items()
            if any(word and activity.startswith(word.rstrip("x")[:5]) for word in words)
        ] or [{}]
    return max(sum(shares.get(s, 0.0) * weight for s, weight in (one | said).items()) for one in served)


@given(WEIGHTS)
def test_scores_are_those_of_the_best_family(weights: list[int]) -> None:
    strategy = weighing(weights)
    found = stakes_scores(ACTIVITIES, profiles().shares(strategy))
    assert found == pytest.approx([by_hand(a, strategy) for a in ACTIVITIES])
    assert stakes_score(ACTIVITIES[1], strategy) == found[1]


@given(st.lists(WEIGHTS, min_size=1, max_size=4))
def test_many_strategies_at_once_are_each_alone(many: list[list[int]]) -> None:
    shares = np.column_stack([profiles().shares(weighing(weights)) for weights in many])
    together = stakes_scores(ACTIVITIES, shares)
    alone = [stakes_scores(ACTIVITIES, column) for column in shares.T]
    np.testing.assert_allclose(together, np.column_stack(alone), atol=1e-12)


@given(WEIGHTS)
def test_the_stakes_told_make_the_score(weights: list[int]) -> None:
    strategy = weighing(weights)
    shares = strategy.shares()
    told = served_by_all(ACTIVITIES, strategy)
    for activity, served in zip(ACTIVITIES, told, strict=True):
        assert sum(shares[s.code] * s.weight for s in served) == pytest.approx(stakes_score(activity, strategy))
        assert served == served_stakes(activity, strategy)
        assert all(shares[s.code] > 0 and s.reason for s in served)


def test_a_class_of_no_family_serves_nothing() -> None:
    assert stakes_score("99.99", default_strategy()) == 0
    assert served_stakes("99.99", default_strategy()) == ()


def test_every_strength_is_sourced_and_bears_on_something_that_exists(edition: Edition) -> None:
    rows = read_reference("enjeux_produits.csv").rows(named=True)
    things = {p.id for p in reference_products(edition)} | set(published_lists())
    things |= set(edition.table("naf_classes")["class"])
    stakes = set(read_reference("enjeux.csv")["code"])
    assert len({(r["objet"], r["enjeu"]) for r in rows}) == len(rows)
    for row in rows:
        assert row["objet"] in things and row["enjeu"] in stakes and 0 <= float(row["force"]) <= 1, row
        assert row["raison"] and row["source"] and "connaissance générale" not in row["source"], row


def test_products_of_one_family_do_not_serve_the_stakes_alike(edition: Edition) -> None:
    """Thirteen values stood for 237 activities; those of no family are the only large tie left."""
    kept = edition.table("naf_classes").filter(pl.col("is_manufacturing") | pl.col("is_named_service"))["class"]
    scores = stakes_scores(kept.to_list(), profiles().shares(default_strategy()))
    assert len(kept) == 237 and len(set(scores.tolist())) > 130
    food = dict(zip(kept, scores, strict=True))
    assert food["10.39"] > food["10.82"] > 0 and food["10.20"] > food["11.01"] > 0


def test_health_ranks_an_antibiotic_before_a_bandage_and_no_spirit() -> None:
    weights = [float(code == "E01") for code in CODES]
    alone = weighing([int(w) for w in weights])
    score = {code: stakes_score(code, alone) for code in ("21.10", "13.92", "10.39", "10.13", "11.01", "10.82")}
    assert score["21.10"] > score["10.39"] > score["10.13"] > score["11.01"] == score["10.82"] == 0
    first = served_stakes("21.10", alone)[0]
    assert "médicaments critiques" in first.reason


def test_services_do_not_serve_resilience_for_being_filed_with_electronics() -> None:
    alone = weighing([int(code == "E08") for code in CODES])
    assert [stakes_score(code, alone) for code in ("62.01", "62.02", "62.03", "63.11", "72.19")] == [0] * 5
    assert stakes_score("26.11", alone) > 0.5
