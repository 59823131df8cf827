"""What France makes more, or less, than it used to: the national production index by class."""

import polars as pl

from ancrage.domain.measure import Status
from ancrage.sources.codes import refuse_unknown
from ancrage.warehouse.table import Inputs, Table, column


def build_index(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("insee_ipi")
    remedy = "Vérifiez la nomenclature de la source « insee_ipi »."
    refuse_unknown(rows["class"], inputs.tables["naf_classes"]["class"], "classe NAF", "insee_ipi", remedy)
    return rows


def build_change(inputs: Inputs) -> pl.DataFrame:
    """First, last and highest yearly index of each class. Index 0 at the start leaves the change null."""
    return (
        inputs.tables["production_index"]
        .sort("class", "year")
        .group_by("class")
        .agg(
            first_year=pl.col("year").first(),
            last_year=pl.col("year").last(),
            first_index=pl.col("index").first(),
            last_index=pl.col("index").last(),
            peak_year=pl.col("year").get(pl.col("index").arg_max()),
            peak_index=pl.col("index").max(),
        )
        .with_columns(
            change_pct=pl.when(pl.col("first_index") > 0).then((pl.col("last_index") / pl.col("first_index") - 1) * 100)
        )
        .sort("class")
    )


_CLASS = column(pl.String, "code", "Classe NAF")
_INDEX = "indice base 100"

TABLES = (
    Table(
        name="production_index",
        title="Indice national de production industrielle par classe",
        columns={
            "class": _CLASS,
            "year": column(pl.Int64, "année", "Année"),
            "index": column(pl.Float64, _INDEX, "Indice de production, moyenne de l'année"),
        },
        key=("class", "year"),
        sources=("insee_ipi",),
        method="Séries de l'INSEE par classe ; celles de la construction (divisions entières) sont laissées de côté.",
        build=build_index,
        needs=("naf_classes",),
    ),
    Table(
        name="production_change",
        title="Évolution de la production nationale par classe",
        columns={
            "class": _CLASS,
            "first_year": column(pl.Int64, "année", "Première année"),
            "last_year": column(pl.Int64, "année", "Dernière année"),
            "first_index": column(pl.Float64, _INDEX, "Indice de la première année"),
            "last_index": column(pl.Float64, _INDEX, "Indice de la dernière année"),
            "peak_year": column(pl.Int64, "année", "Année du plus haut"),
            "peak_index": column(pl.Float64, _INDEX, "Indice le plus haut"),
            "change_pct": column(
                pl.Float64, "%", "Évolution de la première à la dernière année", status=Status.ESTIMATED, nullable=True
            ),
        },
        key=("class",),
        sources=("insee_ipi",),
        method="Évolution = dernier indice / premier indice - 1. Plus haut : année de l'indice annuel maximal.",
        build=build_change,
        needs=("production_index",),
    ),
)
