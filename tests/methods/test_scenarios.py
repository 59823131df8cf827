"""Extraction, import substitution and local multipliers: accounting identities, bounds, degenerate data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import hypothetical_extraction, import_substitution, local_multiplier
from tests.methods.test_leontief import FLOWS, OUTPUT, tables

EXTRACTIONS = ("total", "backward", "dietzenbacher_van_der_linden")

DOMESTIC = np.array([[0.10, 0.20], [0.15, 0.05]])
IMPORTED = np.array([[0.05, 0.10], [0.02, 0.08]])
FINAL, FINAL_IMPORTED = [300.0, 400], [80.0, 20]


def test_extraction_by_hand():
    # without sector 0, sector 1 keeps its own chain and its final sales: 1700 / 0.95
    got = hypothetical_extraction(FLOWS, OUTPUT, 0, intensities=[10, 5])
    assert got.loss_by_sector.tolist() == pytest.approx([1000, 2000 - 1700 / 0.95])
    assert got.own_loss == pytest.approx(1000)
    assert got.loss_share == pytest.approx(got.loss / 3000)
    assert got.content_loss == pytest.approx(10 * 1000 + 5 * (2000 - 1700 / 0.95))
    # no purchases at home: column 0 of A is zero
    backward = hypothetical_extraction(FLOWS, OUTPUT, 0, kind="backward")
    x1 = 1700 / 0.95
    assert backward.loss_by_sector.tolist() == pytest.approx([1000 - (350 + 0.25 * x1), 2000 - x1])
    # neither buys from nor sells to the others, but keeps itself and its final sales
    kept = hypothetical_extraction(FLOWS, OUTPUT, 0, kind="dietzenbacher_van_der_linden")
    assert kept.loss_by_sector.tolist() == pytest.approx([1000 - 350 / 0.85, 2000 - x1])


def test_a_mask_is_not_a_pair_of_indices():
    one = hypothetical_extraction(FLOWS, OUTPUT, 1)
    assert one.loss == pytest.approx(2588.235294, abs=1e-6)
    assert hypothetical_extraction(FLOWS, OUTPUT, [False, True]).loss == pytest.approx(one.loss)
    for wrong in (1.7, "1", True, [True], [False, False], [[0, 1]]):
        with pytest.raises(ValueError, match="« sector »"):
            hypothetical_extraction(FLOWS, OUTPUT, wrong)


@given(tables(), st.integers(0, 3), st.floats(0, 1))
def test_bounds_of_the_losses(table, sector, share):
    flows, output = table
    losses = {kind: hypothetical_extraction(flows, output, sector, kind=kind) for kind in EXTRACTIONS}
    total, backward, kept = (losses[kind].loss for kind in EXTRACTIONS)
    assert total >= output[sector] * (1 - 1e-9)
    assert total >= backward - 1e-6
    assert total >= kept - 1e-6
    for got in losses.values():
        assert got.own_loss + got.other_loss == pytest.approx(got.loss, abs=1e-6)
        assert (got.loss_by_sector >= -1e-6).all()
    partial = hypothetical_extraction(flows, output, sector, share=share).loss
    assert -1e-6 <= partial <= total + 1e-6


def test_extraction_of_nothing_and_of_everything():
    assert hypothetical_extraction(FLOWS, OUTPUT, 0, share=0).loss == pytest.approx(0, abs=1e-9)
    assert hypothetical_extraction(FLOWS, OUTPUT, [0, 1]).loss_share == pytest.approx(1)
    contents = hypothetical_extraction(FLOWS, OUTPUT, 1, intensities=np.ones((3, 2))).content_loss
    assert contents.tolist() == pytest.approx([hypothetical_extraction(FLOWS, OUTPUT, 1).loss] * 3)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sector": 2}, "sector"),
        ({"sector": []}, "sector"),
        ({"sector": 0, "kind": "forward"}, "kind"),
        ({"sector": 0, "share": 1.5}, "share"),
    ],
)
def test_bad_extractions_are_refused_in_french(options, said):
    with pytest.raises(ValueError, match=said):
        hypothetical_extraction(FLOWS, OUTPUT, **options)


def test_substitution_by_hand():
    # one sector: A_d = 0.2, A_m = 0.3, half of the imports made at home
    got = import_substitution([[0.2]], [[0.3]], [80], [20], [0.5], jobs=[10], co2=[2], co2_abroad=[3])
    before, after = 80 / 0.8, 90 / 0.65
    imports = 0.5 * (0.3 * after + 20) - (0.3 * before + 20)
    assert got.output_change[0] == pytest.approx(after - before)
    assert got.import_change[0] == pytest.approx(imports)
    assert got.value_added_change == pytest.approx(-imports)
    assert got.jobs_change == pytest.approx(10 * (after - before))
    assert got.co2_home_change == pytest.approx(2 * (after - before))
    assert got.co2_abroad_change == pytest.approx(3 * imports)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_what_is_no_longer_paid_abroad_is_earned_at_home(shares):
    got = import_substitution(DOMESTIC, IMPORTED, FINAL, FINAL_IMPORTED, shares)
    assert got.conservation == pytest.approx(0, abs=1e-9)
    assert (got.output_change >= -1e-9).all()
    assert got.import_change.sum() <= 1e-9


def test_making_one_product_at_home_imports_more_of_the_other():
    got = import_substitution(DOMESTIC, IMPORTED, FINAL, FINAL_IMPORTED, [0.2, 0])
    assert got.import_change[0] < 0 < got.import_change[1]
    assert import_substitution(DOMESTIC, IMPORTED, FINAL, FINAL_IMPORTED, [0, 0]).jobs_change == 0


def test_other_value_added_shows_in_the_check():
    got = import_substitution(DOMESTIC, IMPORTED, FINAL, FINAL_IMPORTED, [0.2, 0], value_added=[0.5, 0.5])
    assert got.conservation < -1


def test_bad_shares_are_refused_in_french():
    with pytest.raises(ValueError, match="shares"):
        import_substitution(DOMESTIC, IMPORTED, FINAL, FINAL_IMPORTED, [1.2, 0])
    with pytest.raises(ValueError, match="une par secteur"):
        import_substitution(DOMESTIC, IMPORTED, FINAL, FINAL_IMPORTED, [0.2])


def test_local_multiplier_gives_the_french_range():
    got = local_multiplier(100)
    assert got.non_tradable_jobs.tolist() == pytest.approx([64, 80, 125])
    assert got.total_jobs.tolist() == pytest.approx([164, 180, 225])
    assert local_multiplier(50, 1.6).non_tradable_jobs == pytest.approx(80)
    with pytest.raises(ValueError, match="« tradable_jobs »"):
        local_multiplier(-1)
