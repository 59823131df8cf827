"""The local economy as a system: what it sells outside, what money leaks, whether people live where they work."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, at_least, broadcastable, number, numbers, ratio, same_shape


@dataclass(frozen=True, slots=True)
class EconomicBase:
    """`basic` jobs by activity (those that sell outside) and `multiplier`, all jobs for one basic job."""

    basic: Floats
    multiplier: float


@dataclass(frozen=True, slots=True)
class CommutingClosure:
    """Self-containment (shares), jobs per 100 resident workers; `ttwa_ok` when both shares reach the threshold."""

    supply_self_containment: Floats
    demand_self_containment: Floats
    job_ratio: Floats
    ttwa_ok: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Validity:
    """`validity` of a labour market area, at least 1 when `valid`."""

    validity: Floats
    valid: NDArray[np.bool_]


def economic_base(employment: ArrayLike, lq: ArrayLike) -> EconomicBase:
    """Economic base by location quotients: b_i = e_i (1 - 1/LQ_i) where LQ_i > 1, multiplier = sum e / sum b.

    `employment` jobs by activity of one territory, `lq` its quotients (NaN: no basic job). In jobs; multiplier without
    unit, NaN when no activity is basic. Assumes no cross-hauling: a lower bound of the base.
    Raises ValueError on bad arrays. Source: Isserman 1977, doi:10.1080/01944367708977758.
    """
    jobs, quotients = numbers(employment, "employment", 1), np.nan_to_num(numbers(lq, "lq", missing=True), nan=0.0)
    same_shape(employment=jobs, lq=quotients)
    basic = np.where(quotients > 1, jobs * (1 - ratio(1.0, quotients, undefined=1.0)), 0.0)
    return EconomicBase(basic=basic, multiplier=float(ratio(jobs.sum(), basic.sum())))


def lm3(rounds: ArrayLike) -> float:
    """Local multiplier 3: LM3 = (R1 + R2 + R3) / R1.

    `rounds` three amounts in EUR: the budget, what of it is spent locally, what of that is again. From 1 (everything
    leaks at once) to 3. Counts turnover, not value added. Raises ValueError unless three non-negative amounts with a
    positive first. Source: Sacks 2002, The Money Trail, New Economics Foundation.
    """
    amounts = numbers(rounds, "rounds", 1)
    if amounts.shape != (3,) or amounts[0] == 0:
        raise ValueError("« rounds » doit donner trois montants, le premier strictement positif.")
    if not at_least(amounts[:-1], amounts[1:]).all():
        raise ValueError("« rounds » doit décroître : on ne dépense pas sur place plus que le tour précédent.")
    return float(amounts.sum() / amounts[0])


@checked
def commuting_closure(od: ArrayLike, threshold: float = 0.667) -> CommutingClosure:
    """How closed territories are to commuting, from who lives (rows) and works (columns) where.

    Supply self-containment: live and work here / resident workers; demand: live and work here / jobs here; job ratio:
    100 x jobs / resident workers (INSEE's indicateur de concentration d'emploi). `od` square, workers. NaN (and not
    `ttwa_ok`) without residents or jobs. Raises ValueError on a matrix that is not square, NaN or negatives.
    Source: ONS, Travel to work areas 2011; INSEE, définitions.
    """
    flows = numbers(od, "od", 2)
    if flows.shape[0] != flows.shape[1]:
        raise ValueError("« od » doit être carrée : lieux de résidence en lignes, lieux de travail en colonnes.")
    number(threshold, "threshold", low=0, high=1)
    both, residents, jobs = np.diag(flows), flows.sum(axis=1), flows.sum(axis=0)
    supply, demand = ratio(both, residents), ratio(both, jobs)
    return CommutingClosure(
        supply_self_containment=supply,
        demand_self_containment=demand,
        job_ratio=100 * ratio(jobs, residents),
        ttwa_ok=at_least(supply, threshold) & at_least(demand, threshold),
    )


@checked
def labour_market_validity(
    residents: ArrayLike,
    self_containment: ArrayLike,
    *,
    min_size: float = 1000,
    target_size: float = 10_000,
    min_self_containment: float = 0.6667,
    target_self_containment: float = 0.75,
) -> Validity:
    """Is a set of communes a labour market area? A small one must be more closed than a large one.

    Y = min(1, sc / tarSC), s = max(0, (tarSZ - residents) / (tarSZ - minSZ)), Z = 1 - (1 - minSC / tarSC) s, and
    validity = Y Z tarSC / minSC, valid from 1 on. `residents` resident workers, `self_containment` the lower of supply
    and demand (share). Fully closed areas are valid by rule (1). Arrays that broadcast, without unit.
    Raises ValueError on NaN, negatives, or targets not above minima. Source: Franconi, Ichim & D'Aló 2017,
    LabourMarketAreas (the method of the zones d'emploi); its documented parameters are the defaults.
    """
    size, sc = numbers(residents, "residents"), numbers(self_containment, "self_containment", low=0, high=1)
    broadcastable(residents=size, self_containment=sc)
    for name, share in (
        ("min_self_containment", min_self_containment),
        ("target_self_containment", target_self_containment),
    ):
        number(share, name, low=0, high=1)
    for name, people in (("min_size", min_size), ("target_size", target_size)):
        number(people, name, low=0)
    if not (target_size > min_size and target_self_containment > min_self_containment > 0):
        raise ValueError("Les cibles (« target_… ») doivent dépasser les minima (« min_… »).")
    y = np.minimum(1, sc / target_self_containment)
    short = np.maximum(0, (target_size - size) / (target_size - min_size))
    z = 1 - (1 - min_self_containment / target_self_containment) * short
    validity = np.where(sc >= 1, 1.0, y * z * target_self_containment / min_self_containment)
    return Validity(validity=validity[()], valid=at_least(validity, 1.0)[()])


CARDS = (
    Card(
        id="economic_base",
        label="Base économique",
        formula="emplois de base = e_i (1 − 1/QL_i) si QL_i > 1 ; multiplicateur = emplois / emplois de base",
        unit="emplois ; multiplicateur sans unité",
        range="emplois de base : de 0 à l'emploi ; multiplicateur : au moins 1",
        neutral="0 emploi de base : l'activité ne dépasse pas sa part nationale",
        reading="Un multiplicateur de 4 : un emploi qui vend au-dehors va avec trois autres dans le territoire.",
        conventions=(
            "Hypothèse : un territoire n'importe pas ce qu'il exporte ; la base est donc un minimum.",
            "Multiplicateur non défini quand aucune activité n'est de base.",
        ),
        references=("Isserman A. M., 1977, JAIP 43(1), doi:10.1080/01944367708977758.",),
    ),
    Card(
        id="lm3",
        label="Multiplicateur local LM3",
        formula="LM3 = (R1 + R2 + R3) / R1",
        unit="sans unité",
        range="de 1 à 3",
        neutral="1 : tout l'argent sort dès la première dépense",
        reading="1,9 : un euro dépensé en fait circuler 1,90 dans le territoire, compté sur trois tours.",
        conventions=("Compte du chiffre d'affaires, non de la valeur ajoutée.", "Borné à 3 par construction."),
        references=("Sacks J., 2002, The Money Trail, New Economics Foundation.",),
    ),
    Card(
        id="commuting_closure",
        label="Fermeture aux navettes domicile-travail",
        formula="vivent et travaillent ici / actifs d'ici ; les mêmes / emplois d'ici ; 100 × emplois / actifs",
        unit="parts ; emplois pour 100 actifs occupés",
        range="parts de 0 à 1 ; indicateur de concentration d'emploi à partir de 0",
        neutral="100 emplois pour 100 actifs occupés",
        reading="0,80 : huit actifs sur dix travaillent là où ils vivent.",
        conventions=(
            "Lignes : lieu de résidence ; colonnes : lieu de travail.",
            "Seuil de 0,667 par défaut (Office statistique britannique), réglable.",
        ),
        references=(
            "ONS, 2015, Travel to work areas 2011.",
            "INSEE, Indicateur de concentration d'emploi, définition.",
        ),
    ),
    Card(
        id="labour_market_validity",
        label="Validité d'un bassin d'emploi",
        formula="Y·Z·tarSC/minSC, Y = min(1, sc/tarSC), Z = 1 − (1 − minSC/tarSC)·s, s : taille qui manque (de 0 à 1)",
        unit="sans unité",
        range="à partir de 0",
        neutral="1 : seuil de validité",
        reading="0,98 : trop petit pour être si ouvert ; il faudrait le réunir à un voisin.",
        conventions=(
            "Paramètres par défaut : ceux de l'exemple du logiciel (ceux de l'INSEE ne sont pas publiés).",
            "Un territoire entièrement fermé est valide par convention.",
        ),
        references=("Franconi L., Ichim D. & D'Aló M., 2017, Labour Market Areas for territorial policies, Istat.",),
    ),
)
