"""Where would a new plant of an activity settle: what the plants already there say, for every place and every class."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Bools, Floats, Ints, above, categories, number, numbers, ratio, same_shape, whole
from ancrage.methods.geography import EARTH_RADIUS_KM

# own class, other classes of its division, class around, all manufacturing: fitted on births, given here
WEIGHTS = (0.35, 0.15, 0.20, 0.30)
# of the imports and of their extra-EU share in the score, in log of part per standard deviation
IMPORT_WEIGHT, EXTRA_EU_WEIGHT = 0.75, 0.30
DECAY_KM = 50.0
# beyond, announced chances are too bold: shown as « plus de 5 fois »
CAP = 5.0
_BLOCK = 2**20  # distances held at once


@dataclass(frozen=True, slots=True)
class LocationChance:
    """Result of `location_chance`: territories x classes, except `size` (territories,) and `around_total` (classes,).

    part: share of the country's new plants of the class expected there; chance: how many times more than a place of
    this size; capped: show « plus de 5 fois » instead of the chance; score: order of what to bring back; size: share
    of all establishments; around_total: to give back for a perimeter studied alone.
    """

    part: Floats
    chance: Floats
    capped: Bools
    score: Floats
    size: Floats
    around_total: Floats


@checked
def location_chance(
    activity: ArrayLike,
    territory: ArrayLike,
    lon: ArrayLike,
    lat: ArrayLike,
    division: Sequence[object],
    *,
    centre_lon: ArrayLike,
    centre_lat: ArrayLike,
    imports: ArrayLike | None = None,
    extra_eu_share: ArrayLike | None = None,
    around_total: ArrayLike | None = None,
    weights: ArrayLike = WEIGHTS,
    import_weight: float = IMPORT_WEIGHT,
    extra_eu_weight: float = EXTRA_EU_WEIGHT,
    decay_km: float = DECAY_KM,
    cap: float = CAP,
) -> LocationChance:
    """Chance that a new plant of each class settles in each territory, and what is worth bringing back there.

    part = 0.35 own + 0.15 other + 0.20 around + 0.30 size, shares of the country's establishments that are there: of
    the class; of the other classes of its division; of the class, around (each weighed exp(-km / 50), as a share of
    the same sum over all territories); of all classes. chance = part / size.
    score = log part + 0.75 z(log imports) + 0.30 z(extra-EU share), z standardised over the classes known.

    activity, territory: class (0..n_classes-1) and territory (0..n_territories-1, -1 outside all) of each
    establishment, in any order; lon, lat: its position, degrees (NaN: unknown, then it is around nothing).
    centre_lon, centre_lat: centre of each territory. division: label of each class.
    imports: by class, EUR (NaN or 0: no score); extra_eu_share: by class, in [0, 1] (NaN: unknown, counts 0).
    around_total: by class, from a run over a whole partition of the country into territories about as large as this
    one. Left out, the territories given are that partition, and each class has a `part` that sums to one.
    weights: four shares that sum to one; decay_km > 0; cap > 0.

    part is NaN for a class that no establishment has; chance is NaN in a territory without any; the term « other » is
    0 for a class alone in its division. Raises ValueError: lengths, codes, degrees, shares, weights.
    Source: own definition; weights fitted on births of plants (docs/preuves.md), exponential decay of gravity models.
    """
    parts = numbers(weights, "weights", 1, low=0, high=1)
    if parts.shape != (4,) or abs(parts.sum() - 1) > 1e-9:
        raise ValueError("« weights » doit donner quatre parts dont la somme vaut 1.")
    divisions = categories(division, "division")
    n_classes = len(divisions)
    if not n_classes:
        raise ValueError("« division » doit donner une étiquette par classe d'activité.")
    west, south = _degrees(centre_lon, centre_lat, "centre_lon", "centre_lat", known=True)
    which = whole(activity, "activity", 1, high=n_classes - 1)
    where = whole(territory, "territory", 1, low=-1, high=len(west) - 1)
    east, north = _degrees(lon, lat, "lon", "lat", known=False)
    same_shape(activity=which, territory=where, lon=east)

    inside = where >= 0
    cells = np.bincount(where[inside] * n_classes + which[inside], minlength=len(west) * n_classes)
    here = cells.reshape(len(west), n_classes).astype(np.float64)
    country = np.bincount(which, minlength=n_classes).astype(np.float64)
    family, families = _by_division(here, divisions) - here, _by_division(country, divisions) - country
    plants, centres = _on_the_globe(east, north), _on_the_globe(west, south)
    near = _around(which, plants, centres, n_classes, number(decay_km, "decay_km", low=0, strict=True))
    everywhere = near.sum(axis=0) if around_total is None else numbers(around_total, "around_total", 1)
    same_shape(around_total=everywhere, division=divisions)
    size = ratio(here.sum(axis=1), country.sum(), 0.0)
    terms = (ratio(here, country, 0.0), ratio(family, families, 0.0), ratio(near, everywhere, 0.0), size[:, None])
    part = sum(weight * term for weight, term in zip(parts, terms, strict=True))
    part = np.where(country > 0, part, np.nan)
    chance = ratio(part, size[:, None])
    return LocationChance(
        part=part,
        chance=chance,
        capped=above(chance, number(cap, "cap", low=0, strict=True)),
        score=_log(part)
        + number(import_weight, "import_weight") * _stakes(imports, "imports", n_classes)
        + number(extra_eu_weight, "extra_eu_weight") * _shares(extra_eu_share, n_classes),
        size=size,
        around_total=everywhere,
    )


def _degrees(lon: ArrayLike, lat: ArrayLike, lon_name: str, lat_name: str, *, known: bool) -> tuple[Floats, Floats]:
    east = numbers(lon, lon_name, 1, low=-360, high=360, missing=not known)
    north = numbers(lat, lat_name, 1, low=-90, high=90, missing=not known)
    same_shape(**{lon_name: east, lat_name: north})
    return east, north


def _by_division(counts: Floats, divisions: Ints) -> Floats:
    """For each class (last axis), the count of its whole division."""
    return np.asarray(counts @ (divisions[:, None] == np.arange(divisions.max() + 1)))[..., divisions]


def _on_the_globe(lon: Floats, lat: Floats) -> Floats:
    """Unit vectors, (3, n)."""
    east, north = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def _around(which: Ints, plants: Floats, centres: Floats, n_classes: int, decay: float) -> Floats:
    """Sum of exp(-km / decay) over the establishments of each class, territories x classes."""
    placed = np.flatnonzero(~np.isnan(plants).any(axis=0))
    placed = placed[np.argsort(which[placed], kind="stable")]
    filled, starts = np.unique(which[placed], return_index=True)
    near = np.zeros((centres.shape[1], n_classes))
    if not len(placed):
        return near
    step = max(1, _BLOCK // len(placed))
    for start in range(0, len(near), step):
        rows = slice(start, start + step)
        squares: Floats = sum(
            (centre[rows, None] - plant) ** 2 for centre, plant in zip(centres, plants[:, placed], strict=True)
        )
        # arc of a chord: as exact as the haversine, one square root and one arc sine a pair
        km = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(np.sqrt(squares) / 2, 1.0))
        near[rows, filled] = np.add.reduceat(np.exp(-km / decay), starts, axis=1)
    return near


def _log(values: Floats) -> Floats:
    """Natural logarithm; minus infinity at 0, NaN kept."""
    out = np.where(np.isnan(values), np.nan, -np.inf)
    np.log(values, out=out, where=values > 0)
    return out


def _stakes(imports: ArrayLike | None, name: str, n_classes: int) -> Floats:
    """z(log imports); NaN where nothing is known to be imported."""
    if imports is None:
        return np.full(n_classes, np.nan)
    amounts = numbers(imports, name, 1, low=0, missing=True)
    if amounts.shape != (n_classes,):
        raise ValueError(f"« {name} » doit avoir {n_classes} valeurs, une par classe.")
    return _standardised(np.where(amounts > 0, _log(amounts), np.nan))


def _shares(extra_eu_share: ArrayLike | None, n_classes: int) -> Floats:
    """z(extra-EU share); 0 where it is unknown."""
    if extra_eu_share is None:
        return np.zeros(n_classes)
    parts = numbers(extra_eu_share, "extra_eu_share", 1, low=0, high=1, missing=True)
    if parts.shape != (n_classes,):
        raise ValueError(f"« extra_eu_share » doit avoir {n_classes} valeurs, une par classe.")
    return np.nan_to_num(_standardised(parts))


def _standardised(values: Floats) -> Floats:
    """(x - mean) / standard deviation over the values known; 0 when they are all equal."""
    known = ~np.isnan(values)
    if not known.any():
        return values
    spread = values[known].std()
    centred = values - values[known].mean()
    return centred / spread if spread > 1e-12 * np.abs(values[known]).max() else np.where(known, 0.0, np.nan)


CARDS = (
    Card(
        id="location_chance",
        label="Chance d'implantation d'une activité",
        formula="part = 0,35 ici + 0,15 division + 0,20 alentour + 0,30 taille ; chance = part / taille ; "
        "score = ln part + 0,75 z(ln importations) + 0,30 z(part hors UE)",
        unit="part : part des implantations françaises ; chance : fois ; score : sans unité",
        range="part de 0 à 1 ; chance de 0 à l'infini, affichée « plus de 5 fois » au-delà de 5 ; score : toute valeur",
        neutral="chance de 1 : autant qu'un territoire de cette taille",
        reading="Une chance de 3 : une usine nouvelle de cette activité irait ici trois fois plus souvent que dans un "
        "territoire de même taille.",
        conventions=(
            "Établissements de 20 salariés et plus. Ici : part des établissements français de la classe ; division : "
            "idem pour les autres classes de sa division ; taille : idem pour toute l'industrie manufacturière.",
            "Alentour : chaque établissement de la classe compte exp(−km/50) depuis le centre du territoire, rapporté "
            "à la même somme sur tous les territoires de même niveau.",
            "Poids ajustés sur 1 114 implantations, tous donnés en arguments ; importations et part hors UE disent "
            "le besoin, non la chance. Part hors UE inconnue : 0. Importations inconnues ou nulles : pas de score.",
            "Au-delà de 5 fois la valeur annoncée est trop hardie : seul le dépassement s'affiche (« capped »).",
            "Ce n'est pas la probabilité qu'un projet se fasse, ni qu'il réussisse.",
        ),
        references=(
            "Définition propre à Ancrage, éprouvée sur les implantations de 2013 à 2018 (voir « Les preuves »).",
            "Wilson A. G., 1971, A family of spatial interaction models, Environment and Planning A 3(1), "
            "doi:10.1068/a030001.",
        ),
    ),
)
