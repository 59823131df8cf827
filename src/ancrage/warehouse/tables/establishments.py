"""The lean register: what the actors step needs to find and call a firm."""

import numpy as np
import polars as pl

from ancrage.domain.measure import Status
from ancrage.methods import cooccurrence_relatedness
from ancrage.warehouse.successions import current_activities, current_communes
from ancrage.warehouse.table import Inputs, Table, column

# pairs of classes that fewer firms declare say nothing
FEWEST_FIRMS = 3
MANUFACTURING_JOBS = (2_280_000, 2_330_000)


def _establishments(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("sirene_etablissements")
    return (
        rows.with_columns(
            naf=current_activities(inputs, rows["naf"], "sirene_etablissements"),
            commune=current_communes(inputs, rows["commune"], "sirene_etablissements"),
        )
        .join(inputs.tables["naf"].select("naf", "class"), on="naf")
        .select(list(ESTABLISHMENTS.columns))
        .sort("commune", "siret")
    )


def _same_firm(inputs: Inputs) -> pl.DataFrame:
    """Each pair once, of the classes that the same firms (SIREN) declare."""
    declared = inputs.tables["establishments"].select("class", siren=pl.col("siret").str.slice(0, 9)).unique()
    several = declared.filter(pl.len().over("siren") > 1)
    pairs = several.join(several, on="siren").group_by("class", "class_right").len()
    codes = several["class"].unique().sort().to_list()
    at = {code: i for i, code in enumerate(codes)}
    counts = np.zeros((len(codes), len(codes)))
    counts[[at[c] for c in pairs["class"]], [at[c] for c in pairs["class_right"]]] = pairs["len"].to_numpy()
    found = np.asarray(cooccurrence_relatedness(counts, "cosine", minimum_count=FEWEST_FIRMS))
    above, right = np.nonzero(np.triu(found, 1))
    return pl.DataFrame(
        {
            "class_a": [codes[i] for i in above],
            "class_b": [codes[i] for i in right],
            "firms": counts[above, right].astype(np.int64),
            "relatedness": found[above, right],
        }
    )


def _check(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    classes = inputs.tables["naf_classes"].filter("is_manufacturing")["class"]
    jobs = rows.filter(pl.col("class").is_in(classes.implode()))["jobs"].sum()
    low, high = MANUFACTURING_JOBS
    return [] if low < jobs < high else [f"{jobs} emplois manufacturiers, hors de l'intervalle attendu {low}-{high}"]


ESTABLISHMENTS = Table(
    name="establishments",
    title="Établissements productifs d'au moins 20 salariés",
    columns={
        "siret": column(pl.String, "code", "SIRET"),
        "name": column(pl.String, "texte", "Nom (personnes morales)", nullable=True),
        "naf": column(pl.String, "code", "Sous-classe NAF"),
        "class": column(pl.String, "code", "Classe NAF"),
        "jobs": column(pl.Int64, "emplois", "Emplois (milieu de la tranche d'effectif)", status=Status.ESTIMATED),
        "size_class": column(pl.String, "texte", "Tranche d'effectif"),
        "commune": column(pl.String, "code", "Commune (code INSEE)"),
        "lon": column(pl.Float64, "degrés", "Longitude"),
        "lat": column(pl.Float64, "degrés", "Latitude"),
    },
    key=("siret",),
    sources=("sirene_etablissements",),
    method=(
        "Agriculture, industrie, énergie et construction. Emplois estimés par le milieu de la tranche d'effectif : "
        "environ 13 % au-dessus des comptes de l'URSSAF autour de Rouen. Trois établissements sans commune, géocodés "
        "hors de France, sont écartés. Le nom est tu quand il se lit comme celui d'une personne (prénom et nom sans "
        "mot de société), sauf si l'établissement a au moins 100 salariés ou si l'entreprise en a plusieurs."
    ),
    build=_establishments,
    check=_check,
    needs=("naf", "naf_classes", "communes"),
)

SAME_FIRM = Table(
    name="same_firm_class",
    title="Classes d'activité que les mêmes entreprises déclarent",
    columns={
        "class_a": column(pl.String, "code", "Classe NAF"),
        "class_b": column(pl.String, "code", "Autre classe NAF"),
        "firms": column(pl.Int64, "entreprises", "Entreprises (SIREN) qui déclarent les deux"),
        "relatedness": column(pl.Float64, "indice 0-1", "Parenté (cosinus)", status=Status.ESTIMATED),
    },
    key=("class_a", "class_b"),
    sources=("sirene_etablissements",),
    method=(
        "Entreprises dont deux établissements du registre déclarent deux classes différentes ; cosinus des "
        "co-occurrences, nul sous trois entreprises. Symétrique : chaque paire n'est donnée qu'une fois (class_a < "
        "class_b) ; une paire absente vaut 0. Un groupe de plusieurs SIREN n'est pas vu."
    ),
    build=_same_firm,
    needs=("establishments",),
)

TABLES = (ESTABLISHMENTS, SAME_FIRM)
