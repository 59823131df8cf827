"""What would have to be true: the value of one thing that makes home cost the same as abroad, the rest unchanged."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ancrage.domain.wording import NBSP, decimal, integer, percent
from ancrage.methods.cost import Number
from ancrage.steps.costs.model import FAR, HOME, Frame, Values, price_here, total

Change = Callable[[float], Values]
# how far each thing may plausibly go, as a multiple of today: beyond, no value is given
WAGE, HOURS, ENERGY, VOLUME = (0.7, 2.0), (0.2, 1.5), (0.3, 4.0), (0.02, 50.0)
STEPS = 200
TIMES = "fois aujourd'hui"


@dataclass(frozen=True, slots=True)
class Lever:
    """`value` in `unit` where both options cost the same, None: no plausible value does; `today` in the same unit."""

    key: str
    label: str
    unit: str
    today: float
    value: float | None
    sentence: str


def levers(values: Values, fixed: Frame) -> tuple[Lever, ...]:
    """Each lever alone, at the means of the ranges; the home price must be known."""
    price = float(price_here(values, fixed))
    base = {**values, f"{HOME}.prix": price}
    found = total(base, fixed)
    cheaper = bool(found.tco_gap < 0)
    needed = float(found.offshore.tco / found.local.tco - 1)

    def share(name: str) -> float:
        return float(values.get(f"{HOME}.{name}", 0.0)) / 100

    wage, energy, stuck = share("part_salaires_pct"), share("part_energie_pct"), share_fixed(values)
    volume = float(values["volume"])

    def scaled(part: float) -> Change:
        return lambda x: {**base, f"{HOME}.prix": price * (1 + part * (x - 1))}

    def at_volume(x: float) -> Values:
        return {**base, f"{HOME}.prix": price * (1 - stuck + stuck / x), "volume": volume * x}

    today = float(values.get(f"{HOME}.salaire_eur_h", 0.0))
    rows = [
        ("salaire", "Coût horaire du travail ici", "€/h", today, _solve(scaled(wage), fixed, WAGE)),
        ("automatisation", "Heures de travail par unité ici", TIMES, 1.0, _solve(scaled(wage), fixed, HOURS)),
        ("energie", "Prix de l'énergie ici", TIMES, 1.0, _solve(scaled(energy), fixed, ENERGY)),
        ("volume", "Volume par an", "unités par an", volume, _solve(at_volume, fixed, VOLUME)),
    ]  # fmt: skip
    out = [
        Lever(key, label, unit, now, None if x is None else x * now, _say(key, label, now, x, cheaper))
        for key, label, unit, now, x in rows
        if now
    ]
    premium = (
        "Aucune prime n'est à demander : ici coûte déjà moins."
        if cheaper
        else f"Un client qui accepte de payer {percent(-needed / (1 + needed), 0)} de plus en coût total suffit."
    )
    out.append(Lever("prime", "Prime acceptée par le client", "part du coût total ailleurs", 0.0,
                     max(0.0, -needed / (1 + needed)), premium))  # fmt: skip
    out.append(_aid(found.local.tco - found.offshore.tco, values, fixed, cheaper))
    duty = _solve(lambda x: {**base, f"{FAR}.droit_pct": x}, fixed, (0.0, 100.0))
    now = float(values[f"{FAR}.droit_pct"])
    said = (
        "Aucun droit de douane plausible ne change la réponse."
        if duty is None
        else f"Un droit de douane de {decimal(duty)}{NBSP}% (aujourd'hui {decimal(now)}{NBSP}%) met les deux à égalité."
    )
    out.append(Lever("droit", "Droit de douane", "% de la valeur en douane", now, duty, said))
    return tuple(out)


def share_fixed(values: Values) -> float:
    return float(values.get(f"{HOME}.part_fixe_pct", 0.0)) / 100


def _solve(change: Change, fixed: Frame, bounds: tuple[float, float]) -> float | None:
    """The multiple where the gap is nil, nearest to today's; None when it keeps its sign over the bounds."""
    from scipy.optimize import brentq

    def gap(x: float) -> float:
        return float(total(change(x), fixed).tco_gap)

    grid = np.geomspace(max(bounds[0], 1e-3), bounds[1], 9)
    signs = [gap(x) for x in grid]
    roots = [
        brentq(gap, grid[i], grid[i + 1], maxiter=STEPS) for i in range(len(grid) - 1) if signs[i] * signs[i + 1] < 0
    ]
    return float(min(roots, key=lambda x: abs(np.log(x)))) if roots else None


def _say(key: str, label: str, now: float, x: float | None, cheaper: bool) -> str:
    if x is None:
        kept = "ne fait perdre cet avantage" if cheaper else "ne suffit à lui seul"
        return f"{label} : aucune valeur plausible {kept}."
    shown = f"{decimal(x * now)}{NBSP}€/h" if key == "salaire" else f"{integer(float(f'{x * now:.3g}'))} unités par an"
    if key in ("automatisation", "energie"):
        change = "de plus" if x > 1 else "de moins"
        shown = f"{percent(abs(x - 1), 0)} {change}"
    else:
        shown += f" (aujourd'hui {decimal(now) if key == 'salaire' else integer(float(f'{now:.3g}'))})"
    return f"{label} : {'l’avantage tient jusqu’à' if cheaper else 'il faudrait'} {shown}."


def _aid(gap: Number, values: Values, fixed: Frame, cheaper: bool) -> Lever:
    """The aid that closes the gap: a share of the investment when there is one, else euros a year."""
    yearly = max(0.0, float(gap)) * float(values["volume"])
    if "investissement" not in values:
        said = (
            "Aucune aide n'est nécessaire."
            if cheaper
            else f"Une aide de {integer(yearly)}{NBSP}€ par an comble l'écart, tant qu'elle dure."
        )
        return Lever("aide", "Aide publique", "€ par an", 0.0, yearly, said)
    spent, rate = float(values["investissement"]), max(float(values["actualisation_pct"]) / 100, 1e-9)
    now = float(values["aide_pct"]) / 100
    worth = (1 - (1 + rate) ** -fixed.years) / rate
    needed = now + yearly * worth / spent if spent else 0.0
    if cheaper:
        said, value = "Aucune aide de plus n'est nécessaire.", now
    elif needed <= 1:
        said, value = f"Une aide de {percent(needed, 0)} de l'investissement comble l'écart.", needed
    else:
        said, value = "Aucune aide à l'investissement, même totale, ne comble l'écart.", None
    return Lever("aide", "Aide à l'investissement", "part de l'investissement", now, value, said)
