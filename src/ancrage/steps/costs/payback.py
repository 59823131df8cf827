"""Is the investment worth it: what the project earns at the price that makes both options cost the same."""

from dataclasses import dataclass

import numpy as np

from ancrage.domain.described import Range
from ancrage.domain.wording import NBSP, count, decimal, euros, percent
from ancrage.methods.cash_flow import irr, npv
from ancrage.methods.decision import Array
from ancrage.steps.costs.future import in_year
from ancrage.steps.costs.model import HOME, Frame, Values, total
from ancrage.steps.costs.spread import probability, spread


@dataclass(frozen=True, slots=True)
class Payback:
    """`npv` EUR before tax; `irr` of the median flows, None: they never give one; `years`: the first in which the
    median flows have paid the investment back, None: none does."""

    npv: Range
    loss_probability: float
    loss_error: float
    irr: float | None
    years: int | None
    sentence: str


def payback(values: Values, fixed: Frame, draws: int) -> Payback:
    """Cash flows by draw: the investment less its aid, then each year volume x (parity price - cost at home).

    The parity price is what the buyer can pay here without spending more than abroad. `values` hold "investissement".
    """
    spent = np.broadcast_to(values["investissement"] * (1 - values["aide_pct"] / 100), (draws,))
    flows = [-spent]
    for after in range(1, fixed.years + 1):
        later, then = in_year(values, fixed, after)
        margin = total(later, then, with_investment=False).break_even_local_price - later[f"{HOME}.prix"]
        flows.append(np.broadcast_to(margin * values["volume"], (draws,)))
    table = np.stack(flows, axis=-1)
    worth = np.asarray(npv(np.broadcast_to(values["actualisation_pct"] / 100, (draws,)), table))
    loss, error = probability(worth < 0)
    median = np.median(table, axis=0)
    rate, back = _rate(median), _years(median)
    found = spread(worth)
    told = (
        "Vendu au prix qui égalise les deux coûts totaux, le projet a une valeur actuelle nette de "
        f"{euros(found.central)} [{euros(found.low)} à {euros(found.high)}] avant impôt, sans valeur finale ; elle est "
        f"négative dans {percent(loss, 0)} des tirages. "
    )
    if back is None:
        told += "Les recettes médianes ne remboursent pas l'investissement sur la durée du dossier."
    else:
        gained = f"rendement de {decimal(100 * rate)}{NBSP}%, " if rate is not None else ""
        told += f"Flux médians : {gained}investissement remboursé en {count(back, 'an')}."
    return Payback(found, loss, error, rate, back, told)


def _rate(flows: Array) -> float | None:
    try:
        return float(irr(flows))
    except ValueError:
        return None


def _years(flows: Array) -> int | None:
    paid = np.flatnonzero(np.cumsum(flows) >= 0)
    return int(paid[0]) if len(paid) else None
