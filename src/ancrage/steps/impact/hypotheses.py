"""What each hypothesis is, and what it changes: the table of sensitivity, which also makes the ranges."""

from collections.abc import Sequence
from dataclasses import dataclass

from ancrage.domain.wording import NBSP, decimal, integer, percent
from ancrage.methods.regional_quotients import DELTA
from ancrage.methods.scenarios import FRENCH_LOCAL_MULTIPLIERS
from ancrage.steps.impact.assess import AT, Assessed
from ancrage.steps.impact.effects import DELTA_HIGH_EFFECT, DELTA_LOW_EFFECT
from ancrage.steps.impact.project import Project
from ancrage.steps.impact.setting import Setting

LABELS = {
    "achats": ("Achats faits sur place", "Exposant δ du quotient de Flegg : plus il est grand, moins un petit territoire "
               "fournit."),
    "formule": ("Formule des achats sur place", "Le quotient ajusté suppose qu'un secteur très présent a attiré ses "
                "fournisseurs."),
    "productivite": ("Emplois par million d'euros de la branche", "Extrêmes de quatre mesures, de millésimes et de "
                     "tailles d'établissement différents."),
    "fournisseurs": ("Emplois par million d'euros des fournisseurs", "Les mêmes quatre mesures, pour toutes les branches "
                     "à la fois."),
    "consommation": ("Emplois abrités par emploi exposé", "Valeurs publiées pour la même zone d'emploi, à long terme."),
    "partage": ("Part des emplois induits qui reste ici", "Au moins la part du territoire dans les services de sa zone "
                "d'emploi, au plus tout."),
    "taille": ("Taille d'un projet typique", "Quartiles des établissements de l'activité ; le bas retire aussi l'excès "
               "des milieux de tranche d'effectif."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """`low`, `central`, `high`: its values in words. The four changes are in jobs, all circles' jobs counted, when it
    alone goes to its low or high end."""

    code: str
    label: str
    low: str
    central: str
    high: str
    here_low: float
    here_high: float
    france_low: float
    france_high: float
    why: str

    @property
    def reach(self) -> float:
        """The largest change it makes, in jobs."""
        return max(abs(c) for c in (self.here_low, self.here_high, self.france_low, self.france_high))


def described(place: Setting, projects: Sequence[Project], found: Assessed) -> tuple[Hypothesis, ...]:
    """Hypotheses of the result (one column: a project, or several together), the most telling first."""
    jobs = AT["jobs"]
    rows = []
    for at, code in enumerate(place.codes(projects)):
        changes = [
            float(end[at, ring, 0, jobs] - found.central[ring, 0, jobs])
            for ring in (0, -1)
            for end in (found.low, found.high)
        ]
        label, why = LABELS[code]
        rows.append(Hypothesis(code, label, *_values(place, projects, code), *changes, why))
    return tuple(sorted(rows, key=lambda h: -h.reach))


def _values(place: Setting, projects: Sequence[Project], code: str) -> tuple[str, str, str]:
    if code == "achats":
        return tuple(f"δ = {decimal(v)}" for v in (DELTA_LOW_EFFECT, DELTA, DELTA_HIGH_EFFECT))  # type: ignore[return-value]
    if code == "formule":
        return "Flegg", "Flegg", "Flegg ajusté"
    if code == "consommation":
        return tuple(decimal(v, 2) for v in FRENCH_LOCAL_MULTIPLIERS)  # type: ignore[return-value]
    if code == "partage":
        share = float(place.sheltered_share[0])
        return percent(share), percent((1 + share) / 2), percent(1.0)
    if code == "productivite" and len(projects) == 1:
        low, central, high = place.whole.jobs[:, projects[0].sector]
        # fewer jobs per euro: more output for the same jobs, hence more purchases
        ends = (high, central, low) if projects[0].by_jobs else (low, central, high)
        return tuple(decimal(float(v)) for v in ends)  # type: ignore[return-value]
    if code == "taille" and len(projects) == 1:
        amount = projects[0].amount
        return tuple(f"{integer(v)}{NBSP}emplois" for v in (amount.low, amount.central, amount.high))  # type: ignore[return-value]
    return "basses", "centrales", "hautes"
