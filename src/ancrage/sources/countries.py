"""Country codes: ISO2 and known variants become ISO3, an unspecified origin is null, others are refused."""

import polars as pl

from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown


def to_iso3(codes: pl.Series, source: str) -> pl.Series:
    """ISO3 codes of `codes` (ISO2, ISO3 or a known variant). Raises AncrageError on a code nobody knows."""
    countries, fixes = read_reference("pays.csv"), read_reference("corrections_pays.csv")
    known = dict(zip(countries["iso3"], countries["iso3"], strict=True))
    known |= dict(zip(countries["iso2"], countries["iso3"], strict=True))
    known |= dict(zip(fixes["code"], fixes["iso3"], strict=True))
    trimmed = codes.str.strip_chars()
    remedy = "Ajoutez le pays à reference/pays.csv, ou sa correction à reference/corrections_pays.csv."
    refuse_unknown(trimmed, known, "pays", source, remedy)
    return trimmed.replace_strict(known, return_dtype=pl.String)


def eu_countries() -> list[str]:
    """ISO3 codes of the members of the European Union (the United Kingdom is outside)."""
    return read_reference("pays.csv").filter(pl.col("ue") == "oui")["iso3"].to_list()
