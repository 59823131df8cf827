"""What each hypothesis is, and what it changes: the table of sensitivity, which also makes the ranges."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ancrage.domain.wording import NBSP, decimal, integer, percent
from ancrage.methods.regional_quotients import DELTA
from ancrage.methods.scenarios import FRENCH_LOCAL_MULTIPLIERS
from ancrage.steps.impact.assess import AT, Assessed
from ancrage.steps.impact.effects import DELTA_HIGH_EFFECT, DELTA_LOW_EFFECT
from ancrage.steps.impact.project import Project
from ancrage.steps.impact.setting import Setting
from ancrage.steps.national import Floats

LABELS = {
    "achats": ("Achats faits sur place", "Exposant δ du quotient de Flegg : plus il est grand, moins un petit "
               "territoire fournit."),
    "formule": ("Formule des achats sur place", "Le quotient ajusté suppose qu'un secteur très présent a attiré ses "
                "fournisseurs."),
    "productivite": ("Emplois par million d'euros de la branche", "Extrêmes de quatre mesures, de millésimes et de "
                     "tailles d'établissement différents."),
    "fournisseurs": ("Emplois par million d'euros des fournisseurs", "Les mêmes quatre mesures, pour toutes les "
                     "branches à la fois."),
    "consommation": ("Emplois de services locaux par emploi exposé à la concurrence", "Valeurs publiées pour la même "
                     "zone d'emploi, à long terme : 64 à 80 pour cent emplois, 125 selon une autre étude."),
    "partage": ("Part des emplois induits qui reste ici", "Au moins la part du territoire dans les services de sa zone "
                "d'emploi, au plus tout."),
    "taille": ("Taille du projet", "Quartiles des établissements de l'activité en France, au milieu des tranches "
               "d'effectif."),
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


def described(place: Setting, projects: tuple[Project, ...], found: Assessed) -> tuple[Hypothesis, ...]:
    """Hypotheses of the result (one column: a project, or several together), the most telling first."""
    jobs = AT["jobs"]
    rows = []
    for at, code in enumerate(place.codes(projects)):

        def change(end: Floats, ring: int, at: int = at) -> float:
            return float(end[at, ring, 0, jobs] - found.central[ring, 0, jobs])

        label, why = LABELS[code]
        low, central, high = _values(place, projects, code)
        rows.append(
            Hypothesis(
                code=code,
                label=label,
                low=low,
                central=central,
                high=high,
                here_low=change(found.low, 0),
                here_high=change(found.high, 0),
                france_low=change(found.low, -1),
                france_high=change(found.high, -1),
                why=why,
            )
        )
    return tuple(sorted(rows, key=lambda h: -h.reach))


def _values(place: Setting, projects: Sequence[Project], code: str) -> tuple[str, str, str]:
    """Low, central and high value in words."""
    alone = projects[0] if len(projects) == 1 else None
    share = float(place.sheltered_share[0])
    found: dict[str, Callable[[], tuple[str, str, str]]] = {
        "achats": lambda: _words(lambda v: f"δ = {decimal(v)}", DELTA_LOW_EFFECT, DELTA, DELTA_HIGH_EFFECT),
        "formule": lambda: ("Flegg", "Flegg", "Flegg ajusté"),
        "consommation": lambda: _words(lambda v: decimal(v, 2), *FRENCH_LOCAL_MULTIPLIERS),
        "partage": lambda: _words(percent, share, (1 + share) / 2, 1.0),
    }
    if alone:
        size, ratio = alone.amount, [float(v) for v in place.whole.jobs[:, alone.sector]]
        # fewer jobs per euro: more output for the same jobs, hence more purchases
        ends = ratio[::-1] if alone.by_jobs else ratio
        found["productivite"] = lambda: _words(decimal, *ends)
        found["taille"] = lambda: _words(lambda v: f"{integer(v)}{NBSP}emplois", size.low, size.central, size.high)
    return found[code]() if code in found else ("basses", "centrales", "hautes")


def _words(form: Callable[[float], str], low: float, central: float, high: float) -> tuple[str, str, str]:
    return form(low), form(central), form(high)
