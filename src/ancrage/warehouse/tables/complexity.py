"""National matrices computed once: specialisation, proximity, density and complexity of zones d'emploi x classes."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.measure import Status
from ancrage.methods import (
    complexity_outlook_index,
    density,
    eci_pci,
    excess_jobs,
    location_quotient,
    presence,
    proximity,
    rca,
)
from ancrage.warehouse.table import Inputs, Table, column

# rounding keeps the bytes of the edition the same from one processor to the next
DIGITS = 6
MIN_ZONES = 5
MAX_ZONES_WITHOUT_INDEX = 10  # small zones, most of them overseas, without manufacturing
SHARED = (
    "Matrice des emplois par zone d'emploi et classe NAF (établissements productifs d'au moins 20 salariés) ; une "
    "activité est présente quand son quotient de localisation vaut au moins 1."
)


class Jobs(NamedTuple):
    """`matrix` of jobs, places x classes, with the codes of its rows and columns."""

    matrix: NDArray[np.float64]
    places: list[str]
    classes: list[str]


def _matrix(rows: pl.DataFrame, place: str, places: list[str]) -> Jobs:
    """`places` may hold some without any job: their row is zero."""
    classes = rows["class"].unique().sort().to_list()
    row = {code: i for i, code in enumerate(places)}
    col = {code: i for i, code in enumerate(classes)}
    matrix = np.zeros((len(places), len(classes)))
    matrix[[row[c] for c in rows[place]], [col[c] for c in rows["class"]]] = rows["jobs"].to_numpy()
    return Jobs(matrix, places, classes)


def _zones(inputs: Inputs) -> Jobs:
    rows = inputs.tables["jobs_territory_class"].filter(level="zone_emploi")
    zones = inputs.tables["communes"]["zone_emploi"].unique().sort().to_list()
    return _matrix(rows, "code", zones)


def _long(jobs: Jobs, **values: NDArray[np.float64]) -> pl.DataFrame:
    """One row for each zone and class."""
    n, m = jobs.matrix.shape
    keys = {"zone_emploi": np.repeat(jobs.places, m).tolist(), "class": jobs.classes * n}
    return pl.DataFrame(keys | {name: np.round(value.ravel(), DIGITS) for name, value in values.items()})


def _specialisation(inputs: Inputs) -> pl.DataFrame:
    jobs = _zones(inputs)
    rows = _long(jobs, staff=jobs.matrix, quotient=location_quotient(jobs.matrix), excess_jobs=excess_jobs(jobs.matrix))
    present = rows.filter(pl.col("staff") > 0).with_columns(pl.col("staff").cast(pl.Int64))
    return present.rename({"staff": "jobs"})


def _pairs(jobs: Jobs) -> NDArray[np.float64]:
    found: NDArray[np.float64] = proximity(presence(rca(jobs.matrix)))
    return found


def _proximity_class(inputs: Inputs) -> pl.DataFrame:
    jobs = _zones(inputs)
    phi = _pairs(jobs)
    a, b = np.nonzero(np.triu(phi, k=1))
    names = np.array(jobs.classes)
    return pl.DataFrame(
        {"class_a": names[a].tolist(), "class_b": names[b].tolist(), "proximity": phi[a, b].astype(np.float32)}
    )


def _density(inputs: Inputs) -> pl.DataFrame:
    jobs = _zones(inputs)
    near = density(presence(rca(jobs.matrix)), keep_diagonal=False)
    return _long(jobs, density=near).with_columns(pl.col("density").cast(pl.Float32))


def _index(values: NDArray[np.float64]) -> pl.Series:
    """Rounded, NaN (outside the connected block) turned to null."""
    return pl.Series(np.round(values, DIGITS)).fill_nan(None)


def _complexity(inputs: Inputs) -> tuple[Jobs, NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64]]:
    """Jobs, presence, ECI of zones, PCI of classes (NaN where not computed).

    Farms and building sites would make the first axis oppose Paris and overseas to industrial zones, and classes found
    in a handful of zones would sit at its ends: both indices are read on manufacturing, without the rarest classes.
    """
    jobs = _zones(inputs)
    present = presence(rca(jobs.matrix))
    manufacturing = inputs.tables["naf_classes"].filter("is_manufacturing")["class"]
    kept = np.isin(jobs.classes, manufacturing) & (present.sum(axis=0) >= MIN_ZONES)
    pci = np.full(len(jobs.classes), np.nan)
    eci, pci[kept] = eci_pci(presence(rca(jobs.matrix[:, kept])))
    return jobs, present, eci, pci


def _complexity_class(inputs: Inputs) -> pl.DataFrame:
    jobs, present, _, pci = _complexity(inputs)
    near = _pairs(jobs)
    return pl.DataFrame(
        {
            "class": jobs.classes,
            "pci": _index(pci),
            "ubiquity": present.sum(axis=0).astype(np.int64),
            "proximity_sum": np.round(near.sum(axis=0) - near.diagonal(), DIGITS),
        }
    )


def _complexity_zone(inputs: Inputs) -> pl.DataFrame:
    jobs, present, eci, pci = _complexity(inputs)
    diversity = present.sum(axis=1).astype(np.int64)
    outlook = complexity_outlook_index(present, pci, proximity(present, keep_diagonal=False), standardised=True)
    outlook[diversity == 0] = np.nan
    return pl.DataFrame(
        {"zone_emploi": jobs.places, "eci": _index(eci), "diversity": diversity, "coi": _index(outlook)}
    )


def _check_complexity_zone(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    missing = rows["eci"].null_count()
    return [f"{missing} zones d'emploi sans indice de complexité"] if missing > MAX_ZONES_WITHOUT_INDEX else []


def _proximity_service(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.tables["jobs_departement_class"]
    jobs = _matrix(rows, "departement", rows["departement"].unique().sort().to_list())
    phi = _pairs(jobs)
    named = inputs.tables["naf_classes"].filter("is_named_service")["class"].to_list()
    index = [jobs.classes.index(c) for c in named]
    near = phi[index]
    near[np.arange(len(index)), index] = 0  # a class is not its own neighbour
    a, b = np.nonzero(near)
    names = np.array(jobs.classes)
    return pl.DataFrame(
        {
            "class_service": names[np.array(index)[a]].tolist(),
            "class": names[b].tolist(),
            "proximity": near[a, b].astype(np.float32),
        }
    ).sort("class_service", "class")


REGISTER = ("sirene_etablissements", "cog_communes")

SPECIALISATION = Table(
    name="specialisation_zone_class",
    title="Spécialisations des zones d'emploi",
    columns={
        "zone_emploi": column(pl.String, "code", "Zone d'emploi 2020"),
        "class": column(pl.String, "code", "Classe NAF"),
        "jobs": column(pl.Int64, "emplois", "Emplois", status=Status.ESTIMATED),
        "quotient": column(pl.Float64, "sans unité", "Quotient de localisation", status=Status.ESTIMATED),
        "excess_jobs": column(
            pl.Float64, "emplois", "Emplois au-delà de ce que donnerait la part nationale", status=Status.ESTIMATED
        ),
    },
    key=("zone_emploi", "class"),
    sources=REGISTER,
    method=SHARED + " Quotient : part de la classe dans la zone sur sa part nationale. Seules les cases non nulles.",
    build=_specialisation,
    needs=("communes", "jobs_territory_class"),
)

PROXIMITY = Table(
    name="proximity_class",
    title="Proximité des classes d'activité, par co-présence dans les zones d'emploi",
    columns={
        "class_a": column(pl.String, "code", "Classe NAF"),
        "class_b": column(pl.String, "code", "Autre classe NAF"),
        "proximity": column(pl.Float32, "indice 0-1", "Proximité", status=Status.ESTIMATED),
    },
    key=("class_a", "class_b"),
    sources=REGISTER,
    method=(
        SHARED
        + " Proximité : la plus petite des deux probabilités conditionnelles de co-présence (Hidalgo et al. 2007). "
        "Symétrique : chaque paire n'est donnée qu'une fois (class_a < class_b) ; une paire absente vaut 0, la "
        "proximité d'une classe à elle-même vaut 1."
    ),
    build=_proximity_class,
    needs=("communes", "jobs_territory_class"),
)

DENSITY = Table(
    name="density_zone_class",
    title="Densité : ce que chaque zone d'emploi a de proche de chaque classe",
    columns={
        "zone_emploi": column(pl.String, "code", "Zone d'emploi 2020"),
        "class": column(pl.String, "code", "Classe NAF"),
        "density": column(pl.Float32, "indice 0-1", "Densité de proximité", status=Status.ESTIMATED),
    },
    key=("zone_emploi", "class"),
    sources=REGISTER,
    method=(
        SHARED
        + " Densité : part, pondérée par la proximité, des autres classes proches qui sont présentes dans la zone. "
        "La classe elle-même ne compte pas dans sa densité, pour comparer ce qui est là et ce qui n'y est pas."
    ),
    build=_density,
    needs=("communes", "jobs_territory_class"),
)

COMPLEXITY_CLASS = Table(
    name="complexity_class",
    title="Complexité des classes d'activité",
    columns={
        "class": column(pl.String, "code", "Classe NAF"),
        "pci": column(pl.Float64, "écarts-types", "Indice de complexité", status=Status.ESTIMATED, nullable=True),
        "ubiquity": column(pl.Int64, "zones d'emploi", "Zones d'emploi où la classe est présente"),
        "proximity_sum": column(pl.Float64, "indice", "Somme des proximités aux autres", status=Status.ESTIMATED),
    },
    key=("class",),
    sources=REGISTER,
    method=(
        SHARED
        + " Ubiquité et proximités en sont tirées. L'indice de complexité (Hidalgo et Hausmann 2009) ne porte que "
        "sur les classes manufacturières présentes dans au moins cinq zones, quotients recalculés sur leurs seuls "
        "emplois : avec l'agriculture et la construction, l'axe opposerait Paris et l'outre-mer aux zones "
        "industrielles. Centré et réduit (écart-type en n - 1), signe fixé par la corrélation avec la diversité."
    ),
    build=_complexity_class,
    needs=("communes", "naf_classes", "jobs_territory_class"),
)

COMPLEXITY_ZONE = Table(
    name="complexity_zone",
    title="Complexité économique des zones d'emploi",
    columns={
        "zone_emploi": column(pl.String, "code", "Zone d'emploi 2020"),
        "eci": column(
            pl.Float64, "écarts-types", "Indice de complexité économique", status=Status.ESTIMATED, nullable=True
        ),
        "diversity": column(pl.Int64, "classes", "Classes présentes"),
        "coi": column(
            pl.Float64,
            "écarts-types",
            "Perspective de complexité (activités complexes absentes mais proches)",
            status=Status.ESTIMATED,
            nullable=True,
        ),
    },
    key=("zone_emploi",),
    sources=REGISTER,
    method=(
        SHARED + " La diversité en est tirée. Indice de complexité sur les classes manufacturières (voir la complexité "
        "des classes) et perspective, centrés et réduits (écart-type en n - 1). L'indice suit en partie la taille de "
        "la zone : à lire avec ses emplois. Perspective : somme, sur les classes absentes, de leur densité (classe "
        "elle-même non comptée) par leur indice."
    ),
    build=_complexity_zone,
    check=_check_complexity_zone,
    needs=("communes", "naf_classes", "jobs_territory_class"),
)

PROXIMITY_SERVICE = Table(
    name="proximity_service",
    title="Proximité des services numériques, de recherche et de sécurité aux autres classes",
    columns={
        "class_service": column(pl.String, "code", "Classe de service"),
        "class": column(pl.String, "code", "Autre classe NAF"),
        "proximity": column(pl.Float32, "indice 0-1", "Proximité", status=Status.ESTIMATED),
    },
    key=("class_service", "class"),
    sources=("sirene_departements",),
    method=(
        "Matrice des emplois par département et classe, tous secteurs, établissements d'au moins 10 salariés ; "
        "présence au quotient de localisation d'au moins 1 ; proximité comme entre classes des zones d'emploi. Le "
        "département est plus grand que la zone d'emploi : les deux proximités ne se comparent pas en niveau. Une "
        "paire absente vaut 0."
    ),
    build=_proximity_service,
    needs=("jobs_departement_class", "naf_classes"),
)

TABLES = (SPECIALISATION, PROXIMITY, DENSITY, COMPLEXITY_CLASS, COMPLEXITY_ZONE, PROXIMITY_SERVICE)
