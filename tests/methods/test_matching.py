"""Matching names to a register: comparable names, candidates, agreement, probability."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage import methods as m
from ancrage.methods.matching import IDENTICAL, INITIALS, NAME_LEVELS, Names

REGISTER = Names.of(
    [
        "bourgeaux basthard",
        "bamarec marnaz",
        "techniques avancees usinage",
        "decolletage arve",
        "decolletage cluses",
        "kone",
    ]
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sté Méca. de l'Arve - S.A.S.", "mecanique arve"),
        ("C T S", "cts"),
        ("S.N.A.A.M.", "snaam"),
        ("Etablsisements Pruvot", "pruvot"),
        ("Dupont & Fils", "dupont fils"),
        ("SARL", "sarl"),
        ("", ""),
    ],
)
def test_names_become_comparable(name: str, expected: str) -> None:
    assert m.name_key(name) == expected


@given(st.text(max_size=40))
def test_a_comparable_name_is_plain_and_stays(name: str) -> None:
    key = m.name_key(name)
    plain = set("abcdefghijklmnopqrstuvwxyz0123456789")
    assert key == key.strip()
    assert set(key) <= plain | {" "} or not set(key) & plain  # a name in another alphabet stays in it
    assert not key or Names.of([key]).keys == (key,)


def best(name: str) -> tuple[str, float, str]:
    """Nearest name of the small register, score and level."""
    keys = [m.name_key(name)]
    left, right = m.name_candidates(keys, REGISTER)
    score, level, _ = m.name_agreement(keys, REGISTER, left, right)
    top = int(np.argmax(score + (level == INITIALS)))
    return REGISTER.keys[right[top]], float(score[top]), NAME_LEVELS[level[top]]


@pytest.mark.parametrize(
    ("name", "found", "level"),
    [
        ("Basthard-Bourgeaux SAS", "bourgeaux basthard", "identique"),
        ("Bourgeaux Bastard", "bourgeaux basthard", "presque identique"),
        ("TAU", "techniques avancees usinage", "sigle"),
        ("Bamarec", "bamarec marnaz", "proche"),
        ("Décoll. de l'Arve", "decolletage arve", "identique"),
    ],
)
def test_the_right_name_is_found(name: str, found: str, level: str) -> None:
    assert best(name)[0] == found
    assert best(name)[2] == level


@given(st.lists(st.text("abcdeé 123", max_size=15), max_size=8))
def test_agreement_is_bounded_and_whole_with_itself(names: list[str]) -> None:
    keys = sorted({m.name_key(name) for name in names} - {""})
    register = Names.of(keys)
    left, right = m.name_candidates(keys, register)
    score, level, length = m.name_agreement(keys, register, left, right)
    assert ((score >= 0) & (score <= 1)).all() and (level <= IDENTICAL).all() and (length >= 0).all()
    assert len(set(zip(left.tolist(), right.tolist(), strict=True))) == len(left)
    same = {(i, j): k for i, j, k in zip(left.tolist(), right.tolist(), level.tolist(), strict=True)}
    assert all(same[i, i] == IDENTICAL for i in range(len(keys)))


def test_the_published_example_of_splink_is_found_with_one_candidate() -> None:
    # a waterfall of 9.47 bits, prior included: probability 0.999 (vector p7_fellegi_sunter)
    each, none = m.match_posterior([9.47], [0], 1, 0.5)
    assert each[0] == pytest.approx(0.999, abs=5e-4)
    assert each[0] == pytest.approx(m.match_probability(9.47))
    assert none[0] == pytest.approx(1 - each[0])


def test_candidates_share_one_probability() -> None:
    each, none = m.match_posterior([10, 10, 3], [0, 0, 1], 3, 0.5)
    assert each[0] == each[1] == pytest.approx(0.5, abs=1e-3)
    assert each[2] == pytest.approx(8 / 9)
    assert none[2] == 1


@given(
    st.lists(st.tuples(st.floats(-2000, 2000), st.integers(0, 4)), max_size=20),
    st.floats(0.01, 0.99),
)
def test_probabilities_of_a_row_sum_to_one(pairs: list[tuple[float, int]], prior: float) -> None:
    weights, owner = [w for w, _ in pairs], [o for _, o in pairs]
    each, none = m.match_posterior(weights, owner, 5, prior)
    assert np.bincount(owner, each, minlength=5) + none == pytest.approx(np.ones(5))
    assert (each >= 0).all() and (none >= 0).all()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: m.name_candidates(["a"], REGISTER, 0), "count"),
        (lambda: m.name_agreement(["a"], REGISTER, [0], [0, 1]), "left"),
        (lambda: m.match_posterior([np.nan], [0], 1), "weights"),
        (lambda: m.match_posterior([1], [2], 1), "owner"),
        (lambda: m.match_posterior([1], [0], 1, 1.0), "prior"),
    ],
)
def test_bad_arguments_are_named(call: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()  # type: ignore[operator]
