"""Know-how that may be lost: retirements, thin employers, failing firms, foreign control."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import above, broadcastable, number, numbers, whole
from ancrage.methods.concentration import herfindahl
from ancrage.methods.decision import Array

HORIZON_YEARS = 10


@dataclass(frozen=True, slots=True)
class KnowHow:
    """Result of `know_how_at_risk`: workers leaving over the horizon, entrants who stay for each of them, concentration
    of employers (0 to 1), and whether both thresholds are crossed."""

    exits: float
    replacement_ratio: float
    hhi: float
    critical: bool


@checked
def know_how_at_risk(
    workers_by_age: ArrayLike,
    exit_probability: ArrayLike,
    entrants: float,
    retention: float,
    employer_jobs: ArrayLike | None = None,
    *,
    hhi: float | None = None,
    horizon_years: float = HORIZON_YEARS,
    ratio_threshold: float = 1.0,
    hhi_threshold: float = 0.25,
) -> KnowHow:
    """Is a trade dying out: exits = sum_a n_a p_a, ratio = years x entrants x retention / exits, HHI = sum s_e^2.

    workers_by_age: jobs by age class; exit_probability: share of each class leaving within the horizon; entrants:
    trained a year; retention: share of them who stay in the trade; employer_jobs: jobs by employer (shares will do),
    or hhi itself. Critical when ratio < 1 and HHI > 0.25. No exits: ratio infinite.
    Raises ValueError: lengths, negative counts, probabilities out of [0, 1], neither or both of employers and hhi.
    Source: own definition; HHI Herfindahl 1950.
    """
    workers = numbers(workers_by_age, "workers_by_age", 1)
    leaving = numbers(exit_probability, "exit_probability", 1, low=0, high=1)
    if workers.shape != leaving.shape or not len(workers):
        raise ValueError("« workers_by_age » et « exit_probability » doivent compter une valeur par classe d'âge.")
    if (employer_jobs is None) == (hhi is None):
        raise ValueError("Donner soit « employer_jobs », soit « hhi ».")
    concentration = _herfindahl(employer_jobs) if employer_jobs is not None else number(hhi, "hhi", low=0, high=1)
    exits = float(workers @ leaving)
    trained = number(horizon_years, "horizon_years", low=0) * number(entrants, "entrants", low=0)
    staying = trained * number(retention, "retention", low=0, high=1)
    ratio = staying / exits if exits > 0 else np.inf
    least, most = (
        number(ratio_threshold, "ratio_threshold", low=0),
        number(hhi_threshold, "hhi_threshold", low=0, high=1),
    )
    critical = bool(above(least, ratio) and above(concentration, most))
    return KnowHow(exits, float(ratio), concentration, critical)


def _herfindahl(jobs: ArrayLike) -> float:
    x = numbers(jobs, "employer_jobs", 1)
    if x.sum() == 0:
        raise ValueError("« employer_jobs » doit donner des emplois par employeur, positifs, un au moins.")
    return float(herfindahl(x))


@dataclass(frozen=True, slots=True)
class FailureScore:
    """Result of `failure_score`: Altman's Z'' and its zone ("sûre", "incertaine", "détresse")."""

    z: Array
    zone: NDArray[np.str_]


@checked
def failure_score(
    *,
    current_assets: ArrayLike,
    current_liabilities: ArrayLike,
    retained_earnings: ArrayLike,
    ebit: ArrayLike,
    book_equity: ArrayLike,
    total_assets: ArrayLike,
    total_liabilities: ArrayLike,
    emerging: bool = False,
) -> FailureScore:
    """Altman's Z'' = 6.56 (CA - CL) / TA + 3.26 RE / TA + 6.72 EBIT / TA + 1.05 equity / liabilities.

    Amounts of one balance sheet in one currency, numbers or arrays. Above 2.6 safe, below 1.1 distress.
    emerging: adds 3.25 (emerging-market version), thresholds move as much. The equity of a subsidiary means little:
    use the accounts of the group. Raises ValueError: missing values, total assets or liabilities not above 0.
    Source: Altman 1983, Corporate Financial Distress; Altman et al. 2017, doi:10.1111/jifm.12053.
    """
    sheet = {
        "current_assets": numbers(current_assets, "current_assets"),
        "current_liabilities": numbers(current_liabilities, "current_liabilities"),
        "retained_earnings": numbers(retained_earnings, "retained_earnings", negative=True),
        "ebit": numbers(ebit, "ebit", negative=True),
        "book_equity": numbers(book_equity, "book_equity", negative=True),
        "total_assets": numbers(total_assets, "total_assets", low=0, strict=True),
        "total_liabilities": numbers(total_liabilities, "total_liabilities", low=0, strict=True),
    }
    broadcastable(**sheet)
    ca, cl, re, profit, equity, ta, debt = sheet.values()
    terms = (6.56 * ca / ta, -6.56 * cl / ta, 3.26 * re / ta, 6.72 * profit / ta, 1.05 * equity / debt)
    z, size = np.asarray(sum(terms)), sum(np.abs(term) for term in terms)
    zone = np.select([above(z, 2.6, size), above(1.1, z, size)], ["sûre", "détresse"], "incertaine")
    return FailureScore(z + 3.25 if emerging else z, zone)


@checked
def product_at_risk(
    holders: ArrayLike,
    foreign_holders: ArrayLike,
    replacement_ratio: ArrayLike,
    z: ArrayLike,
    *,
    few: int = 2,
) -> NDArray[np.bool_]:
    """Whether the know-how of a product hangs by a thread: held by few establishments, and either the trade is not
    replaced (ratio < 1), or a holder is in distress (Z'' < 1.1), or all holders are under foreign control.

    holders: establishments that know how; foreign_holders: those controlled from abroad; replacement_ratio: of the
    trade; z: lowest failure score among holders; NaN where unknown (then it does not count). Numbers or arrays.
    A product without holder is not at risk: it is already lost, or was never made here.
    Raises ValueError: negative counts, more foreign holders than holders. Source: own definition.
    """
    given = {
        "holders": whole(holders, "holders"),
        "foreign_holders": whole(foreign_holders, "foreign_holders"),
        "replacement_ratio": numbers(replacement_ratio, "replacement_ratio", missing=True, infinite=True),
        "z": numbers(z, "z", negative=True, missing=True),
    }
    broadcastable(**given)
    held, foreign, ratio, score = given.values()
    if (foreign > held).any():
        raise ValueError("« foreign_holders » doit être compris entre 0 et « holders ».")
    if few < 1:
        raise ValueError("« few » doit valoir au moins 1.")
    return np.asarray((held > 0) & (held <= few) & (above(1.0, ratio) | above(1.1, score) | (foreign == held)))


@checked
def leak_index(foreign_share: ArrayLike, criticality: ArrayLike, substitutes: ArrayLike, k: float = 3.0) -> Array:
    """Exposure to a leak of technology: foreign-controlled share x criticality x max(0, 1 - substitutes / k).

    foreign_share (of jobs or value added), criticality: in [0, 1]; substitutes: domestic producers able to take over;
    k: number of them that makes the exposure nil. Numbers or arrays. Returns [0, 1].
    Raises ValueError: shares out of [0, 1], negative counts. Source: own definition.
    """
    given = {
        "foreign_share": numbers(foreign_share, "foreign_share", low=0, high=1),
        "criticality": numbers(criticality, "criticality", low=0, high=1),
        "substitutes": numbers(substitutes, "substitutes"),
    }
    broadcastable(**given)
    foreign, critical, others = given.values()
    return np.asarray(foreign * critical * np.maximum(0.0, 1 - others / number(k, "k", low=0, strict=True)))


CARDS = (
    Card(
        id="know_how_at_risk",
        label="Savoir-faire à risque",
        formula="sorties = Σ effectif × probabilité de départ ; ratio = années × entrants × maintien / sorties",
        unit="entrants par sortant",
        range="0 et plus",
        neutral="1 : chaque départ est remplacé",
        reading="0,65 : pour 100 départs d'ici l'horizon, 65 entrants resteront dans le métier.",
        conventions=(
            "Horizon de dix ans. Critique si le ratio est inférieur à 1 et si l'indice de concentration des employeurs "
            "dépasse 0,25.",
            "Sans départ attendu, le ratio est infini et le savoir-faire n'est pas critique.",
        ),
        references=("Définition propre à Ancrage ; indice de concentration : Herfindahl, 1950",),
    ),
    Card(
        id="failure_score",
        label="Score de défaillance (Z'' d'Altman)",
        formula="Z'' = 6,56 (AC - DCT)/AT + 3,26 réserves/AT + 6,72 EBIT/AT + 1,05 capitaux propres/dettes",
        unit="sans unité",
        range="toute valeur",
        neutral="1,1 à 2,6 : zone d'incertitude",
        reading="Sous 1,1, l'entreprise ressemble à celles qui ont défailli ; au-dessus de 2,6, à celles qui ont tenu.",
        conventions=(
            "Seuils 1,1 et 2,6, ceux de Z'' ; les seuils 1,23 et 2,9, parfois imprimés à côté, sont ceux de Z'.",
            "Version pour pays émergents sur demande (+3,25, seuils déplacés d'autant).",
            "Les capitaux propres d'une filiale disent peu : lire les comptes du groupe.",
        ),
        references=(
            "Altman E. I., 1983, Corporate Financial Distress, Wiley",
            "Altman E. I. et al., 2017, Financial distress prediction in an international context, Journal of "
            "International Financial Management & Accounting 28(2), doi:10.1111/jifm.12053",
        ),
    ),
    Card(
        id="product_at_risk",
        label="Produit à risque de perte",
        formula="détenteurs ≤ 2 et (ratio de remplacement < 1 ou Z'' < 1,1 ou tous sous contrôle étranger)",
        unit="vrai ou faux",
        range="vrai ou faux",
        neutral="faux",
        reading="Vrai : un ou deux établissements savent encore le faire, et l'un des signaux d'alerte est allumé.",
        conventions=(
            "Une donnée inconnue n'allume pas d'alerte.",
            "Aucun détenteur : pas de risque, le savoir-faire est déjà absent.",
        ),
        references=("Définition propre à Ancrage.",),
    ),
    Card(
        id="leak_index",
        label="Exposition à une fuite de technologie",
        formula="part sous contrôle étranger × criticité × max(0, 1 - substituts / k)",
        unit="sans unité",
        range="0 à 1",
        neutral="0 : pas de contrôle étranger, ou assez de producteurs nationaux pour prendre le relais",
        reading="Proche de 1 : une activité critique, tenue de l'étranger, que personne d'autre ne sait faire ici.",
        conventions=("Trois substituts annulent l'exposition par défaut (k = 3).",),
        references=("Définition propre à Ancrage.",),
    ),
)
