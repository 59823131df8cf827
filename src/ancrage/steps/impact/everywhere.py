"""Impact of a typical project of every manufacturing class in every territory of a level: one table, in blocks."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.domain.territory import Level
from ancrage.steps.impact.assess import AT, ENDS, Asked, Assessed, assess
from ancrage.steps.impact.economy import CENTRAL, Economy, economy
from ancrage.steps.impact.effects import BLOCK, effects, national_effects
from ancrage.steps.impact.places import WIDER, main_container, outputs
from ancrage.steps.impact.project import Project, typical_project
from ancrage.steps.impact.setting import share_of_market
from ancrage.steps.national import Floats, national
from ancrage.warehouse.edition import Edition

# circles of this table: the territory, its labour market, France
HERE, MARKET, COUNTRY = 0, 1, 2
WHERE = {
    HERE: ("ici", "dans le territoire"),
    MARKET: ("zone", "dans la zone d'emploi"),
    COUNTRY: ("france", "en France"),
}
BOUNDS = {"bas": "borne basse", "central": "valeur centrale", "haut": "borne haute"}
DIGITS = 4
CREDITED = ("OCDE", "INSEE", "ADEME")
TABLES = (
    "icio_domestic",
    "icio_imported",
    "branch_coefficients",
    "establishments",
    "jobs_departement_class",
    "communes",
)

# name -> (unit, label, quantities above, below): ratios of one euro or one job of the project
RATIOS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "multiplicateur_production": ("€ par €", "Production totale par euro produit", ("output",), ("output_direct",)),
    "multiplicateur_emploi": (
        "emplois par emploi", "Emplois directs et fournisseurs par emploi direct", ("direct", "suppliers"), ("direct",),
    ),
    "multiplicateur_valeur_ajoutee": (
        "€ par €", "Valeur ajoutée par euro produit", ("value_added",), ("output_direct",),
    ),
}  # fmt: skip
# name -> (unit, label, quantity, circles, with its bounds): a project of the usual size of the class
AMOUNTS: dict[str, tuple[str, str, str, tuple[int, ...], bool]] = {
    "emplois_fournisseurs": ("emplois", "Emplois chez les fournisseurs", "suppliers", (HERE, COUNTRY), True),
    "emplois_induits": ("emplois", "Emplois induits par les salaires", "induced", (HERE, MARKET), True),
    "emplois_total": ("emplois", "Emplois directs, fournisseurs et induits", "jobs", (HERE, COUNTRY), True),
    "valeur_ajoutee_meur": ("M€ par an", "Valeur ajoutée", "value_added", (HERE, COUNTRY), False),
    "co2_t": ("t CO2e par an", "CO2 émis en France", "co2", (HERE, COUNTRY), False),
}
IDENTITY = {
    "niveau": "Niveau du territoire",
    "code": "Code officiel du territoire",
    "nom": "Nom du territoire",
    "classe": "Classe NAF rév. 2",
    "libelle": "Libellé de la classe",
    "secteur": "Secteur du tableau entrées-sorties (ICIO) : ses classes ont les mêmes multiplicateurs",
    "connu": "Le registre connaît au moins un établissement dans le territoire ; sinon les colonnes « ici » sont vides",
}


@dataclass(frozen=True, slots=True)
class Described:
    name: str
    unit: str
    label: str


@dataclass(frozen=True, eq=False)
class Landscape:
    """The territories of a level with their circles: output (places, 2, n) of the territory and of its labour market;
    share (places, 3); observed (places,): the register knows an establishment there."""

    territories: pl.DataFrame
    sectors: list[str]
    output: Floats
    share: Floats
    observed: np.ndarray


def described() -> list[Described]:
    """Every column of the table, in order."""
    rows = [Described(name, "texte", label) for name, label in IDENTITY.items()]
    for name, (unit, label, *_) in RATIOS.items():
        rows += [
            Described(f"{name}_{WHERE[ring][0]}_{end}", unit, f"{label}, {WHERE[ring][1]}, {said}")
            for ring in (HERE, COUNTRY)
            for end, said in BOUNDS.items()
        ]
    rows += [
        Described(f"emplois_directs_{end}", "emplois", f"Emplois d'un projet de taille courante, {said}")
        for end, said in BOUNDS.items()
    ]
    for name, (unit, label, _, rings, bounded) in AMOUNTS.items():
        for ring in rings:
            where, place = WHERE[ring]
            if bounded:
                rows += [Described(f"{name}_{where}_{e}", unit, f"{label}, {place}, {s}") for e, s in BOUNDS.items()]
            else:
                rows.append(Described(f"{name}_{where}", unit, f"{label}, {place}"))
    return rows


def credits(edition: Edition) -> list[str]:
    """Whom to credit for the table: one short line, then each source in full."""
    sources = [source for name in TABLES for source in edition.sources(name)]
    vintages = {name: dict.fromkeys(s.vintage for s in sources if s.producer.startswith(name)) for name in CREDITED}
    short = ", ".join(f"{name} {' et '.join(found)}" for name, found in vintages.items() if found)
    return [f"Ancrage, d'après {short}", *dict.fromkeys(source.attribution for source in sources)]


def landscape(edition: Edition, whole: Economy, level: Level) -> Landscape:
    territories = edition.table("territories").filter(pl.col("level") == level.value).sort("code")
    places = territories["code"].to_list()
    rows = edition.table("communes").drop_nulls(level.value).with_columns(place=level.value)
    inside = around = rows.select("place", "commune")
    if Level.ZONE_EMPLOI in WIDER[level]:
        zones = edition.table("communes").select("commune", container=Level.ZONE_EMPLOI.value).drop_nulls()
        wider = main_container(rows, Level.ZONE_EMPLOI).join(zones, on="container").select("place", "commune")
        around = pl.concat([inside, wider]).unique(maintain_order=True)
    home, market = (outputs(edition, whole, members, places) for members in (inside, around))
    both = np.stack([home.output, market.output], axis=1)
    share = np.concatenate([share_of_market(whole, both, MARKET), np.ones((len(places), 1))], axis=1)
    return Landscape(territories, whole.io.sectors, both, share, home.observed)


def typical_projects(edition: Edition) -> tuple[Project, ...]:
    """One of every manufacturing class whose usual size is known."""
    country = national(edition)
    made = (code for code, is_made in zip(country.codes(), country.is_manufacturing, strict=True) if is_made)
    return tuple(p for p in (typical_project(edition, code) for code in made) if p)


def everywhere(edition: Edition, level: Level, digits: int | None = DIGITS) -> pl.DataFrame:
    """One row a territory and class, the columns of `described`, with `digits` significant figures (None: all).

    Multipliers are those of the branch; the project has the usual size of the class. The figures of a place are null
    where the register knows no establishment.
    """
    whole = economy(edition)
    land, projects = landscape(edition, whole, level), typical_projects(edition)
    asked = Asked(
        np.array([p.sector for p in projects]),
        np.array([[p.amount.low, p.amount.central, p.amount.high] for p in projects]).T,
        by_jobs=True,
    )
    france = national_effects(edition)
    frames = []
    for start in range(0, len(land.output), BLOCK):
        block = slice(start, start + BLOCK)
        around = effects(whole, land.output[block])
        rings = np.concatenate([around, np.broadcast_to(france, (len(around), 1, *around.shape[2:]))], axis=1)
        found = assess(whole, rings, MARKET, land.share[block], asked=asked, codes=tuple(ENDS))
        frames.append(_frame(land, block, projects, found, digits))
    return pl.concat(frames)


def _frame(
    land: Landscape,
    block: slice,
    projects: tuple[Project, ...],
    found: Assessed,
    digits: int | None,
) -> pl.DataFrame:
    territories = land.territories[block]
    places, classes = territories.height, len(projects)
    known = np.repeat(land.observed[block], classes)

    def flat(values: Floats, ring: int) -> pl.Series:
        """(places, circles, classes) -> one value a row, null where the territory is not known."""
        column = np.ascontiguousarray(values[:, ring]).reshape(-1)
        shown = pl.Series(np.where(known | (ring != HERE), column, np.nan)).fill_nan(None)
        return shown if digits is None else shown.round_sig_figs(digits)

    def each_place(column: str) -> pl.Series:
        return pl.Series(np.repeat(territories[column].to_numpy(), classes), dtype=pl.String)

    columns: dict[str, pl.Series] = {
        "niveau": each_place("level"),
        "code": each_place("code"),
        "nom": each_place("label"),
        "classe": pl.Series([p.activity for p in projects] * places),
        "libelle": pl.Series([p.label for p in projects] * places),
        "secteur": pl.Series([land.sectors[p.sector] for p in projects] * places),
        "connu": pl.Series(known),
    }
    for name, (_, _, above, below) in RATIOS.items():
        ratio = found.ratio(above, below)
        for ring in (HERE, COUNTRY):
            for i, end in enumerate(BOUNDS):
                columns[f"{name}_{WHERE[ring][0]}_{end}"] = flat(ratio[i], ring)
    band = found.band()
    for i, end in enumerate(BOUNDS):
        columns[f"emplois_directs_{end}"] = flat(band[i, ..., AT["direct"]], COUNTRY)
    for name, (_, _, quantity, rings, bounded) in AMOUNTS.items():
        for ring in rings:
            for i, end in enumerate(BOUNDS):
                if bounded or i == CENTRAL:
                    columns[f"{name}_{WHERE[ring][0]}" + f"_{end}" * bounded] = flat(band[i, ..., AT[quantity]], ring)
    return pl.DataFrame(columns)
