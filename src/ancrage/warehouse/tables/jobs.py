"""Jobs and establishments by territory and activity."""

import polars as pl

from ancrage.domain.measure import Status
from ancrage.sources.codes import refuse_unknown
from ancrage.warehouse.table import Inputs, Table, column
from ancrage.warehouse.tables.geography import by_level

FRANCE = ("france", "FR")


def _territory_class(inputs: Inputs) -> pl.DataFrame:
    communes = inputs.tables["communes"]
    whole = communes.select(level=pl.lit(FRANCE[0]), code=pl.lit(FRANCE[1]), commune="commune")
    places = pl.concat([by_level(communes), whole])
    return (
        inputs.tables["establishments"]
        .join(places, on="commune")
        .group_by("level", "code", "class")
        .agg(
            jobs=pl.col("jobs").sum(),
            establishments=pl.len().cast(pl.Int64),
            employers_max_share=pl.col("jobs").max() / pl.col("jobs").sum(),
        )
        .sort("level", "code", "class")
    )


def _check_territory_class(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    """Each level that covers France counts every job of the register once."""
    total = inputs.tables["establishments"]["jobs"].sum()
    counted = dict(rows.group_by("level").agg(pl.col("jobs").sum()).iter_rows())
    covering = ("france", "region", "departement", "zone_emploi")
    return [f"{counted.get(k)} emplois au niveau {k}, {total} au registre" for k in covering if counted.get(k) != total]


def _departement_naf(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("sirene_departements")
    for name, known, what in (("departement", inputs.tables["communes"]["departement"], "département"),
                              ("naf", inputs.tables["naf"]["naf"], "sous-classe NAF")):  # fmt: skip
        refuse_unknown(rows[name], known, what, "sirene_departements", "Corrigez le fichier ou la liste des codes.")
    return rows


def _departement_class(inputs: Inputs) -> pl.DataFrame:
    return (
        inputs.tables["jobs_departement_naf"]
        .join(inputs.tables["naf"].select("naf", "class"), on="naf")
        .group_by("departement", "class")
        .agg(pl.col("establishments", "jobs").sum())
        .sort("departement", "class")
    )


TERRITORY_CLASS = Table(
    name="jobs_territory_class",
    title="Emplois et établissements par territoire et classe d'activité (au moins 20 salariés)",
    columns={
        "level": column(pl.String, "texte", "Niveau"),
        "code": column(pl.String, "code", "Code du territoire"),
        "class": column(pl.String, "code", "Classe NAF"),
        "jobs": column(pl.Int64, "emplois", "Emplois", status=Status.ESTIMATED),
        "establishments": column(pl.Int64, "établissements", "Établissements"),
        "employers_max_share": column(
            pl.Float64, "part (0-1)", "Part du premier établissement", status=Status.ESTIMATED
        ),
    },
    key=("level", "code", "class"),
    sources=("sirene_etablissements", "cog_communes", "territoires_industrie"),
    method=(
        "Sommes des établissements productifs d'au moins 20 salariés, emplois au milieu de la tranche d'effectif ; une "
        "absence de ligne dit qu'aucun établissement de cette taille n'est là, non que l'activité manque. Le niveau "
        "« france » (code FR) est la somme nationale."
    ),
    build=_territory_class,
    check=_check_territory_class,
    needs=("communes", "establishments"),
)

DEPARTEMENT_NAF = Table(
    name="jobs_departement_naf",
    title="Établissements d'au moins 10 salariés par département, sous-classe et tranche d'effectif",
    columns={
        "departement": column(pl.String, "code", "Département"),
        "naf": column(pl.String, "code", "Sous-classe NAF"),
        "size_code": column(pl.String, "code", "Tranche d'effectif (code Sirene)"),
        "establishments": column(pl.Int64, "établissements", "Établissements"),
        "jobs": column(pl.Int64, "emplois", "Emplois (milieu de la tranche)", status=Status.ESTIMATED),
    },
    key=("departement", "naf", "size_code"),
    sources=("sirene_departements",),
    method=(
        "Tous les secteurs. Emplois : nombre d'établissements fois le milieu de la tranche (tranches_effectif.csv ; 14 "
        "pour 10 à 19 salariés, où les plus petits dominent)."
    ),
    build=_departement_naf,
    needs=("communes", "naf"),
)

DEPARTEMENT_CLASS = Table(
    name="jobs_departement_class",
    title="Emplois et établissements d'au moins 10 salariés par département et classe d'activité",
    columns={
        "departement": column(pl.String, "code", "Département"),
        "class": column(pl.String, "code", "Classe NAF"),
        "establishments": column(pl.Int64, "établissements", "Établissements"),
        "jobs": column(pl.Int64, "emplois", "Emplois", status=Status.ESTIMATED),
    },
    key=("departement", "class"),
    sources=("sirene_departements",),
    method="Somme des sous-classes et des tranches de la table par département et sous-classe.",
    build=_departement_class,
    needs=("jobs_departement_naf", "naf"),
)

TABLES = (TERRITORY_CLASS, DEPARTEMENT_NAF, DEPARTEMENT_CLASS)
