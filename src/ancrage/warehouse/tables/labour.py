"""Occupations: who each activity hires, and how hard they are to hire."""

import pandera.polars as pa
import polars as pl

from ancrage.domain.measure import Status
from ancrage.sources.codes import refuse_unknown
from ancrage.warehouse.table import Inputs, Table, column

FIX_CODES = "Corrigez le fichier ou la liste des codes."


def _occupations(inputs: Inputs) -> pl.DataFrame:
    """The label of the hirings first: it is the one of the ROME now in force."""
    hired = inputs.source("rome_embauches").select("rome", "label")
    listed = inputs.source("dares_fap_rome").select("rome", "label")
    return pl.concat([hired, listed]).unique("rome", keep="first", maintain_order=True).sort("rome")


def _naf_occupation(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("rome_embauches")
    naf = inputs.tables["naf"]
    refuse_unknown(rows["naf"], naf["naf"], "sous-classe NAF", "rome_embauches", FIX_CODES)
    return (
        rows.join(naf.select("naf", "class"), on="naf")
        .group_by("class", "rome")
        .agg(pl.col("hirings").sum())
        .with_columns(share=pl.col("hirings") / pl.col("hirings").sum().over("class"))
        .sort("class", "rome")
    )


def _rome_fap(inputs: Inputs) -> pl.DataFrame:
    return inputs.source("dares_fap_rome").select("fap", "rome").sort("fap", "rome")


def _check_rome_fap(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    lost = set(inputs.tables["naf_occupation"]["rome"]) - set(rows["rome"])
    return [f"métiers embauchés sans famille professionnelle : {sorted(lost)[:5]}"] if lost else []


def _tension(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("dares_tensions")
    departements = {"FR", *inputs.tables["communes"]["departement"]}
    refuse_unknown(rows["departement"], departements, "département", "dares_tensions", FIX_CODES)
    labels = inputs.source("dares_secteurs")
    return rows.join(labels, on="fap", how="left").select(list(TENSION.columns)).sort("fap", "departement")


def _level(label: str) -> pa.Column:
    return column(pl.Int8, "niveau de 1 (faible) à 5 (fort)", label, nullable=True)


OCCUPATIONS = Table(
    name="occupations",
    title="Métiers (ROME)",
    columns={
        "rome": column(pl.String, "code", "Métier (code ROME)"),
        "label": column(pl.String, "texte", "Intitulé du métier"),
    },
    key=("rome",),
    sources=("rome_embauches", "dares_fap_rome"),
    method="Intitulé du fichier des embauches, à défaut celui de la table de passage de la Dares.",
    build=_occupations,
)

NAF_OCCUPATION = Table(
    name="naf_occupation",
    title="Métiers embauchés par classe d'activité",
    columns={
        "class": column(pl.String, "code", "Classe NAF"),
        "rome": column(pl.String, "code", "Métier (code ROME)"),
        "hirings": column(pl.Int64, "embauches", "Embauches de l'année"),
        "share": column(pl.Float64, "part (0-1)", "Part des embauches listées de la classe", status=Status.ESTIMATED),
    },
    key=("class", "rome"),
    sources=("rome_embauches",),
    method=(
        "Somme des sous-classes. Part sur les embauches listées : le fichier ne donne que quelques métiers de "
        "chaque sous-classe. Des embauches ne sont pas des emplois : les métiers qui tournent vite pèsent plus."
    ),
    build=_naf_occupation,
    needs=("naf",),
)

ROME_FAP = Table(
    name="rome_fap",
    title="Métiers de chaque famille professionnelle",
    columns={
        "fap": column(pl.String, "code", "Famille professionnelle (FAP 2009)"),
        "rome": column(pl.String, "code", "Métier (code ROME)"),
    },
    key=("fap", "rome"),
    sources=("dares_fap_rome",),
    method="Table de passage de la Dares, de plusieurs à plusieurs ; familles sans métier ROME laissées de côté.",
    build=_rome_fap,
    check=_check_rome_fap,
    needs=("naf_occupation",),
)

TENSION = Table(
    name="labour_tension",
    title="Tensions sur le marché du travail par famille professionnelle et département",
    columns={
        "fap": column(pl.String, "code", "Famille professionnelle (FAP 2009)"),
        "fap_label": column(pl.String, "texte", "Libellé de la famille"),
        "departement": column(pl.String, "code", "Département (FR pour la France)"),
        "tension": column(pl.Float64, "indice (écart à la moyenne)", "Indice de tension", nullable=True),
        "tension_level": _level("Niveau de tension"),
        "hiring_intensity": _level("Intensité d'embauche"),
        "training_link": _level("Lien entre formation et emploi"),
        "workforce_lack": _level("Manque de main-d'œuvre disponible"),
        "jobs": column(pl.Int64, "emplois", "Emploi moyen, arrondi à la centaine", nullable=True),
    },
    key=("fap", "departement"),
    sources=("dares_tensions", "dares_secteurs"),
    method=(
        "Indices publiés, métiers au niveau le plus fin, France et départements. Un niveau absent n'est pas publié, "
        "faute d'effectifs ; la ligne de la France le remplace."
    ),
    build=_tension,
    needs=("communes",),
)

TABLES = (OCCUPATIONS, NAF_OCCUPATION, ROME_FAP, TENSION)
