"""Stakes drive the choice: the same territory under three wills gives three lists, and each can be explained."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ancrage.domain.limits import Limits
from ancrage.domain.strategy import Strategy
from ancrage.inputs.strategy import default_strategy
from ancrage.study.run import Results, run_steps
from tests.studies import as_dict

Studies = Callable[[str, str], Results]

WILLS = {
    "santé": {"E01": 5.0, "E02": 2.0, "E05": 1.0},
    "emploi": {"E05": 5.0, "E13": 3.0, "E07": 2.0},
    "souveraineté": {"E12": 5.0, "E04": 4.0, "E08": 4.0},
}
METROPOLITAN, RURAL, OVERSEAS = ("zone_emploi", "8421"), ("zone_emploi", "8403"), ("zone_emploi", "0402")


def wanting(weights: dict[str, float], limits: Limits | None = None) -> Strategy:
    default = default_strategy()
    stakes = tuple(replace(s, weight=weights.get(s.code, 0.0)) for s in default.stakes)
    return replace(default, stakes=stakes, limits=limits or Limits())


def under(study: Results, strategy: Strategy) -> Results:
    return run_steps(study.local.edition, study.local.territory, strategy)


@pytest.mark.parametrize("place", [METROPOLITAN, RURAL, OVERSEAS], ids=["métropole", "rural", "outre-mer"])
def test_three_wills_three_lists(study: Studies, place: tuple[str, str]) -> None:
    lists = {name: under(study(*place), wanting(w)).targets[:10] for name, w in WILLS.items()}
    found = {name: {t.activity for t in targets} for name, targets in lists.items()}
    assert found["santé"] != found["emploi"] != found["souveraineté"] != found["santé"]
    for name, targets in lists.items():
        # what comes first serves what is wanted, and says through which family
        served = [t for t in targets if any(s.code in WILLS[name] for s in t.stakes)]
        assert len(served) >= 5
        assert all(s.reason for t in served for s in t.stakes)


def test_limits_set_targets_apart_with_the_reason(study: Studies) -> None:
    limited = under(study("zone_emploi", "8414"), wanting(WILLS["emploi"], Limits(excluded=("25.62",))))
    document = as_dict(limited)
    turning = next(t for t in document["cibles"] if t["activite"] == "25.62")
    assert turning["ecartee"]
    assert any(v["verdict"] == "dépasse" and "25.62" in v["phrase"] for v in turning["limites"])
    assert "25.62" not in {row["activite"] for row in document["a_faire_revenir"]}
    assert "25.62" not in {p["activite"] for p in document["portefeuille"]["projets"]}


def test_more_land_never_buys_less(study: Studies) -> None:
    arve = study("zone_emploi", "8414")
    values = [under(arve, wanting(WILLS["emploi"], Limits(land_ha=ha))).portfolio for ha in (3.0, 10.0, 30.0)]
    assert all(p is not None and p.gap == 0 for p in values)
    assert [p.value for p in values if p] == sorted(p.value for p in values if p)


def test_without_limit_there_is_no_portfolio_and_it_is_said(study: Studies) -> None:
    document = as_dict(study("zone_emploi", "8414"))
    assert document["portefeuille"]["statut"] == "absent"
    assert not any(t["ecartee"] for t in document["cibles"])
