"""Countries: the names they bear, how far they are from France, which are French overseas territories."""

from pathlib import Path

import polars as pl

RENAMED = {"UNK": "XKX"}  # Kosovo has no official code
LATIN = r"^[\p{Latin}\s\d'’.,()&/\-]+$"


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """iso3, names (list, Latin letters), km (from France, weighted by the population of cities, else between main
    cities; null), lon, lat (degrees), overseas (code of a French territory, null)."""
    listed = pl.concat_list(
        "nom_fr", "nom_fr_officiel", "nom_en", pl.col("synonymes").fill_null("").str.split("|")
    ).list.eval(pl.element().filter(pl.element().str.contains(LATIN)).unique().sort())
    return raw.select(
        iso3=pl.col("iso3").replace(RENAMED),
        names=listed,
        km=pl.coalesce("dist_ponderee_km", "dist_km").cast(pl.Float64).round(0),
        lon=pl.coalesce("ville_lon", "lon").cast(pl.Float64).round(3),
        lat=pl.coalesce("ville_lat", "lat").cast(pl.Float64).round(3),
        overseas="outre_mer_francais",
    ).sort("iso3")
