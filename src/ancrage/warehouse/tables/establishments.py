"""The lean register: what the actors step needs to find and call a firm."""

import polars as pl

from ancrage.domain.measure import Status
from ancrage.sources.codes import current_communes, refuse_unknown
from ancrage.warehouse.table import Inputs, Table, column

MANUFACTURING_JOBS = (2_280_000, 2_330_000)


def _establishments(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("sirene_etablissements")
    naf = inputs.tables["naf"]
    remedy = "Ajoutez la sous-classe au fichier de la nomenclature, ou corrigez celle de l'établissement."
    refuse_unknown(rows["naf"], naf["naf"], "sous-classe NAF", "sirene_etablissements", remedy)
    known = inputs.tables["communes"]["commune"]
    return (
        rows.with_columns(commune=current_communes(rows["commune"], known, "sirene_etablissements"))
        .join(naf.select("naf", "class"), on="naf")
        .select(list(ESTABLISHMENTS.columns))
        .sort("commune", "siret")
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

TABLES = (ESTABLISHMENTS,)
