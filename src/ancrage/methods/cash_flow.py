"""Is an investment worth it: net present value and rates of return."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import ROUNDING, broadcastable, numbers
from ancrage.methods.decision import Array


def npv(rate: ArrayLike, cashflows: ArrayLike) -> float | Array:
    """Net present value: sum_t c_t / (1 + rate)^t, the first flow undiscounted (spreadsheets discount it).

    rate: a year, above -1 (a number, or one a series); cashflows: (..., periods), EUR, or draws of series.
    Returns EUR, the shape of `cashflows` without its last axis. Raises ValueError: NaN, empty, rate.
    Source: Brealey, Myers & Allen, Principles of Corporate Finance.
    """
    flows = _flows(cashflows)
    r = _rate(rate, "rate")
    broadcastable(rate=r, cashflows=flows[..., 0])
    value = (flows / (1 + r[..., None]) ** np.arange(flows.shape[-1])).sum(axis=-1)
    return float(value) if value.ndim == 0 else np.asarray(value)


def sign_changes(cashflows: ArrayLike) -> int:
    """Number of times a series of flows changes sign, zeros left out: the largest possible number of IRRs (Descartes).

    cashflows: periods, EUR. Above 1, read `mirr` rather than `irr`. Raises ValueError: NaN, empty.
    """
    signs = np.sign(_series(cashflows))
    signs = signs[signs != 0]
    return int((signs[1:] != signs[:-1]).sum())


def irr(cashflows: ArrayLike) -> float:
    """Internal rate of return: the rate at which the net present value is zero; the nearest to 0 if several.

    cashflows: periods, EUR, at least one positive and one negative. Returns a rate a period, above -1. A rate at which
    the value touches zero without crossing it (a double root) counts.
    Raises ValueError: NaN, flows of one sign, no real root.
    Source: roots of sum c_t x^t in x = 1 / (1 + rate), by companion matrix; uniqueness: Norstrom 1972,
    doi:10.2307/2329783.
    """
    flows = _series(cashflows)
    if sign_changes(flows) == 0:
        raise ValueError("« cashflows » : des flux tous de même signe n'ont pas de taux de rendement interne.")
    flows = np.trim_zeros(flows) / np.abs(flows).max()
    with np.errstate(over="ignore", invalid="ignore"):  # rates close to -1: such a root proves nothing
        rates = np.array([rate for rate in map(_refined(flows), _candidates(flows)) if rate is not None])
    if not rates.size:
        raise ValueError("« cashflows » : aucun taux n'annule la valeur nette ; lire la VAN ou le TRI modifié.")
    return float(rates[np.argmin(np.abs(rates))])


def _candidates(flows: Array) -> Array:
    """Discount factors near which the value may be zero: real parts of the roots, double ones included.

    Rounding splits a double root into a pair of complex ones, apart by the square root of the precision.
    """
    roots = np.roots(flows[::-1])
    near = roots[(np.abs(roots.imag) <= 1e-5 * np.abs(roots)) & (roots.real > 0)].real
    slope = np.roots(np.polyder(flows[::-1])) if len(flows) > 2 else np.zeros(0)
    flat = slope[(np.abs(slope.imag) <= 1e-9 * np.abs(slope)) & (slope.real > 0)].real if slope.size else slope.real
    return np.concatenate([near, flat])


def _refined(flows: Array) -> Callable[[float], float | None]:
    """From a discount factor to the rate, polished by Newton; None where the value is not zero there."""
    value, slope = np.polynomial.Polynomial(flows), np.polynomial.Polynomial(flows).deriv()

    def rate(factor: float) -> float | None:
        for _ in range(20):
            if value(factor) == 0 or slope(factor) == 0:
                break
            step = value(factor) / slope(factor)
            if not abs(value(factor - step)) < abs(value(factor)):
                break
            factor = factor - step
        size = float(np.abs(flows) @ np.abs(factor) ** np.arange(len(flows)))
        return float(1 / factor - 1) if factor > 0 and abs(value(factor)) <= ROUNDING * size else None

    return rate


@checked
def mirr(cashflows: ArrayLike, finance_rate: float, reinvest_rate: float) -> float:
    """Modified rate of return: negative flows financed at one rate, positive ones reinvested at another; one root.

    cashflows: periods, EUR, at least one positive and one negative; rates: a period, above -1. Returns a rate.
    Raises ValueError: NaN, flows of one sign, rates.
    Source: Lin 1976, doi:10.1080/00137917608902796.
    """
    import numpy_financial

    flows = _series(cashflows)
    if not (flows.min() < 0 < flows.max()):
        raise ValueError("« cashflows » : il faut au moins un flux négatif et un flux positif.")
    rates = _rate(finance_rate, "finance_rate"), _rate(reinvest_rate, "reinvest_rate")
    return float(numpy_financial.mirr(flows, *rates))


def _rate(rate: ArrayLike, name: str) -> Array:
    return numbers(rate, name, low=-1, strict=True)  # below -100 % nothing is left to discount


def _flows(cashflows: ArrayLike) -> Array:
    flows = numbers(cashflows, "cashflows", negative=True)
    if flows.ndim == 0 or flows.size == 0:
        raise ValueError("« cashflows » doit être une suite non vide de flux finis.")
    return flows


def _series(cashflows: ArrayLike) -> Array:
    flows = _flows(cashflows)
    if flows.ndim != 1:
        raise ValueError("« cashflows » doit être une seule suite de flux.")
    # a flow that is only the rounding of the others has no sign
    return np.where(np.abs(flows) > ROUNDING * np.abs(flows).max(), flows, 0.0)


CARDS = (
    Card(
        id="npv",
        label="Valeur actuelle nette (VAN)",
        formula="VAN = Σ_t c(t) / (1 + r)^t, t = 0 pour le premier flux",
        unit="€",
        range="toute valeur",
        neutral="0 : le projet rapporte exactement le taux d'actualisation",
        reading="Positive : le projet rapporte plus que le taux demandé ; négative : moins.",
        conventions=(
            "Le premier flux n'est pas actualisé ; la fonction VAN des tableurs l'actualise d'une période.",
            "Le taux est celui des flux : réel avec des flux en euros constants, nominal sinon.",
        ),
        references=("Brealey R. A., Myers S. C., Allen F., Principles of Corporate Finance, McGraw-Hill",),
    ),
    Card(
        id="sign_changes",
        label="Changements de signe des flux",
        formula="nombre de fois où la suite des flux non nuls change de signe",
        unit="nombre",
        range="0 et plus",
        neutral="1 : un investissement puis des recettes, un seul taux interne",
        reading="Au-delà de 1, plusieurs taux internes peuvent exister : lire le TRI modifié.",
        conventions=("Les flux nuls ne comptent pas.",),
        references=(
            "Norstrom C. J., 1972, A sufficient condition for a unique nonnegative internal rate of return, "
            "Journal of Financial and Quantitative Analysis 7(3), doi:10.2307/2329783",
        ),
    ),
    Card(
        id="irr",
        label="Taux de rendement interne (TRI)",
        formula="taux r tel que Σ_t c(t) / (1 + r)^t = 0",
        unit="taux par période",
        range="-1 et plus",
        neutral="le taux d'actualisation du projet : la VAN est alors nulle",
        reading="Un TRI supérieur au coût du capital : le projet crée de la valeur.",
        conventions=(
            "Plusieurs taux possibles : le plus proche de 0, avec le nombre de changements de signe pour avertir.",
            "Un taux où la valeur touche zéro sans changer de signe compte aussi (racine double).",
            "Aucun taux : refusé avec la raison, jamais une valeur vide.",
        ),
        references=(
            "Norstrom C. J., 1972, A sufficient condition for a unique nonnegative internal rate of return, "
            "Journal of Financial and Quantitative Analysis 7(3), doi:10.2307/2329783",
        ),
    ),
    Card(
        id="mirr",
        label="Taux de rendement interne modifié",
        formula="(valeur finale des recettes réinvesties / valeur actuelle des dépenses financées)^(1/n) - 1",
        unit="taux par période",
        range="-1 et plus",
        neutral="le taux d'actualisation du projet",
        reading="Comme le TRI, mais unique : à lire quand les flux changent plusieurs fois de signe.",
        conventions=("Deux taux donnés : celui qui finance les dépenses, celui qui replace les recettes.",),
        references=(
            "Lin S. A. Y., 1976, The modified internal rate of return and investment criterion, The "
            "Engineering Economist 21(4), doi:10.1080/00137917608902796",
        ),
    ),
)
