"""A target against the hard limits of a territory: what it respects, what it breaks, what cannot be told."""

from dataclasses import dataclass
from typing import Annotated

from ancrage.domain.described import Range, Record, field, text
from ancrage.domain.limits import Limits, in_sector
from ancrage.domain.wording import NBSP, figure
from ancrage.steps.resources import CONFIDENT, DEPENDS, NO, TO_CHECK, YES, Need, area, plain_number, span

RESPECTS, BREAKS, UNKNOWN = "respecte", "dépasse", "indécidable"
# limit -> (what is counted, its unit)
QUANTITIES: dict[str, tuple[str, str]] = {
    "land_ha": ("foncier", "ha"),
    "power_mw": ("puissance", "MW"),
    "water_m3_per_day": ("eau", "m³ par jour"),
}


class Verdict(Record):
    """`limit`: foncier, puissance, eau, Seveso or secteur exclu; `answer`: RESPECTS, BREAKS or UNKNOWN."""

    limit: Annotated[str, text("Limite")] = field(name="limite")
    answer: Annotated[str, text("Verdict")] = field(name="verdict")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


@dataclass(frozen=True, slots=True)
class Check:
    """A target and one verdict a limit set by the territory. `set_apart`: it breaks at least one."""

    activity: str
    set_apart: bool
    verdicts: tuple[Verdict, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is set apart; empty when it is not."""
        return tuple(v.sentence for v in self.verdicts if v.answer == BREAKS)


def limits_check(need: Need, limits: Limits) -> Check:
    """Verdict of each limit set. Broken: even the smallest typical project exceeds it. Respected: even the largest
    fits. Between the two, or when the need is unknown, it cannot be told and the sentence says why."""
    verdicts = [
        _quantity(word, unit, getattr(need, name), cap)
        for name, (word, unit) in QUANTITIES.items()
        if (cap := getattr(limits, name)) is not None
    ]
    if not limits.seveso_allowed:
        verdicts.append(_seveso(need))
    if limits.excluded:
        verdicts.append(_sector(need.activity, limits.excluded))
    return Check(need.activity, any(v.answer == BREAKS for v in verdicts), tuple(verdicts))


def _quantity(word: str, unit: str, need: Range | None, cap: float) -> Verdict:
    form = area if unit == "ha" else plain_number
    limit = f"la limite est de {figure(cap)}{NBSP}{unit}"
    if need is None:
        return Verdict(word, UNKNOWN, f"Besoin inconnu (aucun ratio sourcé) ; {limit}.")
    status = BREAKS if need.low > cap else RESPECTS if need.high <= cap else UNKNOWN
    doubt = " : cela dépend de la taille du projet" if status == UNKNOWN else ""
    return Verdict(word, status, f"Demande {span(need, form)}{NBSP}{unit}, {limit}{doubt}.")


def _seveso(need: Need) -> Verdict:
    regime = need.regime
    if regime is None:
        return Verdict("Seveso", UNKNOWN, "Aucun produit de cette activité n'a de régime environnemental renseigné.")
    doubt = "" if regime.confidence == CONFIDENT else f" ({TO_CHECK})"
    status, sentence = {
        YES: (BREAKS, f"La plupart des produits suivis de cette activité relèvent de Seveso{doubt}"),
        DEPENDS: (UNKNOWN, f"Seveso selon le produit : {regime.seveso_products}{doubt}"),
        NO: (RESPECTS, f"Aucun produit suivi de cette activité n'est signalé Seveso{doubt}"),
    }[regime.seveso]
    return Verdict("Seveso", status, f"{sentence}.")


def _sector(activity: str, excluded: tuple[str, ...]) -> Verdict:
    hit = [sector for sector in excluded if in_sector(activity, sector)]
    if hit:
        return Verdict("secteur exclu", BREAKS, f"L'activité {activity} est dans le secteur exclu {', '.join(hit)}.")
    return Verdict("secteur exclu", RESPECTS, f"L'activité {activity} n'est dans aucun secteur exclu.")
