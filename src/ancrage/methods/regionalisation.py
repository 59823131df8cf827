"""Regional input-output tables from national ones, for all territories at once, and the inputs they lack."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods import regional_quotients as lq
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, broadcastable, numbers, ratio, same_shape
from ancrage.methods.leontief import MILLER_BLAIR, per_sector, solve_productive, square

Method = Literal["slq", "cilq", "rlq", "flq", "aflq", "2dlq"]

# matrices of one block of territories: small enough to stay near the processor
BLOCK_BYTES = 2**20


@checked
def regionalise(
    coefficients: ArrayLike,
    regional: ArrayLike,
    national: ArrayLike,
    method: Method = "flq",
    *,
    delta: float = lq.DELTA,
    alpha: float = lq.ALPHA,
    beta: float = lq.BETA,
    absent_slq: float = 0.0,
) -> Floats:
    """Regional coefficients A^r_ij = min(1, q_ij) A^n_ij: what each sector buys inside the territory.

    Args:
        coefficients: A^n (n, n), national domestic coefficients.
        regional, national, absent_slq: jobs or output (n,) or (territories, n), and (n,), as in `regional_quotients`.
        method: quotients q, one of "slq", "cilq", "rlq", "flq", "aflq", "2dlq"; delta for flq and aflq, alpha and
            beta for 2dlq. CILQ takes SLQ_i on the diagonal.

    Returns: (n, n) or (territories, n, n), 0 <= A^r <= A^n. For multipliers only, `regional_multipliers` needs less
    memory. Raises: ValueError on NaN, negatives, shapes, an unknown method, parameters out of bounds.
    Source: Flegg & Tohmo 2013, doi:10.1080/00343404.2011.592138; Miller & Blair 2009, ch. 8.
    """
    a = square(numbers(coefficients, "coefficients", 2), "coefficients")
    n = len(a)
    x, nation = per_sector(regional, "regional", n), per_sector(national, "national", n)
    quotients: dict[str, Callable[[], Floats]] = {
        "slq": lambda: np.repeat(lq.slq(x, nation)[..., None], n, axis=-1),
        "cilq": lambda: lq.cilq(x, nation, slq_diagonal=True, absent_slq=absent_slq),
        "rlq": lambda: lq.rlq(x, nation, absent_slq=absent_slq),
        "flq": lambda: lq.flq(x, nation, delta, absent_slq=absent_slq),
        "aflq": lambda: lq.aflq(x, nation, delta, absent_slq=absent_slq),
        "2dlq": lambda: lq.two_dimensional_lq(x, nation, alpha, beta),
    }
    if method not in quotients:
        raise ValueError(f"« method » vaut {method!r} ; valeurs possibles : {', '.join(quotients)}.")
    regional_coefficients = quotients[method]()
    np.minimum(regional_coefficients, 1.0, out=regional_coefficients)
    regional_coefficients *= a
    return regional_coefficients


@checked
def regional_multipliers(
    coefficients: ArrayLike,
    regional: ArrayLike,
    national: ArrayLike,
    intensities: ArrayLike | None = None,
    method: Method = "flq",
    *,
    delta: float = lq.DELTA,
    alpha: float = lq.ALPHA,
    beta: float = lq.BETA,
    absent_slq: float = 0.0,
) -> Floats:
    """Simple multipliers of every sector in every territory, as `multipliers` of each regional matrix.

    Solves (I - A^r)' m = c for all territories, in blocks, for the contents asked; no inverse is formed
    (`leontief_inverse(regionalise(...))` gives them when they are wanted).

    Args: as `regionalise`; intensities: c (n,) or (k, n) per unit of output; None: ones, the output multiplier.
    Returns: (n,) or (k, n) for one territory, with a first axis of territories for several.
    Raises: as `regionalise`, and ValueError when the national matrix is not productive.
    Source: Miller & Blair 2009, ch. 8, doi:10.1017/CBO9780511626982.
    """
    n = square(numbers(coefficients, "coefficients", 2), "coefficients").shape[-1]
    x = per_sector(regional, "regional", n)
    if x.ndim > 2:
        raise ValueError("« regional » doit être un vecteur, ou une matrice territoires x secteurs.")
    c = np.ones(n) if intensities is None else per_sector(intensities, "intensities", n, negative=True)
    contents = np.atleast_2d(c)
    territories = np.atleast_2d(x)
    found = np.empty((len(territories), len(contents), n))
    step = max(1, BLOCK_BYTES // (8 * n * n))
    for start in range(0, len(territories), step):
        a = regionalise(
            coefficients,
            territories[start : start + step],
            national,
            method,
            delta=delta,
            alpha=alpha,
            beta=beta,
            absent_slq=absent_slq,
        )
        found[start : start + step] = solve_productive(a.mT, contents.T).mT
    return found.reshape(x.shape[:-1] + c.shape)


def import_propensity(regional_coefficients: ArrayLike, coefficients: ArrayLike, output: ArrayLike) -> Floats:
    """Part of the national purchases of inputs that a territory makes elsewhere in the country (leakage).

    m_r = 1 - sum_ij A^r_ij x_j / sum_ij A^n_ij x_j.

    Args:
        regional_coefficients: A^r (n, n) or (territories, n, n), from `regionalise`.
        coefficients: A^n (n, n), national domestic coefficients. output: x (n,) or (territories, n).

    Returns: one share a territory, 0 (all bought at home) to 1; 0 where nothing is bought.
    Raises: ValueError on NaN, negatives, shapes, regional coefficients above the national ones.
    Source: Miller & Blair 2009, ch. 8, doi:10.1017/CBO9780511626982.
    """
    a_n = square(numbers(coefficients, "coefficients", 2), "coefficients")
    a_r = per_sector(square(regional_coefficients, "regional_coefficients"), "regional_coefficients", len(a_n))
    if (a_r > a_n * (1 + 1e-9)).any():
        raise ValueError("« regional_coefficients » dépasse les coefficients nationaux.")
    x = per_sector(output, "output", len(a_n))
    broadcastable(regional_coefficients=a_r[..., 0, 0], output=x[..., 0])
    at_home, all_purchases = (a_r.sum(axis=-2) * x).sum(axis=-1), (a_n.sum(axis=0) * x).sum(axis=-1)
    return 1.0 - ratio(at_home, all_purchases, 1.0)


@dataclass(frozen=True, slots=True)
class InputGaps:
    """Per sector (last axis), in the unit of `output`; `coverage` is a share in [0, 1]."""

    need: Floats
    supply: Floats
    coverage: Floats
    gap: Floats


def input_gaps(domestic: ArrayLike, imported: ArrayLike, output: ArrayLike) -> InputGaps:
    """Inputs that the sectors of a territory need and that the territory does not make ("maillons manquants").

    need_i = sum_j (A_d + A_m)_ij x_j; supply_i = x_i; coverage_i = min(1, supply_i / need_i);
    gap_i = max(0, need_i - supply_i).

    Args:
        domestic, imported: national coefficients A_d and A_m (n, n), purchases per unit of output by origin.
        output: x (n,) or (territories, n), output by sector, for instance jobs x national output per job.

    Returns: arrays shaped like `output`; coverage is 1 where nothing is needed.
    Raises: ValueError on NaN, negatives, shapes.
    Source: regional purchase coefficient, Stevens & Trainer 1980; Miller & Blair 2009, ch. 8.
    """
    a_d, a_m = (square(numbers(a, name, 2), name) for a, name in ((domestic, "domestic"), (imported, "imported")))
    same_shape(domestic=a_d, imported=a_m)
    supply = per_sector(output, "output", len(a_d))
    need = supply @ (a_d + a_m).T
    coverage = np.minimum(1.0, ratio(supply, need, 1.0))
    return InputGaps(need, supply, coverage, np.maximum(0.0, need - supply))


CARDS = (
    Card(
        id="regionalise",
        label="Matrice de coefficients du territoire",
        formula="a^r_ij = min(1, q_ij) a^n_ij",
        unit="euros d'intrants achetés sur place par euro de production",
        range="0 à a^n_ij",
        neutral="a^n_ij (le territoire fournit autant que la nation)",
        reading="0,02 contre 0,10 au niveau national : quatre cinquièmes de ces achats viennent d'ailleurs.",
        conventions=(
            "Coefficients nationaux intérieurs ; quotient de Flegg (δ = 0,3) par défaut.",
            "Le plafond à 1 s'applique en dernier : un territoire n'achète jamais plus chez lui que la nation.",
            "Aucun quotient ne voit tous les échanges croisés d'un même produit : les effets locaux sont un maximum.",
        ),
        references=(lq.FLEGG_TOHMO, MILLER_BLAIR),
    ),
    Card(
        id="regional_multipliers",
        label="Multiplicateurs du territoire",
        formula="(I − A^r)' m = c",
        unit="unité du contenu (production : euros par euro ; emplois par M€ ; kg de CO2 par euro)",
        range="du contenu direct c_j au multiplicateur national",
        neutral="c_j (aucun fournisseur sur place) ; 1 pour la production",
        reading="1,30 : un euro de demande adressé à ce secteur fait produire 30 centimes à des fournisseurs d'ici.",
        conventions=(
            "Effets directs et indirects dans le territoire seul : ni retours d'autres territoires, ni effets induits.",
            "Contenus nationaux par unité de production, sauf valeurs locales fournies.",
        ),
        references=(lq.FLEGG_TOHMO, MILLER_BLAIR),
    ),
    Card(
        id="import_propensity",
        label="Fuite des achats hors du territoire",
        formula="m_r = 1 − Σ_ij a^r_ij x_j / Σ_ij a^n_ij x_j",
        unit="part",
        range="0 à 1",
        neutral="0 (tous les achats se font sur place)",
        reading="0,7 : sur dix euros d'intrants français achetés par les activités du territoire, sept vont ailleurs.",
        conventions=(
            "Consommations intermédiaires seulement, sans les achats des ménages.",
            "Les intrants importés de l'étranger sont hors du calcul : ils fuient partout.",
            "Territoire sans production : 0.",
        ),
        references=(MILLER_BLAIR,),
    ),
    Card(
        id="input_gaps",
        label="Maillons manquants de l'approvisionnement local",
        formula="besoin_i = Σ_j (A_d + A_m)_ij x_j ; offre_i = x_i ; couverture = min(1, offre/besoin) ; "
        "manque = max(0, besoin − offre)",
        unit="euros de production (couverture : part de 0 à 1)",
        range="manque : 0 et plus ; couverture : 0 à 1",
        neutral="couverture de 1 (l'offre locale suffirait)",
        reading="Couverture de 0,3 : même si tout était vendu ici, la production locale couvrirait 30 % du besoin.",
        conventions=(
            "Le besoin réunit intrants français et importés : c'est ce que les activités du territoire consomment.",
            "Toute la production locale est supposée disponible : le manque est un minimum, la couverture un maximum.",
            "Les coefficients nationaux sont supposés valoir pour les établissements du territoire.",
        ),
        references=(MILLER_BLAIR,),
    ),
)
