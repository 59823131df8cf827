import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain import wording as w


def test_numbers_read_as_in_french() -> None:
    assert w.integer(5910) == "5\u202f910"
    assert w.decimal(22.16) == "22,2"
    assert w.decimal(-0.5) == "−0,5"
    assert w.percent(0.156) == "16\u00a0%"
    assert w.times(32.4) == "32 fois"
    assert w.times(1.27) == "1,3 fois"


def test_a_small_share_is_not_called_zero() -> None:
    assert w.percent(0.001) == "moins de 1\u00a0%"
    assert w.percent(0.0) == "0\u00a0%"


def test_euros_take_the_unit_that_suits() -> None:
    assert w.euros(2.4e9) == "2,4\u00a0Md€"
    assert w.euros(310e6) == "310\u00a0M€"
    assert w.euros(999_999_999) == "1,0\u00a0Md€"
    assert w.euros(-45_000) == "−45\u00a0k€"
    assert w.euros(12) == "12\u00a0€"


def test_words_agree_with_numbers() -> None:
    assert w.count(1, "établissement") == "1\u00a0établissement"
    assert w.count(0, "établissement") == "0\u00a0établissement"
    assert w.count(3, "établissement") == "3\u00a0établissements"
    assert w.listing(["a", "b", "c"]) == "a, b et c"
    assert w.listing(["a"]) == "a"
    assert w.listing([]) == ""
    assert w.lower_first("Usinage") == "usinage"
    assert w.lower_first("TV et radio") == "TV et radio"


@given(st.floats(-1e12, 1e12))
def test_euros_never_lose_the_order_of_magnitude(value: float) -> None:
    number, unit = w.euros(value).replace("−", "-").replace("\u202f", "").replace(",", ".").split("\u00a0")
    scale = {"Md€": 1e9, "M€": 1e6, "k€": 1e3, "€": 1.0}[unit]
    assert abs(float(number) * scale - value) <= max(0.06 * abs(value), 0.5)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (12.5, 0, "13"), (13.5, 0, "14"), (2.5, 0, "3"), (-2.5, 0, "−3"), (3.25, 1, "3,3"), (2.675, 2, "2,68"),
        (0.05, 1, "0,1"), (1234.5, 0, "1\u202f235"), (-0.04, 1, "0,0"), (0.125, 2, "0,13"),
    ],
)  # fmt: skip
def test_a_half_goes_away_from_zero(value: float, digits: int, text: str) -> None:
    assert w.decimal(value, digits) == text


def test_what_people_gave_is_not_rounded() -> None:
    assert [w.figure(x) for x in (12.5, 13.5, 3.25, 14.0, 1000.0, 0.1 + 0.2)] == [
        "12,5", "13,5", "3,25", "14", "1\u202f000", "0,3",
    ]  # fmt: skip
    assert w.percent(0.285) == "29\u00a0%" and w.percent(0.155) == "16\u00a0%"


@given(st.floats(min_value=-1e9, max_value=1e9), st.integers(min_value=0, max_value=3))
def test_rounding_is_never_farther_than_a_half(value: float, digits: int) -> None:
    text = w.decimal(value, digits).replace("\u202f", "").replace(",", ".").replace("−", "-")
    assert abs(float(text) - value) <= 0.5 * 10**-digits * (1 + 1e-9) + 1e-9 * abs(value)


@pytest.mark.parametrize(
    ("name", "article", "of"),
    [
        ("Ain", "l'", "de l'Ain"),
        ("Haute-Savoie", "la", "de la Haute-Savoie"),
        ("Nord", "le", "du Nord"),
        ("Alpes-Maritimes", "les", "des Alpes-Maritimes"),
        ("Le Mans", "", "du Mans"),
        ("Les Ulis", "", "des Ulis"),
        ("La Rochelle", "", "de La Rochelle"),
        ("L'Haÿ-les-Roses", "", "de L'Haÿ-les-Roses"),
        ("Annecy", "", "d'Annecy"),
        ("Évry", "", "d'Évry"),
        ("Hyères", "", "d'Hyères"),
        ("Honfleur", "", "de Honfleur"),
        ("Ytrac", "", "d'Ytrac"),
        ("Œuilly", "", "d'Œuilly"),
        ("Lescar", "", "de Lescar"),
        ("Communauté urbaine Le Mans Métropole", "", "de la Communauté urbaine Le Mans Métropole"),
    ],
)
def test_a_place_takes_the_form_that_goes_after_of(name: str, article: str, of: str) -> None:
    assert w.of_place(name, article) == of


def test_a_place_takes_the_form_that_goes_after_at() -> None:
    assert [w.at_place(name) for name in ("Annecy", "Le Mans", "Les Ulis", "La Rochelle")] == [
        "à Annecy",
        "au Mans",
        "aux Ulis",
        "à La Rochelle",
    ]
