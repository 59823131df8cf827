"""Firms known to make a product are among the first possible producers, better than a plain filter of activities."""

import pytest
from benchmarks.actors_recall import LISTS, PAIRS, SEARCHES, pairs, recall

from ancrage.warehouse.edition import Edition


def test_the_pairs_are_of_the_register_and_enough(edition: Edition) -> None:
    found = pairs()
    known = set(edition.table("establishments")["siret"])
    assert PAIRS.exists() and {p.siret for p in found} <= known
    assert len({(p.siret, p.code) for p in found}) == len(found) >= 60
    assert sum(bool(p.case) for p in found) >= 30
    assert {p.part for p in found} == {"réglage", "mesure", "vérification"}


@pytest.mark.parametrize("title", [name for name in LISTS if name != "liste de réglage"])
def test_most_known_makers_are_among_the_first_twenty(title: str) -> None:
    """Every third pair, so as to be quick: thresholds sit under what was measured (docs/performance.md)."""
    chosen = [p for p in pairs() if LISTS[title](p)][::3]
    rows = {
        r["recherche"]: r
        for r in recall(chosen, {n: SEARCHES[n] for n in ("Ancrage", "Filtre NAF")})
        if r["liste"] == title
    }
    ours, plain = rows["Ancrage"], rows["Filtre NAF"]
    assert ours["zone d'emploi"] >= 0.85 and ours["département"] >= 0.85 and ours["région"] >= 0.7
    assert ours["zone d'emploi"] > plain["zone d'emploi"]
