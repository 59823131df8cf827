"""Related and unrelated variety."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import entropy_variety
from tests.methods.matrices import jobs


@given(jobs(min_side=2), st.floats(1.5, 10))
def test_related_and_unrelated_add_up(matrix, base):
    group = [i % 3 for i in range(matrix.shape[1])]
    found = entropy_variety(matrix, group, base)
    filled = matrix.sum(axis=1) > 0
    p = matrix[filled] / matrix[filled].sum(axis=1, keepdims=True)
    entropy = -np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1) / np.log(base)
    np.testing.assert_allclose((found.related + found.unrelated)[filled], entropy, atol=1e-9)
    assert (found.related[filled] >= -1e-9).all()
    assert (found.unrelated[filled] >= -1e-9).all()
    assert np.isnan(found.total[~filled]).all()


@given(jobs(min_side=2, least=1))
def test_one_group_has_only_related_variety(matrix):
    n = matrix.shape[1]
    np.testing.assert_allclose(entropy_variety(matrix, ["A"] * n).unrelated, 0, atol=1e-12)
    np.testing.assert_allclose(entropy_variety(matrix, list(range(n))).related, 0, atol=1e-12)


def test_miller_madow_lifts_small_territories_most():
    plain = entropy_variety([8, 1, 1], "AAB")
    few = entropy_variety([8, 1, 1], "AAB", observations=10)
    many = entropy_variety([8, 1, 1], "AAB", observations=1000)
    assert few.total - plain.total == pytest.approx(2 / 20 / np.log(2))
    assert few.total > many.total > plain.total
    assert few.related + few.unrelated == pytest.approx(few.total)


def test_the_correction_never_passes_an_even_spread():
    two = entropy_variety([5, 5], ["a", "b"], observations=2)
    assert (two.total, two.unrelated, two.related, two.evenness) == (1, 1, 0, 1)


def test_evenness_of_equal_activities_is_one():
    assert entropy_variety([5, 5, 5, 5], "AABB").evenness == pytest.approx(1)


@pytest.mark.parametrize("arguments", [([1, 2], "A"), ([1, 2], "AB", 1.0), ([1, np.nan], "AB")])
def test_bad_input_is_refused(arguments):
    with pytest.raises(ValueError, match="«"):
        entropy_variety(*arguments)
