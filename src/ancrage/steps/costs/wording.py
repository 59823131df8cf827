"""What a comparison says, in short French sentences: the answer first, then what carries it."""

from typing import TYPE_CHECKING

from ancrage.domain.described import Range
from ancrage.domain.wording import NBSP, decimal, integer, lower_first, percent
from ancrage.steps.costs.case import Case

if TYPE_CHECKING:
    from ancrage.steps.costs.compare import Comparison

SURE, LIKELY = 0.9, 0.66


def money(value: float) -> str:
    """Euros a unit: « 55 000 € », « 12,4 € », « 0,035 € »."""
    if value == 0:
        return f"0{NBSP}€"
    if abs(value) >= 100:
        rounded = float(f"{value:.4g}")
        return f"{integer(rounded)}{NBSP}€"
    return (
        f"{decimal(value, 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3 if abs(value) >= 0.1 else 4)}{NBSP}€"
    )


def share_range(found: Range) -> str:
    """« 18 % [14 à 22] »."""
    low, median, high = (decimal(round(100 * x) + 0.0, 0) for x in (found.low, found.central, found.high))
    return f"{median}{NBSP}% [{low} à {high}]"


def money_range(found: Range) -> str:
    return f"{money(found.central)} [{money(found.low)} à {money(found.high)}]"


def sentences(case: Case, found: "Comparison") -> tuple[str, ...]:
    """The answer first; a country is named before a colon, which spares its article."""
    there = found.origin.place.label
    if found.gap is None or found.price_gap is None or found.home_cheaper is None:
        told = [
            f"{there} : produire ici tient tant que le coût de revient reste sous "
            f"{money_range(found.break_even_home)} par {case.unit}.",
            f"C'est un écart de prix toléré de {share_range(found.tolerated_gap)} : au-delà, acheter coûte moins.",
        ]
    else:
        told = [
            f"{there} : {_verdict(found)}",
            f"Écart de prix : {share_range(found.price_gap)}. Écart en coût total : {share_range(found.gap)}"
            " (positif : acheter coûte moins).",
            f"L'égalité tient tant que l'écart de prix ne dépasse pas {share_range(found.tolerated_gap)}.",
        ]
    told.append(_drivers(found))
    told += _future(found)
    if found.border_exempt:
        told.append("Le produit relève du MACF, mais le tonnage annuel est sous le seuil de 50 t : aucune charge.")
    if found.origin.place.assumed:
        told.append(found.origin.place.assumed)
    return tuple(told)


def _verdict(found: "Comparison") -> str:
    chance = found.home_cheaper or 0.0
    often = f"dans {percent(chance, 0)} des tirages" if chance else "dans aucun tirage"
    if chance >= SURE:
        return f"produire ici coûte moins, presque sûrement ({often})."
    if chance >= LIKELY:
        return f"produire ici coûte probablement moins ({often})."
    if chance > 1 - LIKELY:
        return f"on ne peut pas trancher, produire ici coûte moins {often}."
    if chance > 1 - SURE:
        return f"acheter coûte probablement moins, produire ici ne l'emporte que {often}."
    return f"acheter coûte moins, presque sûrement ; produire ici ne l'emporte {'que ' if chance else ''}{often}."


def _drivers(found: "Comparison") -> str:
    top = [lower_first(s.label) for s in found.swings[:3]]
    return f"Ce qui pèse le plus sur la réponse : {' ; '.join(top)}." if top else "Aucune hypothèse n'est incertaine."


def _future(found: "Comparison") -> list[str]:
    first, last = found.years[0], found.years[-1]
    if last.home_cheaper is None or first.home_cheaper is None:
        return [
            f"En {last.year}, ce coût de revient maximal serait de {money_range(last.outcome)}, aux hausses supposées."
        ]
    return [
        f"En {last.year}, l'écart en coût total serait de {share_range(last.outcome)}, et ici coûterait moins dans "
        f"{percent(last.home_cheaper, 0)} des tirages, contre {percent(first.home_cheaper, 0)} en {first.year}."
    ]
