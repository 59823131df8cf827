"""Targets: ranked, explained, honest about what is not known."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from ancrage.domain.documents import plain
from ancrage.domain.strategy import Strategy
from ancrage.inputs.strategy import default_strategy
from ancrage.steps.targets import DETAILED, PRESENT, SERVICE, targets
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.study.run import Results

Studies = Callable[[str, str], Results]


def weighted(**weights: float) -> Strategy:
    """The default strategy with other stakes."""
    default = default_strategy()
    return replace(default, stakes=tuple(replace(s, weight=weights.get(s.code, 0.0)) for s in default.stakes))


def test_weights_of_a_group_sum_to_one() -> None:
    for group in ("besoin", "ancrage", "gain", "enjeux"):
        assert sum(c.weight for c in CRITERIA if c.group == group) == pytest.approx(1)


def test_scores_decrease_and_ranks_follow(study: Studies) -> None:
    found = study("zone_emploi", "8414").targets
    assert [t.rank for t in found] == list(range(1, len(found) + 1))
    assert all(a.score >= b.score for a, b in pairwise(found))
    assert len({t.activity for t in found}) == len(found)
    assert {t.activity for t in found if t.kind == SERVICE} == {
        "62.01",
        "62.02",
        "62.03",
        "62.09",
        "63.11",
        "72.19",
        "80.20",
    }


def test_the_score_is_the_weighted_sum_of_its_groups(study: Studies) -> None:
    shares = default_strategy().group_shares()
    for target in study("zone_emploi", "8414").targets:
        known = {g: v for g, v in plain(target.groups).items() if v is not None}
        expected = sum(shares[g] * v for g, v in known.items()) / sum(shares[g] for g in known)
        assert target.score == pytest.approx(expected, rel=1e-5)


def test_what_the_valley_masters_comes_first(study: Studies) -> None:
    found = study("zone_emploi", "8414").targets
    assert "25.62" in [t.activity for t in found[:3]]
    assert found[0].position == PRESENT
    assert found[0].chances.top10 > 0.5


def test_probabilities_are_probabilities(study: Studies) -> None:
    found = study("zone_emploi", "8414").targets
    assert sum(t.chances.top5 for t in found) == pytest.approx(5, abs=0.01)
    assert sum(t.chances.top10 for t in found) == pytest.approx(10, abs=0.01)
    assert all(0 <= t.chances.top5 <= t.chances.top10 <= 1 for t in found)


def test_detailed_targets_give_reasons_and_products(study: Studies) -> None:
    for target in study("zone_emploi", "8414").targets[:DETAILED]:
        assert len(target.reasons) >= 2
        if target.kind != SERVICE:
            assert all(p.code.isdigit() and len(p.code) == 8 for p in target.products)
            imports = [p.import_eur for p in target.products]
            assert imports == sorted(imports, reverse=True)


def test_services_say_what_they_lack(study: Studies) -> None:
    found = study("zone_emploi", "8414")
    service = next(t for t in found.targets if t.kind == SERVICE)
    values = found.criteria[service.rank - 1].values
    unknown = {code for code, value in values.items() if value is None}
    assert {"importations", "deficit", "couverture", "complexite"} <= unknown
    assert service.known_share < 1


def test_health_first_changes_the_list(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    health = {t.activity: t.rank for t in targets(local, weighted(E01=1.0))}
    food = {t.activity: t.rank for t in targets(local, weighted(E02=1.0))}
    assert health["21.20"] < food["21.20"]
    assert food["10.39"] < health["10.39"]


def test_swollen_masks_do_not_count_as_need(study: Studies) -> None:
    """63079098 alone is 5 billion euros of imports in the Covid window."""
    textile = next(row for row in study("zone_emploi", "8414").criteria if row.activity == "13.92")
    bought = textile.values["importations"]
    assert bought is not None and bought < 3e9


def test_without_establishment_only_the_country_speaks(study: Studies) -> None:
    territories = study("zone_emploi", "8414").local.edition.table("territories")
    empty = territories.filter((pl.col("level") == "epci") & (pl.col("jobs") == 0))["code"]
    found = study("epci", empty[0])
    assert not found.local.jobs.any()
    assert all(t.groups.anchoring is None for t in found.targets)
    assert all(np.isfinite(t.score) for t in found.targets)
    assert any(limit.title == "Trop peu à dire" for limit in found.limits)
    assert found.diagnostic.specialisations == ()


def test_criteria_follow_the_ranks_and_only_the_first_targets_are_told_in_full(study: Studies) -> None:
    found = study("zone_emploi", "8414")
    assert [row.activity for row in found.criteria] == [t.activity for t in found.targets]
    codes = {c.code for c in CRITERIA}
    assert all(set(row.values) == set(row.notes) == codes for row in found.criteria)
    assert [t.detailed for t in found.targets] == [True] * DETAILED + [False] * (len(found.targets) - DETAILED)
    assert not any(t.reasons or t.products for t in found.targets if not t.detailed)
