"""What-if on input-output tables: a sector disappears, imports are made at home, tradable jobs bring others."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, booleans, number, numbers, same_shape, whole
from ancrage.methods.leontief import (
    MILLER_BLAIR,
    flows_and_output,
    per_sector,
    solve_productive,
    square,
    technical_coefficients,
)

# non-tradable jobs per tradable job in France: low and central (Frocrain & Giraud), high (Malgouyres)
FRENCH_LOCAL_MULTIPLIERS = (0.64, 0.80, 1.25)


@dataclass(frozen=True, slots=True)
class Extraction:
    """Losses in the currency unit of the table, counted positive; `content_loss` in the unit of the intensities."""

    loss: float
    loss_share: float
    own_loss: float
    other_loss: float
    loss_by_sector: Floats
    content_loss: Floats


@checked
def hypothetical_extraction(
    flows: ArrayLike,
    output: ArrayLike,
    sector: ArrayLike,
    *,
    kind: Literal["total", "backward", "dietzenbacher_van_der_linden"] = "total",
    share: float = 1.0,
    intensities: ArrayLike | None = None,
) -> Extraction:
    """Output lost by the whole economy if a sector (or a group of sectors) disappeared.

    loss = x - (I - A_)^-1 f_, with, for the extracted sectors s multiplied by (1 - share):
    "total": rows s and columns s of A, and f_s; "backward": columns s of A (s no longer buys at home);
    "dietzenbacher_van_der_linden": rows and columns s outside the block (s, s), f unchanged.

    Args:
        flows, output: Z (n, n) and x (n,), one currency unit; final uses are f = x - Z 1.
        sector: index, or indices extracted together, or a mask of n booleans.
        kind: as above. share: part of the links removed, 1 all of them (partial extraction below).
        intensities: (n,) or (k, n) contents per unit of output (jobs, value added, CO2); default: none asked.

    Returns: `Extraction`; own_loss + other_loss = loss; a total extraction loses at least the sector's own output.
    Raises: ValueError on an unknown kind, a share out of [0, 1], an index out of range, and as `leontief_inverse`.
    Source: Dietzenbacher, van der Linden & Steenge 1993, Economic Systems Research 5(2),
        doi:10.1080/09535319300000017; Dietzenbacher & Lahr 2013, doi:10.1080/09535314.2013.774266 (partial).
    """
    z, x = flows_and_output(flows, output)
    a, final = technical_coefficients(z, x), x - z.sum(axis=1)
    n = len(x)
    number(share, "share", low=0, high=1)
    extracted = _chosen(sector, n)
    cut = np.zeros((n, n), dtype=bool)
    cut[:, extracted] = True
    if kind != "backward":
        cut[extracted, :] = True
    if kind == "dietzenbacher_van_der_linden":
        cut[np.ix_(extracted, extracted)] = False
    if kind == "total":
        final = np.where(extracted, (1 - share) * final, final)
    lost = x - solve_productive(np.where(cut, (1 - share) * a, a), final[:, None])[:, 0]
    content = per_sector(np.zeros(n) if intensities is None else intensities, "intensities", n, negative=True)
    return Extraction(
        loss=float(lost.sum()),
        loss_share=float(lost.sum() / x.sum()) if x.any() else 0.0,
        own_loss=float(lost[extracted].sum()),
        other_loss=float(lost[~extracted].sum()),
        loss_by_sector=lost,
        content_loss=content @ lost,
    )


def _chosen(sector: ArrayLike, n: int) -> NDArray[np.bool_]:
    """Sectors named by their indices, or by a mask, as a mask."""
    numbers(sector, "sector")
    if np.asarray(sector).dtype.kind == "b":
        mask = booleans(sector, "sector", 1)
        if mask.shape != (n,) or not mask.any():
            raise ValueError(f"« sector », comme masque, doit avoir {n} valeurs, une vraie au moins.")
        return mask
    chosen = np.atleast_1d(whole(sector, "sector", high=n - 1))
    if chosen.ndim != 1 or not chosen.size:
        raise ValueError(f"« sector » doit être un indice ou une suite d'indices, de 0 à {n - 1}.")
    mask = np.zeros(n, dtype=bool)
    mask[chosen] = True
    return mask


@dataclass(frozen=True, slots=True)
class ImportSubstitution:
    """Changes against the present. By sector (n,) where said, else totals; `conservation` must be 0."""

    output_change: Floats
    import_change: Floats
    value_added_change: float
    jobs_change: float
    co2_home_change: float
    co2_abroad_change: float
    conservation: float


def import_substitution(
    domestic: ArrayLike,
    imported: ArrayLike,
    final_domestic: ArrayLike,
    final_imported: ArrayLike,
    shares: ArrayLike,
    *,
    jobs: ArrayLike = 0.0,
    co2: ArrayLike = 0.0,
    co2_abroad: ArrayLike = 0.0,
    value_added: ArrayLike | None = None,
) -> ImportSubstitution:
    """What changes if a share of the imports of each product were made at home, at unchanged demand.

    A' = A_d + diag(s) A_m; f' = f_d + s f_m; dx = (I - A')^-1 f' - (I - A_d)^-1 f_d.
    Imports of i: M_i = sum_j A_m,ij x_j + f_m,i before; (1 - s_i)(...) with the new output after.

    Args:
        domestic, imported: coefficients A_d, A_m (n, n), purchases per unit of output by origin.
        final_domestic, final_imported: f_d, f_m (n,), final uses by origin, one currency unit.
        shares: s (n,), part of the imports of each product that is made at home, 0 to 1.
        jobs, co2: (n,) per unit of output at home. co2_abroad: (n,) per unit imported.
        value_added: (n,) per unit of output; default 1 - sum_i (A_d + A_m)_ij (no taxes on products).

    Returns: `ImportSubstitution`. `conservation` = change of value added + change of imports: 0 when `value_added`
    is the default, whatever the shares (what is no longer paid abroad is earned at home).
    Raises: ValueError on NaN, negatives, shapes, shares out of [0, 1], coefficients that are not productive.
    Source: Miller & Blair 2009, ch. 4 and 13, doi:10.1017/CBO9780511626982.
    """
    a_d, n = square(domestic, "domestic"), np.shape(domestic)[-1]
    a_m = per_sector(square(imported, "imported"), "imported", n)
    same_shape(domestic=a_d, imported=a_m)
    f_d = per_sector(final_domestic, "final_domestic", n, negative=True)
    f_m = per_sector(final_imported, "final_imported", n, negative=True)
    s = per_sector(numbers(shares, "shares", 1, low=0, high=1), "shares", n)
    before = solve_productive(a_d, f_d[:, None])[:, 0]
    after = solve_productive(a_d + s[:, None] * a_m, (f_d + s * f_m)[:, None])[:, 0]
    dx = after - before
    dm = (1 - s) * (a_m @ after + f_m) - (a_m @ before + f_m)
    content = 1 - (a_d + a_m).sum(axis=0) if value_added is None else value_added
    dva = _total(content, dx, "value_added")
    return ImportSubstitution(
        output_change=dx,
        import_change=dm,
        value_added_change=dva,
        jobs_change=_total(jobs, dx, "jobs"),
        co2_home_change=_total(co2, dx, "co2"),
        co2_abroad_change=_total(co2_abroad, dm, "co2_abroad"),
        conservation=dva + float(dm.sum()),
    )


def _total(content: ArrayLike, change: Floats, name: str) -> float:
    """Sum of a content per unit (one value, or one a sector) times a change by sector."""
    each = numbers(content, name, negative=True)
    if each.shape not in ((), change.shape):
        raise ValueError(f"« {name} » doit être un nombre, ou {len(change)} nombres, un par secteur.")
    return float((each * change).sum())


@dataclass(frozen=True, slots=True)
class LocalJobs:
    """One value a multiplier (the range), jobs."""

    non_tradable_jobs: Floats
    total_jobs: Floats


@checked
def local_multiplier(tradable_jobs: float, multiplier: ArrayLike = FRENCH_LOCAL_MULTIPLIERS) -> LocalJobs:
    """Non-tradable jobs that tradable jobs bring to the same local labour market in the long run.

    non_tradable = multiplier x tradable_jobs; default: the French range, low, central, high.

    Args: tradable_jobs >= 0; multiplier: one value or several, non-tradable jobs per tradable job.
    Returns: arrays shaped like `multiplier`. Raises: ValueError on NaN or negatives.
    Source: Moretti 2010, doi:10.1257/aer.100.2.373; Frocrain & Giraud 2018, Economie et Statistique 503-504.
    """
    factor = numbers(multiplier, "multiplier")
    direct = number(tradable_jobs, "tradable_jobs", low=0)
    return LocalJobs(factor * direct, (1 + factor) * direct)


CARDS = (
    Card(
        id="hypothetical_extraction",
        label="Extraction hypothétique d'un secteur",
        formula="perte = Σ x − Σ (I − A₋)⁻¹ f₋",
        unit="euros de production (et emplois, valeur ajoutée ou CO2 par les contenus)",
        range="extraction totale : au moins la production du secteur",
        neutral="0 (aucun lien retiré)",
        reading="Sans ce secteur et sans remplaçant, l'économie perdrait 45 % de sa production, dont 10 % ailleurs.",
        conventions=(
            "Totale : ligne, colonne et demande finale du secteur ; amont : sa colonne seule ; "
            "Dietzenbacher, van der Linden et Steenge : sa ligne et sa colonne sauf ses achats à lui-même, demande "
            "finale gardée.",
            "Partielle : mêmes liens, multipliés par (1 − part).",
            "Une borne comptable, sans substitution ni prix ni capacité : jamais une prévision.",
        ),
        references=(
            "Dietzenbacher E., van der Linden J. A., Steenge A. E. (1993), The regional extraction method: EC input-"
            "output comparisons, Economic Systems Research 5(2), doi:10.1080/09535319300000017.",
            "Dietzenbacher E., Lahr M. L. (2013), Expanding extractions, Economic Systems Research 25, "
            "doi:10.1080/09535314.2013.774266.",
        ),
    ),
    Card(
        id="import_substitution",
        label="Substitution d'importations",
        formula="A' = A_d + diag(s) A_m ; f' = f_d + s f_m ; Δx = (I − A')⁻¹ f' − (I − A_d)⁻¹ f_d",
        unit="euros de production, d'importations, de valeur ajoutée ; emplois ; CO2",
        range="de part et d'autre de 0",
        neutral="0 (aucune part relocalisée)",
        reading="Fabriquer ici 20 % des importations de ce produit ferait gagner tant de production et d'emplois.",
        conventions=(
            "Demande inchangée : Δ(valeur ajoutée) + Δ(importations) = 0, vérifié et rendu (« conservation »).",
            "Les importations d'autres produits augmentent : la production supplémentaire en consomme.",
            "L'écart de prix payé par les utilisateurs et les limites de capacité ne sont pas comptés ici.",
        ),
        references=(MILLER_BLAIR,),
    ),
    Card(
        id="local_multiplier",
        label="Multiplicateur local d'emploi",
        formula="emplois abrités = b × emplois exposés",
        unit="emplois abrités par emploi exposé",
        range="0 et plus ; France : 0,64 à 0,80, haut 1,25",
        neutral="0 (aucun emploi entraîné)",
        reading="Avec 0,80, cent emplois exposés (agriculture, industrie, mais aussi tourisme et services vendus "
        "ailleurs) vont à long terme avec quatre-vingts emplois abrités de plus dans la zone ; l'appliquer à la seule "
        "industrie est une extrapolation.",
        conventions=(
            "Fourchette par défaut : 0,64 et 0,80 (Frocrain et Giraud, deux périodes), 1,25 (Malgouyres).",
            "Effet de long terme, sans compter les emplois perdus ailleurs ; ne pas ajouter aux effets de type II.",
        ),
        references=(
            "Moretti E. (2010), Local Multipliers, American Economic Review 100(2), doi:10.1257/aer.100.2.373.",
            "Frocrain P., Giraud P.-N. (2018), L'évolution de l'emploi dans les secteurs exposés et abrités en "
            "France, Économie et Statistique 503-504.",
            "Malgouyres C. (2013), The impact of exposure to low-wage country competition on the local labour market, "
            "ERSA.",
        ),
    ),
)
