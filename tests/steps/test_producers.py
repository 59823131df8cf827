"""Possible producers are found while the register is read, as by holding every row, in one file or in parts."""

import numpy as np
import polars as pl
import pytest

from ancrage.domain.knowledge import Correction, Knowledge
from ancrage.methods import distance_km, joint_evidence, proximity_weight
from ancrage.steps.actors import actors, find_actors, wanted_activity, wanted_product
from ancrage.steps.actors.actor import RADIUS_KM, around
from ancrage.steps.actors.producers import (
    ELSEWHERE,
    LEAST_EVIDENCE,
    OUTSIDE_FACTORIES,
    activity_strength,
    best_makers,
    patterns,
)
from ancrage.steps.actors.wanted import Wanted, _pattern, _trade_words
from ancrage.steps.local import Local
from ancrage.steps.resources import resources
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.register import TABLE

PLACES = [("zone_emploi", "8414"), ("departement", "59"), ("zone_emploi", "0601")]


def by_hand(local: Local, wanted: Wanted, count: int) -> list[tuple[str, float]]:
    """Every row of the register in memory, by the methods."""
    rows, place, country = local.edition.table(TABLE), local.territory, local.country
    strength = activity_strength(local.edition, wanted)
    activity = np.array([strength[country.index[code]] for code in rows["class"]])
    own = rows["class"].is_in(list(wanted.classes)).to_numpy()
    named = np.zeros(rows.height)
    for pattern, worth in patterns(wanted):
        named[rows["name"].fill_null("").str.contains(pattern).to_numpy()] = worth
    named *= np.array([country.is_manufacturing[country.index[c]] for c in rows["class"]]) * (1 - OUTSIDE_FACTORIES) + (
        OUTSIDE_FACTORIES
    )
    if not wanted.codes:
        named[own] = 0
    siren = rows["siret"].str.slice(0, 9)
    elsewhere = np.where(siren.is_in(siren.filter(own).unique().to_list()).to_numpy() & ~own, ELSEWHERE, 0.0)
    away = distance_km(place.lon, place.lat, rows["lon"].to_numpy(), rows["lat"].to_numpy())
    here = rows["commune"].is_in(list(place.communes)).to_numpy()
    evidence = joint_evidence(activity, named, elsewhere)
    score = evidence * proximity_weight(np.where(here, 0, away), rows["jobs"].to_numpy())
    kept = np.flatnonzero((evidence >= LEAST_EVIDENCE) & (here | (away <= RADIUS_KM)))
    found = [(rows["siret"][int(i)], float(score[i])) for i in kept]
    return sorted(found, key=lambda pair: (-round(pair[1], 9), pair[0]))[:count]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("what", ["25.62", "21.20", "850760"])
def test_the_same_twenty_as_by_hand(edition, split, territory, place, what):
    place = territory(*place)
    wanted = wanted_activity(what) if "." in what else wanted_product(edition, what)
    known = by_hand(Local(edition, place), wanted, 20)
    for one in (edition, split):
        local = Local(one, place)
        found = best_makers(local, around(local).near, wanted, 20)
        assert np.allclose(found["score"], [score for _, score in known])
        assert set(found["siret"]) == {siret for siret, _ in known}


@pytest.mark.parametrize("place", PLACES)
def test_every_role_is_the_same_in_parts(edition, split, territory, place):
    place = territory(*place)
    told = [actors(Local(one, place), ["25.73", "10.51", "38.32"], 20) for one in (edition, split)]
    assert told[0] == told[1] and len(told[0]) >= 30


def test_corrections_win_in_parts_too(edition, split, territory):
    """A closed firm leaves, one that moved here joins, another trade counts."""
    place = territory("zone_emploi", "8414")
    first = find_actors(Local(edition, place), [wanted_activity("25.73")], 3, roles=("producteur possible",))
    rows = edition.table(TABLE).filter(pl.col("class") == "10.51").sort("siret")
    far = rows.filter(~pl.col("commune").str.starts_with("74"))["siret"]
    corrections = (
        Correction(str(first[0].siret), "ferme", "oui", "2026-01-02", "visite"),
        Correction(far[0], "commune", place.communes[0], "2026-01-02", "visite"),
        Correction(far[0], "activite", "25.73", "2026-01-02", "visite"),
    )
    told = [
        find_actors(
            Local(one, place, corrections),
            [wanted_activity("25.73")],
            20,
            knowledge=Knowledge(corrections=corrections),
        )
        for one in (edition, split)
    ]
    assert told[0] == told[1]
    sirets = [a.siret for a in told[0] if a.role == "producteur possible"]
    assert far[0] in sirets and first[0].siret not in {a.siret for a in told[0]}


@pytest.mark.parametrize("activity", ["25.62", "10.51", "24.46", "30.30"])
def test_quartiles_of_counted_sizes_are_those_of_the_rows(edition, split, activity):
    jobs = edition.table(TABLE).filter(pl.col("class") == activity)["jobs"].to_numpy()
    for one in (edition, split):
        size = resources(one, activity).jobs
        assert [size.low, size.central, size.high] == pytest.approx(np.quantile(jobs, [0.25, 0.5, 0.75]))
        assert resources(one, activity).establishments == len(jobs)


def test_no_trade_word_names_only_other_trades(edition: Edition) -> None:
    """A word that eight establishments bear must be borne by one of its trade: TRAVAUX, FILS, BOULANGERIE were not."""
    register = edition.table("establishments").drop_nulls("name").select("name", "class")
    for words, classes, _ in _trade_words():
        for word in words:
            bearers = register.filter(pl.col("name").str.contains(_pattern([word]) or ""))["class"]
            assert len(bearers) < 8 or bearers.is_in(list(classes)).any(), (word, classes)
