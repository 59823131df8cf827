"""Brownfields: counted by commune, and one by one when something could stand there."""

import pandera.polars as pa
import polars as pl

from ancrage.warehouse.successions import current_communes
from ancrage.warehouse.table import Inputs, Table, column


def _brownfields(inputs: Inputs) -> pl.DataFrame:
    sites = inputs.source("cartofriches")
    communes = current_communes(inputs, sites["commune"], "cartofriches")
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

AVAILABLE = ("friche sans projet", "friche potentielle")
SOILS = ("inconnu", "pollution peu probable", "pollution inexistante", "pollution supposée", "pollution avérée")
ZONES = ("U", "AUc", "AUs", "A", "N", "Ah", "Nh")
USES = ("Habitat", "Activité", "Loisir et tourisme", "PCI", "Mixte Habitat / activité")
LEAST_M2 = 1000.0


def _brownfield_sites(inputs: Inputs) -> pl.DataFrame:
    sites = inputs.source("cartofriches")
    communes = current_communes(inputs, sites["commune"], "cartofriches")
    known = sites.with_columns(commune=communes).filter(
        pl.col("status").is_in(AVAILABLE), pl.col("area_m2") >= LEAST_M2
    )
    # the surest of those that share a plot comes first
    surest = [pl.col("status") == AVAILABLE[0], pl.col("verified"), pl.col("site")]
    return (
        known.sort(surest, descending=[True, True, False], maintain_order=True)
        .group_by("commune", "area_m2", maintain_order=True)
        .agg(pl.all().first(), same_plot=pl.len().cast(pl.Int64))
        .with_columns(pl.col("area_m2", "rail_m").round(0), pl.col("lon", "lat").round(4))
        .select(list(BROWNFIELD_SITES.columns))
        .sort("site")
    )


def _check_sites(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    """Each site once, alone or counted with those of its plot."""
    sites = inputs.source("cartofriches")
    expected = sites.filter(pl.col("status").is_in(AVAILABLE), pl.col("area_m2") >= LEAST_M2).height
    counted = rows["same_plot"].sum()
    return [f"{counted} friches à examiner, {expected} attendues"] if counted != expected else []


BROWNFIELD_SITES = Table(
    name="brownfield_sites",
    title="Friches sans projet connu, une à une",
    columns={
        "site": column(pl.String, "code", "Identifiant Cartofriches"),
        "commune": column(pl.String, "code", "Commune (code INSEE)"),
        "status": column(pl.String, "texte", "Statut", checks=(pa.Check.isin(AVAILABLE),)),
        "verified": column(pl.Boolean, "oui/non", "Inscrite autrement que par un ancien inventaire non vérifié"),
        "area_m2": column(pl.Float64, "m²", "Surface de l'unité foncière", checks=(pa.Check.ge(LEAST_M2),)),
        "same_plot": column(
            pl.Int64, "sites", "Friches recensées sur la même unité foncière", checks=(pa.Check.ge(1),)
        ),
        "soil": column(pl.String, "texte", "Pollution du sol", checks=(pa.Check.isin(SOILS),)),
        "zoning": column(pl.String, "texte", "Zone d'urbanisme", nullable=True, checks=(pa.Check.isin(ZONES),)),
        "zoning_use": column(
            pl.String, "texte", "Usage dominant de la zone", nullable=True, checks=(pa.Check.isin(USES),)
        ),
        "owner": column(pl.String, "texte", "Sorte de propriétaire", nullable=True),
        "nature": column(pl.String, "texte", "Ancienne activité ou type de friche", nullable=True),
        "rail_m": column(
            pl.Float64, "m", "Distance à la desserte ferroviaire", nullable=True, checks=(pa.Check.ge(0),)
        ),
        "lon": column(pl.Float64, "degrés", "Longitude", checks=(pa.Check.in_range(-180, 180),)),
        "lat": column(pl.Float64, "degrés", "Latitude", checks=(pa.Check.in_range(-90, 90),)),
    },
    key=("site",),
    sources=("cartofriches",),
    method=(
        "Friches sans projet ou potentielles dont l'unité foncière est connue et compte au moins 1 000 m². Les friches "
        "d'une même unité foncière (même commune, même surface au centimètre carré) ne font qu'une ligne, celle du "
        "statut le plus sûr. Aucun nom n'est repris : beaucoup sont ceux de personnes ; l'ancienne activité ne l'est "
        "que lorsqu'elle vient d'une liste. Distances à la route, à la voie d'eau et à la mer : jamais publiées."
    ),
    build=_brownfield_sites,
    check=_check_sites,
    needs=("communes",),
)

TABLES = (BROWNFIELDS, BROWNFIELD_SITES)
