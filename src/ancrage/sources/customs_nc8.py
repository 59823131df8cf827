"""French exports and imports by product, in two parts: the calendar years the twelve months straddle."""

from pathlib import Path

import polars as pl

from ancrage.domain.errors import AncrageError


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """nc8, import_before_eur, import_during_eur, export_before_eur, export_during_eur.

    `before` is the part in the first calendar year, `during` the part in the second: a year of trade is their sum.
    """
    years = raw["annee"].unique().sort()
    if len(years) != 2:
        raise AncrageError(
            f"Le fichier des douanes devrait porter deux années civiles, il en porte {len(years)}.",
            "Vérifiez le fichier de la source « customs_nc8 ».",
        )
    part = pl.col("annee").replace_strict(years, ["before", "during"])
    rows = raw.select("nc8", part.alias("part"), pl.col("import_eur", "export_eur").cast(pl.Float64))
    flows = [
        pl.col(f"{flow}_eur").filter(pl.col("part") == part).sum().alias(f"{flow}_{part}_eur")
        for flow in ("import", "export")
        for part in ("before", "during")
    ]
    return rows.group_by("nc8").agg(flows).sort("nc8")
