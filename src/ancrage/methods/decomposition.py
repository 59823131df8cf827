"""Shift-share: what part of a change comes from the country, from the mix of activities, from the territory itself."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, number, numbers, ratio, same_shape


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """Parts of the change, one value an activity, in jobs: `national` + `mix` + `regional` + `entry` = `change`.

    With Esteban-Marquillas, `regional` = `competitive` + `allocation`; otherwise these two are NaN. `entry` is the
    whole change of the activities absent at the start, whose own growth rate does not exist.
    """

    change: Floats
    national: Floats
    mix: Floats
    regional: Floats
    entry: Floats
    competitive: Floats
    allocation: Floats

    def totals(self) -> dict[str, Floats]:
        """Sum of each part over the activities (last axis)."""
        return {name: np.asarray(getattr(self, name)).sum(axis=-1)[()] for name in self.__slots__}


@checked
def shift_share(
    regional_t0: ArrayLike,
    regional_t1: ArrayLike,
    national_t0: ArrayLike | None = None,
    national_t1: ArrayLike | None = None,
    *,
    national_growth: ArrayLike | None = None,
    total_growth: float | None = None,
    method: Literal["dunn", "esteban_marquillas"] = "dunn",
) -> ShiftShare:
    """Shift-share analysis between two dates.

    For an activity i with E jobs here at the start: national E G, mix E (g_i - G), regional E (r_i - g_i), with G the
    growth rate of the country, g_i that of the activity there and r_i here. `method="esteban_marquillas"` splits the
    regional part with the homothetic jobs E' = E. e_i/e.: competitive E' (r_i - g_i), allocation (E - E') (r_i - g_i).
    Jobs: vectors over activities, or matrices territories x activities for the region. The country is given by its
    jobs at both dates, or by its rates (`national_growth` an activity, `total_growth`; 0.1 is 10 %).
    An activity absent here at the start has its whole change in `entry`.
    Raises ValueError on bad arrays, on a country given in part, or on an activity present here but not in the country.
    Source: Dunn 1960, doi:10.1111/j.1435-5597.1960.tb01705.x; Esteban-Marquillas 1972,
    doi:10.1016/0034-3331(72)90033-4.
    """
    start, end = numbers(regional_t0, "regional_t0"), numbers(regional_t1, "regional_t1")
    same_shape(regional_t0=start, regional_t1=end)
    country = None if national_t0 is None else numbers(national_t0, "national_t0", 1)
    if national_growth is not None and total_growth is not None:
        g, G = numbers(national_growth, "national_growth", 1, low=-1), number(total_growth, "total_growth", low=-1)
    elif country is not None and national_t1 is not None:
        after = numbers(national_t1, "national_t1", 1)
        same_shape(national_t0=country, national_t1=after)
        if country.sum() == 0:
            raise ValueError("« national_t0 » est entièrement nul : la croissance nationale n'existe pas.")
        g, G = ratio(after - country, country, undefined=0.0), float(after.sum() / country.sum() - 1)
    else:
        raise ValueError("Donnez le pays aux deux dates, ou ses taux (« national_growth » et « total_growth »).")
    if start.ndim == 0 or start.shape[-1:] != g.shape:
        raise ValueError("Le territoire et le pays doivent porter sur les mêmes activités.")
    if country is not None and ((start > 0) & (country == 0)).any():
        raise ValueError("« national_t0 » est nul pour une activité présente dans le territoire.")
    present = start > 0
    # rate of what was there; an entry has none
    r_minus_g = np.where(present, ratio(end - start, start, undefined=0.0) - g, 0.0)
    unsplit = np.full(start.shape, np.nan)
    competitive, allocation = unsplit, unsplit
    if method == "esteban_marquillas":
        if country is None:
            raise ValueError("Esteban-Marquillas demande les emplois nationaux « national_t0 ».")
        homothetic = start.sum(axis=-1, keepdims=True) * country / country.sum()
        competitive, allocation = homothetic * r_minus_g, (start - homothetic) * r_minus_g
    return ShiftShare(
        change=end - start,
        national=start * G,
        mix=start * (g - G),
        regional=start * r_minus_g,
        entry=np.where(present, 0.0, end - start),
        competitive=competitive,
        allocation=allocation,
    )


@checked
def dynamic_shift_share(
    regional: ArrayLike, national: ArrayLike, *, method: Literal["dunn", "esteban_marquillas"] = "dunn"
) -> ShiftShare:
    """Dynamic shift-share: `shift_share` on each pair of years, the parts added up.

    `regional` and `national` jobs, activities x years (at least two, in order). In jobs; an activity may enter in any
    year. Raises ValueError as `shift_share`. Source: Barff & Knight 1988, doi:10.1111/j.1468-2257.1988.tb00465.x.
    """
    here, country = numbers(regional, "regional", 2), numbers(national, "national", 2)
    same_shape(regional=here, national=country)
    if here.shape[1] < 2:
        raise ValueError("« regional » doit couvrir au moins deux années (colonnes).")
    years = [
        shift_share(here[:, t], here[:, t + 1], country[:, t], country[:, t + 1], method=method)
        for t in range(here.shape[1] - 1)
    ]
    return ShiftShare(*(np.sum([getattr(year, name) for year in years], axis=0) for name in ShiftShare.__slots__))


CARDS = (
    Card(
        id="shift_share",
        label="Analyse structurelle-résiduelle",
        formula="E·G (pays) + E·(g_i − G) (structure) + E·(r_i − g_i) (territoire) + entrées = variation observée",
        unit="emplois",
        range="sans borne ; la somme des parts est la variation observée",
        neutral="0 emploi d'effet territorial : l'activité a évolué ici comme dans le pays",
        reading="+420 d'effet territorial : 420 emplois de plus que si chaque activité avait suivi sa branche.",
        conventions=(
            "Une activité absente au départ n'a pas de taux : toute sa variation va dans « entrées ».",
            "Esteban-Marquillas au choix : effet territorial = compétitivité + allocation, à emploi homothétique.",
            "Dépend du détail des activités et de l'année de départ ; décrit, n'explique pas.",
        ),
        references=(
            "Dunn E. S., 1960, Papers in Regional Science 6(1), doi:10.1111/j.1435-5597.1960.tb01705.x.",
            "Esteban-Marquillas J. M., 1972, Regional and Urban Economics 2(3), doi:10.1016/0034-3331(72)90033-4.",
        ),
    ),
    Card(
        id="dynamic_shift_share",
        label="Analyse structurelle-résiduelle dynamique",
        formula="somme, sur chaque paire d'années, des parts de l'analyse structurelle-résiduelle",
        unit="emplois",
        range="sans borne ; la somme des parts est la variation observée",
        neutral="0 emploi d'effet territorial",
        reading="Se lit comme l'analyse entre deux dates, sans dépendre de la seule année de départ.",
        conventions=("Parts additionnées (et non moyennées) année après année.",),
        references=("Barff R. & Knight P., 1988, Growth and Change 19(2), doi:10.1111/j.1468-2257.1988.tb00465.x.",),
    ),
)
