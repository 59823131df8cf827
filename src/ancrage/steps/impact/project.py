"""What one asks about: a project of an activity, sized by its jobs, its output or the imports it would replace."""

from dataclasses import dataclass
from math import isfinite

from ancrage.domain.described import Range
from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import NBSP, count, euros, integer, lower_first
from ancrage.steps.impact.economy import CENTRAL, HIGH, economy
from ancrage.steps.national import national
from ancrage.steps.resources import resources
from ancrage.warehouse.edition import Edition

CREATED, MAINTAINED = "créés", "maintenus"
JOBS, OUTPUT, IMPORTS, TYPICAL = "emplois", "production", "importations", "projet typique"


@dataclass(frozen=True, slots=True)
class Project:
    """`amount`: jobs (JOBS, TYPICAL: a range for a typical project) or million euros a year (OUTPUT, IMPORTS).

    `nature`: CREATED or MAINTAINED; the two are never added to each other.
    """

    activity: str
    label: str
    sector: int
    basis: str
    amount: Range
    nature: str

    @property
    def by_jobs(self) -> bool:
        return self.basis in (JOBS, TYPICAL)

    @property
    def words(self) -> str:
        """« 80 emplois créés dans « usinage » (25.62) »."""
        named = f"« {lower_first(self.label)} » ({self.activity})"
        amount = self.amount.central
        if self.basis == OUTPUT:
            return f"{euros(amount * 1e6)} de production par an dans {named}"
        if self.basis == IMPORTS:
            return f"{euros(amount * 1e6)} d'importations remplacées par an dans {named}"
        if self.basis == TYPICAL:
            low, central, high = (integer(v) for v in (self.amount.low, amount, self.amount.high))
            size = f"{central}{NBSP}emplois {self.nature}"
            return f"un projet de taille courante ({size}, de {low} à {high}) dans {named}"
        return f"{count(amount, 'emploi')} {self.nature.rstrip('s') if amount < 2 else self.nature} dans {named}"


def project(edition: Edition, activity: str, basis: str, amount: float, nature: str = CREATED) -> Project:
    """Project of a NAF class. `amount`: jobs, or euros a year.

    AncrageError: an amount that is not a positive number, more than the whole branch of the country makes, an activity
    without a known branch.
    """
    if not isfinite(amount) or amount <= 0:
        raise AncrageError(
            f"L'option --{basis} doit être un nombre positif.", "Exemple : --emplois 80, ou --production 12000000."
        )
    sector, label = known_sector(edition, activity)
    whole = economy(edition)
    scaled = amount if basis == JOBS else amount / 1e6
    most = float(whole.jobs[HIGH, sector] * whole.output[sector]) if basis == JOBS else float(whole.output[sector])
    if scaled > most:
        size = count(most, "emploi") if basis == JOBS else f"{euros(most * 1e6)} par an"
        raise AncrageError(
            f"L'option --{basis} dépasse toute la branche en France (environ {size}).",
            "Donnez la taille d'un projet : --emplois en nombre de personnes, --production et --importations en euros.",
        )
    return Project(activity, label, sector, basis, Range(scaled, scaled, scaled), nature)


def typical_project(edition: Edition, activity: str) -> Project | None:
    """One project of the usual size of the class (quartiles of its establishments, the very numbers that its land and
    the portfolio count with); None when no size is known."""
    size, country = resources(edition, activity).jobs, national(edition)
    sector = economy(edition).io.of_class[country.index[activity]]
    if size is None or sector < 0 or not economy(edition).jobs[CENTRAL, sector] > 0:
        return None
    return Project(activity, country.labels[activity], int(sector), TYPICAL, size, CREATED)


def known_sector(edition: Edition, activity: str) -> tuple[int, str]:
    """Sector and label of a NAF class. AncrageError when no job ratio is known for its branch."""
    country, whole = national(edition), economy(edition)
    at = country.index[activity]
    sector = int(whole.io.of_class[at])
    if sector < 0 or not whole.jobs[CENTRAL, sector] > 0:
        raise AncrageError(
            f"L'activité {activity} n'a pas de branche connue dans le tableau entrées-sorties : son impact ne peut pas "
            "être calculé.",
            "Choisissez une activité voisine de l'industrie ou des services.",
        )
    return sector, country.labels[activity]
