"""Record linkage: symmetry, published values, French identifiers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage import methods as m


@given(st.text(max_size=12), st.text(max_size=12))
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    s = m.jaro_winkler(a, b)
    assert 0 <= s <= 1
    assert s == pytest.approx(m.jaro_winkler(b, a))
    assert m.jaro_winkler(a, a) == 1


def test_prefix_weight_is_bounded() -> None:
    assert m.jaro_winkler("martha", "marhta", 0) == pytest.approx(0.9444, abs=1e-4)
    with pytest.raises(ValueError, match="prefix_weight"):
        m.jaro_winkler("a", "b", 0.3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Société Dupont & Fils, S.A.S.", "dupont fils"),
        ("ÉTABLISSEMENTS BRÛLÉ SARL", "brule"),
        ("A.C.M.E. Industrie", "acme industrie"),
        ("S.A.", "sa"),
        ("", ""),
    ],
)
def test_names_lose_accents_and_legal_forms(name: str, expected: str) -> None:
    assert m.normalise_name(name) == expected
    assert m.normalise_name(expected) == expected


def test_weight_adds_bits_and_probability_undoes_them() -> None:
    assert m.match_weight([0.9], [0.005]) == pytest.approx(np.log2(180))
    assert m.match_weight([0.9, 0.5], [0.005, 0.5], 0.0097) == pytest.approx(np.log2(180) - 6.6737, abs=1e-4)
    assert m.match_weight([[0.9, 0.1], [0.5, 0.5]], [0.1, 0.9]).shape == (2,)
    assert m.match_probability(m.match_weight([1], [1], 0.3)) == pytest.approx(0.3)
    assert m.match_probability([-5000, 0, 5000]).tolist() == [0, 0.5, 1]


@pytest.mark.parametrize("siren", ["732829320", "732 829 320", "356000000"])
def test_valid_sirens(siren: str) -> None:
    assert m.siren_is_valid(siren)


@pytest.mark.parametrize("siren", ["732829321", "73282932", "7328293200", "73282932a", "", "٧٣٢٨٢٩٣٢٠"])
def test_invalid_sirens(siren: str) -> None:
    assert not m.siren_is_valid(siren)


def test_sirets_and_the_exception_of_la_poste() -> None:
    assert m.siret_is_valid("732 829 320 00074")
    assert not m.siret_is_valid("73282932000075")
    assert m.siret_is_valid("35600000000048")  # head office
    assert m.siret_is_valid("35600000049837")  # 3+5+6+4+9+8+3+7 = 45
    assert not m.siret_is_valid("35600000049838")
    assert not m.siret_is_valid("7328293200007")


@given(st.integers(0, 10**8 - 1))
def test_one_check_digit_in_ten_is_right(body: int) -> None:
    assert sum(m.siren_is_valid(f"{body:08d}{d}") for d in range(10)) == 1


def test_propensity_is_monotonic_and_never_overflows() -> None:
    assert m.propensity([[-1e6], [0], [1e6]], [1]).tolist() == [0, 0.5, 1]
    assert m.propensity([1, 2], [0.5, 0.25], -1) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: m.match_weight([0], [1]), "« m »"),
        (lambda: m.match_weight([1], [1], 1), "prior"),
        (lambda: m.propensity([[1, 2]], [1]), "features"),
        (lambda: m.propensity([[np.nan]], [1]), "« features »"),
    ],
)
def test_bad_arguments_are_named(call: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()  # type: ignore[operator]
