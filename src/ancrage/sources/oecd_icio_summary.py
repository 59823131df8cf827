"""Output, value added and final use of each French sector."""

from pathlib import Path

import polars as pl

from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown
from ancrage.sources.oecd_icio_domestic import REMEDY


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """sector, output_musd, value_added_musd, final_use_musd and, as published, output_multiplier and import shares.

    The shares of a sector that buys nothing are null.
    """
    refuse_unknown(
        raw["sector"], read_reference("icio_secteurs.csv")["secteur"], "secteur", "oecd_icio_summary", REMEDY
    )
    published = {
        "output_musd": "gross_output",
        "value_added_musd": "va_plus_tls_plus_row_inputs",
        "final_use_musd": "final_demand_and_exports_to_row",
        "output_multiplier": "output_multiplier_domestic",
        "imported_share": "share_imported",
        "non_eu_share": "share_imported_non_eu",
        "china_share": "share_china",
    }
    return raw.select("sector", **{name: pl.col(old).cast(pl.Float64) for name, old in published.items()}).sort(
        "sector"
    )
