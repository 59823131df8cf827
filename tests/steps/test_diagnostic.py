"""Known truths of the diagnosis, on the embedded edition."""

from collections.abc import Callable

import numpy as np
import pytest

from ancrage.steps.diagnostic.missing_links import covered
from ancrage.steps.diagnostic.specialisations import Specialisation
from ancrage.study.run import Results

Studies = Callable[[str, str], Results]


def by_activity(study: Results) -> dict[str, Specialisation]:
    return {s.activity: s for s in study.diagnostic.specialisations}


def test_arve_turns_bars(study: Studies) -> None:
    first = study("zone_emploi", "8414").diagnostic.specialisations[0]
    assert first.activity == "25.62"
    assert first.jobs == pytest.approx(5900, rel=0.02)
    assert first.sub_activities[0].code == "25.62A"
    assert first.quality == "A"
    assert 1 < first.low < first.shrunk_quotient < first.high < first.quotient * 1.5


def test_oyonnax_moulds_plastics(study: Studies) -> None:
    first = study("zone_emploi", "8425").diagnostic.specialisations[:3]
    assert {s.activity[:4] for s in first} == {"22.2"}


def test_bresle_vimeu_blows_glass_and_makes_locks(study: Studies) -> None:
    first = study("zone_emploi", "0058").diagnostic.specialisations[:2]
    assert [s.activity for s in first] == ["23.13", "25.72"]


def test_shrinking_pulls_one_plant_activities_most(study: Studies) -> None:
    """23.19 weighs 109 times its national share in Bresle-Vimeu, but two establishments carry it."""
    found = by_activity(study("zone_emploi", "0058"))
    assert found["23.19"].quotient > found["25.73"].quotient
    assert found["23.19"].shrunk_quotient < found["25.73"].shrunk_quotient
    assert found["23.19"].quality == "D"


def test_jobs_and_gaps_add_up(study: Studies) -> None:
    diagnostic = study("zone_emploi", "8414").diagnostic
    jobs = sum(s.jobs for s in diagnostic.specialisations)
    assert jobs == sum(s.jobs for s in diagnostic.sectors)
    assert sum(s.share for s in diagnostic.specialisations) == pytest.approx(1)
    assert sum(s.gap_jobs for s in diagnostic.sectors) == pytest.approx(0, abs=1e-6)
    excess = [s.excess_jobs for s in diagnostic.specialisations]
    assert excess == sorted(excess, reverse=True)


def test_peers_are_of_the_same_level_and_never_itself(study: Studies) -> None:
    found = study("zone_emploi", "8414").diagnostic.peers
    assert found
    assert all(p.level == "zone_emploi" and p.code != "8414" and 0 < p.similarity < 1 for p in found)


def test_employers_shares_grow(study: Studies) -> None:
    employers = study("zone_emploi", "8414").diagnostic.employers
    shares = [employers.top_share, employers.top_three_share, employers.top_ten_share]
    assert shares == sorted(shares)
    assert employers.employers <= employers.establishments
    assert np.isclose(employers.main[0].share, employers.top_share)


def test_missing_links_are_bought_and_hardly_made_here(study: Studies) -> None:
    links = study("zone_emploi", "8414").diagnostic.missing_links
    assert links
    for link in links:
        assert link.supply_meur < 0.25 * link.need_meur
        assert sum(b.share for b in link.buyers) <= 1 + 1e-9
        assert link.sector[0] in "ABC"


def test_a_metal_turning_valley_buys_metal(study: Studies) -> None:
    assert any(link.sector in ("C24A", "C24B") for link in study("zone_emploi", "8414").diagnostic.missing_links)


def test_a_handful_of_establishments_never_makes_a_narrow_interval(study: Studies) -> None:
    """Six establishments cannot show that quotients hardly vary: one plant of 150 jobs leaves the quotient open."""
    machining = by_activity(study("epci", "200000800"))["25.62"]
    assert machining.quotient > 20
    assert machining.high / machining.low > 5
    assert machining.quality == "D"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "n'en couvre rien"),
        (0.0001, "en couvrirait moins de 1\u00a0%"),
        (0.0099, "en couvrirait moins de 1\u00a0%"),
        (0.01, "n'en couvrirait que 1\u00a0%"),
        (0.24, "n'en couvrirait que 24\u00a0%"),
    ],
)
def test_nothing_covered_is_said_so_never_zero_per_cent(share: float, words: str) -> None:
    assert covered(share) == words
