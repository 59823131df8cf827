"""The register of productive establishments of 20 staff and more, with their position."""

from pathlib import Path

import polars as pl

from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown
from ancrage.sources.person_names import legal_names

ID = "sirene_etablissements"


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """siret, name (nullable), naf, jobs (middle of the size class), size_class (French), commune, lon, lat (degrees).

    Rows without commune are refused, but for those that corrections_registre.csv knows misplaced, which are dropped.
    """
    listed = read_reference("corrections_registre.csv").filter(pl.col("nature") == "moved")["siret"]
    homeless = raw.filter(pl.col("com2024").is_null())["siret"]
    refuse_unknown(homeless, listed, "établissement sans commune", ID,
                   "Donnez-lui une commune ou ajoutez-le à reference/corrections_registre.csv.")  # fmt: skip
    bands = read_reference("tranches_effectif.csv")
    refuse_unknown(raw["effectif_milieu_tranche"], bands["milieu"], "milieu de tranche d'effectif", ID,
                   "Ajoutez-le à reference/tranches_effectif.csv.")  # fmt: skip
    rows = raw.filter(pl.col("com2024").is_not_null()).select(
        "siret",
        "naf",
        name=pl.col("nom").str.replace_all(r"\s+", " ").str.strip_chars(),
        jobs=pl.col("effectif_milieu_tranche").cast(pl.Int64),
        size_class=pl.col("effectif_milieu_tranche").replace_strict(bands["milieu"], bands["libelle"]),
        commune="com2024",
        lon=pl.col("lon").cast(pl.Float64),
        lat=pl.col("lat").cast(pl.Float64),
    )
    return (
        rows.with_columns(name=legal_names(rows))
        .select("siret", "name", "naf", "jobs", "size_class", "commune", "lon", "lat")
        .sort("commune", "siret")
    )
