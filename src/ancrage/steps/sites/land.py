"""The land a territory may still use under its ZAN ceiling, against what its first targets ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from ancrage.domain.limits import LandFigures
from ancrage.domain.wording import NBSP, count, decimal, percent
from ancrage.methods import land_budget
from ancrage.reference import read_reference
from ancrage.steps.resources import Need, area

FITS, DEPENDS, TOO_BIG = "tient", "selon le projet", "ne tient pas"
NOT_TOLD = (
    "Vos chiffres de consommation d'espaces ne sont pas donnés : ce qu'il reste sous le plafond ZAN ne peut pas être "
    "dit. Ils se donnent dans la partie [foncier] du fichier de stratégie."
)


@dataclass(frozen=True, slots=True)
class LandNeed:
    """Of the typical project of a target, hectares, and whether it fits what is left, alone."""

    target: str
    low_ha: float
    high_ha: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Land:
    """Hectares; `remaining_ha` is negative when the ceiling is passed. `rate_source`: None when the territory gave the
    rate. `figures` None: nothing was told, so nothing is said. Sums: of the projects of all the targets together."""

    figures: LandFigures | None
    rate: float | None
    rate_source: str | None
    cap_ha: float | None
    remaining_ha: float | None
    low_sum_ha: float
    high_sum_ha: float
    needs: tuple[LandNeed, ...]
    sentence: str


def land(figures: LandFigures | None, needs: Sequence[Need]) -> Land:
    known = [(need.activity, need.land_ha) for need in needs if need.land_ha is not None]
    low, high = sum(r.low for _, r in known), sum(r.high for _, r in known)
    if figures is None:
        return Land(None, None, None, None, None, low, high, (), NOT_TOLD)
    rate, source = (figures.reduction_rate, None) if figures.reduction_rate is not None else default_rate()
    budget = land_budget(
        figures.reference_ha,
        figures.used_ha,
        rate,
        projects_ha=[[r.low, r.high] for _, r in known] or [[0.0, 0.0]],
        guarantee_ha=figures.guarantee_ha or 0.0,
    )
    verdicts = [FITS if top else DEPENDS if least else TOO_BIG for least, top in budget.fits.tolist()]
    rows = tuple(LandNeed(a, r.low, r.high, v) for (a, r), v in zip(known, verdicts, strict=False))
    left = float(budget.remaining_ha)
    sentence = _sentence(float(budget.cap_ha), left, rate, rows, (low, high))
    return Land(figures, rate, source, float(budget.cap_ha), left, low, high, rows, sentence)


def default_rate() -> tuple[float, str]:
    """The national reduction of the dated parameters, and who says it."""
    row = read_reference("seuils_parametres.csv").rows_by_key("cle", named=True, unique=True)["zan_reduction_decennie"]
    return float(row["valeur"]) / 100, row["source"]


def _sentence(cap: float, left: float, rate: float, rows: tuple[LandNeed, ...], both: tuple[float, float]) -> str:
    ceiling = f"Plafond : {_ha(cap)} (réduction de {percent(rate)})"
    if left < 0:
        return (
            f"{ceiling}, dépassé de {_ha(-left)} : plus rien à prendre sur les espaces naturels, agricoles ou "
            "forestiers ; seules les friches et la densification restent."
        )
    if not rows:
        return f"{ceiling} ; il en reste {_ha(left)}."
    total = f"de {_ha(both[0])} à {_ha(both[1])}"
    too_big = [row for row in rows if row.verdict == TOO_BIG]
    alone = (
        f"{count(len(too_big), 'projet type')} n'y {'tient' if len(too_big) == 1 else 'tiennent'} pas, même seul"
        if too_big
        else "chaque projet type y tient s'il reste petit" if any(row.verdict == DEPENDS for row in rows)
        else "chaque projet type y tient, pris seul"
    )  # fmt: skip
    together = (
        f"le projet type de la première cible demande {total}"
        if len(rows) == 1
        else f"les projets types des {len(rows)} premières cibles demandent ensemble {total}"
    )
    return f"{ceiling} ; il en reste {_ha(left)}. {together[:1].upper()}{together[1:]} ; {alone}."


def _ha(hectares: float) -> str:
    return f"{decimal(hectares, 0) if hectares == round(hectares) else area(hectares)}{NBSP}ha"
