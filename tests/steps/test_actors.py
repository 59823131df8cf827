"""Actors: inferred from activity and distance, and said so."""

from collections.abc import Callable

import pytest

from ancrage.steps.actors import RADIUS_KM, SHOWN, TARGETS, actors
from ancrage.study import Study

Studies = Callable[[str, str], Study]


def test_each_target_has_its_nearest_makers(study: Studies) -> None:
    arve = study("zone_emploi", "8414")
    by_target = {t.activity: [a for a in arve.actors if a.target == t.activity] for t in arve.targets[:TARGETS]}
    assert all(len(found) <= SHOWN for found in by_target.values())
    for found in by_target.values():
        assert [a.rank for a in found] == list(range(1, len(found) + 1))
        assert all(a.here or a.distance_km <= RADIUS_KM for a in found)


def test_same_activity_on_the_spot_comes_before_the_rest(study: Studies) -> None:
    turners = actors(study("zone_emploi", "8414").local, ["25.62"])
    assert all(a.activity == "25.62" and a.here for a in turners)
    assert all(a.confidence == "forte" for a in turners)
    assert len({a.siret for a in turners}) == len(turners)
    jobs = [a.jobs for a in turners]
    assert jobs == sorted(jobs, reverse=True)


def test_distance_counts_from_the_centre(study: Studies) -> None:
    cluses = next(a for a in study("zone_emploi", "8414").actors if a.commune_label == "Cluses")
    assert cluses.distance_km == pytest.approx(4, abs=5)


def test_no_establishment_around_no_actor(study: Studies) -> None:
    """An activity that no establishment of the country declares is near to none."""
    local = study("zone_emploi", "8414").local
    alone = [c for c, jobs in zip(local.country.codes(), local.country.jobs, strict=True) if jobs == 0][:1]
    assert actors(local, alone) == ()
