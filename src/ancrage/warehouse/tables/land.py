"""Brownfields by commune."""

import polars as pl

from ancrage.sources.codes import current_communes
from ancrage.warehouse.table import Inputs, Table, column


def _brownfields(inputs: Inputs) -> pl.DataFrame:
    sites = inputs.source("cartofriches")
    communes = current_communes(sites["commune"], inputs.tables["communes"]["commune"], "cartofriches")
    known = pl.col("area_m2").is_not_null()
    return (
        sites.with_columns(commune=communes)
        .group_by("commune", "status")
        .agg(
            sites=pl.len().cast(pl.Int64),
            area_m2=pl.when(known.any()).then(pl.col("area_m2").sum().round(0)),
            sites_with_area=known.sum().cast(pl.Int64),
            polluted_sites=pl.col("polluted").sum().cast(pl.Int64),
        )
        .sort("commune", "status")
    )


def _check(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    counted, published = rows["sites"].sum(), inputs.source("cartofriches").height
    return [f"{counted} friches comptées, {published} publiées"] if counted != published else []


BROWNFIELDS = Table(
    name="brownfields",
    title="Friches par commune et statut",
    columns={
        "commune": column(pl.String, "code", "Commune (code INSEE)"),
        "status": column(pl.String, "texte", "Statut"),
        "sites": column(pl.Int64, "sites", "Friches recensées"),
        "area_m2": column(pl.Float64, "m²", "Surface des unités foncières connues", nullable=True),
        "sites_with_area": column(pl.Int64, "sites", "Friches de surface connue"),
        "polluted_sites": column(pl.Int64, "sites", "Friches au sol pollué (avéré ou supposé)"),
    },
    key=("commune", "status"),
    sources=("cartofriches",),
    method=(
        "Comptes et sommes par commune et statut ; les sites des communes réunies sont rattachés à celle qui leur "
        "succède. La surface est celle de l'unité foncière, parfois bien plus grande que la friche. La pollution est "
        "inconnue pour neuf sites sur dix : un site non compté comme pollué n'est pas un site propre."
    ),
    build=_brownfields,
    check=_check,
    needs=("communes",),
)

TABLES = (BROWNFIELDS,)
